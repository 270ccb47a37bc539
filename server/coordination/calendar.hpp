// When a school would go home by its own rule: the wishes of a term.
#pragma once

#include "server/coordination/case.hpp"

namespace husong::coordination {

// So many days at school, so many at home, over and over. Breaks that meet a public holiday of three days or
// more become one with it; both 0: at every weekend and public holiday.
struct Cycle {
    int on_days = 0, off_days = 0;
    Minutes home_at{15 * 60}, back_at{16 * 60};
    int shift_days = 2;  // that a break of its own may move by; others are the whole county's
};

struct TermDays {
    Day first{}, last{};  // of lessons
    // By day from `begins` on: what the calendar says, before and after the term too.
    Day begins{};
    std::vector<CalendarDay> days;

    [[nodiscard]] bool is_rest(Day day) const {
        const auto n = (day - begins).count();
        return n >= 0 && static_cast<std::size_t>(n) < days.size() && days[static_cast<std::size_t>(n)].rest;
    }
};

// The school's breaks of the term by number: 0 is coming for the first time, the last one is going home for
// good. Of each the wished moments.
std::vector<Break> wished_breaks(std::size_t school, const Cycle& cycle, const TermDays& term);

}  // namespace husong::coordination
