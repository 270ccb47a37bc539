// When each boarding school goes home and comes back, as far as the register says: published, proposed, or by
// its own rule. A reading for reminders; what is planned with is server/holidays/term_wishes.
#pragma once

#include "server/coordination/case.hpp"
#include "server/rules/rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::rules {

struct SchoolBreak {
    std::string school, term;  // codes
    int number = 0;
    bool proposed = false;                  // else by the rule
    bool of_public_holiday = false;         // its days are the whole county's: no school moves them
    std::optional<coordination::Day> home;  // of break 0 none
    std::optional<coordination::Day> back;  // of the last one none
    Time told_from{};                       // by the rows that say so
    // Days on which its departures go, where they stand in the register.
    std::optional<coordination::Day> published_home, published_back;
    Time published_from{};  // the later of the two

    [[nodiscard]] bool is_published() const { return published_home && published_back; }
    [[nodiscard]] std::optional<coordination::Day> goes_home() const {
        return published_home ? published_home : home;
    }
    [[nodiscard]] std::optional<coordination::Day> comes_back() const {
        return published_back ? published_back : back;
    }
};

// Of the terms that last now or begin within a month, of schools with a rule or a proposal; by school and
// day.
std::vector<SchoolBreak> school_breaks(const RegisterView& view);
// A weekend's or a public day off, not a make-up day.
bool is_rest_day(coordination::Day day, const registry::Registry& registry);

}  // namespace husong::rules
