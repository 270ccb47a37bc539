#include "server/solver/explain.hpp"

#include "server/solver/case_edits.hpp"
#include "server/solver/collisions.hpp"
#include "server/solver/coordinate.hpp"
#include "server/solver/reliefs.hpp"

#include <algorithm>

namespace husong::solver {

using coordination::Case;

std::vector<Explanation> explain(const Case& question, double seconds, coordination::Day today) {
    const Deadline all{seconds};
    constexpr Effort quick{0, 1, {20'000, 2}};
    constexpr double to_plan = 0.3, decisive = 0.2;
    const Effort longer{seconds * to_plan, seconds * to_plan * decisive, {}};
    auto plan = coordinate(question, quick);
    if (!plan && plan.error().code == ErrorCode::unavailable)  // neither a plan nor a proof
        plan = coordinate(question, longer);
    if (plan && plan->unserved == 0) return {Explanation{}};
    constexpr double to_find = 0.5;  // the rest to free
    const Deadline search{all.left() * to_find};
    auto collisions = plan ? explain_movement(question, *plan, search) : collisions_of(question, search);
    if (collisions.empty() && plan) {
        const auto better = coordinate(question, longer);
        if (better && better->unserved == 0) return {Explanation{}};
        const bool fewer = better && better->unserved < plan->unserved;
        collisions.push_back(without_vehicle(question, fewer ? *better : *plan));
    }
    if (collisions.empty()) collisions.push_back(without_proof(question, Deadline{all.left() * to_find}));
    std::vector<Explanation> explanations;
    for (std::size_t i = 0; i < collisions.size(); ++i) {
        const Deadline share{all.left() / static_cast<double>(collisions.size() - i)};
        add_reliefs(collisions[i], question, share, today);
        explanations.push_back(std::move(collisions[i].explanation));
    }
    return explanations;
}

namespace {

constexpr std::array rule_names{"gate",          "night",         "latest",       "earliest",  "weekday",
                                "forbidden",     "first_holiday", "closed",       "dusk",      "pin",
                                "most_on_days",  "least_on_days", "break_length", "rest_owed", "awaited",
                                "driving_hours", "empty_way"};
constexpr std::array impossible_names{"nothing",   "no_vehicle",         "no_moment",       "days",
                                      "resources", "no_vehicle_in_time", "too_few_in_time", "not_proven"};

}  // namespace

std::string_view rule_name(Rule rule) { return rule_names[static_cast<std::size_t>(rule)]; }
std::string_view impossible_name(Impossible kind) { return impossible_names[static_cast<std::size_t>(kind)]; }

}  // namespace husong::solver
