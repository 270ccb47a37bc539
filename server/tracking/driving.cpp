#include "server/tracking/driving.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

constexpr std::int64_t hours_kept = 24;

std::int64_t hour_of(Time at) {
    return std::chrono::floor<std::chrono::hours>(at).time_since_epoch().count();
}

void add_driven(Driving& driving, Time at, Milliseconds gap) {
    const std::int64_t hour = hour_of(at);
    for (std::int64_t each = std::max(driving.hour + 1, hour - hours_kept + 1); each <= hour; ++each)
        driving.seconds.at(static_cast<std::size_t>(each % hours_kept)) = 0;
    driving.hour = hour;
    std::uint16_t& here = driving.seconds.at(static_cast<std::size_t>(hour % hours_kept));
    here = static_cast<std::uint16_t>(here + std::chrono::round<std::chrono::seconds>(gap).count());
}

// Warned, too long, rested: whichever comes next.
Time next_of(const Driving& driving, Time at, const TripFollowing& settings) {
    if (driving.since == never) return never;
    Time next = never;
    const auto offer = [&](Time due) {
        if (due > at) next = std::min(next, due);
    };
    // Of a vehicle that is silent for longer nothing is judged: its next position tells.
    const auto offer_seen = [&](Time due) {
        if (due < driving.position_at + settings.rest) offer(due);
    };
    const auto offer_limit = [&](Time since, Milliseconds limit) {
        offer_seen(since + limit - settings.fatigue_warning);
        offer_seen(since + limit + 1s);  // as long as that is allowed
    };
    offer_limit(driving.since, settings.day_driving);
    offer_limit(std::max(driving.since, night_at(at, settings).from), settings.night_driving);
    if (driving.resting != never) offer(driving.resting + settings.rest);
    if (driving.resting == never)
        offer_seen(driving.position_at + settings.day_in_all - driving.in_a_day(at) + 1s);
    return next;
}

}  // namespace

Milliseconds Driving::in_a_day(Time at) const {
    std::chrono::seconds sum{0};
    for (std::int64_t each = std::max<std::int64_t>(hour_of(at) - hours_kept + 1, 0); each <= hour; ++each)
        if (each > hour - hours_kept)
            sum += std::chrono::seconds{seconds.at(static_cast<std::size_t>(each % hours_kept))};
    return sum;
}

void drive(Driving& driving, const Motion& motion, Time at, const TripFollowing& settings) {
    const Milliseconds gap = at - driving.position_at;
    const bool unseen = driving.position_at == Time{} || gap >= settings.rest;
    driving.position_at = at;
    if (unseen) driving.since = never;  // what nobody saw convicts nobody
    if (!unseen && motion.moving) add_driven(driving, at, gap);
    watch(driving, motion, at, settings);
}

void watch(Driving& driving, const Motion& motion, Time at, const TripFollowing& settings) {
    if (motion.moving) {
        if (driving.since == never) driving.since = at;
        driving.resting = never;
    } else if (driving.resting == never) {
        driving.resting = motion.since;
    }
    if (driving.resting != never && at - driving.resting >= settings.rest) driving.since = never;
    driving.due = next_of(driving, at, settings);
}

Night night_at(Time at, const TripFollowing& settings) {
    const auto hour = [](int number) { return std::chrono::hours{number}; };
    const Time midnight = china_midnight(at);
    if (at < midnight + hour(settings.night_until_hour))
        return {midnight - hour(24 - settings.night_from_hour), midnight + hour(settings.night_until_hour)};
    return {midnight + hour(settings.night_from_hour), midnight + hour(24 + settings.night_until_hour)};
}

Milliseconds driven_at_night(Time since, Time until, const TripFollowing& settings) {
    Night night = night_at(until, settings);
    if (night.from > until) night = {night.from - std::chrono::days{1}, night.until - std::chrono::days{1}};
    return std::max<Milliseconds>(std::min(until, night.until) - std::max(since, night.from),
                                  Milliseconds{0});
}

}  // namespace husong::tracking
