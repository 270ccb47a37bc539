// What the world knows of a vehicle at this moment.
#pragma once

#include "server/fleet/fleet.hpp"
#include "server/ingest/world.hpp"

namespace husong::http {

// Asked in this order, a state from before late data was folded is never taken for a settled one.
inline fleet::KnownVehicle known_of(VehicleId vehicle, const ingest::World& world) {
    const bool provisional = world.provisional(vehicle);
    return {world.state(vehicle), provisional};
}

}  // namespace husong::http
