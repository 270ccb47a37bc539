#include "server/fleet/crew.hpp"

#include "server/tracking/trip_runs.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::fleet {

using registry::Departure;
using registry::Direction;
using registry::Registry;

namespace {

// Pupils of a line by their stop's name.
std::map<std::string_view, int> riders_of(const Departure& departure, const Registry& registry) {
    std::map<std::string_view, int> riders;
    for (const auto& row : registry.rows().pupils)
        if (row.valid_at(departure.leaves_at) && row.value.line == departure.line &&
            row.value.school == departure.school)
            ++riders[row.value.stop];
    return riders;
}

// A run that leaves so long before or after another does not touch it.
constexpr auto longest_run = std::chrono::hours{6};
constexpr auto handing_over = std::chrono::minutes{30};

bool begins_before(const Departure& a, const Departure& b) {
    const Time a_begins = tracking::begin_of(a), b_begins = tracking::begin_of(b);
    return std::tie(a_begins, a.code) < std::tie(b_begins, b.code);
}

// When a vehicle that was on `before` is on `next`.
Time begins_at(const Departure& next, const Departure& before, const gate::GateSettings& settings) {
    const Milliseconds lead = tracking::takes_over(next) ? Milliseconds{0} : settings.boarding_lead;
    return std::max(tracking::begin_of(before), tracking::begin_of(next) - lead);
}

}  // namespace

std::string name_of(const CrewMember& member, const Registry& registry, Time now) {
    if (member.post == Post::driver) {
        const auto* driver = registry.driver_by_code(member.code, now);
        return driver ? driver->value.name : "";
    }
    const auto* escort = registry.escort_by_code(member.code, now);
    return escort ? escort->value.name : "";
}

std::vector<registry::Run> runs_of(const CrewMember& member, const Registry& registry, Time from,
                                   Time until) {
    registry::RunQuery query{.from = from, .until = until, .cancelled = true};
    (member.post == Post::driver ? query.driver : query.escort) = member.code;
    return registry::find_runs(query, registry);
}

std::vector<CrewStop> stops_of(const Departure& departure, const Registry& registry,
                               const tracking::TripSettings& settings) {
    const Time at = departure.leaves_at;
    const auto* school = registry.school_by_code(departure.school, at);
    if (!school) return {};
    const auto plan =
        tracking::plan_trip(departure, school->value, registry.stops_of(departure.line, at), settings);
    const auto riders = riders_of(departure, registry);
    const std::size_t gate = departure.direction == Direction::home ? 0 : plan.places.size() - 1;
    std::vector<CrewStop> stops;
    for (std::size_t i = 0; i < plan.places.size(); ++i) {
        CrewStop& stop = stops.emplace_back(CrewStop{plan.places[i].name, plan.places[i].due, 0, i == gate});
        const auto found = riders.find(stop.name);
        if (!stop.gate && found != riders.end()) stop.pupils = found->second;
    }
    for (const auto& [name, count] : riders)
        if (!stops.empty()) stops[gate].pupils += count;
    return stops;
}

RunTime run_time(const Departure& departure, const Registry& registry, const gate::GateSettings& settings) {
    const auto stops = registry.stops_of(departure.line, departure.leaves_at);
    const Time last =
        departure.leaves_at + (stops.empty() ? std::chrono::minutes{0} : stops.back()->from_school);
    RunTime time{departure.leaves_at - settings.trip.seen_before, last + settings.trip.seen_after, {}};
    const bool takes_over = tracking::takes_over(departure);
    if (takes_over) time.until += departure.part.from - departure.leaves_at;
    time.latest = time.until;
    const registry::RunQuery around{
        .from = time.from - longest_run, .until = time.until + longest_run, .vehicle = departure.vehicle};
    for (const registry::Run& run : registry::find_runs(around, registry)) {
        const Departure& other = run.value;
        if (other.code == departure.code) continue;
        if (takes_over && begins_before(departure, other)) continue;  // its own run waits
        if (begins_before(departure, other))
            time.until = std::min(time.until, begins_at(other, departure, settings));
        else
            time.from = std::max(time.from, begins_at(departure, other, settings));
    }
    // Who is relieved has still to see the pupils off.
    if (departure.part.until != end_of_time)
        time.until = time.latest = std::min(time.until, departure.part.until + handing_over);
    time.from = std::max(time.from, departure.part.from);
    return time;
}

}  // namespace husong::fleet
