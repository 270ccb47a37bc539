// What a run that has ended says of the door counter.
#pragma once

#include "server/tracking/settings.hpp"

namespace husong::tracking {

struct VehicleState;

// By who boarded by name, which tells more than who was to ride; else by who was to ride.
void hold_counter_against_riders(VehicleState& state, const TrackingSettings& settings);

}  // namespace husong::tracking
