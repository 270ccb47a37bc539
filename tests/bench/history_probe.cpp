// How long a vehicle's day takes to read from a large history: history_probe FOLDER fills a store with ten
// million positions through the store's own writer, reads days through its reader, and prints one JSON line.
#include "db/store.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace husong;

constexpr int vehicles = 1'300;
constexpr int days = 3;
constexpr int driving_minutes = 240;  // a day, told every 10 s; standing every minute
constexpr int positions_a_day = driving_minutes * 6 + (24 * 60 - driving_minutes);
constexpr int records_a_commit = 4'000;
constexpr int days_read = 300;
const Time first_day = parse_time("2026-09-01T00:00:00+08:00").value();

using Clock = std::chrono::steady_clock;

tracking::Record reported(VehicleId vehicle, Time at, std::mt19937_64& random) {
    tracking::Position p;
    p.latitude_deg = 40.5 + static_cast<double>(random() % 1'000'000) / 1e6;
    p.longitude_deg = 118.0 + static_cast<double>(random() % 1'000'000) / 1e6;
    p.altitude_m = 412;
    p.speed_mps = 12.5F;
    p.status_bits = 3;
    p.satellites = 11;
    p.located = true;
    p.items.assign(
        {0x01, 4, 0, 18, 214, 135, 0x03, 2, 0, 126, 0x25, 4, 0, 0, 0, 16, 0x30, 1, 24, 0x31, 1, 11});
    tracking::Record record;
    record.vehicle = vehicle;
    record.measured_at = at;
    record.received_at = at + std::chrono::milliseconds{480};
    record.key = random() >> 20;
    record.payload = p;
    return record;
}

std::vector<VehicleId> make_vehicles(db::Store& store) {
    const auto admin = store.admin().value();
    std::vector<VehicleId> ids;
    ids.reserve(vehicles);
    for (int i = 0; i < vehicles; ++i)
        ids.push_back(admin->identify({fmt::format("冀H{:05}", i), registry::PlateColour::yellow}).value());
    return ids;
}

// Morning and afternoon runs, the rest at the kerb.
bool drives(int minute) { return (minute >= 360 && minute < 480) || (minute >= 930 && minute < 1'050); }

// Instants of a day, as seconds from its beginning.
std::vector<int> told_at() {
    std::vector<int> seconds;
    for (int minute = 0; minute < 24 * 60; ++minute)
        for (int second = 0; second < 60; second += drives(minute) ? 10 : 60)
            seconds.push_back(60 * minute + second);
    return seconds;
}

// All vehicles side by side, as they come in.
void fill(db::Store& store, const std::vector<VehicleId>& ids) {
    const auto writer = store.writer().value();
    std::mt19937_64 random{1};
    int in_commit = 0;
    writer->begin().value();
    const std::vector<int> seconds = told_at();
    for (int n = 0; n < days * positions_a_day; ++n) {
        const Time at = first_day + std::chrono::days{n / positions_a_day} +
                        std::chrono::seconds{seconds[static_cast<std::size_t>(n % positions_a_day)]};
        for (const VehicleId id : ids) {
            writer->insert(reported(id, at, random)).value();
            if (++in_commit % records_a_commit != 0) continue;
            writer->commit().value();
            writer->begin().value();
        }
    }
    writer->commit().value();
}

std::vector<double> read_days(db::Store& store, const std::vector<VehicleId>& ids) {
    const auto reader = store.reader().value();
    std::mt19937_64 random{2};
    std::vector<double> taken_ms;
    for (int i = 0; i < days_read; ++i) {
        const VehicleId id = ids[random() % ids.size()];
        const Time day = first_day + std::chrono::days{random() % days};
        const auto from = Clock::now();
        const auto records = reader->history(id, day, day + std::chrono::days{1}, 100'000).value();
        taken_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - from).count());
        if (records.size() != positions_a_day) throw std::runtime_error{"a day is not whole"};
    }
    std::sort(taken_ms.begin(), taken_ms.end());
    return taken_ms;
}

void measure(const std::filesystem::path& file) {
    const auto store = db::open_sqlite(file).value();
    const auto ids = make_vehicles(*store);
    fill(*store, ids);
    const auto taken_ms = read_days(*store, ids);
    fmt::print(
        "{{\"positions\": {}, \"vehicle_day_p50_ms\": {:.1f}, \"vehicle_day_p99_ms\": {:.1f}, "
        "\"bytes_per_position\": {:.1f}}}\n",
        vehicles * days * positions_a_day, taken_ms[taken_ms.size() / 2],
        taken_ms[taken_ms.size() * 99 / 100],
        static_cast<double>(std::filesystem::file_size(file)) / (vehicles * days * positions_a_day));
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        fmt::print(stderr, "history_probe FOLDER\n");
        return EXIT_FAILURE;
    }
    const auto folder = std::filesystem::path{arguments[1]} / "history_probe";
    int status = EXIT_SUCCESS;
    try {
        std::filesystem::create_directories(folder);
        measure(folder / "probe.db");
    } catch (const std::exception& error) {
        fmt::print(stderr, "history_probe: {}\n", error.what());
        status = EXIT_FAILURE;
    }
    std::filesystem::remove_all(folder);
    return status;
}
