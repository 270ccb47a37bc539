#include "server/solver/taken.hpp"

#include <algorithm>
#include <map>

namespace husong::solver {

using coordination::Option;
using coordination::Use;

Taken::Taken(const coordination::Choices& choices) : choices_{&choices} {
    const auto quarters = static_cast<std::size_t>(choices.quarters());
    all_.assign(quarters, 0);
    posts_.assign(quarters, 0);
    by_set_.assign(choices.shared().size(), std::vector<int>(quarters, 0));
}

void Taken::add(const Option& option, int times) {
    for (const Use& use : option.uses) {
        const std::size_t q = at(use.quarter);
        const int vehicles = times * use.vehicles;
        all_[q] += vehicles;
        for (std::size_t set = 0; set < by_set_.size(); ++set)
            if (choices_->shared()[set].kinds[use.kind]) by_set_[set][q] += vehicles;
    }
    for (int q = option.first_quarter; q <= option.last_quarter; ++q) posts_[at(q)] += times;
}

void Taken::keep_free(const coordination::Kind& kind, int first_quarter, int last_quarter) {
    const auto number = std::ranges::find(choices_->kinds(), kind) - choices_->kinds().begin();
    const int last = std::min(last_quarter, choices_->quarters() - 1);
    for (std::size_t set = 0; set < by_set_.size(); ++set)
        if (choices_->shared()[set].kinds[static_cast<std::size_t>(number)])
            for (int q = std::max(0, first_quarter); q <= last; ++q) ++by_set_[set][at(q)];
}

int Taken::peak() const { return all_.empty() ? 0 : *std::ranges::max_element(all_); }

int Taken::peak_of(std::span<const int> quarters) const {
    int peak = 0;
    for (const int quarter : quarters) peak = std::max(peak, all_[at(quarter)]);
    return peak;
}

int Taken::peak_quarter() const { return static_cast<int>(std::ranges::max_element(all_) - all_.begin()); }

bool Taken::fits(const Option& option) const {
    for (int q = option.first_quarter; q <= option.last_quarter; ++q)
        if (posts_[at(q)] + 1 > choices_->posts(q)) return false;
    for (std::size_t set = 0; set < by_set_.size(); ++set) {
        const auto& shared = choices_->shared()[set];
        int quarter = -1, more = 0;
        for (const Use& use : option.uses) {
            if (!shared.kinds[use.kind]) continue;
            more = use.quarter == quarter ? more + use.vehicles : use.vehicles;
            quarter = use.quarter;
            if (by_set_[set][at(quarter)] + more > shared.vehicles_at(quarter)) return false;
        }
    }
    return true;
}

int Taken::peak_with(const Option& option) const {
    int peak = 0, quarter = -1, more = 0;
    for (const Use& use : option.uses) {
        more = use.quarter == quarter ? more + use.vehicles : use.vehicles;
        quarter = use.quarter;
        peak = std::max(peak, all_[at(quarter)] + more);
    }
    return peak;
}

}  // namespace husong::solver
