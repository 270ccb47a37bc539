// Is a stand at a run's last place its end? A bus that has passed over stops may come by the school on its
// way to one of them.
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

struct VehicleState;

// Places it has reached for certain.
std::size_t surely_reached(const Trip& trip);

// It has come to its last place past places that it has not reached.
void doubt_end(Trip& trip, std::size_t reached_before);

// Somebody has got off there, looked through it or noted it at the gate, or it has parked there.
bool is_surely_end(const VehicleState& state);

// It drives on, and those who are known to be aboard are aboard still.
bool drives_on(const VehicleState& state);

// It was not there: it is to reach the places that it has passed over.
void take_end_back(Trip& trip);

}  // namespace husong::tracking
