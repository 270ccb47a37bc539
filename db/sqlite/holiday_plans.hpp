// Coordinated holidays and the steps they took.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/registry/holiday_plans.hpp"
#include "server/registry/registry.hpp"

namespace husong::db {

[[nodiscard]] Result<std::int64_t> put_holiday_plan(Connection& db, const registry::HolidayPlan& plan,
                                                    const registry::HolidayStep& submission);
[[nodiscard]] Result<> take_holiday_step(Connection& db, const registry::HolidayStep& step,
                                         const registry::RegistryRows& runs);
[[nodiscard]] Result<std::vector<registry::HolidayPlanHead>> holiday_plans(Connection& db);
[[nodiscard]] Result<std::optional<registry::HolidayPlan>> holiday_plan(Connection& db, std::int64_t number);

}  // namespace husong::db
