// Legs that have a day and time, and vehicles on it, as the dates count them, and that no vehicles can serve
// all the same: for their empty ways, their drivers' hours or what else they are awaited for.
#include "server/coordination/plan.hpp"
#include "server/solver/case_edits.hpp"
#include "server/solver/collisions.hpp"
#include "server/solver/in_time.hpp"
#include "server/solver/reliefs.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Plan;

namespace {

std::map<LegKey, WithoutVehicle> left_by(const Plan& plan) {
    std::map<LegKey, WithoutVehicle> left;
    for (const auto& leg : plan.legs)
        for (const auto& run : leg.runs) {
            if (run.vehicle || run.riders == 0) continue;
            const LegKey key{leg.of, leg.way};
            auto& its = left.try_emplace(key, WithoutVehicle{key, leg.at.on, 0}).first->second;
            its.riders += run.riders;
        }
    return left;
}

void add_schools(Explanation& made, const Case& question) {
    std::set<std::size_t> schools;
    for (const LegKey leg : made.legs) schools.insert(question.breaks[leg.of].school);
    made.schools = {schools.begin(), schools.end()};
}

class TogetherExplainer {
public:
    TogetherExplainer(const Case& question, const Deadline& deadline)
        : question_{question}, in_time_{question}, all_{all_legs(question)}, deadline_{deadline} {}

    // With the fewest others that cannot be served together with this one; none: they can, or it is not
    // known.
    std::optional<Collision> explain(LegKey leg) {
        const auto legs = few_with(leg);
        if (legs.empty()) return std::nullopt;
        Collision found{explanation_of(legs), {}};
        std::set<Day> days;
        for (const LegKey each : found.explanation.legs)
            for (const Day on : days_open_to(question_, each)) days.insert(on);
        for (const LegKey each : all_)
            if (std::ranges::any_of(days_open_to(question_, each), [&](Day on) { return days.contains(on); }))
                found.scope.push_back(each);
        return found;
    }

private:
    using Legs = std::vector<LegKey>;

    // Those that can be on its days only: others can make way.
    [[nodiscard]] Legs beside(LegKey leg) {
        const auto& its = in_time_.days_served(leg);
        Legs legs;
        for (const LegKey other : all_) {
            if (other == leg || deadline_.is_over()) continue;
            const auto first = days_open_to(question_, other);
            if (first.empty() || std::ranges::find(its, first.front()) == its.end()) continue;
            const auto& days = in_time_.days_served(other);
            if (!days.empty() && std::ranges::includes(its, days)) legs.push_back(other);
        }
        return legs;
    }

    [[nodiscard]] Legs few_with(LegKey leg) {
        if (in_time_.can_serve(std::array{leg}) == Answer::no) return {leg};
        auto others = beside(leg);
        for (const LegKey other : others) {
            if (deadline_.is_over()) return {};
            if (in_time_.can_serve(std::array{leg, other}) == Answer::no) return {other, leg};
        }
        constexpr std::size_t most_together = 24;
        if (others.size() < 2 || others.size() > most_together) return {};
        others.push_back(leg);
        if (in_time_.can_serve(others) != Answer::no) return {};
        shrink(others, [&](const Legs& rest) { return answer_of(in_time_, rest); });
        return others;
    }

    // What vehicles cannot do is proven, that there is a plan is seen by planning.
    static Answer answer_of(InTime& in_time, const Legs& legs) {
        return in_time.can_serve(legs) == Answer::no ? Answer::no : Answer::unknown;
    }
    [[nodiscard]] Answer answer_of(const Case& changed, const Legs& legs) const {
        if (legs.empty()) return Answer::yes;
        InTime in_time{changed};
        const Answer answer = answer_of(in_time, legs);
        return answer != Answer::no && has_plan(only_legs(changed, legs)) ? Answer::yes : answer;
    }

    Explanation explanation_of(Legs legs) {
        Explanation made;
        made.kind = Impossible::too_few_in_time;
        made.minimal = shrink(legs, [&](const Legs& rest) { return answer_of(question_, rest); });
        std::ranges::sort(legs, {}, [&](LegKey leg) { return std::pair{days_of(leg_of(leg)).first, leg}; });
        made.legs = legs;
        add_schools(made, question_);
        for (const LegKey leg : legs) made.pupils += pupils_of(question_, question_.breaks[leg.of].school);
        made.vehicles = in_time_.vehicles_for(legs);
        add_reasons(made);
        add_pins(made);
        return made;
    }

