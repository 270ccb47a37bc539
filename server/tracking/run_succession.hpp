// When a run gives way to the vehicle's next one.
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

struct VehicleState;

inline constexpr int more_than_the_crew = 4;  // so many by the counter, and pupils are among them

// Pupils are aboard on the way to the last place, by name or by a counter that is believed.
bool carries_pupils(const VehicleState& state);

// What is still to be seen to of it (the sweep) must not be forgotten for the next one.
bool is_just_over(const Trip& trip, Time at, const TripFollowing& settings);

// It has ended, pupils are aboard by name, and nobody has looked through it.
bool is_to_be_cleared(const Trip& trip);

// What takes its place: crew, walk-rounds, hours at the wheel and who has not come home go on over runs.
Trip succeed(const Trip& before, TripStage stage, Time leaves_at);

}  // namespace husong::tracking
