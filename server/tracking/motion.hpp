// Is the vehicle moving, is it standing somewhere, are its doors settled, is its engine off: with hold times,
// so that neither noise nor crawling toggles them.
#pragma once

#include "server/tracking/fix_filter.hpp"

namespace husong::tracking {

// "Not so" for an instant that only counts while something lasts.
inline constexpr Time never = end_of_time;

struct Motion {
    bool moving = false;
    bool has_moved = false;  // ever
    Time since{};            // of moving or not moving
    // Towards moving: good fixes in a row above the moving speed, or away from where the vehicle stood.
    Time fast_since = never;
    std::uint8_t fast_fixes = 0;
    maps::Wgs84 anchor;  // where it stands: the mean of the fixes there
    std::uint8_t anchor_fixes = 0;
    // Towards still, and the stand itself: good fixes in a row below the still speed, at one place.
    Time standing_since = never;
    maps::Wgs84 standing_place;
    // When what lasts has lasted long enough.
    Time moving_due = never;
    Time still_due = never;
    Time boarding_due = never;  // of the present stand: from then on somebody may have boarded

    [[nodiscard]] bool standing() const { return standing_since != never; }
    bool operator==(const Motion&) const = default;
};

// A good fix. Returns true when it ends a stand.
bool see(Motion& motion, const Fix& fix, const TrackingSettings& settings);

// Could it have stood long enough for somebody to board between two good fixes, and yet have come so far?
[[nodiscard]] bool may_have_stood(const Fix& before, const Fix& after, const TrackingSettings& settings);

struct Doors {
    bool open = false;   // the last told
    bool known = false;  // this vehicle's doors have been told open at least once: there is a sensor
    bool opened_in_stand = false;
    bool settled = false;  // closed long enough for counts to be judged
    Time settled_due = never;
    bool told = false;
    bool operator==(const Doors&) const = default;
};

struct Engine {
    Time off_since = never;
    Time empty_due =
        never;  // the vehicle counts as empty then; never when somebody boarded with the engine off
    bool operator==(const Engine&) const = default;
};

}  // namespace husong::tracking
