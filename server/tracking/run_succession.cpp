#include "server/tracking/run_succession.hpp"

#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

bool carries_pupils(const VehicleState& state) {
    const Trip& trip = state.trip;
    if (trip.stage != TripStage::under_way || trip.at_last_place()) return false;
    const bool counted = !trip.window_lost && !state.load.counter.exposed();
    return trip.riders.aboard() > 0 || (counted && trip.boarded - trip.alighted >= more_than_the_crew);
}

bool is_just_over(const Trip& trip, Time at, const TripFollowing& settings) {
    return trip.stage == TripStage::over && trip.departure != 0 && at - trip.ended_at < settings.parked_away;
}

bool is_to_be_cleared(const Trip& trip) {
    return trip.stage == TripStage::over && trip.riders.aboard() > 0 && trip.swept_at == never;
}

}  // namespace husong::tracking
