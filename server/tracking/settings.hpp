// The numbers by which records become a state: thresholds, hold times and bands. Each stands here once.
#pragma once

#include "maps/geometry.hpp"
#include "server/base/time.hpp"

#include <algorithm>
#include <cstdint>
#include <span>

namespace husong::tracking {

constexpr double mps_of_kmh(double kmh) { return kmh / 3.6; }

// How a run is followed (rules.md §2.2, §2.3, §2.8, §2.9).
struct TripFollowing {
    Milliseconds look_every = 60s;                         // in the register, for the run to come
    Milliseconds seen_before = std::chrono::minutes{60};   // a run is expected so long before it leaves,
    Milliseconds seen_after = std::chrono::minutes{120};   // … and over so long after its last stop
    Milliseconds turnaround = std::chrono::minutes{15};    // so long before the next one leaves it is over
    Milliseconds end_after = 120s;                         // at its last place
    Milliseconds engine_off = std::chrono::minutes{5};     // … or parked so long, it is over
    Milliseconds alone = 120s;                             // ES-01: moving so long without an escort
    Milliseconds count_confirm = 120s;                     // ES-02: so long for her count after a stop
    Milliseconds sweep = std::chrono::minutes{5};          // SW-01: the crew is alarmed,
    Milliseconds sweep_school = std::chrono::minutes{8};   // … the school,
    Milliseconds sweep_bureau = std::chrono::minutes{13};  // … the bureau
    Milliseconds gate_check = std::chrono::minutes{10};    // GA-01
    Milliseconds roll_call = std::chrono::minutes{15};     // GA-05
    Milliseconds roll_settles = std::chrono::minutes{3};   // after the last pupil of a roll call it is over
    Milliseconds safe_home = std::chrono::minutes{60};     // SW-05
    Milliseconds parked_away = std::chrono::minutes{30};   // SW-04
    Milliseconds day_driving = std::chrono::hours{4};      // DR-07: 实施条例 第六十二条(七)
    Milliseconds night_driving = std::chrono::hours{2};
    Milliseconds rest = std::chrono::minutes{20};
    Milliseconds day_in_all = std::chrono::hours{8};  // 动态监督管理办法: in 24 hours
    Milliseconds fatigue_warning = std::chrono::minutes{30};
    int night_from_hour = 22, night_until_hour = 6;  // in China
};

// What is taken of a door counter until it has shown what it is. Variances are per person through the door.
struct CounterSettings {
    double variance = 0.05;         // doubled and missed persons, one in twenty
    double variance_runs = 4;       // … believed as firmly as so many runs would make it
    double honest_variance = 0.06;  // tolerated in any counter; otherwise what it has shown, and
    double tolerance = 1.3;         // … so much more
    double most_variance = 0.2;
    double bias_persons = 320;     // so many persons beside a human count outweigh "no bias": 1.25 % at first
    double memory = 0.97;          // an older run counts so much less than the next
    double leap_share = 0.0001;    // runs in which it says anything at all (sticks, repeats) …
    double leap_runs = 400;        // … believed as firmly as so many runs would make it
    double exposed_sigmas = 4;     // off by so much in one run, by its own imbalance or by a person's count,
    double drifting_sigmas = 3.5;  // … or so much over its last three
    int exposed_share = 5;  // … or a fifth of the people missed in two of its last three human counts
    std::uint8_t quiet_stops = 3;  // stops without any change while human counts changed
    std::uint8_t repeats = 5;      // equal windows in a row, of so many persons or more
    int repeated_persons = 6;
    double repeated_leap = 10;       // so much more probable is a leap for each person in a window told twice
    std::uint8_t repaired_runs = 5;  // so many runs that agree make it good again …
    std::uint8_t repaired_checks = 3;  // … or human counts that agree, where they exposed it
    int least_off = 3;                 // fewer persons never expose it
    int plan_riders = 6;               // runs for so many pupils and more are held against the plan:
    int plan_missing_percent = 25;  // so many fewer over three of them is a matter of the counter or the plan
    std::uint8_t plan_rests = 40;   // runs for which a count that agrees answers it: four weeks
};

// What a vehicle carries before anything is counted today.
struct UsualLoadSettings {
    // Vehicles: half of the lawful runs are exactly full, one run in fifty is over (by one to ten mostly).
    double full = 0.46;
    double over = 0.014;  // over as a habit
    int over_by = 10;     // up to here each excess is as probable as the next
    double over_fades = 0.9;
    double over_keeps = 0.1;  // days on which one that is over as a habit keeps the limit
    // A day that is not like the days before.
    double changed = 0.04;
    double changed_full = 0.10;
    double changed_over = 0.15;
    double changed_all_day = 0.6;  // such a day's other runs are unlike the usual by as many
    double spread = 1.0;           // variance of the riders from day to day,
    double spread_runs = 4;        // … believed as firmly as so many runs would make it
    double least_spread = 0.2;
    double most_spread = 9;
    double memory = 0.9;          // an older run counts so much less than the next
    double known_runs = 3;        // the history says something from here on
    double boarding_share = 0.1;  // of the habit's weight while fewer stops than usual have been made
    Milliseconds same_run = std::chrono::minutes{60};  // runs that begin within it are the same run
};

// Head counts that are wrong: typed wrong mostly.
struct HeadCountSettings {
    double escort_wrong = 0.02;   // of one of whom nothing is known,
    double gate_wrong = 0.01;     // … the police: never
    double teller_counts = 100;   // … believed as firmly as so many counts of his own would make it
    double teller_memory = 0.99;  // an older count says so much less than the next
    double hidden = 0.1;          // overloads of which the escort tells no more than may be aboard
    int same_within = 2;          // a second count this near to the first says the same
    int slips_by = 10;            // further off than another's count just before, it is no slip of a few
    double slip = 0.5;            // of the wrong ones off by a few, the others anything
    double slip_fades = 0.7;
    double wrong_name = 0.01;   // one who was marked as boarded and is not aboard; each more as rare again
    int names_of_a_run = 6;     // so many names say how many boarded
    int teaching_percent = 90;  // of 核载: up to here an escort has no reason to tell fewer than there are
};

struct TrackingSettings {
    // Fixes.
    double near_zero_deg = 0.01;  // a receiver without a fix likes to report 0, 0
    maps::Box county_box = maps::widened(maps::county_box, maps::county_box_margin_m);
    double max_jump_mps = mps_of_kmh(150);  // implied speed above: the fix jumped
    double usual_accuracy_m = 10;           // one sigma, when it is not told
    double max_accuracy_m = 100;
    std::uint8_t min_satellites = 4;
    std::uint8_t agreeing_fixes = 3;                           // so many that agree elsewhere are the truth
    Milliseconds elsewhere_memory = std::chrono::minutes{10};  // fixes elsewhere that far apart are no two
    double speed_tolerance_mps = 5;                            // reported against implied speed, and
    double speed_tolerance_share = 0.5;                        // … of the greater one,
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
    int count_error_percent = 5;  // band of a counter of which nothing is known, of 核载, at least 1
    double known_runs = 3;        // whole runs, after which its band is what it has shown
    Milliseconds counter_tells_within =
        std::chrono::hours{96};  // over a weekend; silent for longer, there is none
    double band_sigmas = 1.96;   // 95 %
    double check_sigmas = 2.6;   // a human count off by more contradicts the counter
    double sure = 0.998;         // a head count above the limit that is less sure is asked for again
    CounterSettings counter;
    UsualLoadSettings usual_load;
    HeadCountSettings head_count;
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

    TripFollowing trip;
};

// The settings from an instant on, until the next one's: a county's own rules begin and end.
struct SettingsFrom {
    Time from{};
    TrackingSettings settings;
};

// By instant, never empty; before the first there is nothing to judge.
using SettingsInTime = std::span<const SettingsFrom>;

inline const SettingsFrom& stretch_at(SettingsInTime all, Time at) {
    if (all.back().from <= at) return all.back();  // of nearly all records
    const auto next = std::upper_bound(all.begin() + 1, all.end(), at,
                                       [](Time instant, const auto& each) { return instant < each.from; });
    return *(next - 1);
}

inline const TrackingSettings& settings_at(SettingsInTime all, Time at) {
    return stretch_at(all, at).settings;
}

}  // namespace husong::tracking
