#include "server/solver/collisions.hpp"

#include "server/solver/case_edits.hpp"
#include "server/solver/reliefs.hpp"
#include "server/solver/room.hpp"
#include "server/solver/rounds.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Choices;
using coordination::LegKey;

namespace {

class Finder {
public:
    Finder(const Case& question, const Deadline& deadline) : question_{question}, deadline_{deadline} {}

    std::vector<Collision> find() {
        const auto all = all_legs(question_);
        live_ = {all.begin(), all.end()};
        find_alone();
        for (std::size_t school = 0; school < question_.schools.size(); ++school) find_days(school);
        find_room(1);
        if (found_.empty()) find_room(2);
        leave_each_other_out(found_);
        return std::move(found_);
    }

private:
    [[nodiscard]] std::vector<LegKey> live() const { return {live_.begin(), live_.end()}; }

    void add(Explanation explanation, std::vector<LegKey> scope, std::span<const LegKey> settled) {
        for (const LegKey leg : settled) live_.erase(leg);
        found_.push_back({std::move(explanation), std::move(scope)});
    }

    void find_alone() {
        const Choices choices{question_};
        std::set<std::size_t> without;
        for (std::size_t school = 0; school < question_.schools.size(); ++school) {
            const auto legs = legs_of_school(question_, school);
            const int riders = pupils_of(question_, school);
            if (riders == 0 || !choices.runs(school, 0).empty()) continue;
            without.insert(school);
            Explanation none;
            none.kind = Impossible::no_vehicle;
            none.legs = legs;
            none.schools = {school};
            none.pupils = riders;
            add(std::move(none), legs, legs);
        }
        for (const LegKey leg : live()) {
            const std::size_t school = question_.breaks[leg.of].school;
            if (without.contains(school)) continue;
            auto alone = choices.options(leg).empty() ? std::optional{explain_moment(question_, leg)}
                                                      : explain_reach(question_, leg);
            if (alone) add(std::move(*alone), legs_of_school(question_, school), std::array{leg});
        }
    }

    void find_days(std::size_t school) {
        auto legs = live();
        std::erase_if(legs, [&](LegKey leg) { return question_.breaks[leg.of].school != school; });
        if (legs.empty()) return;
        auto found = explain_days(only_legs(question_, legs, true), school);
        if (!found) return;
        const std::size_t last = found->legs.empty() ? legs.back().of : found->legs.back().of;
        std::vector<LegKey> settled;  // what comes after cannot be reckoned without it
        for (const LegKey leg : legs)
            if (leg.of >= last) settled.push_back(leg);
        add(std::move(*found), legs, settled);
    }

    // In so many weeks at once.
    void find_room(std::size_t weeks_at_once) {
        const Case left = only_legs(question_, live(), true);
        const auto weeks = weeks_of(left);
        for (std::size_t i = 0; i + weeks_at_once <= weeks.size(); ++i) {
            std::vector<std::size_t> breaks;
            for (std::size_t week = i; week < i + weeks_at_once; ++week)
                breaks.insert(breaks.end(), weeks[week].begin(), weeks[week].end());
            const auto legs = legs_of_breaks(left, breaks);
            std::ranges::move(explain_room(left, legs, deadline_), std::back_inserter(found_));
        }
    }

    const Case& question_;
    const Deadline& deadline_;
    std::set<LegKey> live_;
    std::vector<Collision> found_;
};

bool holds(std::span<const LegKey> legs, LegKey leg) { return std::ranges::find(legs, leg) != legs.end(); }

}  // namespace

void leave_each_other_out(std::vector<Collision>& collisions) {
    for (Collision& one : collisions) {
        one.explanation.beside = collisions.size() - 1;
        for (const Collision& other : collisions)
            if (&one != &other)
                std::erase_if(one.scope, [&](LegKey leg) {
                    return holds(other.explanation.legs, leg) && !holds(one.explanation.legs, leg);
                });
    }
}

std::vector<Collision> collisions_of(const Case& question, const Deadline& deadline) {
    return Finder{question, deadline}.find();
}

Collision without_proof(const Case& question, const Deadline& deadline) {
    const auto has_plan_for = [&](const std::vector<LegKey>& legs) {
        if (deadline.is_over()) return Answer::unknown;
        return is_accepted(only_legs(question, legs, true)) ? Answer::yes : Answer::no;
    };
    // Whole schools, then whole breaks, the last ones first: what comes before is rarely what is wanting.
    std::vector<std::size_t> schools(question.schools.size());
    std::iota(schools.begin(), schools.end(), std::size_t{0});
    const auto legs_of_schools = [&](const std::vector<std::size_t>& kept) {
        std::vector<LegKey> legs;
        for (const std::size_t school : kept)
            std::ranges::copy(legs_of_school(question, school), std::back_inserter(legs));
        return legs;
    };
    shrink(schools, [&](const auto& rest) { return has_plan_for(legs_of_schools(rest)); });
    std::set<std::size_t, std::greater<>> all;
    for (const LegKey leg : legs_of_schools(schools)) all.insert(leg.of);
    std::vector<std::size_t> breaks{all.begin(), all.end()};
    shrink(breaks, [&](const auto& rest) { return has_plan_for(legs_of_breaks(question, rest)); });
    std::ranges::sort(breaks);
    Collision found;
    found.explanation.kind = Impossible::not_proven;
    found.explanation.minimal = false;
    found.explanation.legs = legs_of_breaks(question, breaks);
    std::set<std::size_t> left;
    for (const std::size_t of : breaks) left.insert(question.breaks[of].school);
    found.explanation.schools = {left.begin(), left.end()};
    for (const std::size_t school : left) found.explanation.pupils += pupils_of(question, school);
    found.scope = legs_of_schools(found.explanation.schools);
    return found;
}

}  // namespace husong::solver