    void add_reasons(Explanation& made) const {
        const std::vector<Rule> all{Rule::awaited, Rule::driving_hours, Rule::empty_way};
        std::vector<Rule> kept = all;
        made.minimal &= shrink(kept, [&](const std::vector<Rule>& rest) {
            Case changed = question_;
            for (const Rule rule : all)
                if (std::ranges::find(rest, rule) == rest.end()) lift(changed, made.legs.front(), rule);
            return answer_of(changed, made.legs);
        });
        std::set<Day> days;
        for (const LegKey leg : made.legs)
            for (const Day on : days_open_to(question_, leg)) days.insert(on);
        for (const Rule rule : kept) made.reasons.push_back({rule, {days.begin(), days.end()}});
        if (std::ranges::find(kept, Rule::empty_way) != kept.end()) add_empty_way(made);
    }

    // One after the other: the shortest between any of their runs.
    void add_empty_way(Explanation& made) const {
        if (made.legs.size() != 2) return;
        const auto trips_of_leg = [&](LegKey leg) {
            return trips_of(question_, leg, days_open_to(question_, leg).front());
        };
        for (const Trip& one : trips_of_leg(made.legs[0]))
            for (const Trip& other : trips_of_leg(made.legs[1]))
                for (const Minutes empty :
                     {empty_way(one.duty, other.duty, question_), empty_way(other.duty, one.duty, question_)})
                    made.empty_way = std::min(made.empty_way.value_or(empty), empty);
    }

    void add_pins(Explanation& made) const {
        Legs pins;
        for (const LegKey leg : made.legs)
            if (leg_of(leg).pinned) pins.push_back(leg);
        if (pins.empty()) return;
        const Legs all = pins;
        // Of one that is kept it is not said that there is a plan without it.
        shrink(pins, [&](const Legs& kept) {
            Case unpinned = question_;
            for (const LegKey leg : all)
                if (std::ranges::find(kept, leg) == kept.end()) lift(unpinned, leg, Rule::pin);
            InTime in_time{unpinned};
            return answer_of(in_time, made.legs);
        });
        made.pins = pins;
    }

    [[nodiscard]] const coordination::Leg& leg_of(LegKey leg) const {
        return *question_.breaks[leg.of].leg(leg.way);
    }

    const Case& question_;
    InTime in_time_;
    Legs all_;
    const Deadline& deadline_;
};

}  // namespace

std::optional<Explanation> explain_reach(const Case& question, LegKey leg) {
    const InTime in_time{question};
    if (std::ranges::any_of(days_open_to(question, leg),
                            [&](Day on) { return !in_time.out_of_reach(leg, on); }))
        return std::nullopt;
    Explanation made;
    made.kind = Impossible::no_vehicle_in_time;
    made.legs = {leg};
    add_schools(made, question);
    made.pupils = pupils_of(question, made.schools.front());
    std::set<Day> days;  // on which all else leaves it a time
    for (const auto& option : Choices{question}.options(leg)) days.insert(option.at.on);
    std::map<Rule, std::vector<Day>> reasons;
    for (const Day on : days) {
        OutOfReach found = *in_time.out_of_reach(leg, on);
        if (found.too_long > 0) reasons[Rule::driving_hours].push_back(on);
        if (found.elsewhere + found.busy > 0) reasons[Rule::awaited].push_back(on);
        const auto same = std::ranges::find_if(made.out_of_reach, [&](const OutOfReach& other) {
            found.days = other.days;
            return found == other;
        });
        if (same == made.out_of_reach.end()) {
            found.days = {on};
            made.out_of_reach.push_back(found);
        } else {
            same->days.push_back(on);
        }
    }
    for (const auto& [rule, on] : reasons) made.reasons.push_back({rule, on});
    return made;
}

std::vector<Collision> explain_movement(const Case& question, const Plan& plan, const Deadline& deadline) {
    std::vector<Collision> found;
    std::set<LegKey> told;
    const auto left = left_by(plan);
    for (const auto& [leg, riders] : left)
        if (auto alone = explain_reach(question, leg)) {
            found.push_back({std::move(*alone), legs_of_school(question, question.breaks[leg.of].school)});
            told.insert(leg);
        }
    TogetherExplainer together{question, deadline};
    for (const auto& [leg, riders] : left) {
        if (told.contains(leg) || deadline.is_over()) continue;
        auto collision = together.explain(leg);
        if (!collision) continue;
        told.insert(collision->explanation.legs.begin(), collision->explanation.legs.end());
        found.push_back(std::move(*collision));
    }
    leave_each_other_out(found);
    return found;
}

Collision without_vehicle(const Case& question, const Plan& plan) {
    Collision found;
    found.explanation.kind = Impossible::not_proven;
    found.explanation.minimal = false;
    for (const auto& [leg, riders] : left_by(plan)) {
        found.explanation.legs.push_back(leg);
        found.explanation.without.push_back(riders);
    }
    std::ranges::stable_sort(found.explanation.without, {}, &WithoutVehicle::on);
    add_schools(found.explanation, question);
    found.explanation.pupils = plan.unserved;
    found.scope = all_legs(question);  // who is left may be left for any of them
    return found;
}

}  // namespace husong::solver
