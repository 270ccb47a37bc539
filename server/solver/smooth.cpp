#include "server/solver/smooth.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace husong::solver {

namespace {

using coordination::Option;
using coordination::Use;

// What each leg's day may go with.
class Ties {
public:
    explicit Ties(const Round& round) : partner_(round.legs.size()), pairs_(round.legs.size()) {
        for (const RoundBreak& of : round.breaks) {
            if (!of.home || !of.back) continue;
            partner_[*of.home] = *of.back;
            partner_[*of.back] = *of.home;
            for (const DayPair& pair : of.pairs) {
                pairs_[*of.home].insert(pair);
                pairs_[*of.back].insert({pair.back, pair.home});
            }
        }
    }
    [[nodiscard]] bool hold(const Round& round, const Chosen& chosen, std::size_t leg,
                            const Option& option) const {
        if (!partner_[leg]) return true;
        const std::size_t other = *partner_[leg];
        return pairs_[leg].contains({option.at.on, round.legs[other].options[chosen[other]].at.on});
    }

private:
    std::vector<std::optional<std::size_t>> partner_;
    std::vector<std::set<DayPair>> pairs_;  // own day first
};

// How far above the target the option's quarter hours are, squared.
double excess(const Taken& taken, const Option& option, int target) {
    double sum = 0;
    int quarter = -1;
    for (const Use& use : option.uses) {
        if (use.quarter == quarter) continue;
        quarter = use.quarter;
        const double over = std::max(0, taken.vehicles(quarter) - target);
        sum += over * over;
    }
    return sum;
}

bool is_over(const Patience& patience) { return std::chrono::steady_clock::now() >= patience.until; }

// One search for a peak of `target`.
class Search {
public:
    Search(const Round& round, const Ties& ties, const std::vector<int>& quarters, std::uint64_t seed)
        : round_{round}, ties_{ties}, quarters_{quarters}, random_{seed} {}

    // The lowest that was met.
    Chosen run(Taken taken, Chosen chosen, int target, const Patience& patience) {
        Chosen best = chosen;
        for (std::size_t leg = 0; leg < chosen.size(); ++leg)
            taken.add(round_.legs[leg].options[chosen[leg]]);
        int lowest = taken.peak_of(quarters_);
        for (int move = 0; move < patience.moves && lowest > target; ++move) {
            constexpr int looks_at_clock = 4'096;
            if (move % looks_at_clock == 0 && is_over(patience)) break;
            constexpr double hot = 30, cold = 0.3;  // of squared vehicles
            const double heat = hot * std::pow(cold / hot, static_cast<double>(move) / patience.moves);
            const std::size_t leg = below(round_.legs.size());
            const auto& options = round_.legs[leg].options;
            const std::size_t to = below(options.size());
            if (to == chosen[leg] || !ties_.hold(round_, chosen, leg, options[to])) continue;
            const auto more = try_move(taken, options[chosen[leg]], options[to], target, heat);
            if (!more) continue;
            chosen[leg] = to;
            if (*more >= 0) continue;
            if (const int peak = taken.peak_of(quarters_); peak < lowest) {
                lowest = peak;
                best = chosen;
            }
        }
        return best;
    }

private:
    std::size_t below(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
    }

    // How much more excess the move makes; none: it was not made.
    std::optional<double> try_move(Taken& taken, const Option& from, const Option& other, int target,
                                   double heat) {
        const double had = excess(taken, from, target) + excess(taken, other, target);
        taken.add(from, -1);
        if (!taken.fits(other)) {
            taken.add(from);
            return std::nullopt;
        }
        taken.add(other);
        const double more = excess(taken, from, target) + excess(taken, other, target) - had;
        if (more <= 0 || share_(random_) < std::exp(-more / heat)) return more;
        taken.add(other, -1);
        taken.add(from);
        return std::nullopt;
    }

    const Round& round_;
    const Ties& ties_;
    const std::vector<int>& quarters_;
    std::mt19937_64 random_;
    std::uniform_real_distribution<> share_{0, 1};
};

}  // namespace

Patience within(Patience patience, double seconds) {
    using Clock = std::chrono::steady_clock;
    patience.until = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>{std::max(0.0, seconds)});
    return patience;
}

Chosen smooth(const Round& round, const Taken& before, const Chosen& start, int floor,
              const Patience& patience) {
    const Ties ties{round};
    const std::vector<int> quarters = quarters_of(round);
    const auto peak_of = [&](const Chosen& chosen) {
        Taken taken = before;
        for (std::size_t leg = 0; leg < chosen.size(); ++leg) taken.add(round.legs[leg].options[chosen[leg]]);
        return taken.peak_of(quarters);
    };
    Chosen best = start;
    int lowest = peak_of(best), failed = 0;
    for (std::uint64_t seed = 1;
         lowest > floor && failed < patience.tries && !round.legs.empty() && !is_over(patience); ++seed) {
        Chosen found = Search{round, ties, quarters, seed}.run(before, best, lowest - 1, patience);
        const int peak = peak_of(found);
        failed = peak < lowest ? 0 : failed + 1;
        if (peak >= lowest) continue;
        lowest = peak;
        best = std::move(found);
    }
    return best;
}

}  // namespace husong::solver
