#include "server/coordination/left_over.hpp"

#include "server/coordination/relief_search.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace husong::coordination {

namespace {

bool is_left_over(const Run& run) { return !run.vehicle && run.riders > 0; }

std::set<Day> days_of_left_over(const Plan& plan) {
    std::set<Day> days;
    for (const PlannedLeg& leg : plan.legs)
        if (std::ranges::any_of(leg.runs, is_left_over)) days.insert(leg.at.on);
    return days;
}

// One after the other: who cannot be served keeps nobody else from it.
Plan served_on(Day on, const Plan& plan, const Case& question) {
    OneDay day{question, plan, Breakdown{{}, {on, Minutes{0}}, std::nullopt}};
    ReliefSearch search;
    const std::size_t planned = day.runs().size();
    for (std::size_t number = 0; number < planned; ++number) {
        if (!is_left_over(day.runs()[number].run)) continue;
        const std::array open{number};
        if (auto served = search.serve_giving_way(day, open, Means::other_times)) day = std::move(*served);
    }
    return day.plan();
}

}  // namespace

void serve_left_over(Plan& plan, const Case& question) {
    for (const Day on : days_of_left_over(plan)) plan = served_on(on, plan, question);
    plan.unserved = 0;
    for (const PlannedLeg& leg : plan.legs)
        for (const Run& run : leg.runs)
            if (!run.vehicle) plan.unserved += run.riders;
    plan.peak_vehicles = peak_of(plan, question);
}

}  // namespace husong::coordination
