#include "server/coordination/legs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace husong::coordination {

namespace {

constexpr Minutes quarter{15};
constexpr std::size_t packings_kept = 2;  // by the largest suitable vehicles, and by the next smaller ones
constexpr std::size_t sizes_kept = 4;

int weekday_of(Day day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - 1; }

bool is_closed(const CalendarDay& day, const std::string& school) {
    return std::ranges::find(day.closed, school) != day.closed.end();
}

double distance_between(const Moment& a, const Moment& b) {
    const double days = std::abs(static_cast<double>((a.on - b.on).count()));
    const double hours = std::abs(static_cast<double>((a.at - b.at).count())) / 60;
    return days * hours_a_day + hours;
}

// The clock times that a leg may take, by the school's rule.
std::vector<Minutes> times_of(const School& school, Way way, const Leg& leg, const Rules& rules) {
    const Minutes earliest = way == Way::home ? school.earliest_home : school.earliest_back;
    const Minutes latest = way == Way::home ? school.latest_home : school.latest_back;
    std::set<Minutes> times;
    const auto first = (earliest + rules.option_every - Minutes{1}) / rules.option_every;
    for (Minutes at = rules.option_every * first; at <= latest; at += rules.option_every) times.insert(at);
    if (leg.wish.at >= earliest && leg.wish.at <= latest) times.insert(leg.wish.at);
    if (leg.published && leg.published->at >= earliest && leg.published->at <= latest)
        times.insert(leg.published->at);
    if (leg.pinned) times = {leg.pinned->at};
    return {times.begin(), times.end()};
}

// Whether all runs keep the day: down before dusk, there before it is too late, not out in the night.
bool keep_the_day(std::span<const Run> runs, Way way, const School& school, const CalendarDay& day,
                  const Rules& rules) {
    return std::ranges::all_of(runs, [&](const Run& run) {
        if (way == Way::home) return run.at_gate + run.way <= day.dusk;
        return run.at_gate <= school.latest_back && in_use(run, way, rules).from >= rules.first_way;
    });
}

}  // namespace

std::vector<Day> days_open_to(const Case& question, LegKey key) {
    const Break& of = question.breaks[key.of];
    const School& school = question.schools[of.school];
    const Leg& leg = *of.leg(key.way);
    std::vector<Day> open;
    const int shift = leg.pinned ? 0 : leg.shift_days;
    const Day middle = leg.pinned ? leg.pinned->on : leg.wish.on;
    for (int away = -shift; away <= shift; ++away) {
        const Day day = middle + std::chrono::days{away};
        if (!question.holds(day) || is_closed(question.day(day), school.code)) continue;
        if (key.way == Way::home && (school.home_weekdays >> weekday_of(day) & 1) == 0) continue;
        if (key.way == Way::back && question.day(day).no_return) continue;
        if (std::ranges::find(leg.forbidden, day) != leg.forbidden.end()) continue;
        open.push_back(day);
    }
    return open;
}

bool is_on(const Busy& busy, Day day) {
    return busy.on ? *busy.on == day : (busy.weekdays >> weekday_of(day) & 1) != 0;
}

bool is_busy(const Vehicle& vehicle, Day day, const Span& span) {
    return std::ranges::any_of(vehicle.busy, [&](const Busy& busy) {
        return is_on(busy, day) && busy.from < span.until && span.from < busy.until;
    });
}

Span in_use(const Run& run, Way way, const Rules& rules) {
    if (way == Way::home) return {run.at_gate, run.at_gate + 2 * run.way + rules.turn};
    const Minutes out = run.stand ? run.stand->from_school : run.way;
    return {run.at_gate - 2 * out, run.at_gate + rules.turn};
}

Choices::Choices(const Case& question)
    : question_{question}, classes_{vehicle_classes(question.vehicles, sizes_kept)} {
    pack();
    share();
}

void Choices::pack() {
    for (std::size_t school = 0; school < question_.schools.size(); ++school) {
        auto& packings = packed_.emplace_back();
        for (std::size_t choice = 0; choice < packings_kept; ++choice) {
            auto runs = pack_school(question_, school, choice, classes_);
            if (runs.empty()) break;
            for (const Run& run : runs) {
                if (std::ranges::find(kinds_, kind_of(run)) == kinds_.end()) kinds_.push_back(kind_of(run));
            }
            packings.push_back(std::move(runs));
        }
        if (packings.empty()) packings.emplace_back();  // nobody rides, or nothing is suitable
    }
}

