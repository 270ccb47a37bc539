// When what is missing on a run has been missing long enough: by the settings of when it began to be.
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

struct VehicleState;

inline constexpr int more_than_the_crew = 4;  // so many by the counter, and pupils are among them

// It moves without an escort.
void watch_escort(Trip& trip, const Motion& motion, Time at, SettingsInTime settings);

// On the way home: who got off an hour ago should be there, and an hour after the last place everybody.
void watch_for_home(Trip& trip, Time at, SettingsInTime settings);

// Nobody has looked through it: the crew is alarmed first, then the school, then the bureau. Returns whether
// it is time for one of them.
bool escalate_sweep(Trip& trip, Time at, SettingsInTime settings);

// Pupils are aboard on the way to the last place, by name or by a counter that is believed.
bool carries_pupils(const VehicleState& state);

// What is still to be seen to of it (the sweep) must not be forgotten for the next one.
bool is_just_over(const Trip& trip, Time at, const TripFollowing& settings);

// It has ended, pupils are aboard by name, and nobody has looked through it.
bool is_to_be_cleared(const Trip& trip);

}  // namespace husong::tracking
