#include "server/tracking/run_succession.hpp"

#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

// Who has not come home from a run is not forgotten for the next one of that day.
void keep_missing(const Trip& before, Trip& trip) {
    constexpr int most_unheard = 32;  // a busload of the next run has room beside them
    trip.dusk_at = before.dusk_at;
    int unheard = 0;
    for (const Rider& each : before.riders.all()) {
        if (each.has(rider::not_home)) trip.riders.mark(each.code, rider::not_home);
        if (!before.waits_for_home(each) || ++unheard > most_unheard) continue;
        const auto after =
            std::chrono::floor<std::chrono::minutes>(before.alighted_at(each) - trip.leaves_at);
        if (Rider* kept = trip.riders.mark(each.code, rider::unheard))
            kept->alighted_after = static_cast<std::int16_t>(after.count());
    }
}

}  // namespace

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

Trip succeed(const Trip& before, TripStage stage, Time leaves_at) {
    Trip trip;
    trip.stage = stage;
    trip.leaves_at = leaves_at;
    trip.sweep_owed = before.misses_sweep();
    trip.look_at = before.look_at;
    trip.driver = before.driver;
    if (before.escort.on_duty()) trip.escort = before.escort;
    trip.walk_rounds = before.walk_rounds;
    trip.driving = before.driving;
    trip.crew_tells = before.crew_tells;
    trip.gate_tells = before.gate_tells;
    trip.excused_ahead = before.excused_ahead;
    if (china_midnight(before.leaves_at) == china_midnight(leaves_at)) keep_missing(before, trip);
    return trip;
}

}  // namespace husong::tracking
