// School terms by the calendar: ways of travelling are asked anew in each.
#pragma once

#include "server/base/time.hpp"

#include <string>

namespace husong::ways {

// [from, until), at midnights in China. Autumn from 1 August, as classes are asked before the first lesson;
// spring from 1 February.
struct Term {
    Time from{};
    Time until{};
    std::string name;  // 2026 年秋季学期
};

Term term_at(Time at);

}  // namespace husong::ways
