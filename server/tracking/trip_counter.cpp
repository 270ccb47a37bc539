#include "server/tracking/trip_counter.hpp"

#include "server/tracking/vehicle_state.hpp"

namespace husong::tracking {

namespace {

bool was_to_ride(const Rider& each) { return each.has(rider::planned) && !each.has(rider::excused); }

// In this run somebody counted heads as the counter did.
bool is_confirmed(const VehicleState& state) {
    const HumanCount& count = state.load.count;
    const bool of_this_run = count.known() && count.at() >= state.trip.begun_at;
    return of_this_run && count.by_counter >= 0 && !count.contradicts;
}

}  // namespace

void hold_counter_against_riders(VehicleState& state, const TrackingSettings& settings) {
    const Trip& trip = state.trip;
    CounterRecord& counter = state.load.counter;
    if (trip.boarded == 0 || trip.window_lost) return;
    const int names = trip.riders.with(rider::boarded);
    if (names >= settings.head_count.names_of_a_run)
        return learn_names(counter, names, trip.boarded, settings);
    if (!trip.at_last_place()) return;
    const auto planned = static_cast<int>(std::ranges::count_if(trip.riders.all(), was_to_ride));
    learn_plan(counter, {.planned = planned, .boarded = trip.boarded, .confirmed = is_confirmed(state)},
               settings.counter);
}

}  // namespace husong::tracking
