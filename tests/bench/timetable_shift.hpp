// The estimate that the arrival estimates are compared with.
#pragma once

#include "server/tracking/trip_trace.hpp"

#include <algorithm>
#include <optional>

namespace husong::bench {

// What was done before: the timetable, shifted by how late the vehicle was where it was last seen.
struct Shifted {
    Time at{};
    Milliseconds spread{};
};
inline std::optional<Shifted> shift_timetable(const tracking::TripPlan& plan,
                                              const tracking::TripTrace& trace, std::size_t place, Time now) {
    constexpr double off_line_m = 3'000;
    if (trace.phase != tracking::TripPhase::under_way || place < trace.reached || !trace.position) return {};
    if (now - *trace.position_at > std::chrono::minutes{5}) return {};
    std::optional<std::size_t> ahead;
    double least_m = off_line_m;
    const auto to = [&](const tracking::TripPlace& where) {
        return maps::fast_distance_m(where.at, *trace.position);
    };
    for (std::size_t i = trace.reached; i < plan.places.size(); ++i) {
        const tracking::TripPlace &a = plan.places[i - 1], &b = plan.places[i];
        const double detour = to(a) + to(b) - maps::fast_distance_m(a.at, b.at);
        if (detour >= least_m) continue;
        least_m = detour;
        ahead = i;
    }
    if (!ahead || place < *ahead) return {};
    const tracking::TripPlace &a = plan.places[*ahead - 1], &b = plan.places[*ahead];
    const double share = to(a) / std::max(to(a) + to(b), 1.0);
    const Time due = a.due + std::chrono::duration_cast<Milliseconds>((b.due - a.due) * share);
    const Time at = std::max(now, plan.places[place].due + (*trace.position_at - due));
    return Shifted{at, std::max<Milliseconds>(std::chrono::minutes{2}, (at - now) * 15 / 100)};
}

}  // namespace husong::bench
