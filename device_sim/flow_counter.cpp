#include "device_sim/flow_counter.hpp"

#include <algorithm>
#include <array>

namespace husong::device_sim {

namespace {

constexpr std::array<std::string_view, 5> family_names{"independent", "over_dispersed", "crowded", "sticking",
                                                       "drifting"};
constexpr int most_missed_per_mille = 600;  // a counter that sees less is a broken one
constexpr int thousand = 1'000;

}  // namespace

std::string_view name_of(CounterFamily family) { return family_names.at(static_cast<std::size_t>(family)); }

int FlowCounter::seen(int people, int miss_per_mille) {
    int seen = 0;
    for (int i = 0; i < people; ++i) {
        if (random_.chance_per_mille(miss_per_mille)) continue;
        seen += random_.chance_per_mille(plan_.double_per_mille) ? 2 : 1;
    }
    return seen;
}

// Beta-binomial, drawn as Pólya's urn: each miss makes the next one at this stop likelier.
int FlowCounter::seen_together(int people) {
    int missed_weight = plan_.miss_per_mille * plan_.concentration;
    int all_weight = thousand * plan_.concentration;
    int seen = 0;
    for (int i = 0; i < people; ++i, all_weight += thousand) {
        const bool missed = random_.between(0, all_weight - 1) < missed_weight;
        if (missed)
            missed_weight += thousand;
        else
            seen += random_.chance_per_mille(plan_.double_per_mille) ? 2 : 1;
    }
    return seen;
}

std::optional<Flow> FlowCounter::count(const Flow& truth) {
    fault_ = {};
    if (broken())
        return Flow{seen(truth.boarded, plan_.broken_miss_per_mille),
                    seen(truth.alighted, plan_.broken_miss_per_mille)};
    int miss = plan_.miss_per_mille;
    if (plan_.family == CounterFamily::crowded)
        miss += plan_.crowd_miss_per_mille * std::max(0, truth.boarded + truth.alighted - plan_.crowd_from);
    if (plan_.family == CounterFamily::drifting) miss += plan_.drift_per_mille_per_day * day_;
    miss = std::clamp(miss, 0, most_missed_per_mille);
    Flow told;
    if (plan_.family == CounterFamily::over_dispersed)
        told = {seen_together(truth.boarded), seen_together(truth.alighted)};
    else
        told = {seen(truth.boarded, miss), seen(truth.alighted, miss)};
    if (plan_.family == CounterFamily::sticking) {
        if (random_.chance_per_mille(plan_.lost_per_mille)) {
            fault_ = "lost";
            return std::nullopt;
        }
        if (random_.chance_per_mille(plan_.repeat_per_mille) && told != before_) {
            fault_ = "repeated";
            return before_;
        }
    }
    before_ = told;
    return told;
}

}  // namespace husong::device_sim
