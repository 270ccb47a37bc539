#include "server/rules/rule.hpp"

#include "server/rules/load.hpp"
#include "server/rules/vehicle_licence.hpp"

#include <algorithm>
#include <array>

namespace husong::rules {

namespace {

constexpr std::array<Rule, rule_count> rules_in_force{{
    {RuleId::vl_01, "VL-01", "无校车标牌接送学生", "Carries pupils without a school-bus plate",
     "校车安全管理条例 第十八条、第四十五条", Severity::s1, "P,B,S,G,O", judge_no_plate, nullptr, nullptr},
    {RuleId::vl_02, "VL-02", "校车标牌过期", "School-bus plate expired",
     "校车安全管理条例 第十六条、第四十五条；机动车登记规定 第六十一条", Severity::s1, "P,B,S,G,O",
     judge_expired_plate, nullptr, nullptr},
    {RuleId::vl_04, "VL-04", "非营运车接送学生", "Non-commercial vehicle carries pupils",
     "校车安全管理条例 第十八条、第四十五条；道路运输条例 第六十三条", Severity::s1, "P,T,B,S,G",
     judge_non_commercial, nullptr, nullptr},
    {RuleId::vl_11, "VL-11", "未备案车辆接送学生", "Vehicle not on the register carries pupils",
     "中小学幼儿园安全管理办法 第二十六条", Severity::s2, "G,S,B,P", judge_not_on_register, nullptr, nullptr},
    {RuleId::ld_01, "LD-01", "校车超员", "Overloaded", "校车安全管理条例 第三十四条、第五十条", Severity::s1,
     "P,S,O,D,E,B", judge_overload, count_clears_overload, overload_points},
    {RuleId::ld_02, "LD-02", "严重超员", "Seriously overloaded",
     "刑法 第一百三十三条之一；校车安全管理条例 第三十四条", Severity::s1_plus, "P,B,S,O",
     judge_serious_overload, count_clears_serious_overload, overload_points},
}};

constexpr bool stands_in_order() {
    for (std::size_t i = 0; i < rule_count; ++i)
        if (static_cast<std::size_t>(rules_in_force[i].id) != i + 1) return false;
    return true;
}
static_assert(stands_in_order());

}  // namespace

std::string_view severity_name(Severity severity) {
    static constexpr std::array<std::string_view, 5> names{"S1+", "S1", "S2", "S3", "S4"};
    return names.at(static_cast<std::size_t>(severity));
}

std::span<const Rule> all_rules() { return rules_in_force; }
const Rule& rule_of(RuleId id) { return rules_in_force.at(static_cast<std::size_t>(id) - 1); }
std::string_view rule_code(RuleId id) { return rule_of(id).code; }

std::optional<RuleId> parse_rule(std::string_view code) {
    const auto* found = std::find_if(rules_in_force.begin(), rules_in_force.end(),
                                     [&](const Rule& rule) { return rule.code == code; });
    return found == rules_in_force.end() ? std::nullopt : std::optional{found->id};
}

}  // namespace husong::rules
