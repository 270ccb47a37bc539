// What a county may set of the thresholds by which rules judge, within the law (register local_rules). One
// row a parameter: import, the registers' page, judging and the findings' text read the same table.
#pragma once

#include "server/rules/finding.hpp"
#include "server/rules/rule_state.hpp"
#include "server/tracking/settings.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace husong::rules {

// All that a county's own rules can change.
struct OwnSettings {
    tracking::TripFollowing trip;
    RuleSettings rules;
};

// How a parameter stands in the settings, as the whole number that the register has; yes is 1.
struct SettingAccess {
    void (*set)(OwnSettings&, int);
    int (*get)(const OwnSettings&);
};

struct LocalUnit {
    std::string_view name;  // empty: yes or no
    std::string_view name_zh;
};

struct LocalParameter {
    std::string_view name;  // as in the register
    std::string_view name_zh;
    LocalUnit unit;
    int least = 0;  // within the law
    int most = 1;
    std::string_view bound;  // why no less and no more
    std::string_view rules;  // their codes; empty: shown with papers, no rule
    SettingAccess setting;

    [[nodiscard]] bool is_yes_no() const { return unit.name.empty(); }
    // What the register may say; none: not what allowed() says.
    [[nodiscard]] std::optional<int> read(std::string_view text) const;
    [[nodiscard]] std::string allowed() const;  // "a whole number from 1 to 5 (minutes)", "yes or no"
    [[nodiscard]] std::string told_zh(int value) const;  // 清车确认 3 分钟
    [[nodiscard]] bool bears_on(RuleId rule) const;
    [[nodiscard]] bool judges_records() const;  // one of its rules does
};

// In the order in which the page tells them.
std::span<const LocalParameter> local_parameters();
const LocalParameter* find_local_parameter(std::string_view name);  // nullptr: a county sets no such thing

}  // namespace husong::rules
