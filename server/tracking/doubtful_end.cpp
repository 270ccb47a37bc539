#include "server/tracking/doubtful_end.hpp"

#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

int alighted_so_far(const Trip& trip) { return trip.alighted + trip.riders.with(rider::alighted); }

}  // namespace

std::size_t surely_reached(const Trip& trip) {
    return trip.doubt.known() ? trip.doubt.reached : std::size_t{trip.reached};
}

void doubt_end(Trip& trip, std::size_t reached_before) {
    trip.doubt = {trip.reached_at, static_cast<std::uint8_t>(reached_before),
                  static_cast<std::int16_t>(std::min(alighted_so_far(trip), 9'999))};
}

bool is_surely_end(const VehicleState& state) {
    const Trip& trip = state.trip;
    if (alighted_so_far(trip) > trip.doubt.alighted || trip.swept_at != never) return true;
    const Time gate_seen_at = trip.gate_seen_at, off_since = state.engine.off_since;
    if (gate_seen_at != never && gate_seen_at >= trip.doubt.since) return true;
    // Some terminals tell always that the engine is off.
    const bool parked = off_since != never && off_since >= trip.doubt.since && !state.motion.moving;
    return parked && trip.at_last_place();
}

bool drives_on(const VehicleState& state) {
    const Trip& trip = state.trip;
    return trip.at_last_place() && trip.had_pupils() && state.motion.moving &&
           state.motion.standing_since != trip.doubt.since;
}

void take_end_back(Trip& trip) {
    trip.reached = trip.doubt.reached;
    trip.end_due = trip.sweep_due = trip.gate_due = trip.roll_due = never;
}

}  // namespace husong::tracking
