#include "server/fleet/crew.hpp"

#include <algorithm>
#include <map>

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

}  // namespace

std::string name_of(const CrewMember& member, const Registry& registry, Time now) {
    if (member.post == Post::driver) {
        const auto* driver = registry.driver_by_code(member.code, now);
        return driver ? driver->value.name : "";
    }
    const auto* escort = registry.escort_by_code(member.code, now);
    return escort ? escort->value.name : "";
}

bool serves(const CrewMember& member, const Departure& departure) {
    return (member.post == Post::driver ? departure.driver : departure.escort) == member.code;
}

std::vector<const Departure*> runs_of(const CrewMember& member, const Registry& registry, Time from,
                                      Time until) {
    std::vector<const Departure*> runs;
    for (const auto* row : registry.departures_between(from, until))
        if (serves(member, row->value)) runs.push_back(&row->value);
    return runs;
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

CountTime count_time(const Departure& departure, const std::vector<CrewStop>& stops,
                     const tracking::TripSettings& settings) {
    const Time last = stops.empty() ? departure.leaves_at : stops.back().due;
    return {departure.leaves_at - settings.seen_before, last + settings.seen_after};
}

}  // namespace husong::fleet
