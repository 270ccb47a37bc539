#include "server/tracking/trip_events.hpp"

#include "server/base/hash.hpp"
#include "server/registry/runs.hpp"
#include "server/tracking/stop_count.hpp"
#include "server/tracking/trip_runs.hpp"
#include "server/tracking/vehicle_state.hpp"

#include <limits>

namespace husong::tracking {

namespace {

void sweep(Trip& trip, Time at) {
    // Too early to tell anything; before the run has begun, though, it tells of the one before.
    if (trip.stage == TripStage::under_way && !trip.at_last_place()) return;
    trip.swept_at = at;
    trip.sweep_owed = false;
    trip.sweep_due = trip.parked_due = trip.cabin_motion_at = never;
}

bool signs_in(EventKind kind) {
    return kind == EventKind::driver_on || kind == EventKind::escort_on || kind == EventKind::walk_round;
}

void sign_on(Trip& trip, CodeHash driver, Time at) {
    if (trip.driver.code != driver) trip.driving = {};
    trip.driver = {driver, at, never};
}

// Whoever was relieved before signs off nobody but himself.
void sign_off(CrewMark& on_duty, CodeHash who, Time at) {
    if (who == 0 || who == on_duty.code) on_duty.left_at = at;
}

bool see_crew(Trip& trip, const TripEvent& event, Time at) {
    const CodeHash who = code_hash(event.person);
    switch (event.kind) {
        case EventKind::driver_on: sign_on(trip, who, at); break;
        case EventKind::driver_off: sign_off(trip.driver, who, at); break;
        case EventKind::escort_on: trip.escort = {who, at, never}; break;
        case EventKind::escort_off: sign_off(trip.escort, who, at); break;
        case EventKind::walk_round:
            if (who != 0)
                trip.walk_rounds.add({who, at, static_cast<std::int16_t>(std::clamp(event.number, 0, 99))});
            break;
        case EventKind::stop_counted: count_by_escort(trip, at); break;
        case EventKind::swept: sweep(trip, at); break;
        default: return false;
    }
    return true;
}

// Rounded up: an hour after it is not over before an hour has passed.
std::int16_t minutes_after(Time from, Time at) {
    constexpr std::chrono::minutes most{std::numeric_limits<std::int16_t>::max()};
    return static_cast<std::int16_t>(
        std::clamp(std::chrono::ceil<std::chrono::minutes>(at - from), -most, most).count());
}

// Where somebody is named to take the child over, only they and guardians who may do so are; none: nobody is
// named, or nobody said who came.
std::optional<bool> is_named_collector(const TripEvent& event, const Telling& telling) {
    if (event.other.empty()) return std::nullopt;
    const registry::Registry& registry = telling.context.registry;
    const auto* way = registry.travel(event.person, registry::Direction::home, telling.at);
    if (!way || way->value.collector.empty()) return std::nullopt;
    if (way->value.collector == event.other) return true;
    return std::ranges::any_of(registry.guardians_of(event.person, telling.at), [&](const auto* guardian) {
        return guardian->may_collect && (guardian->code == event.other || guardian->name == event.other);
    });
}

void let_off(Trip& trip, const TripEvent& event, const Telling& telling) {
    const auto named = is_named_collector(event, telling);
    const RiderMarkBits wrong = named == false ? rider::wrong_hands : RiderMarkBits{0};
    const RiderMarkBits checked = named == true ? rider::wrong_hands : RiderMarkBits{0};
    Rider* who = trip.riders.mark(code_hash(event.person), rider::alighted | wrong, checked);
    if (who) who->alighted_after = minutes_after(trip.leaves_at, telling.at);
}

// Of a run before: why she was not at school, or that she is.
bool answers_for_pupil(const TripEvent& event, const Trip& trip, const registry::Registry& registry) {
    if (event.kind != EventKind::at_school && event.kind != EventKind::excused) return false;
    const auto run = registry::run_by_code(event.trip, registry);
    return run && begin_of(run->value) < trip.leaves_at;
}

// What a mark made by mistake has set.
RiderMarkBits marks_of(std::int32_t kind) {
    if (kind == static_cast<std::int32_t>(EventKind::boarded)) return rider::boarded;
    if (kind == static_cast<std::int32_t>(EventKind::alighted)) return rider::alighted | rider::wrong_hands;
    if (kind == static_cast<std::int32_t>(EventKind::collector_refused)) return rider::wrong_hands;
    if (kind == static_cast<std::int32_t>(EventKind::handed_over)) return rider::handed_over;
    if (kind == static_cast<std::int32_t>(EventKind::at_school)) return rider::seen_off;
    return kind == static_cast<std::int32_t>(EventKind::excused) ? rider::excused : RiderMarkBits{0};
}

bool see_rider(Trip& trip, const TripEvent& event, const Telling& telling) {
    const CodeHash who = code_hash(event.person);
    switch (event.kind) {
        case EventKind::boarded:
            trip.riders.mark(who, rider::boarded, rider::alighted | rider::handed_over);
            break;
        case EventKind::alighted: let_off(trip, event, telling); break;
        case EventKind::excused: trip.riders.mark(who, rider::excused); break;
        case EventKind::at_school:
            // Before she rides home: she may be left aboard then all the same.
            if (trip.departure != 0 && trip.direction == registry::Direction::home) {
                trip.riders.mark(who, rider::found_since);
                break;
            }
            trip.roll_told_at = telling.at;
            trip.roll_due =
                std::max(telling.at + settings_at(telling.context.settings, telling.at).trip.roll_settles,
                         trip.roll_due == never ? telling.at : trip.roll_due);
            [[fallthrough]];
        case EventKind::safe_home:
            trip.riders.mark(who, rider::seen_off, rider::not_home | rider::unheard);
            break;
        case EventKind::not_home: trip.riders.mark(who, rider::not_home, rider::seen_off); break;
        case EventKind::handed_over:  // who looks after the child is the other vehicle's crew
            trip.riders.mark(who, rider::handed_over);
            break;
        case EventKind::collector_refused: trip.riders.mark(who, rider::wrong_hands); break;
        case EventKind::taken_back: trip.riders.mark(who, 0, marks_of(event.number)); break;
        default: return false;
    }
    return true;
}

bool tells_of_home(EventKind kind) { return kind == EventKind::safe_home || kind == EventKind::not_home; }

// A guardian tells of a run that the vehicle has left behind for the next one: who is missing stays so.
bool see_home_of_another(Trip& trip, const TripEvent& event) {
    const CodeHash who = code_hash(event.person);
    if (event.kind == EventKind::not_home) return trip.riders.mark(who, rider::not_home) != nullptr;
    const bool missing = std::ranges::any_of(trip.riders.all(), [&](const Rider& each) {
        return each.code == who && (each.marks & (rider::not_home | rider::unheard)) != 0;
    });
    if (missing) trip.riders.mark(who, 0, rider::not_home | rider::unheard);
    return missing;
}

bool see_gate(Trip& trip, const TripEvent& event, Time at) {
    switch (event.kind) {
        case EventKind::gate_checked:
            trip.gate_compared = true;
            trip.gate_differs = static_cast<std::uint8_t>(event.number & 0x7);
            break;
        case EventKind::gate_refused:
            if (!trip.active()) trip.off_list_at = at;
            break;
        case EventKind::gate_released: trip.off_list_at = never; break;
        case EventKind::gate_arrived: break;
        default: return false;
    }
    see_at_gate(trip, at);
    return true;
}

bool see_report(VehicleState& state, const TripEvent& event, const Telling& telling) {
    Trip& trip = state.trip;
    const auto few = static_cast<std::int16_t>(std::clamp(event.number, 0, 999));
    switch (event.kind) {
        case EventKind::front_seat: trip.front_seat = few; return true;
        case EventKind::outsiders: trip.outsiders = few; return true;
        case EventKind::banned_load:
            state.seen.add({state.last, telling.source, event.number > 0 ? few : std::int16_t{-1}, {}});
            return true;
        case EventKind::cabin_motion:
            if (state.engine.off_since == never || trip.stage == TripStage::under_way) return false;
            trip.cabin_motion_at = telling.at;
            return true;
        default: return false;
    }
}

}  // namespace

CodeHash code_hash(std::string_view code) {
    if (code.empty()) return 0;
    const auto bits = static_cast<CodeHash>(
        hash64({reinterpret_cast<const std::uint8_t*>(code.data()), code.size()}) & 0xFFFF'FFFF);
    return bits == 0 ? 1 : bits;
}

Rider* Riders::mark(CodeHash code, RiderMarkBits marks, RiderMarkBits no_longer) {
    if (code == 0) return nullptr;
    const auto end = entries.begin() + count;
    auto found = std::find_if(entries.begin(), end, [&](const Rider& each) { return each.code == code; });
    if (found == end) {
        if (count == capacity) return nullptr;
        ++count;
        *found = {code, 0};
    }
    found->marks = static_cast<RiderMarkBits>((found->marks & ~no_longer) | marks);
    return &*found;
}

void see_at_gate(Trip& trip, Time at) {
    trip.gate_tells = true;
    // What was noted before a run to school has begun was of another.
    if (trip.stage == TripStage::expected && trip.direction == registry::Direction::to_school) return;
    trip.gate_seen_at = std::min(trip.gate_seen_at, at);
    trip.gate_due = never;
}

bool see_event(VehicleState& state, const TripEvent& event, const Telling& telling) {
    Trip& trip = state.trip;
    // The crew signs in for the run to come while the one before is over, or before its time; whoever looks
    // through a vehicle that is under way on no run looks for those of all runs before.
    const bool another = !event.trip.empty() && code_hash(event.trip) != trip.departure;
    if (another && event.kind == EventKind::excused)
        trip.excused_ahead.add(code_hash(event.trip), code_hash(event.person));
    if (another && answers_for_pupil(event, trip, telling.context.registry)) {
        trip.riders.mark(code_hash(event.person), rider::found_since);
        return true;
    }
    if (another && tells_of_home(event.kind)) return see_home_of_another(trip, event);
    const bool of_any_run = signs_in(event.kind) || event.kind == EventKind::swept;
    if (another && (trip.stage == TripStage::under_way || !of_any_run)) return false;
    if (see_crew(trip, event, telling.at)) return trip.crew_tells = true;
    return see_rider(trip, event, telling) || see_gate(trip, event, telling.at) ||
           see_report(state, event, telling);
}

}  // namespace husong::tracking
