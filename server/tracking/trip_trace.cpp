#include "server/tracking/trip_trace.hpp"

#include "maps/polyline.hpp"

#include <algorithm>

namespace husong::tracking {

namespace {

using registry::Direction;

bool is_at(const TripPlace& place, maps::Wgs84 position, double margin_m) {
    return maps::inside({place.at, place.radius_m + margin_m}, position);
}

Milliseconds of_seconds(double seconds) {
    return std::chrono::duration_cast<Milliseconds>(std::chrono::duration<double>{seconds});
}

// How long a vehicle that drives so fast at one end takes to a stand at the other, or from it: it brakes and
// starts gently, at about 1 m/s², which costs half its speed in seconds. None: it hardly moves.
std::optional<Milliseconds> way_to_stand(double distance_m, double speed_mps) {
    constexpr double slowest_mps = 2;
    if (speed_mps < slowest_mps) return std::nullopt;
    return of_seconds(distance_m / speed_mps + speed_mps / 2);
}

// It was outside at `before` and stands, or passes, at `there`.
Time moment_of_coming(const Fix& before, const Fix& there) {
    const auto way = way_to_stand(maps::fast_distance_m(before.place, there.place), before.speed_mps);
    return way ? std::min(before.at + *way, there.at) : there.at;
}
Time moment_of_leaving(const Fix& there, const Fix& after) {
    const auto way = way_to_stand(maps::fast_distance_m(there.place, after.place), after.speed_mps);
    return way ? std::max(after.at - *way, there.at) : there.at;
}
// The way between two fixes leads past a place at this instant, within so many metres of it.
std::optional<Time> moment_of_passing(const Fix& before, const Fix& after, maps::Wgs84 place, double near_m) {
    if (before.place == after.place) return std::nullopt;
    const maps::Polyline chord{{before.place, after.place}};
    const maps::LinePosition foot = chord.nearest(place);
    if (foot.offset_m > near_m) return std::nullopt;
    return before.at +
           std::chrono::duration_cast<Milliseconds>((after.at - before.at) * foot.along_m / chord.length_m());
}

// Follows the fixes one by one.
class Tracer {
public:
    Tracer(const TripPlan& plan, const TripSettings& settings) : plan_{plan}, settings_{settings} {
        make_room();
    }

    // Where it was seen a page tells of any fix; when it was there, and how it goes on, only good ones tell.
    void see(const Fix& fix, bool good) {
        trace_.position_at = fix.at;
        trace_.position = fix.place;
        if (trace_.phase == TripPhase::ended) return;
        follow(fix, good);
        if (!good) return;
        if (trace_.phase == TripPhase::ended)
            arrive_at_end(fix);
        else
            visit(fix);
        remember(fix);
    }

    TripTrace take() && { return std::move(trace_); }

private:
    void follow(const Fix& fix, bool good) {
        if (trace_.phase != TripPhase::under_way) return see_at_start(fix.at, fix.place);
        // Back at the first place before any other: it has not left yet.
        if (trace_.reached == 1 && is_at(plan_.places.front(), fix.place, 0)) return wait_again();
        if (good) see_between(fix);
        see_on_the_way(fix.at, fix.place);
    }

    [[nodiscard]] const Fix* before(const Fix& fix) const {
        if (trace_.recent.empty() || fix.at - trace_.recent.back().at > settings_.between_fixes)
            return nullptr;
        return &trace_.recent.back();
    }

    // At 80 km/h and a report every 30 s a stop lies between two fixes.
    void see_between(const Fix& fix) {
        const Fix* last = before(fix);
        const std::size_t next = trace_.reached;
        if (!last || next == 0 || next + 1 >= plan_.places.size()) return;
        const TripPlace& place = plan_.places[next];
        if (is_at(place, fix.place, 0)) return;
        const auto at = moment_of_passing(*last, fix, place.at, place.radius_m);
        if (!at) return;
        reach(next, *at);
        if (moment_of_passing(*last, fix, place.at, settings_.stand_radius_m)) trace_.visits[next] = {at, at};
    }

