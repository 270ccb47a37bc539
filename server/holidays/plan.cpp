#include "server/holidays/plan.hpp"

#include "server/registry/runs.hpp"

#include <map>
#include <set>
#include <tuple>

namespace husong::holidays {

namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using registry::Registry;
using std::chrono::year_month_day;
using Rows = std::map<std::string, SchoolRow, std::less<>>;

// Adds each departure to its school's day and to the day; knows which vehicles it has counted.
class Counter {
public:
    void count(const Departure& departure, std::size_t day, SchoolDay& school, PlanDay& county) {
        if (departure.status == DepartureStatus::cancelled) {
            ++school.cancelled;
            ++county.cancelled;
            return;
        }
        const bool home = departure.direction == Direction::home;
        add(departure, home ? school.home : school.to_school, {day, home, departure.school});
        add(departure, home ? county.home : county.to_school, {day, home, ""});
    }

private:
    using Where = std::tuple<std::size_t, bool, std::string>;

    void add(const Departure& departure, Runs& runs, Where where) {
        runs.seats += departure.seats;
        if (seen_.emplace(std::move(where), departure.vehicle.value).second) ++runs.vehicles;
    }

    std::set<std::pair<Where, std::int64_t>> seen_;
};

SchoolRow& row_of(Rows& rows, const Registry& registry, const std::string& code, Time at) {
    const auto [row, made] = rows.try_emplace(code);
    if (!made) return row->second;
    const auto* school = registry.school_by_code(code, at);
    row->second = {code, school ? school->value.name : code, 0, std::vector<SchoolDay>(plan_days)};
    return row->second;
}

void add_boarders(Rows& rows, const Registry& registry, Time now) {
    for (const auto& boarders : registry.rows().boarders)
        if (boarders.valid_at(now))
            row_of(rows, registry, boarders.value.school, now).boarders += boarders.value.pupils;
}

}  // namespace

year_month_day days_after(year_month_day day, int days) {
    return std::chrono::sys_days{day} + std::chrono::days{days};
}

year_month_day monday_of(year_month_day day) {
    const std::chrono::sys_days at{day};
    return at - (std::chrono::weekday{at} - std::chrono::Monday);
}

const registry::PublicDay* public_day(const Registry& registry, year_month_day day, Time now) {
    for (const auto& row : registry.rows().public_days)
        if (row.value.on == day && row.valid_at(now) && row.value.kind != "plain") return &row.value;
    return nullptr;
}

Plan make_plan(const Registry& registry, year_month_day from, Time now) {
    Plan plan;
    for (int i = 0; i < plan_days; ++i) {
        const year_month_day day = days_after(from, i);
        plan.days.push_back(
            {day, {}, {}, 0, public_day(registry, day, now), registry::timetables_go_on(day, registry)});
    }
    const Time begin = china_midnight(from);
    const Time end = begin + std::chrono::days{plan_days};
    Rows rows;
    add_boarders(rows, registry, now);
    Counter counter;
    for (const auto* row : registry.departures_between(begin, end_of_time)) {
        const Departure& departure = row->value;
        if (departure.leaves_at >= end) {
            if (departure.status == DepartureStatus::cancelled) continue;
            plan.next = china_date(departure.leaves_at);
            break;
        }
        const auto day = static_cast<std::size_t>((departure.leaves_at - begin) / std::chrono::days{1});
        SchoolRow& school = row_of(rows, registry, departure.school, departure.leaves_at);
        counter.count(departure, day, school.days.at(day), plan.days.at(day));
    }
    for (auto& [code, row] : rows) plan.schools.push_back(std::move(row));
    return plan;
}

}  // namespace husong::holidays
