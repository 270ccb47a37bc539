// What a database holds, counted by SQLite alone and not by the server: stored_probe DATABASE prints one JSON
// line.
#include <fmt/core.h>
#include <sqlite3.h>

#include <cstdint>
#include <cstdlib>

namespace {

constexpr const char* count_sql =
    "SELECT count(*) FILTER (WHERE kind_key >> 44 = 1), count(*) FILTER (WHERE kind_key >> 44 = 2) "
    "FROM record";

struct Stored {
    std::int64_t positions = -1, passenger_flows = -1;
};

Stored count(sqlite3* db) {
    Stored stored;
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(db, count_sql, -1, &statement, nullptr);
    if (sqlite3_step(statement) == SQLITE_ROW)
        stored = {sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    sqlite3_finalize(statement);
    return stored;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        fmt::print(stderr, "stored_probe DATABASE\n");
        return EXIT_FAILURE;
    }
    sqlite3* db = nullptr;
    sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, nullptr);
    const Stored stored = count(db);
    if (stored.positions < 0) fmt::print(stderr, "stored_probe: {}\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    if (stored.positions < 0) return EXIT_FAILURE;
    fmt::print("{{\"stored_positions\": {}, \"stored_passenger_flows\": {}}}\n", stored.positions,
               stored.passenger_flows);
    return EXIT_SUCCESS;
}
