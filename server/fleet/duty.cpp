#include "server/fleet/duty.hpp"

#include "server/tracking/trip_runs.hpp"

#include <algorithm>

namespace husong::fleet {

namespace {

using registry::Departure;
using registry::Direction;
using registry::Registry;
using tracking::CodeHash;
using tracking::Trip;

const tracking::Rider* rider_of(std::string_view pupil, const Trip* trip) {
    if (!trip) return nullptr;
    const auto riders = trip->riders.all();
    const auto found = std::ranges::find(riders, tracking::code_hash(pupil), &tracking::Rider::code);
    return found == riders.end() ? nullptr : &*found;
}

RiderState state_of(std::string_view pupil, const Trip* trip) {
    const tracking::Rider* found = rider_of(pupil, trip);
    if (!found) return RiderState::waiting;
    if (found->aboard()) return RiderState::aboard;
    if (found->has(tracking::rider::alighted) || found->has(tracking::rider::handed_over))
        return RiderState::alighted;
    return found->has(tracking::rider::excused) ? RiderState::excused : RiderState::waiting;
}

// Whoever is named, and guardians who may; none: nobody is named, the child goes by itself.
std::vector<std::string> collectors_of(const registry::Pupil& pupil, const Departure& departure,
                                       const Registry& registry) {
    if (departure.direction != Direction::home) return {};
    const auto* way = registry.travel(pupil.code, Direction::home, departure.leaves_at);
    if (!way || way->value.collector.empty()) return {};
    std::vector<std::string> names{way->value.collector};
    for (const auto* guardian : registry.guardians_of(pupil.code, departure.leaves_at)) {
        if (!guardian->may_collect) continue;
        if (guardian->code == names.front()) names.front() = guardian->name;
        if (std::ranges::find(names, guardian->name) == names.end()) names.push_back(guardian->name);
    }
    return names;
}

RunRider run_rider(const registry::Pupil& pupil, const Departure& departure, const Trip* trip,
                   const Registry& registry) {
    const tracking::Rider* told = rider_of(pupil.code, trip);
    return {.pupil = &pupil,
            .state = state_of(pupil.code, trip),
            .refused = told && told->has(tracking::rider::wrong_hands),
            .collectors = collectors_of(pupil, departure, registry)};
}

std::vector<StopRiders> riders_of(const Departure& departure, const Trip* trip, const Registry& registry) {
    std::vector<StopRiders> stops;
    for (const auto* stop : registry.stops_of(departure.line, departure.leaves_at))
        stops.push_back({stop->name, {}});
    if (departure.direction == Direction::to_school) std::ranges::reverse(stops);
    stops.push_back({});  // of no stop
    for (const auto& rider :
         registry.travels_of_line(departure.line, departure.direction, departure.leaves_at)) {
        const registry::Pupil& pupil = rider.pupil->value;
        if (pupil.school != departure.school) continue;
        auto stop = std::ranges::find(stops, rider.stop, &StopRiders::name);
        if (stop == stops.end()) stop = std::prev(stops.end());
        stop->riders.push_back(run_rider(pupil, departure, trip, registry));
    }
    std::erase_if(stops, [](const StopRiders& stop) { return stop.riders.empty(); });
    for (StopRiders& stop : stops)
        std::ranges::sort(stop.riders, {}, [](const RunRider& each) { return each.pupil->name; });
    return stops;
}

void tell_crew(Duty& duty, const CrewMember& member, const Trip& trip, Time now) {
    const CodeHash who = tracking::code_hash(member.code);
    const tracking::CrewMark& mark = member.post == Post::driver ? trip.driver : trip.escort;
    if (mark.on_duty() && mark.code == who) duty.on_since = mark.since;
    if (member.post != Post::driver) return;
    for (const tracking::WalkRound& each : trip.walk_rounds.entries) {
        if (each.driver != who || china_midnight(each.at) != china_midnight(now)) continue;
        duty.walked_round_at = each.at;
        duty.faults = each.faults;
    }
}

// There was a reason to look through the vehicle, nobody has done so, and nobody has boarded it since: told
// of the run itself, or of the next one before that has begun.
bool misses_sweep(const Departure& departure, bool followed, const Trip& trip) {
    if (trip.stage == tracking::TripStage::under_way || !trip.misses_sweep()) return false;
    return followed || (trip.sweep_owed && tracking::begin_of(departure) <= trip.leaves_at);
}

}  // namespace

int StopRiders::in(RiderState state) const {
    return static_cast<int>(std::ranges::count(riders, state, &RunRider::state));
}

int StopRiders::may_get_off() const {
    return static_cast<int>(std::ranges::count_if(riders, [](const RunRider& each) {
        return each.state == RiderState::aboard && each.collectors.empty();
    }));
}

int Duty::in(RiderState state) const {
    int count = 0;
    for (const StopRiders& stop : stops) count += stop.in(state);
    return count;
}

int Duty::on_relieved() const {
    int count = 0;
    for (const StopRiders& stop : stops)
        count += static_cast<int>(std::ranges::count(stop.riders, true, &RunRider::on_relieved));
    return count;
}

void tell_relieved(Duty& duty, const Trip& before, const Departure& departure) {
    if (before.departure != tracking::code_hash(departure.code)) return;
    for (StopRiders& stop : duty.stops)
        for (RunRider& rider : stop.riders)
            rider.on_relieved = rider.state == RiderState::waiting &&
                                state_of(rider.pupil->code, &before) == RiderState::aboard;
}

Duty duty_of(const CrewMember& member, const Departure& departure, const Trip* trip, const Registry& registry,
             Time now) {
    Duty duty;
    duty.followed = trip && trip->known() && trip->departure == tracking::code_hash(departure.code);
    duty.stops = riders_of(departure, duty.followed ? trip : nullptr, registry);
    if (!trip) return duty;
    tell_crew(duty, member, *trip, now);
    duty.on_another_run = !duty.followed && trip->stage == tracking::TripStage::under_way;
    duty.sweep_missing = duty.may_sweep = misses_sweep(departure, duty.followed, *trip);
    if (!duty.followed) return duty;
    if (trip->swept_at != tracking::never) duty.swept_at = trip->swept_at;
    duty.may_sweep |= trip->at_last_place() || trip->stage == tracking::TripStage::over;
    if (trip->counted_by_escort_at != Time{}) duty.counted_at = trip->counted_by_escort_at;
    duty.count_missing = trip->count_missing;
    return duty;
}

}  // namespace husong::fleet
