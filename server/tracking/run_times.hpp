// What past runs of a line tell of the next one: how long each stretch takes, how much that varies, how long
// it stands. Pure; made from traces, from a run's stop visits, or from rows that were kept of them.
#pragma once

#include "server/tracking/line_way.hpp"
#include "server/tracking/trip_trace.hpp"

#include <span>
#include <string>
#include <vector>

namespace husong::tracking {

enum class DayClass : std::uint8_t { weekday, weekend, holiday };

// When one run came to a place and left it. None: unseen.
struct PlaceTimes {
    std::string name;
    std::optional<Time> arrived{};
    std::optional<Time> left{};
    std::optional<int> riders{};  // who got on or off
    bool operator==(const PlaceTimes&) const = default;
};

struct RunTimes {
    std::string line;
    registry::Direction direction{};
    DayClass day{};
    Time leaves_at{};  // by the timetable
    std::vector<PlaceTimes> places;
    bool operator==(const RunTimes&) const = default;
};

RunTimes run_times(std::string line, const TripPlan& plan, const TripTrace& trace, DayClass day);

struct HistorySettings {
    std::size_t runs = 20;           // so many are looked at (positions.md §9),
    double halved_after = 8;         // … and one that lies so many runs back counts half
    std::size_t least_runs = 3;      // fewer tell nothing of a stretch: the timetable does
    std::size_t enough_alike = 8;    // so many of the same class of day: only these
    double outlier_factor = 2.5;     // a time so many times the median, or its reciprocal, is cut
    double least_spread = 0.04;      // of a stretch, as a share: nobody drives like a clock
    double timetable_spread = 0.25;  // of a stretch of which only the timetable is known
    double timetable_day_spread = 0.12;
    double stand_s = 12;  // a stop and each rider, where no run tells (the doors, and a child's steps)
    double stand_per_rider_s = 3;
    double stand_spread_s = 12;
    double least_stand_spread_s = 4;
    Milliseconds timetable_early = 60s;  // before a run starts, where too few were seen: so much earlier,
    Milliseconds timetable_late = std::chrono::minutes{4};  // … or later than the timetable
};

// From one place to the next, doors closed to doors open.
struct StretchTime {
    double median_s = 0;
    double spread = 0;     // one sigma of the logarithm of the time
    std::size_t runs = 0;  // it was learnt from; 0: by the timetable
};

struct StandTime {
    double median_s = 0;
    double spread_s = 0;  // one sigma
};

// How much earlier and later than the timetable a place was reached: the tenth and the ninth tenth of the
// runs.
struct Lateness {
    Milliseconds early{};
    Milliseconds late{};
};

struct SegmentHistory {
    std::vector<StretchTime> stretches;  // one a place: the way to it; the first place has none
    std::vector<StandTime> stands;       // one a place
    std::vector<Lateness> lateness;      // one a place
    double day_spread = 0;               // what all stretches of a day have in common
    double stand_s = 0;                  // a stand of nobody, and
    double stand_per_rider_s = 0;        // … of each rider
    LineWay way;                         // empty: not known
};

// Of the runs of the plan's line and direction the last ones, whatever their order.
SegmentHistory learn_history(const TripPlan& plan, std::span<const RunTimes> runs, DayClass day,
                             const HistorySettings& settings = {});

}  // namespace husong::tracking
