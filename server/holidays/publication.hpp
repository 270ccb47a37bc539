// A coordinated plan as the county's schedule: each of its runs a dated departure (docs/decisions/0027).
#pragma once

#include "server/coordination/plan.hpp"
#include "server/registry/holiday_plans.hpp"
#include "server/registry/registry.hpp"

#include <string_view>

namespace husong::holidays {

// What publication changes in the register of departures. Runs that have left by `now`, and those of other
// hands, stay as they are.
struct Publication {
    std::vector<registry::Versioned<registry::Departure>>
        runs;                                   // all of the plan's to come, and cancelled ones
    int added = 0, changed = 0, cancelled = 0;  // of them; the others stay the same
};

// A run keeps its code from plan to plan: term, school, break, way, line and which of the leg's runs on it.
// Its note tells how many ride to which place.
// Errors: conflict, naming the run: it has no vehicle; or the register knows its line, vehicle or driver
// no more.
[[nodiscard]] Result<Publication> publication_of(const coordination::Case& question,
                                                 const coordination::Plan& plan,
                                                 const registry::Registry& registry, Time now);

// A case and its plan as the store keeps them: checked by plan_check, which shares no code with the planner,
// then read and written anew; vehicles at once and pupils without one as they were counted there. What has
// left by `now` is as it is. Errors: malformed, naming the place; conflict, naming the first of the
// constraints that the plan breaks, and how many they are.
[[nodiscard]] Result<registry::HolidayPlan> submission_of(std::string_view case_json,
                                                          std::string_view plan_json, Time now = {});
// What a plan of the store would publish now. Errors: as the others.
[[nodiscard]] Result<Publication> publication_of(const registry::HolidayPlan& plan,
                                                 const registry::Registry& registry, Time now);

}  // namespace husong::holidays
