// Folded states kept beside the history, and which vehicles have to be folded again.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <utility>
#include <vector>

namespace husong::db {

[[nodiscard]] Result<> put_checkpoint(Connection& db, VehicleId vehicle, const Checkpoint& checkpoint);
[[nodiscard]] Result<std::optional<Checkpoint>> checkpoint_before(Connection& db, VehicleId vehicle,
                                                                  const tracking::OrderKey& before);
[[nodiscard]] Result<> drop_checkpoints_after(Connection& db, VehicleId vehicle,
                                              const tracking::OrderKey& after);
[[nodiscard]] Result<std::vector<std::pair<VehicleId, Checkpoint>>> newest_checkpoints(Connection& db);

// Of several marks the earliest holds.
[[nodiscard]] Result<> mark_dirty(Connection& db, VehicleId vehicle, const tracking::OrderKey& from);
[[nodiscard]] Result<> clear_dirty(Connection& db, VehicleId vehicle);
[[nodiscard]] Result<std::vector<std::pair<VehicleId, tracking::OrderKey>>> dirty_vehicles(Connection& db);

}  // namespace husong::db
