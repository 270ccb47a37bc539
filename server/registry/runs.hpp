// Which runs there are: dated departures, and those that timetables make of a school day. Whoever needs runs
// asks here (docs/decisions/0018-timetables-on-pages.md).
#pragma once

#include "server/registry/registry.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace husong::registry {

// A run of a timetable is like a departure: its code is the timetable's and its day, as in T12/2026-09-01,
// its seats are the vehicle's, its row version is the timetable's.
using Run = Versioned<Departure>;

// Where no end is asked for, timetables are laid out so far.
inline constexpr std::chrono::days timetables_ahead{28};

// A run that another vehicle takes over (register `reliefs`) has a part for each: its vehicle and crew, from
// when until when they serve it. Where a vehicle or somebody of a crew is named it is their part that is
// found, else the last one.
//
// Those that leave in [from, until) and are of all that is named.
struct RunQuery {
    Time from{};
    Time until = end_of_time;
    std::string_view school{};  // codes; empty: of any
    std::string_view line{};
    std::string_view driver{};
    std::string_view escort{};
    std::optional<VehicleId> vehicle{};
    bool cancelled = false;   // departures that were taken back, too
    bool every_part = false;  // where nobody who serves it is named: not only the last part
};

// A vehicle is seen on its run from then on: who is relieved before has not set out.
inline constexpr std::chrono::hours sets_out_before{1};
// … and no longer than that after the run left.
inline constexpr std::chrono::hours followed_for{6};

// In the order in which they leave. A timetable has none on a public holiday, on a make-up day (调休) it has
// those of a Monday, and none on a day on which a departure of its line, cancelled or not, goes its way.
std::vector<Run> find_runs(const RunQuery& query, const Registry& registry);

// The last part of a departure or a timetable's day, cancelled ones too; none: there is no such run, or no
// longer.
std::optional<Run> run_by_code(std::string_view code, const Registry& registry);

// As it would be if nobody had taken it over; none: as above.
std::optional<Run> run_as_published(std::string_view code, const Registry& registry);

// Every vehicle that serves a part of it, by time.
std::vector<VehicleId> servers_of(std::string_view code, const Registry& registry);

// Monday to Friday but for public holidays, and make-up days (调休).
bool is_school_day(std::chrono::year_month_day day, const Registry& registry);

// Whether any timetable has a run on that day.
bool timetables_go_on(std::chrono::year_month_day day, const Registry& registry);

// The public holiday or make-up day that this is; nullptr: neither.
const PublicDay* public_day(std::chrono::year_month_day day, const Registry& registry);

// Do several runs of the line go the same way on the same day? Then nobody knows which of them a pupil rides
// in.
bool shares_line(const Departure& run, const Registry& registry);

}  // namespace husong::registry
