// A report in words, for tests that expect none.
#pragma once

#include "server/plan_check/check.hpp"

namespace husong::plan_check {

inline std::vector<std::string> told(const Report& report) {
    std::vector<std::string> words;
    for (const Violation& violation : report.violations) words.push_back(in_words(violation));
    return words;
}

}  // namespace husong::plan_check
