// The history: one table of records of every kind, in the order (vehicle, measured_at, kind, key).
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/tracking/record.hpp"

#include <optional>
#include <vector>

namespace husong::db {

// Kind and key in one number that sorts as (kind, key); a key is its low 44 bits.
std::int64_t kind_key(tracking::RecordKind kind, std::uint64_t key);
tracking::RecordKind kind_of(std::int64_t kind_key);
std::uint64_t key_of(std::int64_t kind_key);

// True when it is new.
[[nodiscard]] Result<bool> insert_record(Connection& db, const tracking::Record& record);

// In order; those that have one of these flags are left out.
[[nodiscard]] Result<std::vector<tracking::Record>> records_after(Connection& db, VehicleId vehicle,
                                                                  const tracking::OrderKey& after,
                                                                  std::size_t limit,
                                                                  std::uint16_t without_flags);

struct Period {
    Time from{};
    Time until{};
};
[[nodiscard]] Result<std::vector<tracking::Record>> records_in(Connection& db, VehicleId vehicle,
                                                               const Period& period, std::size_t limit);
// … and of them the events of runs alone, without reading what lies between.
[[nodiscard]] Result<std::vector<tracking::Record>> events_in(Connection& db, VehicleId vehicle,
                                                              const Period& period, std::size_t limit);
[[nodiscard]] Result<std::optional<tracking::Record>> find_record(Connection& db, VehicleId vehicle,
                                                                  const tracking::OrderKey& order);
// Newest first.
[[nodiscard]] Result<std::vector<tracking::Record>> newest_sightings(Connection& db,
                                                                     std::optional<VehicleId> vehicle,
                                                                     Time since, std::size_t limit);
[[nodiscard]] Result<std::vector<tracking::Record>> newest_partial_sightings(Connection& db, Time since,
                                                                             std::size_t limit);
[[nodiscard]] Result<std::vector<VehicleId>> vehicles_with_records(Connection& db);

}  // namespace husong::db
