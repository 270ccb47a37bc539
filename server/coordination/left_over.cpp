#include "server/coordination/left_over.hpp"

#include "server/coordination/relief_search.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace husong::coordination {

namespace {

bool is_left_over(const Run& run) { return !run.vehicle && run.riders > 0; }

std::set<Day> days_with(const Plan& plan, const auto& is_meant) {
    std::set<Day> days;
    for (const PlannedLeg& leg : plan.legs)
        if (std::ranges::any_of(leg.runs, is_meant)) days.insert(leg.at.on);
    return days;
}

OneDay day_of(Day on, const Plan& plan, const Case& question) {
    return {question, plan, Breakdown{{}, {on, Minutes{0}}, std::nullopt}};
}

// Whether no gate has more vehicles in a quarter hour than it lets through.
bool gates_hold(Day on, const Plan& plan, const Case& question) {
    constexpr Minutes quarter{15};
    return std::ranges::all_of(plan.legs, [&](const PlannedLeg& leg) {
        if (leg.at.on != on) return true;
        std::vector<Minutes> times;
        for (const Run& run : leg.runs)
            if (run.vehicle) times.push_back(run.at_gate);
        std::ranges::sort(times);
        const auto most =
            static_cast<std::size_t>(question.schools[question.breaks[leg.of].school].gate_per_quarter);
        for (std::size_t i = most; i < times.size(); ++i)
            if (times[i] < times[i - most] + quarter) return false;
        return true;
    });
}

// One after the other: who cannot be served keeps nobody else from it.
Plan served_on(Day on, const Plan& plan, const Case& question, const std::function<bool()>& is_over) {
    OneDay day = day_of(on, plan, question);
    ReliefSearch search;
    const std::size_t planned = day.runs().size();
    for (std::size_t number = 0; number < planned; ++number) {
        if (!is_left_over(day.runs()[number].run) || is_over()) continue;
        const std::array open{number};
        auto served = search.serve_giving_way(day, open, Means::other_times);
        if (served && gates_hold(on, served->plan(), question)) day = std::move(*served);
    }
    return day.plan();
}

}  // namespace

void serve_left_over(Plan& plan, const Case& question, const std::function<bool()>& is_over) {
    for (const Day on : days_with(plan, is_left_over))
        if (!is_over()) plan = served_on(on, plan, question, is_over);
    plan.unserved = 0;
    for (const PlannedLeg& leg : plan.legs)
        for (const Run& run : leg.runs)
            if (!run.vehicle) plan.unserved += run.riders;
    plan.peak_vehicles = peak_of(plan, question);
}

void take_from_unfit(Plan& plan, const Case& question) {
    for (const Day on : days_with(plan, [](const Run& run) { return run.vehicle.has_value(); })) {
        OneDay day = day_of(on, plan, question);
        for (std::size_t number = 0; number < day.runs().size(); ++number) {
            const auto vehicle = day.runs()[number].run.vehicle;
            if (!vehicle) continue;
            const Minutes at_gate = day.runs()[number].run.at_gate;
            day.take(number);
            const auto wanted = day.wanted(day.runs()[number], OneDay::Until::own_time);
            if (day.earliest(*vehicle, wanted) == at_gate) day.put(number, *vehicle, at_gate);
        }
        plan = day.plan();
    }
}

}  // namespace husong::coordination
