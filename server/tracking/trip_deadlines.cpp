#include "server/tracking/trip_deadlines.hpp"

#include "maps/daylight.hpp"
#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

// The evening that the run belongs to, also where it goes on after midnight.
Time dusk_of(const Fix& fix, Time at) {
    constexpr auto night_ends = std::chrono::hours{6};
    return fix.known() ? maps::civil_dusk(china_date(at - night_ends), fix.place).value_or(never) : never;
}

}  // namespace

void watch_escort(Trip& trip, const Motion& motion, Time at, SettingsInTime settings) {
    const bool alone = trip.stage == TripStage::under_way && motion.moving && !trip.escort.on_duty();
    const Time due = motion.since + settings_at(settings, motion.since).trip.alone;
    trip.alone_due = alone && at < due ? due : never;
}

void watch_for_home(VehicleState& state, Time at, SettingsInTime settings) {
    Trip& trip = state.trip;
    trip.home_due = never;
    const bool home = trip.direction == registry::Direction::home;
    if (home && trip.dusk_at == never && trip.riders.with(rider::alighted) > 0)
        trip.dusk_at = dusk_of(state.fix.good, at);
    const auto offer = [&](Time from) {
        const Time due = from + settings_at(settings, from).trip.safe_home;
        for (const Time each : {due, std::max(due, trip.dusk_at)})
            if (each > at) trip.home_due = std::min(trip.home_due, each);
    };
    if (home && trip.at_last_place()) offer(trip.reached_at);
    for (const Rider& each : trip.riders.all()) {
        const bool got_off = each.has(rider::unheard) || (home && each.has(rider::alighted));
        if (got_off && !each.has(rider::seen_off)) offer(trip.alighted_at(each));
    }
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
