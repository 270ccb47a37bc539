// When what is missing on a run has been missing long enough: by the settings of when it began to be.
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

// It moves without an escort.
void watch_escort(Trip& trip, const Motion& motion, Time at, SettingsInTime settings);

// On the way home: who got off an hour ago should be there, and an hour after the last place everybody; who
// is not is looked for once more when it gets dark.
void watch_for_home(VehicleState& state, Time at, SettingsInTime settings);

// Nobody has looked through it: the crew is alarmed first, then the school, then the bureau. Returns whether
// it is time for one of them.
bool escalate_sweep(Trip& trip, Time at, SettingsInTime settings);

}  // namespace husong::tracking
