#include "server/solver/coordinate.hpp"

#include "server/coordination/movement.hpp"
#include "server/solver/rounds.hpp"
#include "server/solver/smooth.hpp"

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
using Breaks = std::vector<std::size_t>;

class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

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
        if (const auto bounded = bound_peak(); !bounded) return bounded.error();
        if (const auto placed = place_all(); !placed) return placed.error();
        lower_peak();
        come_near_wishes();
        keep_published();
        return answer();
    }

private:
    [[nodiscard]] double seconds_left() const { return effort_.seconds - watch_.seconds(); }

    // Each week alone: no term has a lower peak than the worst of them.
    Result<> bound_peak() {
        std::optional<Round> decisive;
        double worst = -1;
        for (const Breaks& week : weeks_) {
            Round round = make_round(choices_, week, nullptr);
            if (const auto leg = leg_without_option(round)) return no_option(*leg);
            const auto bound = relaxed_bound(round, choices_, {});
            if (!bound) return too_little();
            if (*bound <= worst) continue;
            worst = *bound;
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
        if (solved.status == MixedProgram::Status::infeasible) return too_little();
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
                    if (solved.chosen.empty()) return too_little();
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
        return smooth(round, taken_, *placed, target, effort_.patience);
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
        const auto solved = solve_round(round, taken_, choices_, task, start);
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
        double cost = 0;
        for (std::size_t leg = 0; leg < round.legs.size(); ++leg)
            cost += round.legs[leg].weight *
                    (cost_of(option_of(round, found, leg)) - cost_of(option_of(round, now, leg)));
        return peak <= std::max(aim_, peak_now) && cost < 0;
    }

    void come_near_wishes() {
        const double began = watch_.seconds();
        constexpr double good_enough = 0.25;
        for (std::size_t i = 0; i < weeks_.size(); ++i) {
            const Task alone{Aim::distance, aim_, std::nullopt, {}};
            distance_.bound +=
                relaxed_bound(make_round(choices_, weeks_[i], nullptr), choices_, alone).value_or(0);
            for (const Breaks& breaks : one_of_a_school(weeks_[i], question_)) {
                const double seconds = std::max(0.5, seconds_left() / static_cast<double>(weeks_.size() - i));
                decide_again(breaks, {Aim::distance, aim_, std::nullopt, {seconds, good_enough}});
            }
        }
        for (const Breaks& week : weeks_)
            for_each_leg(week, [&](const Option& option) { distance_.value += cost_of(option); });
        distance_.seconds = watch_.seconds() - began;
    }

    void keep_published() {
        const double began = watch_.seconds();
        for (const Breaks& week : weeks_)
            for_each_leg(week, [&](const Option& option) { changes_.value += option.changes ? 1 : 0; });
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

    Plan answer() {
        Plan plan;
        for (std::size_t of = 0; of < question_.breaks.size(); ++of)
            for (const Way way : coordination::both_ways)
                if (const auto& option = decisions_.of({of, way}))
                    plan.legs.push_back(
                        {of, way, option->at, choices_.timed_runs({of, way}, option->at, option->packing)});
        plan.peak_vehicles = taken_.peak();
        coordination::assign_vehicles(plan, question_);
        plan.stages = {StageResult{"unserved", static_cast<double>(plan.unserved), 0, 0}, peak_, distance_,
                       changes_};
        return plan;
    }

    Error no_option(LegKey leg) const {
        return {ErrorCode::conflict, text_of(leg, question_) + ": no day and time is left"};
    }
    static Error too_little() { return {ErrorCode::conflict, "a week has too few seats or posts"}; }

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
