// What a vehicle's door counter has shown of itself: how far it is off, and whether it may be believed.
#pragma once

#include "server/tracking/settings.hpp"

#include <array>
#include <cstdint>

namespace husong::tracking {

// Why a counter is not believed. Bits of CounterRecord::faults.
namespace counter_fault {
inline constexpr std::uint8_t drift = 1 << 0;       // more boarded than alighted over whole runs, or fewer
inline constexpr std::uint8_t people = 1 << 1;      // human counts say otherwise, again and again
inline constexpr std::uint8_t impossible = 1 << 2;  // more than twice 核载
inline constexpr std::uint8_t stuck = 1 << 3;     // no change over several stops, while human counts changed
inline constexpr std::uint8_t repeats = 1 << 4;   // the same window again and again
inline constexpr std::uint8_t negative = 1 << 5;  // far more alighted than were aboard
inline constexpr std::uint8_t plan = 1 << 6;      // run after run far fewer boarded than are to ride
}  // namespace counter_fault

// One comparison: a whole run's imbalance, or a human count beside the counter.
struct CounterTrial {
    std::int16_t off = 0;      // persons more than the counter has
    std::int16_t through = 0;  // persons it counted at the door
    std::int16_t people = 0;   // aboard, as it should have been
    bool operator==(const CounterTrial&) const = default;
};
using CounterTrials = std::array<CounterTrial, 3>;  // newest first; of 0 persons: none

// Sums in which older runs count less.
struct CounterRecord {
    float runs = 0;     // whole runs
    float squares = 0;  // of their imbalances, each a person through the door
    float leaps = 0;    // runs in which it was off by far more than chance allows
    float counted = 0;  // persons it counted where a person counted too,
    float missing = 0;  // … and how many more that person found
    CounterTrials imbalances{}, checks{};
    CounterTrials beside_plan{};  // its runs against those who were to ride
    std::uint8_t plan_rests = 0;  // for so many runs more nobody asks: a count has said that it is wrong
    std::uint8_t faults = 0;
    std::uint8_t agreeing = 0;  // trials since it was exposed
    std::uint8_t quiet_stops = 0;
    std::int16_t quiet_people = -1;  // a human count while it was quiet
    std::uint8_t repeated = 0;       // equal windows in a row
    std::int16_t last_boarded = -1;
    std::int16_t last_alighted = -1;

    [[nodiscard]] bool exposed() const { return faults != 0; }
    bool operator==(const CounterRecord&) const = default;
};

// Variance a person through the door.
double variance_of(const CounterRecord& counter, const CounterSettings& settings);
// Of the people it should have counted it misses this share; below 0: it counts too many.
double bias_of(const CounterRecord& counter, const CounterSettings& settings);
double bias_variance_of(const CounterRecord& counter, const CounterSettings& settings);
double leap_share_of(const CounterRecord& counter, const CounterSettings& settings);

// An honest counter is not off by more with so many persons through the door.
double largest_honest(const CounterRecord& counter, int through, const CounterSettings& settings);

// A whole run, which began and ended empty.
void learn_run(CounterRecord& counter, int boarded, int alighted, const CounterSettings& settings);
// A person counted `trial.people`. `teaches`: by how much the counter is off, too.
void learn_check(CounterRecord& counter, const CounterTrial& trial, bool teaches,
                 const CounterSettings& settings);
// So many were marked by name as having boarded in a run in which it counted `boarded`, from end to end:
// whoever was marked passed the door, so one that saw far fewer is bad. It does not get better by names,
// which a crew may leave out.
void learn_names(CounterRecord& counter, int names, int boarded, const TrackingSettings& settings);
// A run of which no names were told. A counter that misses as many in as out is balanced: run after run a
// quarter fewer than planned is either a bad counter or a bad plan, and one count of heads, even the
// escort's, says which.
struct PlannedRun {
    int planned = 0;         // who were to ride, less those who do not today
    int boarded = 0;         // by the counter
    bool confirmed = false;  // somebody counted as many as the counter did
};
void learn_plan(CounterRecord& counter, const PlannedRun& run, const CounterSettings& settings);
// One window at a door, and a stop at which people could board.
void note_window(CounterRecord& counter, int boarded, int alighted, const CounterSettings& settings);
void note_stop(CounterRecord& counter);
// Whoever counted while the counter stood still: has anything changed?
void note_head_count(CounterRecord& counter, int people, const CounterSettings& settings);
void expose(CounterRecord& counter, std::uint8_t fault);

}  // namespace husong::tracking
