#include "server/tracking/trip_trace.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

using registry::Direction;

bool is_at(const TripPlace& place, maps::Wgs84 position, double margin_m) {
    return maps::inside({place.at, place.radius_m + margin_m}, position);
}

// Follows the positions one by one.
class Tracer {
public:
    Tracer(const TripPlan& plan, const TripSettings& settings) : plan_{plan}, settings_{settings} {
        trace_.passed.resize(plan.places.size());
    }

    void see(Time at, maps::Wgs84 position) {
        trace_.position_at = at;
        trace_.position = position;
        if (trace_.phase == TripPhase::ended) return;
        if (trace_.phase != TripPhase::under_way) return see_at_start(at, position);
        // Back at the first place before any other: it has not left yet.
        if (trace_.reached == 1 && is_at(plan_.places.front(), position, 0)) return wait_again();
        see_on_the_way(at, position);
    }

    TripTrace take() && { return std::move(trace_); }

private:
    void see_at_start(Time at, maps::Wgs84 position) {
        const TripPlace& first = plan_.places.front();
        const bool may_leave = at >= first.due - settings_.leaves_early;
        if (is_at(first, position, trace_.came_at ? settings_.gate_margin_m : 0)) {
            if (!trace_.came_at) trace_.came_at = at;
            trace_.phase = TripPhase::waiting;
            reach(0, *trace_.came_at);
            return;
        }
        if (trace_.came_at && !may_leave) return forget_start();
        if (trace_.came_at) {
            trace_.left_at = at;
            trace_.phase = TripPhase::under_way;
        }
        // The first place may go unseen (no signal there): any later one tells that it is under way. The last
        // one does not: a vehicle that was parked at its end has not come there.
        if (may_leave && at >= first.due) see_on_the_way(at, position);
    }

    void see_on_the_way(Time at, maps::Wgs84 position) {
        const bool seen_leaving = trace_.reached > 0;
        for (std::size_t i = plan_.places.size(); i-- > trace_.reached;) {
            const bool last = i + 1 == plan_.places.size();
            if (!is_at(plan_.places[i], position, 0) || (last && !seen_leaving)) continue;
            trace_.phase = last ? TripPhase::ended : TripPhase::under_way;
            if (last) trace_.ended_at = at;
            return reach(i, at);
        }
    }

    void reach(std::size_t place, Time at) {
        if (!trace_.passed[place]) trace_.passed[place] = at;
        trace_.reached = std::max(trace_.reached, place + 1);
    }

    void wait_again() {
        trace_.phase = TripPhase::waiting;
        trace_.left_at.reset();
    }

    // It was there long before its time and has gone again: another run.
    void forget_start() {
        const auto position_at = trace_.position_at;
        const auto position = trace_.position;
        trace_ = TripTrace{};
        trace_.passed.resize(plan_.places.size());
        trace_.position_at = position_at;
        trace_.position = position;
    }

    const TripPlan& plan_;
    const TripSettings& settings_;
    TripTrace trace_;
};

// How far along the way from a to b a position is, by its distances to both: 0 at a, 1 at b.
double share_between(maps::Wgs84 a, maps::Wgs84 b, maps::Wgs84 position) {
    const double from_a = maps::fast_distance_m(a, position);
    const double to_b = maps::fast_distance_m(position, b);
    return from_a + to_b > 0 ? from_a / (from_a + to_b) : 0;
}

double detour_m(const TripPlace& a, const TripPlace& b, maps::Wgs84 position) {
    return maps::fast_distance_m(a.at, position) + maps::fast_distance_m(position, b.at) -
           maps::fast_distance_m(a.at, b.at);
}

// The place ahead of the vehicle: places between the last one reached and it may have gone unseen. None: it
// is not on its line.
std::optional<std::size_t> place_ahead(const TripPlan& plan, const TripTrace& trace, double off_line_m) {
    std::optional<std::size_t> best;
    double least_m = off_line_m;
    for (std::size_t i = trace.reached; i < plan.places.size(); ++i) {
        const double here_m = detour_m(plan.places[i - 1], plan.places[i], *trace.position);
        if (here_m >= least_m) continue;
        least_m = here_m;
        best = i;
    }
    return best;
}

}  // namespace

Time TripPlan::from(const TripSettings& settings) const {
    return places.empty() ? Time{} : places.front().due - settings.seen_before;
}

Time TripPlan::until(const TripSettings& settings) const {
    return places.empty() ? Time{} : places.back().due + settings.seen_after;
}

TripPlan plan_trip(const registry::Departure& departure, const registry::School& school,
                   std::span<const registry::Stop* const> stops, const TripSettings& settings) {
    TripPlan plan{departure.direction, {}};
    if (stops.empty()) return plan;
    plan.places.push_back(
        {school.name, {school.latitude_deg, school.longitude_deg}, school.gate_radius_m, {}});
    for (const registry::Stop* stop : stops)
        plan.places.push_back(
            {stop->name, {stop->latitude_deg, stop->longitude_deg}, settings.stop_radius_m, {}});
    const auto whole = stops.back()->from_school;
    const bool home = departure.direction == Direction::home;
    const auto after_leaving = [&](std::chrono::minutes from_school) {
        return home ? from_school : whole - from_school;
    };
    plan.places.front().due = departure.leaves_at + after_leaving(std::chrono::minutes{0});
    for (std::size_t i = 0; i < stops.size(); ++i)
        plan.places[i + 1].due = departure.leaves_at + after_leaving(stops[i]->from_school);
    if (!home) std::reverse(plan.places.begin(), plan.places.end());
    return plan;
}

TripTrace trace_trip(const TripPlan& plan, std::span<const Record> records, const TripSettings& settings) {
    if (plan.places.size() < 2) return {};
    Tracer tracer{plan, settings};
    for (const Record& record : records) {
        const auto* position = std::get_if<Position>(&record.payload);
        if (position == nullptr || !position->located || !record.judged()) continue;
        if ((record.flags & flag::out_of_range) != 0) continue;
        if (record.measured_at < plan.from(settings) || record.measured_at >= plan.until(settings)) continue;
        tracer.see(record.measured_at, {position->latitude_deg, position->longitude_deg});
    }
    return std::move(tracer).take();
}

std::optional<ArrivalEstimate> estimate_arrival(const TripPlan& plan, const TripTrace& trace,
                                                std::size_t place, Time now, const TripSettings& settings) {
    if (trace.phase != TripPhase::under_way || place < trace.reached || place >= plan.places.size())
        return {};
    if (!trace.position || now - *trace.position_at > settings.position_lost) return {};
    const auto ahead = place_ahead(plan, trace, settings.off_line_m);
    if (!ahead || place < *ahead) return {};
    const TripPlace& before = plan.places[*ahead - 1];
    const TripPlace& after = plan.places[*ahead];
    const double share = share_between(before.at, after.at, *trace.position);
    const Time due_here =
        before.due + std::chrono::duration_cast<Milliseconds>((after.due - before.due) * share);
    const Milliseconds late = *trace.position_at - due_here;
    const Time at = std::max(now, plan.places[place].due + late);
    const auto spread = std::chrono::ceil<std::chrono::minutes>((at - now) * settings.spread_percent / 100);
    return ArrivalEstimate{at, std::max(settings.least_spread, spread)};
}

}  // namespace husong::tracking
