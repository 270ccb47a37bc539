#include "server/registry/runs.hpp"

#include <algorithm>
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

int seats_of(const Timetable& timetable, Time at, const Registry& registry) {
    const auto* vehicle = registry.vehicle(timetable.vehicle, at);
    if (vehicle == nullptr) return 0;
    if (vehicle->value.approved_pupils) return *vehicle->value.approved_pupils;
    return std::max(0, vehicle->value.approved_persons - (timetable.escort.empty() ? 1 : 2));
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
    run.seats = seats_of(timetable, run.leaves_at, registry);
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

void find_of_departures(const RunQuery& query, const Registry& registry, std::vector<Found>& found) {
    for (const auto* row : leaving(departures_for(query, registry), query.from, query.until)) {
        const Departure& run = row->value;
        const bool wanted = query.cancelled || run.status == DepartureStatus::planned;
        if (wanted && names(run, query) && (query.school.empty() || run.school == query.school))
            found.push_back({run.leaves_at, run.code, nullptr, row});
    }
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
    return runs;
}

std::optional<Run> run_by_code(std::string_view code, const Registry& registry) {
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
