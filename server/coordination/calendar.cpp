#include "server/coordination/calendar.hpp"

#include <algorithm>

namespace husong::coordination {

namespace {

constexpr int a_day = 1;
constexpr int weekend_days = 2;       // nobody drives home for one day
constexpr int holiday_days = 3;       // a public holiday this long is a break
constexpr int worth_coming_back = 3;  // days at school between two breaks, or before the term ends

struct Block {
    Day from{}, until{};  // both days of rest
    [[nodiscard]] int days() const { return static_cast<int>((until - from).count()) + 1; }
};

std::vector<Block> rest_blocks(const TermDays& term) {
    std::vector<Block> blocks;
    for (Day day = term.first; day <= term.last; day += std::chrono::days{a_day}) {
        if (!term.is_rest(day)) continue;
        if (!blocks.empty() && blocks.back().until + std::chrono::days{a_day} == day)
            blocks.back().until = day;
        else
            blocks.push_back({day, day});
    }
    return blocks;
}

class Breaks {
public:
    Breaks(std::size_t school, const Cycle& cycle, const TermDays& term)
        : school_{school}, cycle_{cycle}, term_{term} {
        come(term.first - std::chrono::days{a_day});
    }

    // Home in the afternoon of `home`, back in that of `back`; not where that is hardly worth it.
    void go(Day home, Day back, int shift_days) {
        if (home <= back_ || term_.last - home < std::chrono::days{worth_coming_back}) return;
        back_ = back;
        breaks_.push_back({school_, number(), Leg{{home, cycle_.home_at}, {}, {}, {}, shift_days},
                           Leg{{back, cycle_.back_at}, {}, {}, {}, shift_days}});
    }
    [[nodiscard]] Day back() const { return back_; }

    std::vector<Break> finish() {
        while (breaks_.size() > 1 && breaks_.back().back &&
               term_.last - breaks_.back().back->wish.on < std::chrono::days{worth_coming_back})
            breaks_.pop_back();
        breaks_.push_back(
            {school_, number(), Leg{{term_.last, cycle_.home_at}, {}, {}, {}, 0}, std::nullopt});
        return std::move(breaks_);
    }

private:
    void come(Day day) {
        back_ = day;
        breaks_.push_back({school_, 0, std::nullopt, Leg{{day, cycle_.back_at}, {}, {}, {}, 0}});
    }
    [[nodiscard]] int number() const { return static_cast<int>(breaks_.size()); }

    std::size_t school_;
    const Cycle& cycle_;
    const TermDays& term_;
    Day back_{};
    std::vector<Break> breaks_;
};

}  // namespace

std::vector<Break> wished_breaks(std::size_t school, const Cycle& cycle, const TermDays& term) {
    Breaks breaks{school, cycle, term};
    const auto blocks = rest_blocks(term);
    const bool each_weekend = cycle.on_days == 0;
    auto block = blocks.begin();
    while (block != blocks.end()) {
        const bool weekend = each_weekend && block->days() >= weekend_days;
        if (weekend || block->days() >= holiday_days) {
            // Breaks of the school's own that end before the holiday begins.
            while (!each_weekend) {
                const Day home = breaks.back() + std::chrono::days{cycle.on_days};
                const Day back = home + std::chrono::days{cycle.off_days};
                if (back + std::chrono::days{worth_coming_back} >= block->from) break;
                breaks.go(home, back, cycle.shift_days);
            }
            const Day own = breaks.back() + std::chrono::days{cycle.on_days};
            const Day before = block->from - std::chrono::days{a_day};
            breaks.go(each_weekend ? before : std::min(own, before), block->until,
                      block->days() >= holiday_days ? 0 : cycle.shift_days);
        }
        ++block;
    }
    while (!each_weekend) {
        const Day home = breaks.back() + std::chrono::days{cycle.on_days};
        if (home >= term.last) break;
        const Day before = breaks.back();
        breaks.go(home, home + std::chrono::days{cycle.off_days}, cycle.shift_days);
        if (breaks.back() == before) break;
    }
    return breaks.finish();
}

}  // namespace husong::coordination
