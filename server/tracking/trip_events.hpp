// What people and devices tell of a run, as it changes what is known of it.
#pragma once

#include "server/tracking/trip.hpp"

namespace husong::tracking {

struct Telling {
    Source source{};
    Time at{};
    const TripContext& context;
};

// Whether anything changed. An event that names another run than the vehicle's changes nothing.
bool see_event(VehicleState& state, const TripEvent& event, const Telling& telling);

// Somebody at the school's gate noted the vehicle.
void see_at_gate(Trip& trip, Time at);

}  // namespace husong::tracking