    // The circle of the last place begins before it: how long it still takes there.
    void arrive_at_end(const Fix& fix) {
        const TripPlace& last = plan_.places.back();
        const double left_m = maps::fast_distance_m(fix.place, last.at);
        const auto way = way_to_stand(left_m, fix.speed_mps);
        const bool stands = left_m <= settings_.stand_radius_m || !way;
        const Fix* earlier = before(fix);
        if (stands && earlier)
            trace_.visits.back().arrived = moment_of_coming(*earlier, fix);
        else if (!stands)
            trace_.visits.back().arrived = fix.at + std::min<Milliseconds>(*way, settings_.between_fixes);
    }

    // The gate's circle holds a yard; a stop is where it is.
    [[nodiscard]] bool stands_at(std::size_t place, maps::Wgs84 position) const {
        if (place == 0) return is_at(plan_.places[0], position, 0);
        return maps::inside({plan_.places[place].at, settings_.stand_radius_m}, position);
    }

    void visit(const Fix& fix) {
        const std::size_t place = trace_.reached - 1;
        const Fix* last = before(fix);
        if (trace_.standing_at &&
            (trace_.reached == 0 || *trace_.standing_at != place || !stands_at(place, fix.place))) {
            if (last) trace_.visits[*trace_.standing_at].left = moment_of_leaving(*last, fix);
            trace_.standing_at.reset();
        }
        if (trace_.reached == 0) return;
        if (!stands_at(place, fix.place)) {
            if (!trace_.visits[place].arrived && last && place > 0) pass(place, *last, fix);
            return;
        }
        PlaceVisit& visit = trace_.visits[place];
        if (!visit.arrived && last) visit.arrived = moment_of_coming(*last, fix);
        visit.left.reset();
        trace_.standing_at = place;
    }

    void pass(std::size_t place, const Fix& last, const Fix& fix) {
        const auto at = moment_of_passing(last, fix, plan_.places[place].at, settings_.stand_radius_m);
        if (at) trace_.visits[place] = {at, at};
    }

    void remember(const Fix& fix) {
        std::erase_if(trace_.recent, [&](const Fix& old) { return old.at < fix.at - settings_.recent; });
        trace_.recent.push_back(fix);
    }
    void make_room() {
        trace_.passed.resize(plan_.places.size());
        trace_.visits.resize(plan_.places.size());
    }

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
        make_room();
        trace_.position_at = position_at;
        trace_.position = position;
    }

    const TripPlan& plan_;
    const TripSettings& settings_;
    TripTrace trace_;
};

}  // namespace

Time TripPlan::from(const TripSettings& settings) const {
    return places.empty() ? Time{} : places.front().due - settings.seen_before;
}

Time TripPlan::until(const TripSettings& settings) const {
    return places.empty() ? Time{} : places.back().due + settings.seen_after;
}

TripPlan plan_trip(const registry::Departure& departure, const registry::School& school,
                   std::span<const registry::Stop* const> stops, const TripSettings& settings) {
    TripPlan plan{departure.direction, {}, static_cast<bool>(departure.vehicle)};
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

TripPlan plan_trip(const registry::Departure& departure, const registry::Registry& registry,
                   const TripSettings& settings) {
    const auto* school = registry.school_by_code(departure.school, departure.leaves_at);
    if (!school) return {departure.direction, {}};
    return plan_trip(departure, school->value, registry.stops_of(departure.line, departure.leaves_at),
                     settings);
}

TripTrace trace_trip(const TripPlan& plan, std::span<const Record> records, const TripSettings& settings) {
    if (plan.places.size() < 2) return {};
    Tracer tracer{plan, settings};
    const TrackingSettings tracking;
    FixFilter filter;
    for (const Record& record : records) {
        const auto* position = std::get_if<Position>(&record.payload);
        if (position == nullptr || !record.judged()) continue;
        if (record.measured_at < plan.from(settings) || record.measured_at >= plan.until(settings)) continue;
        const FixJudgement judgement = admit(filter, record, *position, tracking);
        const bool good = judgement.verdict == FixVerdict::good;
        if (!position->located || (record.flags & flag::out_of_range) != 0) continue;
        const maps::Wgs84 place{position->latitude_deg, position->longitude_deg};
        tracer.see(good ? filter.good : Fix{record.measured_at, place}, good);
    }
    return std::move(tracer).take();
}

}  // namespace husong::tracking
