#include "server/tracking/trip_runs.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

constexpr Milliseconds longest_run = std::chrono::hours{6};

}  // namespace

std::vector<registry::Run> runs_around(VehicleId vehicle, Time at, Milliseconds ahead,
                                       const registry::Registry& registry) {
    auto runs = registry::find_runs(
        {.from = at - longest_run, .until = at + ahead + longest_run, .vehicle = vehicle}, registry);
    std::ranges::stable_sort(runs, {}, [](const registry::Run& run) { return begin_of(run.value); });
    return runs;
}

Time begin_of(const registry::Departure& run) { return std::max(run.leaves_at, run.part.from); }

bool takes_over(const registry::Departure& run) { return run.part.from > run.leaves_at; }

std::optional<registry::Departure> departure_of(const Trip& trip, VehicleId vehicle,
                                                const registry::Registry& registry) {
    if (trip.departure == 0) return std::nullopt;
    // It keeps its code when it is put off by some hours.
    std::optional<registry::Departure> found;
    for (registry::Run& run : runs_around(vehicle, trip.leaves_at, Milliseconds{0}, registry)) {
        if (code_hash(run.value.code) != trip.departure) continue;
        const bool this_part = begin_of(run.value) == trip.leaves_at;
        if (!found || this_part) found = std::move(run.value);
    }
    return found;
}

}  // namespace husong::tracking
