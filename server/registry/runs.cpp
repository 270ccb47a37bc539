#include "server/registry/runs.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <tuple>

namespace husong::registry {

namespace {

using Timetables = std::span<const Versioned<Timetable>* const>;
using Departures = std::span<const Versioned<Departure>* const>;

constexpr char monday = '1';

// As which weekday timetables go on that day (1 Monday … 7 Sunday); none: on a public holiday.
std::optional<char> school_weekday(std::chrono::year_month_day day, const Registry& registry) {
    if (const PublicDay* special = public_day(day, registry)) {
        if (special->kind == "off") return std::nullopt;
        if (special->kind == "work") return monday;
    }
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    return static_cast<char>('0' + weekday.iso_encoding());
}

Departures leaving(Departures by_time, Time from, Time until) {
    const auto leaves_at = [](const Versioned<Departure>* row) { return row->value.leaves_at; };
    const auto first = std::ranges::lower_bound(by_time, from, {}, leaves_at);
    const auto last = std::ranges::lower_bound(first, by_time.end(), until, {}, leaves_at);
    return {first, last};
}

// Whether a departure goes in its place on the day that begins then.
bool is_replaced(const Timetable& timetable, Time midnight, const Registry& registry) {
    const auto dated =
        leaving(registry.departures_of_line(timetable.line), midnight, midnight + std::chrono::days{1});
    return std::ranges::any_of(dated,
                               [&](const auto* row) { return row->value.direction == timetable.direction; });
}

// A day on which timetables go.
struct SchoolDay {
    Time midnight{};
    char weekday{};
};

bool has_run(const Versioned<Timetable>& row, const SchoolDay& day, const Registry& registry) {
    return row.value.weekdays.find(day.weekday) != std::string::npos &&
           row.valid_at(day.midnight + row.value.leaves_at) &&
           !is_replaced(row.value, day.midnight, registry);
}

// For pupils; 0: the vehicle is not on the register.
int seats_in(VehicleId id, bool has_escort, Time at, const Registry& registry) {
    const auto* vehicle = registry.vehicle(id, at);
    if (vehicle == nullptr) return 0;
    if (vehicle->value.approved_pupils) return *vehicle->value.approved_pupils;
    return std::max(0, vehicle->value.approved_persons - (has_escort ? 2 : 1));
}

std::string_view school_of(const Timetable& timetable, Time at, const Registry& registry) {
    const auto* line = registry.line_by_code(timetable.line, at);
    return line == nullptr ? std::string_view{} : line->value.school;
}

Run run_on(const Versioned<Timetable>& row, Time midnight, const Registry& registry) {
    const Timetable& timetable = row.value;
    Departure run;
    run.code = timetable.code + "/" + to_iso(china_date(midnight));
    run.direction = timetable.direction;
    run.leaves_at = midnight + timetable.leaves_at;
    run.line = timetable.line;
    run.school = school_of(timetable, run.leaves_at, registry);
    run.vehicle = timetable.vehicle;
    run.driver = timetable.driver;
    run.escort = timetable.escort;
    run.seats = seats_in(timetable.vehicle, !timetable.escort.empty(), run.leaves_at, registry);
    run.sequence = static_cast<int>(row.version);
    return {std::move(run), row.valid_from, row.valid_until, row.recorded_at, row.version};
}

// What departures and timetables name alike.
template <class Row>
bool names(const Row& row, const RunQuery& query) {
    return (query.line.empty() || row.line == query.line) &&
           (query.driver.empty() || row.driver == query.driver) &&
           (query.escort.empty() || row.escort == query.escort) &&
           (!query.vehicle || row.vehicle == *query.vehicle);
}

Timetables timetables_for(const RunQuery& query, const Registry& registry) {
    if (query.vehicle) return registry.timetables_of(*query.vehicle);
    if (!query.line.empty()) return registry.timetables_of_line(query.line);
    return query.school.empty() ? registry.timetables() : registry.timetables_of_school(query.school);
}

Departures departures_for(const RunQuery& query, const Registry& registry) {
    if (query.vehicle) return registry.departures_of(*query.vehicle);
    if (!query.line.empty()) return registry.departures_of_line(query.line);
    return query.school.empty() ? registry.departures() : registry.departures_of_school(query.school);
}

// A run that is to be made, of one of the two: runs are large, and are put in order before.
struct Found {
    Time leaves_at{};
    std::string_view code;
    const Versioned<Timetable>* timetable = nullptr;
    const Versioned<Departure>* departure = nullptr;
};

void find_of_timetables(const RunQuery& query, const Registry& registry, std::vector<Found>& found) {
    const Timetables timetables = timetables_for(query, registry);
    if (timetables.empty()) return;
    const auto is_of_school = [&](const Timetable& timetable, Time at) {
        return query.school.empty() || school_of(timetable, at, registry) == query.school;
    };
    const Time until = query.until == end_of_time ? query.from + timetables_ahead : query.until;
    for (Time midnight = china_midnight(query.from); midnight < until; midnight += std::chrono::days{1}) {
        const auto weekday = school_weekday(china_date(midnight), registry);
        if (!weekday) continue;
        for (const Versioned<Timetable>* row : timetables) {
            const Time leaves_at = midnight + row->value.leaves_at;
            if (leaves_at < query.from || leaves_at >= until || !names(row->value, query)) continue;
            if (has_run(*row, {midnight, *weekday}, registry) && is_of_school(row->value, leaves_at))
                found.push_back({leaves_at, row->value.code, row, nullptr});
        }
    }
}

bool is_wanted(const Departure& run, const RunQuery& query) {
    return (query.cancelled || run.status == DepartureStatus::planned) &&
           (query.school.empty() || run.school == query.school);
}

void find_of_departures(const RunQuery& query, const Registry& registry, std::vector<Found>& found) {
    for (const auto* row : leaving(departures_for(query, registry), query.from, query.until))
        if (is_wanted(row->value, query) && names(row->value, query))
            found.push_back({row->value.leaves_at, row->value.code, nullptr, row});
}

// As it would be if nobody had taken it over.
std::optional<Run> whole_run(std::string_view code, const Registry& registry) {
    if (const auto* row = registry.departure_by_code(code)) return *row;
    const auto slash = code.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto day = parse_date(code.substr(slash + 1));
    const auto weekday = day ? school_weekday(*day, registry) : std::nullopt;
    if (!weekday) return std::nullopt;
    const auto of_code = code.substr(0, slash);
    const Time midnight = china_midnight(*day);
    const auto by_code = registry.timetables();
    const auto code_of = [](const Versioned<Timetable>* row) -> std::string_view { return row->value.code; };
    for (auto row = std::ranges::lower_bound(by_code, of_code, {}, code_of);
         row != by_code.end() && code_of(*row) == of_code; ++row)
        if (has_run(**row, {midnight, *weekday}, registry)) return run_on(**row, midnight, registry);
    return std::nullopt;
}

// One for each who serves it, by time. A relief by the vehicle that serves it already is none.
std::vector<Run> parts_of(Run run, const Registry& registry) {
    const auto reliefs = registry.reliefs_of_run(run.value.code);
    std::vector<Run> parts;
    parts.reserve(1 + reliefs.size());
    parts.push_back(std::move(run));
    for (const auto* relief : reliefs) {
        Departure& before = parts.back().value;
        if (relief->value.vehicle == before.vehicle) continue;
        before.part.until = relief->valid_from;
        Run part = parts.back();
        part.value.part.relieved = before.vehicle;
        part.value.part.from = relief->valid_from;
        part.value.part.until = end_of_time;
        part.value.vehicle = relief->value.vehicle;
        part.value.driver = relief->value.driver;
        part.value.escort = relief->value.escort;
        part.value.seats =
            seats_in(part.value.vehicle, !part.value.escort.empty(), relief->valid_from, registry);
        const bool never_set_out = before.part.until <= before.leaves_at - sets_out_before;
        if (never_set_out) part.value.part.relieved = {};
        if (never_set_out) parts.pop_back();
        parts.push_back(std::move(part));
    }
    return parts;
}

bool names_a_server(const RunQuery& query) {
    return query.vehicle || !query.driver.empty() || !query.escort.empty();
}

bool relieves(const Versioned<Relief>& row, const RunQuery& query) {
    const Relief& relief = row.value;
    return (!query.vehicle || relief.vehicle == *query.vehicle) &&
           (query.driver.empty() || relief.driver == query.driver) &&
           (query.escort.empty() || relief.escort == query.escort);
}

// Those that only a relief makes the server's who is asked for.
void find_taken_over(const RunQuery& query, const Registry& registry, std::vector<Run>& runs) {
    const auto look_at = [&](const Versioned<Relief>& row) {
        if (!relieves(row, query)) return;
        auto whole = whole_run(row.value.run, registry);
        if (!whole || !is_wanted(whole->value, query) || names(whole->value, query)) return;
        const Departure& run = whole->value;
        const bool of_line = query.line.empty() || run.line == query.line;
        const bool known =
            std::ranges::any_of(runs, [&](const Run& each) { return each.value.code == run.code; });
        if (of_line && !known && query.from <= run.leaves_at && run.leaves_at < query.until)
            runs.push_back(std::move(*whole));
    };
    if (query.vehicle)
        for (const auto* row : registry.reliefs_by(*query.vehicle)) look_at(*row);
    else
        for (const auto& row : registry.rows().reliefs) look_at(row);
}

// The part of each that is asked for.
std::vector<Run> parts_asked_for(std::vector<Run> runs, const RunQuery& query, const Registry& registry) {
    if (registry.rows().reliefs.empty()) return runs;
    std::vector<Run> parts;
    parts.reserve(runs.size());
    for (Run& run : runs) {
        auto all = parts_of(std::move(run), registry);
        if (!names_a_server(query)) {
            const auto first = query.every_part ? all.begin() : std::prev(all.end());
            std::move(first, all.end(), std::back_inserter(parts));
            continue;
        }
        if (query.vehicle) {
            std::ranges::copy_if(all, std::back_inserter(parts),
                                 [&](const Run& part) { return names(part.value, query); });
            continue;
        }
        // A crew that changes over with the pupils has the run once.
        const auto own = std::ranges::find_if(all.rbegin(), all.rend(),
                                              [&](const Run& part) { return names(part.value, query); });
        if (own != all.rend()) parts.push_back(std::move(*own));
    }
    return parts;
}

}  // namespace

const PublicDay* public_day(std::chrono::year_month_day day, const Registry& registry) {
    const auto& days = registry.rows().public_days;
    const auto found = std::ranges::find(days, day, [](const auto& row) { return row.value.on; });
    return found == days.end() ? nullptr : &found->value;
}

std::vector<Run> find_runs(const RunQuery& query, const Registry& registry) {
    std::vector<Found> found;
    find_of_timetables(query, registry, found);
    find_of_departures(query, registry, found);
    std::ranges::sort(found, {}, [](const Found& each) { return std::tie(each.leaves_at, each.code); });
    std::vector<Run> runs;
    runs.reserve(found.size());
    for (const Found& each : found)
        runs.push_back(each.departure != nullptr
                           ? *each.departure
                           : run_on(*each.timetable, china_midnight(each.leaves_at), registry));
    if (names_a_server(query)) {
        find_taken_over(query, registry, runs);
        std::ranges::stable_sort(
            runs, {}, [](const Run& run) { return std::tie(run.value.leaves_at, run.value.code); });
    }
    return parts_asked_for(std::move(runs), query, registry);
}

std::optional<Run> run_by_code(std::string_view code, const Registry& registry) {
    auto whole = whole_run(code, registry);
    if (!whole) return std::nullopt;
    return std::move(parts_of(std::move(*whole), registry).back());
}

std::optional<Run> run_as_published(std::string_view code, const Registry& registry) {
    return whole_run(code, registry);
}

std::vector<VehicleId> servers_of(std::string_view code, const Registry& registry) {
    std::vector<VehicleId> servers;
    auto whole = whole_run(code, registry);
    if (!whole) return servers;
    const VehicleId first = whole->value.vehicle;
    for (const Run& part : parts_of(std::move(*whole), registry)) servers.push_back(part.value.vehicle);
    if (std::ranges::find(servers, first) == servers.end()) servers.push_back(first);
    return servers;
}

bool is_school_day(std::chrono::year_month_day day, const Registry& registry) {
    constexpr char friday = '5';
    const auto weekday = school_weekday(day, registry);
    return weekday && *weekday <= friday;
}

bool timetables_go_on(std::chrono::year_month_day day, const Registry& registry) {
    const auto weekday = school_weekday(day, registry);
    return weekday && std::ranges::any_of(registry.timetables(), [&](const auto* row) {
               return has_run(*row, {china_midnight(day), *weekday}, registry);
           });
}

bool shares_line(const Departure& run, const Registry& registry) {
    const Time midnight = china_midnight(run.leaves_at);
    const RunQuery of_day{.from = midnight, .until = midnight + std::chrono::days{1}, .line = run.line};
    return std::ranges::any_of(find_runs(of_day, registry), [&](const Run& other) {
        return other.value.direction == run.direction && other.value.code != run.code;
    });
}

}  // namespace husong::registry
