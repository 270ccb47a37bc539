// Which runs of the register a vehicle may be on.
#pragma once

#include "server/registry/runs.hpp"
#include "server/tracking/trip.hpp"

#include <vector>

namespace husong::tracking {

// In the order in which they begin: the vehicle's, that may be under way at `at` or are expected within
// `ahead` of it.
std::vector<registry::Run> runs_around(VehicleId vehicle, Time at, Milliseconds ahead,
                                       const registry::Registry& registry);

// When its part of the run begins: by the register, or when it takes the run over on the way.
Time begin_of(const registry::Departure& run);
bool takes_over(const registry::Departure& run);

}  // namespace husong::tracking
