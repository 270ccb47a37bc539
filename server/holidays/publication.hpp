// A coordinated plan as the county's schedule: each of its runs a dated departure (docs/decisions/0027).
#pragma once

#include "server/coordination/plan.hpp"
#include "server/registry/holiday_plans.hpp"
#include "server/registry/registry.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace husong::holidays {

// Runs of a plan by what publication does with them; of the others nothing changes.
struct PublicationCounts {
    int added = 0, changed = 0, cancelled = 0;
    int relieved = 0;  // taken over by another vehicle where the first one stands
    // Due by `now`, and not as the register knows them, if it does: the register stays as it is.
    int too_late = 0;
    bool operator==(const PublicationCounts&) const = default;
};

// What publication changes in the registers. Runs that have left by `now`, and those of other hands, stay as
// they are.
struct Publication : PublicationCounts {
    std::vector<registry::Versioned<registry::Departure>>
        runs;  // all of the plan's to come, and cancelled ones
    std::vector<registry::Versioned<registry::Relief>> reliefs;
    std::int64_t register_version = 0;  // of the register that it was made of
};

// As the store takes them.
registry::RegistryRows rows_of(Publication publication);

// A run keeps its code, TERM/SCHOOL/3H/LINE/1, and its escort from plan to plan, as run_matching.hpp has it;
// a new one has a number that no run on that line of that leg had. What the register knows to have left is
// changed where the plan lets it leave after `now`. Its note tells how many ride to which place. Who goes on
// from where another vehicle stands is taken over (register `reliefs`).
// Errors: conflict, naming the run: it has no vehicle; the register knows its line, vehicle or driver no
// more, or the vehicle's seats are too few now; nobody published what is to be taken over, or several
// vehicles share it. Conflict, naming the term that the register does not know.
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
