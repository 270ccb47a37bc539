#include "server/solver/coordinate.hpp"

#include "server/coordination/left_over.hpp"
#include "server/coordination/movement.hpp"
#include "server/solver/rounds.hpp"
#include "server/solver/smooth.hpp"
#include "server/solver/stopwatch.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

namespace husong::solver {

using coordination::Case;
using coordination::Choices;
using coordination::Day;
using coordination::LegKey;
using coordination::Option;
using coordination::Plan;
using coordination::StageResult;
using coordination::Way;

namespace {

constexpr double rounding = 1e-6;
constexpr double next_whole = 0.999;  // so near to the bound a whole number is the best
constexpr double worth_trying = 0.1;  // seconds
using Breaks = std::vector<std::size_t>;

int rounded_up(double bound) { return static_cast<int>(std::ceil(bound - rounding)); }

const Option& option_of(const Round& round, const Chosen& chosen, std::size_t leg) {
    return round.legs[leg].options[chosen[leg]];
}

Taken with(Taken taken, const Round& round, const Chosen& chosen) {
    for (std::size_t leg = 0; leg < round.legs.size(); ++leg) taken.add(option_of(round, chosen, leg));
    return taken;
}

std::string text_of(LegKey leg, const Case& question) {
    const auto& of = question.breaks[leg.of];
    return question.schools[of.school].code + " break " + std::to_string(of.number) +
           (leg.way == Way::home ? " home" : " back");
}

// The term, stage by stage.
class Term {
public:
    Term(const Case& question, const Effort& effort)
        : question_{question},
          effort_{effort},
          choices_{question},
          taken_{choices_},
          decisions_{question},
          weeks_{weeks_of(question)} {}

    Result<Plan> coordinate() {
        if (const auto school = school_without_vehicle())
            return Error{ErrorCode::conflict, *school + ": no vehicle may carry its pupils"};
        if (const auto bounded = bound_peak(); !bounded) return bounded.error();
        if (const auto placed = place_all(); !placed) return placed.error();
        lower_peak();
        come_near_wishes();
        keep_published();
        return serve_everybody();
    }

private:
    [[nodiscard]] double seconds_left() const { return effort_.seconds - watch_.seconds(); }
    // For one of the searches that are still to come.
    [[nodiscard]] Patience patience() const {
        constexpr double share = 0.25;
        return within(effort_.patience, seconds_left() * share);
    }
    // Without what the movement may need at the end.
    [[nodiscard]] double seconds_for_dates() const {
        constexpr double for_movement = 0.15;
        return seconds_left() - for_movement * effort_.seconds;
    }

    // A school with riders for whom there are no runs, in whatever vehicle.
    [[nodiscard]] std::optional<std::string> school_without_vehicle() const {
        for (const auto& line : question_.lines) {
            const bool rides =
                std::ranges::any_of(line.places, [](const auto& place) { return place.riders > 0; });
            if (rides && choices_.runs(line.school, 0).empty()) return question_.schools[line.school].code;
        }
        return std::nullopt;
    }

    // Each week alone: no term has a lower peak than the worst of them.
    Result<> bound_peak() {
        std::optional<Round> decisive;
        double worst = -1;
        for (const Breaks& week : weeks_) {
            Round round = make_round(choices_, week, nullptr);
            if (const auto leg = leg_without_option(round)) return no_option(*leg);
            const double share = std::max(worth_trying, std::min(effort_.decisive, seconds_left() / 2));
            const Task task{Aim::peak, std::nullopt, std::nullopt, {share, 0}};
            const auto relaxed = relax_round(round, choices_, task);
            if (relaxed.status == MixedProgram::Status::infeasible) return too_little(round);
            if (relaxed.bound <= worst) continue;
            worst = relaxed.bound;
            decisive = std::move(round);
        }
        if (!decisive) return {};
        peak_.bound = aim_ = rounded_up(worst);
        return solve_decisive(*decisive);
    }

