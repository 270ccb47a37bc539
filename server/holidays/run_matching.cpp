#include "server/holidays/run_matching.hpp"

#include <algorithm>
#include <chrono>

namespace husong::holidays {

namespace {

using registry::Departure;
using registry::DepartureStatus;

class RunMatching {
public:
    RunMatching(std::span<const Departure> planned, std::span<const Departure* const> known)
        : planned_{planned}, free_{known.begin(), known.end()}, found_(planned.size(), nullptr) {}

    // What of both is left is paired where it is the same so, the nearest in time first.
    void pair_if(const auto& same) {
        for (std::size_t i = 0; i < planned_.size(); ++i) {
            if (found_[i]) continue;
            auto best = free_.end();
            for (auto each = free_.begin(); each != free_.end(); ++each)
                if (same(planned_[i], **each) && (best == free_.end() || away(i, **each) < away(i, **best)))
                    best = each;
            if (best == free_.end()) continue;
            found_[i] = *best;
            free_.erase(best);
        }
    }
    std::vector<const Departure*> found() && { return std::move(found_); }

private:
    [[nodiscard]] Milliseconds away(std::size_t planned, const Departure& known) const {
        return std::chrono::abs(planned_[planned].leaves_at - known.leaves_at);
    }

    std::span<const Departure> planned_;
    std::vector<const Departure*> free_;   // are no run yet
    std::vector<const Departure*> found_;  // by planned run
};

}  // namespace

std::vector<const Departure*> matched(std::span<const Departure> planned,
                                      std::span<const Departure* const> known, Time now) {
    const auto is_planned = [](const Departure& it) { return it.status == DepartureStatus::planned; };
    const auto same_vehicle = [](const Departure& run, const Departure& it) {
        return run.vehicle == it.vehicle;
    };
    const auto same_time = [](const Departure& run, const Departure& it) {
        return run.leaves_at == it.leaves_at;
    };
    const auto may_move = [&](const Departure& run, const Departure& it) {
        return is_planned(it) &&
               (it.leaves_at > now || china_date(it.leaves_at) == china_date(run.leaves_at));
    };
    RunMatching runs{planned, known};
    runs.pair_if([&](const Departure& run, const Departure& it) {
        return is_planned(it) && same_vehicle(run, it) && same_time(run, it);
    });
    runs.pair_if([&](const Departure& run, const Departure& it) {
        return may_move(run, it) && same_vehicle(run, it);
    });
    runs.pair_if(
        [&](const Departure& run, const Departure& it) { return may_move(run, it) && same_time(run, it); });
    runs.pair_if([&](const Departure& run, const Departure& it) {
        return may_move(run, it) && !run.note.empty() && run.note == it.note;
    });
    runs.pair_if([&](const Departure& run, const Departure& it) {
        return may_move(run, it) && it.leaves_at <= now && run.leaves_at > now;
    });
    runs.pair_if([&](const Departure& run, const Departure& it) {
        return same_vehicle(run, it) && same_time(run, it);
    });
    return std::move(runs).found();
}

std::string_view leg_in_code(std::string_view code) {
    const auto leg_ends = code.substr(0, code.rfind('/')).rfind('/');
    if (leg_ends == std::string_view::npos || leg_ends == 0) return {};
    const std::string_view before_line = code.substr(0, leg_ends);
    const auto leg_begins = before_line.rfind('/');
    if (leg_begins == std::string_view::npos) return {};
    const std::string_view leg = before_line.substr(leg_begins + 1);
    const bool numbered = leg.size() > 1 && leg.find_first_not_of("0123456789") == leg.size() - 1 &&
                          (leg.back() == 'H' || leg.back() == 'B');
    return numbered ? code.substr(0, code.rfind('/') + 1) : std::string_view{};
}

}  // namespace husong::holidays
