// Drivers' cards as terminals' readers told them.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <vector>

namespace husong::db {

struct CardSpan {
    Time since{}, until{};  // [since, until)
};

[[nodiscard]] Result<> put_driver_card(Connection& db, const DriverCard& card);
[[nodiscard]] Result<std::vector<DriverCard>> driver_cards_in(Connection& db, VehicleId vehicle,
                                                              const CardSpan& span, std::size_t limit);
[[nodiscard]] Result<std::optional<DriverCard>> find_driver_on_duty(Connection& db, VehicleId vehicle,
                                                                    Time at);

}  // namespace husong::db
