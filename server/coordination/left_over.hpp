// Runs for which the movement finds no vehicle.
#pragma once

#include "server/coordination/plan.hpp"

#include <functional>

namespace husong::coordination {

// What the re-planning of a day can do (docs/decisions/0026), before the day: riders divided among vehicles
// that have room, runs that leave or come later, others that change their vehicles or times. What is served
// by none of these, or not before `is_over`, stays without a vehicle. Counts the plan's unserved riders and
// its peak anew.
void serve_left_over(
    Plan& plan, const Case& question, const std::function<bool()>& is_over = [] { return false; });

// Takes runs from vehicles that cannot serve them, or not any more: too small, awaited elsewhere, not for
// these pupils. They look for another one then.
void take_from_unfit(Plan& plan, const Case& question);

}  // namespace husong::coordination
