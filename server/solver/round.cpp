#include "server/solver/round.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

namespace husong::solver {

namespace {

using coordination::Choices;
using coordination::Day;
using coordination::Option;
using coordination::Use;

// The round as a program: a column for each option, rows as they are first needed.
class RoundProgram {
public:
    RoundProgram(const Round& round, const Taken& before, const Choices& choices, const Task& task)
        : round_{round}, before_{before}, choices_{choices}, task_{task} {
        if (task.aim == Aim::peak) peak_ = program_.add_column({1, 0, unbounded, true});
        for (const RoundLeg& leg : round.legs) note_most(leg);
        for (const RoundLeg& leg : round.legs) add_leg(leg);
        for (const RoundBreak& of : round.breaks)
            if (of.home && of.back) tie_days(of);
        if (task.most_cost) keep_cost(*task.most_cost);
    }

    [[nodiscard]] const MixedProgram& program() const { return program_; }

    [[nodiscard]] std::vector<int> start_of(const Chosen& chosen) const {
        std::vector<int> on;
        for (std::size_t leg = 0; leg < chosen.size(); ++leg) on.push_back(columns_[leg][chosen[leg]]);
        return on;
    }

    [[nodiscard]] Chosen chosen_of(const MixedProgram::Solution& solution) const {
        Chosen chosen;
        for (const auto& columns : columns_) {
            const auto on = std::ranges::max_element(
                columns, {}, [&](int column) { return solution.columns[static_cast<std::size_t>(column)]; });
            chosen.push_back(static_cast<std::size_t>(on - columns.begin()));
        }
        return chosen;
    }

private:
    // What all legs together can take at most: where that is to be had, no row is needed.
    void note_most(const RoundLeg& leg) {
        std::map<std::pair<std::size_t, int>, int> most;
        std::map<int, int> posts;
        for (const Option& option : leg.options) {
            std::map<std::pair<std::size_t, int>, int> uses;
            for (const Use& use : option.uses)
                for (std::size_t set = 0; set < choices_.shared().size(); ++set)
                    if (choices_.shared()[set].kinds[use.kind]) uses[{set, use.quarter}] += use.vehicles;
            for (const auto& [where, vehicles] : uses) most[where] = std::max(most[where], vehicles);
            for (int q = option.first_quarter; q <= option.last_quarter; ++q) posts[q] = 1;
        }
        for (const auto& [where, vehicles] : most) most_shared_[where] += vehicles;
        for (const auto& [quarter, one] : posts) most_posts_[quarter] += one;
    }
    [[nodiscard]] bool may_lack(std::size_t set, int quarter) const {
        const int left = choices_.shared()[set].vehicles_at(quarter) - before_.shared(set, quarter);
        return most_shared_.at({set, quarter}) > left;
    }
    [[nodiscard]] bool may_lack_posts(int quarter) const {
        return most_posts_.at(quarter) > choices_.posts(quarter) - before_.posts(quarter);
    }

    void add_leg(const RoundLeg& leg) {
        const int choose = program_.add_row(1, 1);
        auto& columns = columns_.emplace_back();
        for (const Option& option : leg.options) {
            const int column = program_.add_column({cost(leg, option), 0, 1, true});
            columns.push_back(column);
            program_.put(choose, column, 1);
            put_uses(option, column);
            for (int q = option.first_quarter; q <= option.last_quarter; ++q)
                if (may_lack_posts(q)) program_.put(post_row(q), column, 1);
        }
    }

    [[nodiscard]] double cost(const RoundLeg& leg, const Option& option) const {
        switch (task_.aim) {
            case Aim::peak: return 0;
            case Aim::distance: return leg.weight * cost_of(option);
            case Aim::changes: return option.changes ? 1 : 0;
        }
        return 0;
    }

    void put_uses(const Option& option, int column) {
        if (peak_ || task_.most_vehicles)
            for (const Use& use : option.uses) program_.put(all_row(use.quarter), column, use.vehicles);
        for (std::size_t set = 0; set < choices_.shared().size(); ++set)
            for (const Use& use : option.uses)
                if (choices_.shared()[set].kinds[use.kind] && may_lack(set, use.quarter))
                    program_.put(shared_row(set, use.quarter), column, use.vehicles);
    }

    int all_row(int quarter) {
        const auto [row, made] = all_rows_.try_emplace(quarter, 0);
        if (!made) return row->second;
        const double taken = before_.vehicles(quarter);
        if (peak_) {
            row->second = program_.add_row(-unbounded, -taken);
            program_.put(row->second, *peak_, -1);
        } else {
            row->second = program_.add_row(-unbounded, *task_.most_vehicles - taken);
        }
        return row->second;
    }

    int shared_row(std::size_t set, int quarter) {
        const auto [row, made] = shared_rows_.try_emplace({set, quarter}, 0);
        if (made)
            row->second = program_.add_row(
                -unbounded, choices_.shared()[set].vehicles_at(quarter) - before_.shared(set, quarter));
        return row->second;
    }

    int post_row(int quarter) {
        const auto [row, made] = post_rows_.try_emplace(quarter, 0);
        if (made)
            row->second = program_.add_row(-unbounded, choices_.posts(quarter) - before_.posts(quarter));
        return row->second;
    }

