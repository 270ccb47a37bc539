// The dated departures of the next days as they will go: from where, until when, to which of their stops.
#pragma once

#include "maps/geometry.hpp"
#include "server/registry/runs.hpp"
#include "server/rules/register_facts.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::rules {

// Of a departure or a timetable's day: where and when pupils may be aboard.
struct HolidayRun {
    registry::Run run;
    bool dated = false;                // a departure; else a timetable's
    const registry::Stop* farthest{};  // that it serves; nullptr: its line has no stops
    Time from{}, until{};              // at its first place, at its last one
    std::optional<maps::Wgs84> begin, end;

    [[nodiscard]] const registry::Departure& departure() const { return run.value; }
    [[nodiscard]] bool home() const { return departure().direction == registry::Direction::home; }
};

// A note as a published plan writes it, 远村 20人、近村 5人, tells which stops are served; else all are.
HolidayRun holiday_run(registry::Run run, const registry::Registry& registry);

// How many pupils the published list of a run names: those of a note that a plan wrote, or else who rides its
// line alone, where every boarder of the school is known by name. None: nobody knows.
std::optional<int> listed_riders(const registry::Departure& run, const registry::Registry& registry);

// The departures that are still to come, by whoever serves them; as far ahead as rules look.
std::vector<HolidayRun> holiday_runs_ahead(const RegisterView& view);
// A coach of lines or charters without school-bus plate: only a contract lets it carry pupils.
bool is_hired_coach(const RegisterRows& rows);
bool is_charter_coach(char use_nature);
// Since when rules look at it.
Time looked_at_since(const registry::Run& run, const RuleSettings& settings);
// Begins a breach about it.
Breach breach_of_run(const HolidayRun& run, const RegisterView& view, std::string detail);

std::string run_zh(const HolidayRun&, const RegisterView& view);  // 2026-09-30 16:00 一号线 离校

}  // namespace husong::rules
