// The coordination of holidays, /b/holidays: one plan's four weeks, what was said of it, and what the reader
// may do.
#pragma once

#include "server/holidays/plan_weeks.hpp"
#include "server/holidays/publication.hpp"
#include "server/pages/holiday_answers.hpp"
#include "server/pages/page.hpp"
#include "server/registry/holiday_plans.hpp"

#include <span>
#include <string>

namespace husong::pages {

struct HolidaysPage {
    std::span<const registry::HolidayPlanHead> plans;   // all, by number
    const registry::HolidayPlanHead* plan = nullptr;    // the one shown; none: there are none
    const holidays::CoordinatedWeeks* weeks = nullptr;  // its own
    const coordination::Case* question = nullptr;       // its own
    BreakdownFields breakdown;                          // offered to be asked
    std::optional<registry::Party> reader;              // who may take a step; none: only read
    bool may_plan = false;                              // and have terms planned
    std::string token;                                  // of the session's forms
    std::string trouble;                                // why the last step was not taken
    std::string reason;                                 // as it was typed then
    std::optional<holidays::PublicationCounts> done;    // what the publication just now changed
    Time made_at{};
};
std::string render_holidays(const HolidaysPage& page);

// Before a plan is published: what that would change now.
struct PublishPage {
    const registry::HolidayPlanHead& plan;
    holidays::PublicationCounts counts{};
    std::optional<std::int64_t> in_force{};  // the plan whose place it takes
    std::string token;                       // of the session's forms
    std::string trouble;                     // why it cannot be published; empty: it can
    Time made_at{};
};
std::string render_publish(const PublishPage& page);

}  // namespace husong::pages