    // The days of going home and coming back are one of the break's pairs.
    void tie_days(const RoundBreak& of) {
        std::map<Day, int> home_rows, back_rows;
        const auto tie = [&](std::size_t leg, std::map<Day, int>& rows) {
            for (std::size_t i = 0; i < round_.legs[leg].options.size(); ++i) {
                const auto [row, made] = rows.try_emplace(round_.legs[leg].options[i].at.on, 0);
                if (made) row->second = program_.add_row(0, 0);
                program_.put(row->second, columns_[leg][i], 1);
            }
        };
        tie(*of.home, home_rows);
        tie(*of.back, back_rows);
        for (const DayPair& pair : of.pairs) {
            const auto home = home_rows.find(pair.home), back = back_rows.find(pair.back);
            if (home == home_rows.end() || back == back_rows.end()) continue;
            const int column = program_.add_column({0, 0, 1, false});
            program_.put(home->second, column, -1);
            program_.put(back->second, column, -1);
        }
    }

    void keep_cost(double most) {
        const int row = program_.add_row(-unbounded, most);
        for (std::size_t leg = 0; leg < round_.legs.size(); ++leg)
            for (std::size_t i = 0; i < round_.legs[leg].options.size(); ++i)
                program_.put(row, columns_[leg][i],
                             round_.legs[leg].weight * cost_of(round_.legs[leg].options[i]));
    }

    const Round& round_;
    const Taken& before_;
    const Choices& choices_;
    const Task& task_;
    MixedProgram program_;
    std::optional<int> peak_;                // column
    std::vector<std::vector<int>> columns_;  // by leg and option
    std::map<int, int> all_rows_, post_rows_;
    std::map<std::pair<std::size_t, int>, int> shared_rows_;
    std::map<std::pair<std::size_t, int>, int> most_shared_;
    std::map<int, int> most_posts_;
};

int vehicles_of(const RoundLeg& leg) {
    int most = 0;
    for (const Option& option : leg.options) {
        int sum = 0;
        for (const Use& use : option.uses) sum += use.vehicles;
        most = std::max(most, sum);
    }
    return most;
}

bool may_go_with(const Round& round, const Chosen& chosen, const std::vector<bool>& placed, std::size_t leg,
                 const Option& option) {
    for (const RoundBreak& of : round.breaks) {
        if (!of.home || !of.back || (*of.home != leg && *of.back != leg)) continue;
        const bool home = *of.home == leg;
        const std::size_t other = home ? *of.back : *of.home;
        const Day day = option.at.on;
        return std::ranges::any_of(of.pairs, [&](const DayPair& pair) {
            if ((home ? pair.home : pair.back) != day) return false;
            return !placed[other] ||
                   (home ? pair.back : pair.home) == round.legs[other].options[chosen[other]].at.on;
        });
    }
    return true;
}

}  // namespace

std::vector<int> quarters_of(const Round& round) {
    std::set<int> quarters;
    for (const RoundLeg& leg : round.legs)
        for (const Option& option : leg.options)
            for (const Use& use : option.uses) quarters.insert(use.quarter);
    return {quarters.begin(), quarters.end()};
}

double cost_of(const Option& option) {
    constexpr double convex_hours = 16;
    return option.distance + option.distance * option.distance / convex_hours;
}

RoundSolution solve_round(const Round& round, const Taken& before, const Choices& choices, const Task& task,
                          const Chosen& start) {
    const RoundProgram laid_out{round, before, choices, task};
    const auto solution = laid_out.program().solve(task.limits, laid_out.start_of(start));
    RoundSolution found{solution.status, solution.bound, {}};
    if (solution.found()) found.chosen = laid_out.chosen_of(solution);
    return found;
}

RoundSolution relax_round(const Round& round, const Choices& choices, const Task& task) {
    const Taken nothing{choices};
    const auto solution = RoundProgram{round, nothing, choices, task}.program().relaxed(task.limits.seconds);
    return {solution.status, std::max(0.0, solution.bound), {}};
}

double weighted_cost(const Round& round, const Chosen& chosen) {
    double cost = 0;
    for (std::size_t leg = 0; leg < round.legs.size(); ++leg)
        cost += round.legs[leg].weight * cost_of(round.legs[leg].options[chosen[leg]]);
    return cost;
}

std::optional<Chosen> place_greedily(const Round& round, Taken taken, std::optional<int> most_vehicles) {
    std::vector<std::size_t> order(round.legs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t leg) { return vehicles_of(round.legs[leg]); });
    Chosen chosen(round.legs.size(), 0);
    std::vector<bool> placed(round.legs.size(), false);
    for (const std::size_t leg : order) {
        std::optional<std::tuple<int, bool, double, std::size_t>> best;
        for (std::size_t i = 0; i < round.legs[leg].options.size(); ++i) {
            const Option& option = round.legs[leg].options[i];
            if (!may_go_with(round, chosen, placed, leg, option) || !taken.fits(option)) continue;
            const int over = std::max(0, taken.peak_with(option) - most_vehicles.value_or(0));
            const std::tuple candidate{over, option.changes, option.distance, i};
            if (!best || candidate < *best) best = candidate;
        }
        if (!best) return std::nullopt;
        chosen[leg] = std::get<3>(*best);
        placed[leg] = true;
        taken.add(round.legs[leg].options[chosen[leg]]);
    }
    return chosen;
}

}  // namespace husong::solver
