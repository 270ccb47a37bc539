// When a run reaches the places ahead of it, as a distribution: how long its line usually takes, how today
// differs, and how much both vary. Pure.
#pragma once

#include "server/tracking/run_times.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace husong::tracking {

// Why nothing, or only the timetable, can be said of a run. positions.md §9.
enum class NoEstimate : std::uint8_t {
    nothing_planned,  // no stops in the register
    not_assigned,     // nobody has said which vehicle goes
    not_started,      // the timetable, marked so
    ended,
    unheard,    // the last good fix is too old
    off_route,  // it was beside its line too long
};
std::string_view no_estimate_name(NoEstimate reason);     // "off_route"
std::string_view no_estimate_name_zh(NoEstimate reason);  // 车不在这条线路上

struct ArrivalSettings {
    Milliseconds unheard_after = 90s;
    double off_route_m = 150;
    Milliseconds off_route_after = 60s;
    double off_line_m = 3'000;        // beside the straight line, where the way is not known
    std::size_t ratio_stretches = 3;  // today's ratio is that of the last ones
    double least_ratio = 0.6;         // … within these
    double greatest_ratio = 1.8;
    double least_part = 0.25;         // of the present stretch, from which on its own pace says something
    double leave_quantile = 0.01;     // "leave now": what 99 of 100 vehicles do not undercut (0016)
    Milliseconds leave_margin = 30s;  // … and the page that says so is as old as this
    double later_factor =
        1.3;                  // halts on the way meet few runs: the middle of the distances does not see them
    double fix_spread_s = 4;  // where exactly it was between two fixes
};

// Where a page says one instant only: a quarter has come by then, for early is worse than late (0016).
inline constexpr double said_quantile = 0.25;

// One place ahead. Two half bells: vehicles are seldom much earlier and sometimes much later.
struct PlaceArrival {
    std::size_t place = 0;
    Time soonest{};  // not before
    Time median{};
    Milliseconds earlier{};  // one sigma on each side
    Milliseconds later{};
    [[nodiscard]] Time at(double quantile) const;  // so large a share of such vehicles has come by then
    [[nodiscard]] Time said() const;
    [[nodiscard]] Time early() const { return at(0.1); }
    [[nodiscard]] Time late() const { return at(0.9); }
};

struct ArrivalEstimates {
    std::optional<NoEstimate> reason;  // none: the vehicle is on its way and heard
    std::vector<PlaceArrival> ahead;   // in the order of the places; not started: by the timetable
    [[nodiscard]] bool by_timetable() const { return reason == NoEstimate::not_started; }
    [[nodiscard]] const PlaceArrival* of(
        std::size_t place) const;  // nullptr: not ahead, or nothing can be said
};

// `history`: of this plan; empty: the timetable takes its place.
ArrivalEstimates estimate_arrivals(const TripPlan& plan, const TripTrace& trace,
                                   const SegmentHistory& history, Time now,
                                   const ArrivalSettings& settings = {});

// When whoever needs so long to a place must leave to be there before the vehicle.
Time leave_home_at(const PlaceArrival& arrival, Milliseconds walk, const ArrivalSettings& settings = {});

}  // namespace husong::tracking
