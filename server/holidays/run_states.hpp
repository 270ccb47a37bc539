// What published runs are doing by what is known of their vehicles.
#pragma once

#include "server/holidays/published.hpp"
#include "server/tracking/vehicle_state.hpp"

#include <functional>
#include <optional>

namespace husong::holidays {

// The state of a vehicle now; none: nothing was ever told of it.
using TrackOf = std::function<std::optional<tracking::VehicleState>(VehicleId)>;

// Of runs of one day, after what the gates told of them. A vehicle knows the run it is on, or was on last: of
// the ones before only the gate tells.
void tell_vehicles(std::span<Published> runs, const registry::Registry& registry, const TrackOf& track,
                   Time now);

}  // namespace husong::holidays