    Result<> solve_decisive(const Round& round) {
        const auto start = low_start(round, static_cast<int>(peak_.bound));
        const Task task{Aim::peak, std::nullopt, std::nullopt, {effort_.decisive, next_whole}};
        const auto solved = solve_round(round, taken_, choices_, task, start.value_or(Chosen{}));
        if (solved.status == MixedProgram::Status::infeasible) return too_little(round);
        if (solved.bound > peak_.bound) peak_.bound = rounded_up(solved.bound);
        if (solved.chosen.empty()) return {};
        aim_ = std::max(static_cast<int>(peak_.bound), with(taken_, round, solved.chosen).peak());
        for (std::size_t leg = 0; leg < round.legs.size(); ++leg)
            decisive_.emplace(round.legs[leg].key, option_of(round, solved.chosen, leg));
        return {};
    }

    // Week after week, below the peak that is aimed at where that can be.
    Result<> place_all() {
        for (const Breaks& week : weeks_)
            for (const Breaks& breaks : one_of_a_school(week, question_)) {
                const Round round = make_round(choices_, breaks, &decisions_);
                if (const auto leg = leg_without_option(round)) return no_option(*leg);
                auto chosen = decided_in_advance(round);
                if (!chosen) chosen = low_start(round, aim_);
                if (!chosen) {
                    const Task task{Aim::peak,
                                    std::nullopt,
                                    std::nullopt,
                                    {std::max(1.0, seconds_left() / 4), next_whole}};
                    const auto solved = solve_round(round, taken_, choices_, task, {});
                    if (solved.status == MixedProgram::Status::infeasible) return too_little(round);
                    if (solved.chosen.empty()) return too_late(round);
                    chosen = solved.chosen;
                }
                settle(round, *chosen);
            }
        return {};
    }

    // Found by moving about; none: not everybody finds a seat and a post one after the other.
    std::optional<Chosen> low_start(const Round& round, int target) const {
        auto placed = place_greedily(round, taken_, target);
        if (!placed) return placed;
        return smooth(round, taken_, *placed, target, patience());
    }

    std::optional<Chosen> decided_in_advance(const Round& round) const {
        Chosen chosen;
        for (const RoundLeg& leg : round.legs) {
            const auto known = decisive_.find(leg.key);
            if (known == decisive_.end()) return std::nullopt;
            const auto same = place_in(leg, known->second);
            if (!same) return std::nullopt;
            chosen.push_back(*same);
        }
        return chosen;
    }

    static std::optional<std::size_t> place_in(const RoundLeg& leg, const Option& option) {
        const auto same = std::ranges::find_if(leg.options, [&](const Option& other) {
            return other.at == option.at && other.packing == option.packing;
        });
        if (same == leg.options.end()) return std::nullopt;
        return static_cast<std::size_t>(same - leg.options.begin());
    }

    // The days of the peak are decided again, together with what is near them, as long as that lowers it.
    void lower_peak() {
        std::set<std::pair<Day, int>> tried;
        int around = 0;
        while (taken_.peak() > peak_.bound && seconds_left() > effort_.seconds / 3) {
            const int before = taken_.peak();
            const Day day =
                question_.first + std::chrono::days{taken_.peak_quarter() / coordination::quarters_in_day};
            constexpr int widest = 4;
            while (tried.contains({day, around})) ++around;
            if (around > widest) break;
            tried.insert({day, around});
            decide_again(breaks_near(day, std::chrono::days{around}, question_),
                         {Aim::peak,
                          std::nullopt,
                          std::nullopt,
                          {std::min(effort_.decisive / 2, seconds_left() / 2), next_whole}});
            if (taken_.peak() < before) {
                tried.clear();
                around = 0;
            }
        }
        aim_ = taken_.peak();
        peak_.value = aim_;
        peak_.seconds = watch_.seconds();
    }

    // These breaks anew, with all others as they are; what was stays where nothing better is found.
    void decide_again(const Breaks& breaks, const Task& task) {
        for_each_leg(breaks, [&](const Option& option) { taken_.add(option, -1); });
        const Round round = make_round(choices_, breaks, &decisions_);
        const auto now = chosen_now(round);
        if (!now) {  // a neighbour has moved: nothing of what it leaves is what was chosen
            for_each_leg(breaks, [&](const Option& option) { taken_.add(option); });
            return;
        }
        const bool low = task.aim == Aim::peak;
        const Chosen start =
            low ? smooth(round, taken_, *now, static_cast<int>(peak_.bound), effort_.patience) : *now;
        if (low && is_better(round, start, *now, task.aim)) return settle(round, start);
        Task bounded = task;
        if (task.aim == Aim::changes) bounded.most_cost = weighted_cost(round, *now) + rounding;
        const auto solved = solve_round(round, taken_, choices_, bounded, start);
        const bool better = !solved.chosen.empty() && is_better(round, solved.chosen, *now, task.aim);
        settle(round, better ? solved.chosen : *now);
    }

