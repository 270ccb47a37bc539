// A departure, its plan, and what became of it, for whoever looks at it now.
#pragma once

#include "db/store.hpp"
#include "server/registry/registry.hpp"
#include "server/tracking/trip_trace.hpp"

namespace husong::http {

struct Trip {
    const registry::Departure* departure = nullptr;  // lives as long as the registry
    const registry::Line* line = nullptr;            // none: the register no longer has it then
    const registry::School* school = nullptr;
    tracking::TripPlan plan;
};

// Only its plan: nothing is read.
Trip planned_trip(const registry::Departure& departure, const registry::Registry& registry,
                  const tracking::TripSettings& settings = {});

// What became of it by what its vehicle has told up to `now`. Errors: unavailable.
[[nodiscard]] Result<tracking::TripTrace> read_trace(VehicleId vehicle, const tracking::TripPlan& plan,
                                                     Time now, const tracking::TripSettings& settings,
                                                     db::Reader& reader);

}  // namespace husong::http
