#include "server/solver/coordinate.hpp"
#include "server/solver/rounds.hpp"

#include <algorithm>
#include <numeric>

namespace husong::solver {

using coordination::Case;
using coordination::Choices;
using coordination::LegKey;
using coordination::Option;
using coordination::Plan;
using coordination::Way;

namespace {

std::vector<LegKey> legs_of(const Case& question) {
    std::vector<LegKey> legs;
    for (std::size_t i = 0; i < question.breaks.size(); ++i)
        for (const Way way : coordination::both_ways)
            if (question.breaks[i].leg(way)) legs.push_back({i, way});
    return legs;
}

int riders_of(const Case& question, LegKey leg) {
    int riders = 0;
    for (const auto& line : question.lines)
        if (line.school == question.breaks[leg.of].school)
            for (const auto& place : line.places) riders += place.riders;
    return riders;
}

void plan_leg(Plan& plan, Taken& taken, const Choices& choices, LegKey leg, const Option& option) {
    plan.legs.push_back({leg.of, leg.way, option.at, choices.timed_runs(leg, option.at, option.packing)});
    taken.add(option);
}

}  // namespace

Plan as_wished(const Case& question) {
    const Choices choices{question};
    Taken taken{choices};
    Plan plan;
    for (const LegKey leg : legs_of(question)) {
        const auto wish = question.breaks[leg.of].leg(leg.way)->wish;
        plan_leg(plan, taken, choices, leg, choices.option_at(leg, wish, 0));
    }
    plan.peak_vehicles = taken.peak();
    return plan;
}

Plan first_fit(const Case& question) {
    const Choices choices{question};
    Taken taken{choices};
    Plan plan;
    auto legs = legs_of(question);
    std::ranges::stable_sort(legs, std::ranges::greater{},
                             [&](LegKey leg) { return riders_of(question, leg); });
    for (const LegKey leg : legs) {
        auto options = choices.options(leg);
        std::ranges::stable_sort(options, {}, &Option::distance);
        const auto fit =
            std::ranges::find_if(options, [&](const Option& option) { return taken.fits(option); });
        if (fit == options.end())
            plan.unserved += riders_of(question, leg);
        else
            plan_leg(plan, taken, choices, leg, *fit);
    }
    plan.peak_vehicles = taken.peak();
    return plan;
}

}  // namespace husong::solver
