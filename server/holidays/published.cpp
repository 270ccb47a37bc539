#include "server/holidays/published.hpp"

#include "server/gate/words.hpp"
#include "server/holidays/plan.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::holidays {

namespace {

using registry::Departure;
using registry::Direction;
using registry::Registry;
using registry::Versioned;
using std::chrono::year_month_day;
using tracking::GateActKind;

template <class T>
std::string name_of(const Versioned<T>* row, const std::string& code) {
    return row ? row->value.name : code;
}
template <class T>
std::string family_name_of(const Versioned<T>* row) {
    return row ? gate::family_name_zh(row->value.name) : "";
}

void add_stops(Published& run, const Registry& registry) {
    const Departure& departure = run.departure;
    const auto* school = registry.school_by_code(departure.school, departure.leaves_at);
    if (!school) return;
    const auto stops = registry.stops_of(departure.line, departure.leaves_at);
    run.stops = tracking::plan_trip(departure, school->value, stops, {}).places;
    if (run.stops.empty()) return;
    run.ends_at = run.stops.back().due;
    const auto gate = departure.direction == Direction::home ? run.stops.begin() : run.stops.end() - 1;
    run.at_school = gate->due;
    run.stops.erase(gate);
}

Published told_of(const Departure& departure, const Registry& registry) {
    const Time at = departure.leaves_at;
    Published run;
    run.departure = departure;
    run.school = name_of(registry.school_by_code(departure.school, at), departure.school);
    run.line = name_of(registry.line_by_code(departure.line, at), departure.line);
    if (const auto* plate = registry.plate_of(departure.vehicle)) run.plate = *plate;
    run.driver = family_name_of(registry.driver_by_code(departure.driver, at));
    run.escort = family_name_of(registry.escort_by_code(departure.escort, at));
    run.at_school = run.ends_at = at;
    add_stops(run, registry);
    if (departure.status == registry::DepartureStatus::cancelled) run.state = RunState::cancelled;
    if (departure.part.until != end_of_time) {
        run.state = RunState::taken_over;
        run.state_at = departure.part.until;
    }
    return run;
}

void tell_gates(std::vector<Published>& runs, std::span<const tracking::GateAct> acts) {
    std::map<std::string_view, Published*> by_code;
    for (Published& run : runs)
        if (run.state == RunState::planned) by_code[run.departure.code] = &run;
    for (const tracking::GateAct* act : tracking::standing(acts)) {
        const auto found = by_code.find(act->departure);
        const bool of_relieved = found != by_code.end() && found->second->departure.part.relieved &&
                                 act->vehicle != found->second->departure.vehicle;
        if (found == by_code.end() || of_relieved) continue;
        Published& run = *found->second;
        const bool released = act->kind == GateActKind::released;
        // Whoever counts sees that it is there.
        const bool came = act->kind == GateActKind::arrived ||
                          (act->kind == GateActKind::counted && run.state == RunState::planned);
        if (!released && (!came || run.state == RunState::released)) continue;
        run.state = released ? RunState::released : RunState::at_gate;
        run.released = released;
        run.state_at = act->at;
    }
}

}  // namespace

std::vector<Published> published_on(const Registry& registry, year_month_day day,
                                    std::span<const tracking::GateAct> acts, Time now) {
    const Time begin = china_midnight(day);
    const registry::RunQuery of_day{.from = begin, .until = begin + std::chrono::days{1}, .cancelled = true};
    return published(registry::find_runs(of_day, registry), registry, acts, now);
}

std::vector<Published> published(std::span<const registry::Run> runs, const Registry& registry,
                                 std::span<const tracking::GateAct> acts, Time now) {
    std::vector<Published> all;
    all.reserve(runs.size());
    for (const registry::Run& run : runs) all.push_back(told_of(run.value, registry));
    tell_gates(all, acts);
    for (Published& run : all)
        if (run.state == RunState::planned && run.ends_at < now) run.state = RunState::past;
    std::stable_sort(all.begin(), all.end(), [](const Published& a, const Published& b) {
        return std::tie(a.departure.leaves_at, a.departure.school, a.departure.line) <
               std::tie(b.departure.leaves_at, b.departure.school, b.departure.line);
    });
    return all;
}

DaySums sums_of(std::span<const Published> runs) {
    DaySums sums;
    for (const Published& run : runs) {
        if (run.state == RunState::taken_over) continue;  // who took it over has it
        ++(run.state == RunState::cancelled ? sums.cancelled : sums.planned);
        if (run.state == RunState::at_gate) ++sums.at_gate;
        if (run.released) ++sums.released;
    }
    return sums;
}

std::vector<NoticeDay> notice_of(const Registry& registry, std::string_view school, year_month_day from,
                                 Time now) {
    std::map<year_month_day, NoticeDay> days;
    const auto day_on = [&](year_month_day on) -> NoticeDay& {
        NoticeDay& day = days[on];
        day.on = on;
        return day;
    };
    for (int i = 0; i < notice_days; ++i) {
        const year_month_day on = days_after(from, i);
        if (const auto* holiday = public_day(registry, on, now)) day_on(on).public_day = holiday;
    }
    const Time begin = china_midnight(from);
    for (const auto* row : registry.departures_between(begin, begin + std::chrono::days{notice_days}))
        if (row->value.school == school)
            day_on(china_date(row->value.leaves_at)).runs.push_back(told_of(row->value, registry));
    std::vector<NoticeDay> notice;
    notice.reserve(days.size());
    for (auto& [on, day] : days) notice.push_back(std::move(day));
    return notice;
}

}  // namespace husong::holidays
