// The county's published weeks: which school's pupils go home and come back on which day, with how many
// seats. Of dated departures: the daily runs of timetables are no holidays.
#pragma once

#include "server/registry/registry.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::holidays {

inline constexpr int plan_days = 28;  // four weeks: month holidays come every second or every fourth

// Runs in one direction on one day, without those taken back.
struct Runs {
    int vehicles = 0;  // different ones: a vehicle may go twice
    int seats = 0;     // for pupils, of all runs
};

struct SchoolDay {
    Runs home;
    Runs to_school;
    int cancelled = 0;  // runs taken back
};

struct SchoolRow {
    std::string code;
    std::string name;
    int boarders = 0;
    std::vector<SchoolDay> days;  // plan_days of them
};

struct PlanDay {
    std::chrono::year_month_day on;
    Runs home;  // of all schools
    Runs to_school;
    int cancelled = 0;
    const registry::PublicDay* public_day = nullptr;  // off or work; lives as long as the registry
    bool timetables = false;                          // some go on that day

    [[nodiscard]] bool has_departures() const {
        return home.vehicles > 0 || to_school.vehicles > 0 || cancelled > 0;
    }
};

struct Plan {
    std::vector<PlanDay> days;
    std::vector<SchoolRow> schools;  // with departures in these days or with boarders; by code
    std::optional<std::chrono::year_month_day> next;  // first day after these with a departure not taken back
};

std::chrono::year_month_day monday_of(std::chrono::year_month_day day);
std::chrono::year_month_day days_after(std::chrono::year_month_day day, int days);

// The public holiday or make-up day; nullptr: an ordinary day. As known at `now`.
const registry::PublicDay* public_day(const registry::Registry& registry, std::chrono::year_month_day day,
                                      Time now);

Plan make_plan(const registry::Registry& registry, std::chrono::year_month_day from, Time now);

}  // namespace husong::holidays