    std::optional<Chosen> chosen_now(const Round& round) const {
        Chosen chosen;
        for (const RoundLeg& leg : round.legs) {
            const auto place = place_in(leg, *decisions_.of(leg.key));
            if (!place) return std::nullopt;
            chosen.push_back(*place);
        }
        return chosen;
    }

    // By its aim, without making worse what comes before it.
    [[nodiscard]] bool is_better(const Round& round, const Chosen& found, const Chosen& now, Aim aim) const {
        const auto quarters = quarters_of(round);
        const int peak = with(taken_, round, found).peak_of(quarters);
        const int peak_now = with(taken_, round, now).peak_of(quarters);
        if (aim == Aim::peak) return peak < peak_now;
        if (peak > std::max(aim_, peak_now)) return false;
        const double more = weighted_cost(round, found) - weighted_cost(round, now);
        if (aim == Aim::distance) return more < 0;
        return more <= rounding && changes_of(round, found) < changes_of(round, now);
    }

    static int changes_of(const Round& round, const Chosen& chosen) {
        int changes = 0;
        for (std::size_t leg = 0; leg < chosen.size(); ++leg)
            changes += option_of(round, chosen, leg).changes ? 1 : 0;
        return changes;
    }

    void come_near_wishes() {
        const double began = watch_.seconds();
        constexpr double good_enough = 0.25;
        for (std::size_t i = 0; i < weeks_.size(); ++i) {
            const double share = seconds_for_dates() / static_cast<double>(weeks_.size() - i);
            if (share < worth_trying) break;  // what is not bounded has the bound 0
            const Task alone{Aim::distance, aim_, std::nullopt, {share, 0}};
            distance_.bound += relax_round(make_round(choices_, weeks_[i], nullptr), choices_, alone).bound;
            for (const Breaks& breaks : one_of_a_school(weeks_[i], question_))
                decide_again(breaks, {Aim::distance, aim_, std::nullopt, {share, good_enough}});
        }
        distance_.seconds = watch_.seconds() - began;
    }

    // Of what is published, where it costs nobody anything.
    void keep_published() {
        const double began = watch_.seconds();
        for (std::size_t i = 0; i < weeks_.size(); ++i) {
            int changes = 0;
            for_each_leg(weeks_[i], [&](const Option& option) { changes += option.changes ? 1 : 0; });
            const double share = seconds_for_dates() / static_cast<double>(weeks_.size() - i);
            if (changes == 0 || share < worth_trying) continue;
            for (const Breaks& breaks : one_of_a_school(weeks_[i], question_))
                decide_again(breaks, {Aim::changes, aim_, std::nullopt, {share, 0}});
        }
        changes_.seconds = watch_.seconds() - began;
    }

    template <class Act>
    void for_each_leg(std::span<const std::size_t> breaks, Act act) const {
        for (const std::size_t of : breaks)
            for (const Way way : coordination::both_ways)
                if (const auto& option = decisions_.of({of, way})) act(*option);
    }

    void settle(const Round& round, const Chosen& chosen) {
        taken_ = with(std::move(taken_), round, chosen);
        for (std::size_t leg = 0; leg < round.legs.size(); ++leg)
            decisions_.decide(round.legs[leg].key, option_of(round, chosen, leg));
    }

