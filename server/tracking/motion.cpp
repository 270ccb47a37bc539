#include "server/tracking/motion.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

constexpr std::uint8_t confirming_fixes = 2;  // one fix proves no motion
constexpr std::uint8_t anchor_memory = 32;    // fixes over which the place of a stand is averaged

// A fix speaks for motion by its speed or by its distance from where the vehicle stood.
void watch_for_motion(Motion& motion, const Fix& fix, const TrackingSettings& settings) {
    const bool away =
        motion.anchor_fixes > 0 && maps::fast_distance_m(motion.anchor, fix.place) >= settings.displaced_m;
    if (fix.speed_mps <= settings.moving_mps && !away) {
        motion.fast_since = motion.moving_due = never;
        motion.fast_fixes = 0;
        return;
    }
    if (motion.fast_fixes == 0) motion.fast_since = fix.at;
    motion.fast_fixes = std::min<std::uint8_t>(motion.fast_fixes + 1, confirming_fixes);
    if (motion.fast_fixes == confirming_fixes)
        motion.moving_due = std::max(fix.at, motion.fast_since + settings.moving_hold);
}

void hold_anchor(Motion& motion, const Fix& fix) {
    motion.anchor_fixes = std::min<std::uint8_t>(motion.anchor_fixes + 1, anchor_memory);
    const double weight = 1.0 / motion.anchor_fixes;
    motion.anchor.latitude_deg += (fix.place.latitude_deg - motion.anchor.latitude_deg) * weight;
    motion.anchor.longitude_deg += (fix.place.longitude_deg - motion.anchor.longitude_deg) * weight;
}

// A slow fix belongs to the present stand when it is near it: near one noisy fix while the vehicle has just
// slowed down, near the mean of many once it is still.
bool at_same_stand(const Motion& motion, const Fix& fix, const TrackingSettings& settings) {
    if (!motion.standing()) return false;
    if (!motion.moving) return motion.fast_fixes < confirming_fixes;
    return maps::fast_distance_m(motion.standing_place, fix.place) <= settings.still_radius_m;
}

}  // namespace

bool see(Motion& motion, const Fix& fix, const TrackingSettings& settings) {
    if (motion.since == Time{}) motion.since = fix.at;
    if (!motion.moving) watch_for_motion(motion, fix, settings);

    if (fix.speed_mps < settings.still_mps && at_same_stand(motion, fix, settings)) {
        if (!motion.moving && motion.fast_fixes == 0) hold_anchor(motion, fix);
        return false;
    }
    const bool ended = motion.standing();
    motion.standing_since = motion.still_due = motion.boarding_due = never;
    if (fix.speed_mps >= settings.still_mps) return ended;
    motion.standing_since = fix.at;
    motion.standing_place = fix.place;
    motion.boarding_due = fix.at + settings.boarding_stand;
    if (motion.moving)
        motion.still_due = fix.at + settings.still_hold;
    else if (motion.fast_fixes == 0)
        hold_anchor(motion, fix);
    return ended;
}

bool may_have_stood(const Fix& before, const Fix& after, const TrackingSettings& settings) {
    const double brake = settings.hardest_braking_mps2, start = settings.quickest_start_mps2;
    const double from_mps = before.speed_mps, to_mps = after.speed_mps;
    const std::chrono::duration<double> on_the_way = after.at - before.at - settings.boarding_stand;
    const double spare_s = on_the_way.count() - from_mps / brake - to_mps / start;
    if (spare_s < 0) return false;
    // The farthest it gets: all the time to spare goes into its faster side, up to the fastest.
    const double seconds_per_mps = 1 / start + 1 / brake;  // to be faster by so much, and slower again
    const double fast = std::max(from_mps, to_mps);
    const double peak = std::max(fast, std::min(settings.fastest_mps, fast + spare_s / seconds_per_mps));
    const double cruise_s = spare_s - (peak - fast) * seconds_per_mps;
    const double farthest_m = from_mps * from_mps / (2 * brake) + to_mps * to_mps / (2 * start) +
                              (peak * peak - fast * fast) / 2 * seconds_per_mps + peak * cruise_s;
    return farthest_m >= maps::fast_distance_m(before.place, after.place);
}

}  // namespace husong::tracking
