// The numbers by which records become a state: thresholds, hold times and bands. Each stands here once.
#pragma once

#include "maps/geometry.hpp"
#include "server/base/time.hpp"

#include <cstdint>

namespace husong::tracking {

constexpr double mps_of_kmh(double kmh) { return kmh / 3.6; }

struct TrackingSettings {
    // Fixes.
    double near_zero_deg = 0.01;  // a receiver without a fix likes to report 0, 0
    maps::Box county_box = maps::widened(maps::county_box, maps::county_box_margin_m);
    double max_jump_mps = mps_of_kmh(150);  // implied speed above: the fix jumped
    double usual_accuracy_m = 10;           // one sigma, when it is not told
    double max_accuracy_m = 100;
    std::uint8_t min_satellites = 4;
    std::uint8_t agreeing_fixes = 3;      // so many that agree elsewhere are the truth
    double speed_tolerance_mps = 5;       // reported against implied speed, and
    double speed_tolerance_share = 0.5;   // … of the greater one,
    std::uint8_t speed_mismatches = 3;    // … so often in a row: the reported speed is not believed
    Milliseconds speed_comparable = 60s;  // intervals over which the two are compared at all

    // Motion. Two thresholds, so that crawling does not toggle.
    double moving_mps = mps_of_kmh(8);
    double still_mps = mps_of_kmh(3);
    Milliseconds moving_hold = 15s;
    Milliseconds still_hold = 20s;
    double still_radius_m = 25;
    double displaced_m = 50;  // so far from where it stood, twice: it moves, whatever speed it reports
    Milliseconds boarding_stand = 8s;  // a stand as short as this lets somebody board
    Milliseconds door_settle = 30s;    // counts are judged once the doors have been closed so long

    // People aboard.
    int count_error_percent = 5;  // band of an automatic counter, of 核载, at least 1
    Milliseconds count_fresh = std::chrono::minutes{60};  // a human count, unless a stop comes first
    Milliseconds departure_grace = 120s;                  // a count covers the stand it was taken in so long
    Milliseconds unseen_limit = 60s;                      // without a good fix a stop may have gone unseen
    // Between two fixes too, where there was time for one: a full bus brakes, starts and drives no harder.
    double hardest_braking_mps2 = 3;
    double quickest_start_mps2 = 1.5;
    double fastest_mps = mps_of_kmh(80);           // 校车安全管理条例 第三十五条
    Milliseconds hole = std::chrono::minutes{10};  // so long a silence may hide any stop
    Milliseconds window_tolerance = 30s;           // between a counter's window and the stand seen by fixes
    Milliseconds longest_window = std::chrono::hours{24};  // of a counter; a longer one is a fault
    Milliseconds empty_after = std::chrono::minutes{10};   // ignition off and nobody boarded: empty
};

}  // namespace husong::tracking