    // The dates do not count empty ways between schools. Where a run finds no vehicle for them, one is kept
    // free at its time, and what is near is decided again.
    Plan serve_everybody() {
        const double began = watch_.seconds();
        Plan best = answer();
        double longest_turn = watch_.seconds() - began;
        keep_vehicles_free(best);
        while (best.unserved > 0 && seconds_left() > longest_turn) {
            const double turn_began = watch_.seconds();
            Plan plan = answer();
            keep_vehicles_free(plan);
            if (plan.unserved < best.unserved) best = std::move(plan);
            longest_turn = std::max(longest_turn, watch_.seconds() - turn_began);
        }
        const double until = std::max(1.0, 1.1 * effort_.seconds);
        if (best.unserved > 0) serve_left_over(best, question_, [&] { return watch_.seconds() > until; });
        best.stages[0].value = best.unserved;
        best.stages[1].value = best.peak_vehicles;
        best.stages[0].seconds = watch_.seconds() - began;
        return best;
    }

    // At the times of runs without one; then the days near are decided again.
    void keep_vehicles_free(const Plan& plan) {
        std::set<Day> days;
        for (const auto& leg : plan.legs)
            for (const auto& run : leg.runs) {
                if (run.vehicle || run.riders == 0) continue;
                const auto quarters = choices_.quarters_in_use(run, leg.way, leg.at.on);
                taken_.keep_free(choices_.kind_of(run), quarters.first, quarters.second);
                days.insert(leg.at.on);
            }
        for (const Day day : days)
            if (seconds_left() > worth_trying)
                make_room(day, seconds_left() / 2 / static_cast<double>(days.size()));
    }

    // With fewer vehicles to be had than before; what was stays where nothing else is found.
    void make_room(Day day, double seconds) {
        const Breaks breaks = breaks_near(day, std::chrono::days{0}, question_);
        for_each_leg(breaks, [&](const Option& option) { taken_.add(option, -1); });
        const Round round = make_round(choices_, breaks, &decisions_);
        constexpr double good_enough = 1;
        const double enough = std::max(worth_trying, std::min(effort_.decisive / 2, seconds));
        const Task task{Aim::distance, aim_, std::nullopt, {enough, good_enough}};
        const auto start = place_greedily(round, taken_, aim_);
        const auto solved = start ? solve_round(round, taken_, choices_, task, *start) : RoundSolution{};
        if (solved.chosen.empty())
            for_each_leg(breaks, [&](const Option& option) { taken_.add(option); });
        else
            settle(round, solved.chosen);
    }

    // By what is decided so far.
    Plan answer() {
        Plan plan;
        distance_.value = changes_.value = 0;
        for (std::size_t of = 0; of < question_.breaks.size(); ++of)
            for (const Way way : coordination::both_ways)
                if (const auto& option = decisions_.of({of, way})) {
                    plan.legs.push_back(
                        {of, way, option->at, choices_.timed_runs({of, way}, option->at, option->packing)});
                    distance_.value += cost_of(*option);
                    changes_.value += option->changes ? 1 : 0;
                }
        plan.peak_vehicles = taken_.peak();
        coordination::assign_vehicles(plan, question_);
        plan.stages = {StageResult{"unserved", static_cast<double>(plan.unserved), 0, 0}, peak_, distance_,
                       changes_};
        return plan;
    }

    Error no_option(LegKey leg) const {
        return {ErrorCode::conflict, text_of(leg, question_) + ": no day and time is left"};
    }
    // By one leg of it: a school and a break.
    Error too_little(const Round& round) const {
        return {ErrorCode::conflict, "the week of " + text_of(round.legs.front().key, question_) +
                                         ": not enough vehicles, gates or police posts for all schools"};
    }
    Error too_late(const Round& round) const {
        return {ErrorCode::unavailable, "the week of " + text_of(round.legs.front().key, question_) +
                                            ": no plan was found in the time; give it more"};
    }

    const Case& question_;
    Effort effort_;
    Stopwatch watch_;
    Choices choices_;
    Taken taken_;
    Decisions decisions_;
    std::vector<Breaks> weeks_;
    std::map<LegKey, Option> decisive_;
    int aim_ = 0;  // vehicles in use at once
    StageResult peak_{"peak", 0, 0, 0}, distance_{"distance", 0, 0, 0}, changes_{"changes", 0, 0, 0};
};

}  // namespace

Result<Plan> coordinate(const Case& question, const Effort& effort) {
    return Term{question, effort}.coordinate();
}

}  // namespace husong::solver
