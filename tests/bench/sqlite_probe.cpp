// What SQLite alone can do with the same rows: sqlite_probe FOLDER MIGRATIONS inserts positions into the
// record table of the schema, synced as the server syncs, and prints one JSON line.
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr auto measured_for = std::chrono::seconds{10};
constexpr int vehicles = 2'000;
constexpr int rows_a_commit = 4'000;
constexpr std::int64_t first_at = 1'788'000'000'000;
constexpr std::int64_t position_kind = std::int64_t{1} << 44;
constexpr std::array<unsigned char, 19> items = {0x01, 4, 0, 18, 214, 135, 0x03, 2, 0, 126,
                                                 0x25, 4, 0, 0,  0,   16,  0x30, 1, 24};

constexpr const char* insert_sql =
    "INSERT INTO record (vehicle, measured_at, kind_key, received_after, source, flags, told_by, latitude, "
    "longitude, "
    "altitude, speed, course, accuracy, alarm_bits, status_bits, satellites, located, items) VALUES (?1, ?2, "
    "?3, 480, 1, "
    "0, ?1, 40800123, 118200456, 4120, 125, 870, 0, 0, 3, 11, 1, ?4)";

using Clock = std::chrono::steady_clock;

void require(sqlite3* db, int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    throw std::runtime_error{sqlite3_errmsg(db)};
}

void run(sqlite3* db, const std::string& sql) {
    require(db, sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr));
}

std::string read_text(const std::filesystem::path& path) {
    std::ifstream in{path};
    return {std::istreambuf_iterator<char>{in}, {}};
}

void make_schema(sqlite3* db, const char* migrations) {
    std::vector<std::filesystem::path> steps;
    for (const auto& entry : std::filesystem::directory_iterator{migrations}) steps.push_back(entry.path());
    std::sort(steps.begin(), steps.end());
    for (const auto& step : steps) run(db, read_text(step));
}

void prepare_tables(sqlite3* db, const char* migrations) {
    run(db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;"
        "PRAGMA wal_autocheckpoint = 4000; PRAGMA foreign_keys = ON");
    make_schema(db, migrations);
    for (int i = 1; i <= vehicles; ++i)
        run(db, fmt::format("INSERT INTO vehicle (plate, colour) VALUES ('冀H{:05}', 2)", i));
}

void insert_position(sqlite3* db, sqlite3_stmt* insert, std::int64_t number) {
    sqlite3_bind_int64(insert, 1, number % vehicles + 1);
    sqlite3_bind_int64(insert, 2, first_at + number / vehicles * 1'000);
    sqlite3_bind_int64(insert, 3, position_kind + number);
    sqlite3_bind_blob(insert, 4, items.data(), static_cast<int>(items.size()), SQLITE_STATIC);
    require(db, sqlite3_step(insert));
    require(db, sqlite3_reset(insert));
}

double rows_a_second(sqlite3* db) {
    sqlite3_stmt* insert = nullptr;
    require(db, sqlite3_prepare_v2(db, insert_sql, -1, &insert, nullptr));
    std::int64_t rows = 0;
    const auto from = Clock::now();
    while (Clock::now() - from < measured_for) {
        run(db, "BEGIN IMMEDIATE");
        for (int i = 0; i < rows_a_commit; ++i) insert_position(db, insert, rows++);
        run(db, "COMMIT");
    }
    const std::chrono::duration<double> taken = Clock::now() - from;
    sqlite3_finalize(insert);
    return static_cast<double>(rows) / taken.count();
}

void measure(const std::string& path, const char* migrations) {
    sqlite3* db = nullptr;
    require(db, sqlite3_open(path.c_str(), &db));
    prepare_tables(db, migrations);
    fmt::print("{{\"raw_sqlite_per_s\": {:.0f}}}\n", rows_a_second(db));
    sqlite3_close(db);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 3) {
        fmt::print(stderr, "sqlite_probe FOLDER MIGRATIONS\n");
        return EXIT_FAILURE;
    }
    std::string folder = std::string{arguments[1]} + "/sqlite_probe.XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) {
        std::perror("sqlite_probe");
        return EXIT_FAILURE;
    }
    int status = EXIT_SUCCESS;
    try {
        measure(folder + "/probe.db", arguments[2]);
    } catch (const std::exception& error) {
        fmt::print(stderr, "sqlite_probe: {}\n", error.what());
        status = EXIT_FAILURE;
    }
    std::filesystem::remove_all(folder);
    return status;
}
