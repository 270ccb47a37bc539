// How long a vehicle has been driven without a rest, and within a day (实施条例 第六十二条(七)).
#pragma once

#include "server/tracking/motion.hpp"

#include <array>

namespace husong::tracking {

struct Driving {
    Time since = never;    // without a rest long enough
    Time resting = never;  // stands since
    Time position_at{};
    std::int64_t hour = 0;                    // since the epoch, of the newest entry below
    std::array<std::uint16_t, 24> seconds{};  // driven in each of the 24 hours up to it
    Time due = never;                         // something about it changes then
    [[nodiscard]] Milliseconds in_a_day(Time at) const;
    bool operator==(const Driving&) const = default;
};

// A position came.
void drive(Driving& driving, const Motion& motion, Time at, const TripFollowing& settings);
// Motion may have changed.
void watch(Driving& driving, const Motion& motion, Time at, const TripFollowing& settings);

// The night that it is, or the next one.
struct Night {
    Time from, until;
};
Night night_at(Time at, const TripFollowing& settings);
// Of a stretch at the wheel what lies in the night in which it ends, or in the last one before.
Milliseconds driven_at_night(Time since, Time until, const TripFollowing& settings);

}  // namespace husong::tracking
