// What became of a run, for whoever looks at it now.
#pragma once

#include "db/store.hpp"
#include "server/tracking/trip_trace.hpp"

namespace husong::http {

// By what its vehicle has told up to `now`, and before it took the run over what the one before it told.
// Errors: unavailable.
[[nodiscard]] Result<tracking::TripTrace> read_trace(const registry::Departure& run,
                                                     const tracking::TripPlan& plan, Time now,
                                                     const tracking::TripSettings& settings,
                                                     db::Reader& reader);

}  // namespace husong::http
