// What one vehicle can do on one day, whatever else is on the road: which places it reaches for some legs,
// and how often, with its empty ways, its driver's hours and what else it is awaited for.
#pragma once

#include "server/coordination/duty.hpp"

#include <optional>
#include <vector>

namespace husong::solver {

// A run of a leg to that place and no farther.
struct Trip {
    coordination::LegKey leg;
    std::size_t line = 0, place = 0;
    int riders = 0;  // of the line, from there on outwards
    coordination::Minutes way{};
    coordination::Minutes first{}, last{};  // at the gate, as law and the school's hours have it
    coordination::Duty duty;                // with one rider, at `first`
};

// To each place of the leg's lines from which somebody rides. Gates and police posts are not asked: what
// finds no vehicle without them finds none with them.
std::vector<Trip> trips_of(const coordination::Case& question, coordination::LegKey leg,
                           coordination::Day on);

// Whether riders of `to` can be aboard: it is on the way.
bool goes_by(const Trip& trip, const Trip& to);

// The soonest that the vehicle can serve it, beginning no sooner than `from`; none: it cannot.
std::optional<coordination::Duty> soonest(const coordination::Vehicle& vehicle, const Trip& trip,
                                          coordination::Minutes from, coordination::Day on,
                                          const coordination::Case& question);

// More of the trips than that no vehicle does in a day, whichever and how often: seen at a glance.
int most_runs(const coordination::Vehicle& vehicle, const std::vector<Trip>& trips, coordination::Day on,
              const coordination::Case& question);

// How many runs of a vehicle go so far or farther, by trip.
using Reach = std::vector<int>;

// All that a vehicle of these can do of the trips in a day, without what is less than another of them; none:
// more than `steps` allow to look at, which are counted down.
std::optional<std::vector<Reach>> reaches_of(const coordination::Vehicle& vehicle,
                                             const std::vector<Trip>& trips, coordination::Day on,
                                             const coordination::Case& question, int& steps);

}  // namespace husong::solver
