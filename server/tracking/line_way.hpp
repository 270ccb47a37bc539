// The way a line's vehicles take between its places, learnt from where they were. The register knows only the
// places, and in the mountains the road between two of them is far from straight.
#pragma once

#include "maps/polyline.hpp"
#include "server/tracking/fix_filter.hpp"
#include "server/tracking/trip_trace.hpp"

#include <span>
#include <vector>

namespace husong::tracking {

// From one place to the next. `shares` has one number a point of the way: how much of the time it takes has
// passed there, from 0 to 1.
struct StretchWay {
    maps::Polyline line;
    std::vector<double> shares;
    [[nodiscard]] bool known() const { return shares.size() >= 2; }
};

struct OnStretch {
    double share = 0;     // of the time, from 0 to 1
    double offset_m = 0;  // beside the way
};
// Precondition: the way is known.
OnStretch locate(const StretchWay& way, maps::Wgs84 place);

struct LineWay {
    std::vector<StretchWay> stretches;  // one a place: the way to it; the first place has none
};

// One run as it drove: its good fixes and when it was at the places.
struct DrivenRun {
    std::vector<Fix> fixes;
    std::vector<PlaceVisit> visits;
};

inline constexpr std::size_t runs_for_way = 5;  // more make the line no better and each estimate slower

// Of more than `runs_for_way` the first. A stretch that nobody was seen to drive stays unknown.
LineWay learn_way(const TripPlan& plan, std::span<const DrivenRun> runs);

// The good fixes among records, as a trace sees them.
std::vector<Fix> good_fixes(std::span<const Record> records);

}  // namespace husong::tracking
