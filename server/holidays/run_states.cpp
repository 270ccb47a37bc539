#include "server/holidays/run_states.hpp"

#include "maps/geometry.hpp"

namespace husong::holidays {

namespace {

using registry::Direction;
using registry::Registry;
using tracking::TripStage;
using tracking::VehicleState;

// Out of its gate's circle, past the noise of a fix.
bool is_off_the_gate(const Published& run, const VehicleState& state, const Registry& registry) {
    if (state.trip.reached > 1 || state.trip.seen_to_end) return true;
    const auto* row = registry.school_by_code(run.departure.school, run.departure.leaves_at);
    if (!row || row->value.latitude_deg == 0 || !state.fix.good.known()) return state.motion.moving;
    const double radius_m = row->value.gate_radius_m + tracking::TripSettings{}.gate_margin_m;
    return !maps::inside({{row->value.latitude_deg, row->value.longitude_deg}, radius_m},
                         state.fix.good.place);
}

// At a gate that tells what it does, and whose list still has it.
bool left_unreleased(const Published& run, const VehicleState& state, const Registry& registry) {
    const bool told = run.state == RunState::at_gate || state.trip.gate_tells;
    return run.departure.direction == Direction::home && !run.released && told &&
           is_off_the_gate(run, state, registry);
}

void tell(Published& run, RunState state, Time at) {
    run.state = state;
    run.state_at = at;
}

void tell_under_way(Published& run, const VehicleState& state, const Registry& registry, Time now) {
    const bool home = run.departure.direction == Direction::home;
    const bool at_gate = home && !is_off_the_gate(run, state, registry);
    const bool told = run.state == RunState::at_gate;
    if (left_unreleased(run, state, registry)) return tell(run, RunState::unreleased, {});
    if (now - state.contact_at > tracking::TripSettings{}.position_lost)
        return tell(run, RunState::lost, state.contact_at);
    if (at_gate && run.released) return;
    if (at_gate || (told && !home))
        return tell(run, RunState::at_gate, told ? run.state_at : state.trip.begun_at);
    tell(run, RunState::under_way, {});
}

void tell_vehicle(Published& run, const VehicleState& state, const Registry& registry, Time now) {
    switch (state.trip.stage) {
        case TripStage::under_way: return tell_under_way(run, state, registry, now);
        case TripStage::over:
            if (!state.trip.seen_to_end) return;
            if (left_unreleased(run, state, registry)) return tell(run, RunState::unreleased, {});
            return tell(run, RunState::ended, state.trip.ended_at);
        default: return;
    }
}

}  // namespace

void tell_vehicles(std::span<Published> runs, const Registry& registry, const TrackOf& track, Time now) {
    for (Published& run : runs) {
        if (run.state == RunState::cancelled || run.state == RunState::taken_over) continue;
        const auto state = track(run.departure.vehicle);
        if (state && state->trip.departure == tracking::code_hash(run.departure.code))
            tell_vehicle(run, *state, registry, now);
    }
}

}  // namespace husong::holidays
