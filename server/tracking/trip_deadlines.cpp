#include "server/tracking/trip_deadlines.hpp"

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

}  // namespace husong::tracking
