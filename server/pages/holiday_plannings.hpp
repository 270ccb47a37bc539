// Terms planned on request, /b/holidays/plannings: what is asked for, how far it is, what was found.
#pragma once

#include "server/pages/holiday_answers.hpp"
#include "server/planning/desk.hpp"

#include <memory>
#include <span>
#include <string>

namespace husong::pages {

// What the form asks for, as it was typed.
struct PlanningFields {
    std::string term;
    std::string seconds = "60";
    bool explain = true;
    bool anew = false;   // what is published, too
    std::string school;  // code; empty: no wish of a school
    std::string way = "home";
    std::string only = "only";  // else "not": on that day it must not be
    std::string on, at;
    std::string vehicles, seats, vehicles_on;  // so many more
    std::string changes;  // further ones, JSON: of the planning that this one goes on from
};

struct PlanningsPage {
    std::span<const std::shared_ptr<const planning::Planning>> plannings;  // the newest first
    std::span<const std::string> terms;                                    // that are not over
    const registry::Registry& registry;
    PlanningFields fields;
    std::string token;  // of the session's forms
    std::string trouble;
    Time made_at{};
};
std::string render_plannings(const PlanningsPage& page);

struct PlanningPage {
    const planning::Planning& planning;
    std::optional<std::int64_t> in_force;                // the plan that it is compared with
    const coordination::Comparison* compared = nullptr;  // with it
    RegisterNames names;
    std::string token;
    std::string trouble;
    bool refreshes = true;  // by itself while it goes on; a reader who needs more time stops it
    Time made_at{};
};
std::string render_planning(const PlanningPage& page);

}  // namespace husong::pages
