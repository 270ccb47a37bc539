#include "db/sqlite/stretches.hpp"

namespace husong::db {

namespace {

constexpr int stretch_bits = 22;  // of a time in milliseconds, as in the schema

}  // namespace

Result<> Stretches::note(Connection& db, VehicleId vehicle, Time measured_at) {
    const std::int64_t stretch = to_millis(measured_at) >> stretch_bits;
    const auto [known, is_first] = newest_.try_emplace(vehicle, stretch);
    if (!is_first && known->second == stretch) return {};
    known->second = stretch;
    auto insert = db.query("INSERT INTO vehicle_stretch VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    return insert.bind(1, vehicle.value).bind(2, stretch).run();
}

}  // namespace husong::db
