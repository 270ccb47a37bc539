// What happens on the school days that `husong-sim record` writes down: who rides, how door counters err,
// what the crew and the gate tell and forget. scenarios/README.md explains every key.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace husong::device_sim {

// How full vehicles are. Of all runs so many in a thousand.
struct LoadPlan {
    int full_per_mille = 500;  // of the lawful runs: exactly 核载, mostly the same vehicles
    int over_per_mille = 20;
    int over_most = 10;         // persons over, at most
    bool over_repeats = true;   // mostly the same vehicles again; false: any, on one day
    int absent_per_mille = 30;  // pupils who stay at home on a day
};

enum class CounterFamily : std::uint8_t { independent, over_dispersed, crowded, sticking, drifting };

// The door counters of a part of the vehicles.
struct CounterPlan {
    CounterFamily family = CounterFamily::independent;
    int share = 1;                    // of the vehicles, against the other counters' shares
    int miss_per_mille = 30;          // people it does not see
    int double_per_mille = 5;         // of those it sees, people it sees twice
    int concentration = 10;           // over_dispersed: the smaller, the more a stop's misses come together
    int crowd_from = 5;               // crowded: beyond so many at a stop …
    int crowd_miss_per_mille = 10;    // … each one more makes it miss so much more
    int repeat_per_mille = 20;        // sticking: a stop's window tells the numbers of the stop before …
    int lost_per_mille = 20;          // … or never comes
    int drift_per_mille_per_day = 5;  // drifting: misses more (or, negative, fewer) from day to day
    int broken_from_day = -1;         // from this school day on, from 0, it is broken (never: -1) …
    int broken_miss_per_mille = 333;  // … and misses so many, in and out, whatever its family
};

// Heads that people count. Of all runs so many in a thousand.
struct CountPlan {
    int escort_per_mille = 300;
    int gate_per_mille = 100;
    int gate_off_per_mille = 0;       // runs to school of which the gate counts who gets off
    int typing_error_per_mille = 20;  // of the counts
    int recount_per_mille = 1'000;    // of an escort's counts above 核载, which she is asked to repeat
    int stops_per_mille = 0;          // runs whose escort tells how many boarded at each stop
};

// What the crew tells. Of all runs, or of all marks, so many in a thousand.
struct CrewPlan {
    bool tells = true;  // sign-ins, walk-round, sweep
    int sign_in_forgotten_per_mille = 10;
    int other_driver_per_mille = 0;  // somebody drives whom the plate does not name
    int escort_missing_per_mille = 0;
    int escort_leaves_per_mille = 0;  // on the way
    int walk_round_forgotten_per_mille = 10;
    int marked_per_mille = 0;  // runs whose pupils are marked or tap a card
    int mark_forgotten_per_mille = 20;
    int mark_left_open_per_mille = 5;  // of those forgotten, when the sweep asks for them by name
    int swept_untold_per_mille = 10;   // runs after which nobody looks, and nobody says so
    int swept_falsely_per_mille = 0;   // … and somebody says he has looked
};

struct PupilPlan {
    int left_behind_per_mille = 0;            // runs that end with a pupil aboard
    int marked_off_by_habit_per_mille = 100;  // of them: the escort marks all as alighted
    int roll_call_per_mille = 0;              // runs to school after which those who are there are told
    int safe_home_per_mille = 0;              // pupils brought home whose family says so
    int not_home_per_mille = 0;               // … left aboard on the way home: the family misses them
    int excused_per_mille = 950;              // of those who stay at home: said before the run to school
};

struct GatePlan {
    bool notes = true;  // when a vehicle arrives and leaves
};

struct LatePlan {
    int per_mille = 20;                   // runs with a stretch without signal
    std::chrono::seconds longest{1'800};  // of such a stretch; what it holds comes at its end
};

struct RecordPlan {
    std::chrono::seconds interval{30};            // between two positions of a driving vehicle
    std::chrono::seconds parked_interval{1'800};  // … of a parked one
    LoadPlan loads;
    std::vector<CounterPlan> counters{CounterPlan{}};
    CountPlan counts;
    CrewPlan crew;
    PupilPlan pupils;
    GatePlan gate;
    LatePlan late;
};

}  // namespace husong::device_sim
