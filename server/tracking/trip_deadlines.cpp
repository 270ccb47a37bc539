#include "server/tracking/trip_deadlines.hpp"

#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

void watch_escort(Trip& trip, const Motion& motion, Time at, SettingsInTime settings) {
    const bool alone = trip.stage == TripStage::under_way && motion.moving && !trip.escort.on_duty();
    const Time due = motion.since + settings_at(settings, motion.since).trip.alone;
    trip.alone_due = alone && at < due ? due : never;
}

void watch_for_home(Trip& trip, Time at, SettingsInTime settings) {
    trip.home_due = never;
    if (trip.direction != registry::Direction::home) return;
    const auto offer = [&](Time from) {
        const Time due = from + settings_at(settings, from).trip.safe_home;
        if (due > at) trip.home_due = std::min(trip.home_due, due);
    };
    if (trip.at_last_place()) offer(trip.reached_at);
    for (const Rider& each : trip.riders.all())
        if (each.has(rider::alighted) && !each.has(rider::seen_off)) offer(trip.alighted_at(each));
}

bool escalate_sweep(Trip& trip, Time at, SettingsInTime settings) {
    if (trip.sweep_due > at) return false;
    const Time from = trip.at_last_place() ? trip.reached_at : trip.ended_at;
    trip.sweep_due = never;
    const TripFollowing& following = settings_at(settings, from).trip;
    for (const Milliseconds step : {following.sweep_school, following.sweep_bureau})
        if (from + step > at) trip.sweep_due = std::min(trip.sweep_due, from + step);
    return true;
}

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
