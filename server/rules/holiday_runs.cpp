#include "server/rules/holiday_runs.hpp"

#include "server/rules/load_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <string_view>

namespace husong::rules {

namespace {

using registry::Direction;
using registry::Stop;

constexpr std::string_view between_stops = "、", people = "人";

// 远村 20人
struct Served {
    const Stop* stop = nullptr;
    int riders = 0;
};

// None: it is no such thing.
std::optional<Served> served_of(std::string_view item, const std::vector<const Stop*>& stops) {
    const auto space = item.rfind(' ');
    if (space == std::string_view::npos || !item.ends_with(people)) return std::nullopt;
    const std::string_view riders = item.substr(space + 1, item.size() - space - 1 - people.size());
    Served served;
    const auto [end, wrong] = std::from_chars(riders.data(), riders.data() + riders.size(), served.riders);
    if (wrong != std::errc{} || end != riders.data() + riders.size() || served.riders < 0)
        return std::nullopt;
    const auto found =
        std::ranges::find_if(stops, [&](const Stop* stop) { return stop->name == item.substr(0, space); });
    if (found == stops.end()) return std::nullopt;
    served.stop = *found;
    return served;
}

// None: a note says something else, or nothing.
std::vector<Served> served_by_note(std::string_view note, const std::vector<const Stop*>& stops) {
    std::vector<Served> all;
    while (!note.empty()) {
        const auto end = note.find(between_stops);
        const auto served = served_of(note.substr(0, end), stops);
        if (!served) return {};
        all.push_back(*served);
        note.remove_prefix(end == std::string_view::npos ? note.size() : end + between_stops.size());
    }
    return all;
}

const Stop* farthest_served(std::string_view note, const std::vector<const Stop*>& stops) {
    if (stops.empty()) return nullptr;
    const auto served = served_by_note(note, stops);
    if (served.empty()) return stops.back();
    return std::ranges::max(served, {}, [](const Served& each) { return each.stop->from_school; }).stop;
}

// Nobody boards there whom only the numbers of boarders know.
bool knows_boarders_by_name(std::string_view school, Time at, const registry::Registry& registry) {
    std::map<std::string_view, int> unnamed;  // by place
    for (const auto& row : registry.rows().boarders)
        if (row.value.school == school && row.valid_at(at)) unnamed[row.value.home_place] += row.value.pupils;
    if (unnamed.empty()) return true;
    for (const auto& row : registry.rows().pupils)
        if (row.value.school == school && row.value.boarding && row.valid_at(at))
            --unnamed[row.value.home_place];
    return std::ranges::all_of(unnamed, [](const auto& place) { return place.second <= 0; });
}

template <class Place>
std::optional<maps::Wgs84> position_of(const Place& place) {
    if (place.latitude_deg == 0 && place.longitude_deg == 0) return std::nullopt;
    return maps::Wgs84{place.latitude_deg, place.longitude_deg};
}

}  // namespace

HolidayRun holiday_run(registry::Run run, const registry::Registry& registry) {
    HolidayRun made;
    made.run = std::move(run);
    const registry::Departure& departure = made.departure();
    made.dated = registry.departure_by_code(departure.code) != nullptr;
    made.from = made.until = departure.leaves_at;
    const auto* school = registry.school_by_code(departure.school, departure.leaves_at);
    const auto gate = school ? position_of(school->value) : std::nullopt;
    const auto stops = registry.stops_of(departure.line, departure.leaves_at);
    made.farthest = farthest_served(departure.note, stops);
    const auto far = made.farthest ? position_of(*made.farthest) : std::nullopt;
    if (made.home()) {
        made.begin = gate;
        made.end = far;
        if (made.farthest) made.until += made.farthest->from_school;
    } else {
        made.begin = far;
        made.end = gate;
        if (made.farthest) {
            made.until += stops.back()->from_school;
            made.from = made.until - made.farthest->from_school;
        }
    }
    // Where on its way another one took it over nobody can say.
    if (departure.part.from > made.from) {
        made.from = departure.part.from;
        made.begin.reset();
    }
    if (departure.part.until < made.until) {
        made.until = departure.part.until;
        made.end.reset();
    }
    return made;
}

std::optional<int> listed_riders(const registry::Departure& run, const registry::Registry& registry) {
    const auto served = served_by_note(run.note, registry.stops_of(run.line, run.leaves_at));
    int riders = 0;
    for (const Served& each : served) riders += each.riders;
    if (!served.empty()) return riders;
    if (registry::shares_line(run, registry)) return std::nullopt;
    if (!knows_boarders_by_name(run.school, run.leaves_at, registry)) return std::nullopt;
    riders = static_cast<int>(registry.travels_of_line(run.line, run.direction, run.leaves_at).size());
    return riders > 0 ? std::optional{riders} : std::nullopt;
}

std::vector<HolidayRun> holiday_runs_ahead(const RegisterView& view) {
    std::vector<HolidayRun> runs;
    const Time until = view.now + std::chrono::days{view.settings.plan_ahead_days};
    for (const auto* row : view.registry.departures_between(view.now, until)) {
        if (row->value.status != registry::DepartureStatus::planned || !row->valid_at(view.now)) continue;
        if (auto run = registry::run_by_code(row->value.code, view.registry))
            runs.push_back(holiday_run(std::move(*run), view.registry));
    }
    return runs;
}

Time looked_at_since(const registry::Run& run, const RuleSettings& settings) {
    return std::max(run.valid_from, run.value.leaves_at - std::chrono::days{settings.plan_ahead_days});
}

Breach breach_of_run(const HolidayRun& run, const RegisterView& view, std::string detail) {
    return {.vehicle = run.departure().vehicle,
            .subject = run.departure().code,
            .since = looked_at_since(run.run, view.settings),
            .detail = std::move(detail)};
}

std::string run_zh(const HolidayRun& run, const RegisterView& view) {
    const registry::Departure& departure = run.departure();
    const auto* line = view.registry.line_by_code(departure.line, view.now);
    return fmt::format("{} {} {} {}", to_iso(china_date(departure.leaves_at)), clock_zh(departure.leaves_at),
                       line ? line->value.name : departure.line, run.home() ? "离校" : "返校");
}

}  // namespace husong::rules