// Of Hall's condition for matching runs to vehicles only the unions of the kinds' sets of classes matter.
void Choices::share() {
    std::set<std::vector<bool>> unions;
    for (const Kind& kind : kinds_) {
        std::vector<bool> carriers;
        for (const VehicleClass& vehicles : classes_)
            carriers.push_back(carries(vehicles, kind.stages, kind.seats));
        std::set<std::vector<bool>> grown{carriers};
        for (const auto& known : unions) {
            std::vector<bool> both = known;
            for (std::size_t i = 0; i < both.size(); ++i) both[i] = both[i] || carriers[i];
            grown.insert(std::move(both));
        }
        unions.merge(grown);
    }
    for (const auto& within : unions) {
        Shared shared;
        for (const Kind& kind : kinds_) {
            bool inside = true;
            for (std::size_t i = 0; i < classes_.size(); ++i)
                inside = inside && (within[i] || !carries(classes_[i], kind.stages, kind.seats));
            shared.kinds.push_back(inside);
        }
        std::vector<const Vehicle*> members;
        for (const Vehicle& vehicle : question_.vehicles) {
            const auto of = class_of(vehicle, classes_);
            if (of && within[*of]) members.push_back(&vehicle);
        }
        for (std::size_t day = 0; day < question_.days.size(); ++day)
            for (int q = 0; q < quarters_in_day; ++q) {
                const Day on = question_.first + std::chrono::days{day};
                const auto free = std::ranges::count_if(members, [&](const Vehicle* vehicle) {
                    return !is_busy(*vehicle, on, {quarter * q, quarter * (q + 1)});
                });
                shared.vehicles.push_back(
                    static_cast<int>(free * (1'000 - question_.rules.spare_per_mille) / 1'000));
            }
        shared_.push_back(std::move(shared));
    }
}

const std::vector<Run>& Choices::runs(std::size_t school, std::size_t packing) const {
    return packed_[school][std::min(packing, packed_[school].size() - 1)];
}

std::pair<int, int> Choices::quarters_in_use(const Run& run, Way way, Day on) const {
    const int midnight = static_cast<int>((on - question_.first).count()) * quarters_in_day;
    const Span span = in_use(run, way, question_.rules);
    // Wishes may be beyond all bounds (option_at).
    const int first = std::max(0, midnight + static_cast<int>(span.from / quarter));
    const int last = midnight + static_cast<int>((span.until + quarter - Minutes{1}) / quarter) - 1;
    return {first, std::min(last, quarters() - 1)};
}

std::vector<Run> Choices::timed_runs(LegKey leg, const Moment& at, std::size_t packing) const {
    const std::size_t school = question_.breaks[leg.of].school;
    std::vector<Run> timed = runs(school, packing);
    for (std::size_t i = 0; i < timed.size(); ++i) {
        const auto turn = static_cast<int>(i) / std::max(1, question_.schools[school].gate_per_quarter);
        timed[i].at_gate = at.at + quarter * turn;
    }
    return timed;
}

std::vector<Option> Choices::options(LegKey leg) const {
    const Break& of = question_.breaks[leg.of];
    const School& school = question_.schools[of.school];
    const Leg& wanted = *of.leg(leg.way);
    std::vector<Option> options;
    for (const Day day : days_open_to(question_, leg))
        for (const Minutes at : times_of(school, leg.way, wanted, question_.rules))
            for (std::size_t packing = 0; packing < packings(of.school); ++packing) {
                const Moment moment{day, at};
                const auto timed = timed_runs(leg, moment, packing);
                if (!keep_the_day(timed, leg.way, school, question_.day(day), question_.rules)) continue;
                options.push_back(option_of(leg, moment, packing, timed));
            }
    return options;
}

Option Choices::option_of(LegKey leg, const Moment& at, std::size_t packing,
                          std::span<const Run> runs) const {
    const Break& of = question_.breaks[leg.of];
    const Leg& wanted = *of.leg(leg.way);
    const int midnight = static_cast<int>((at.on - question_.first).count()) * quarters_in_day;
    std::map<std::pair<int, std::size_t>, int> uses;
    Option option{at,
                  packing,
                  {},
                  midnight + static_cast<int>(at.at / quarter),
                  0,
                  distance_between(at, wanted.wish),
                  wanted.published && *wanted.published != at};
    option.last_quarter = option.first_quarter;
    for (const Run& run : runs) {
        const auto number =
            static_cast<std::size_t>(std::ranges::find(kinds_, kind_of(run)) - kinds_.begin());
        const auto [first, last] = quarters_in_use(run, leg.way, at.on);
        for (int q = first; q <= last; ++q) ++uses[{q, number}];
        const int at_gate = midnight + static_cast<int>(run.at_gate / quarter);
        option.last_quarter = std::max(option.last_quarter, std::min(at_gate, quarters() - 1));
    }
    for (const auto& [where, vehicles] : uses) option.uses.push_back({where.first, where.second, vehicles});
    return option;
}

}  // namespace husong::coordination
