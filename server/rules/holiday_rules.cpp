#include "server/rules/holiday_rules.hpp"

namespace husong::rules {

std::span<const Rule> holiday_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_04,
         .code = "HM-04",
         .name_zh = "车辆冲突",
         .name_en = "Vehicle double-booked",
         .legal_basis_zh = "放假计划",
         .severity = Severity::s2,
         .audience = "B,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_double_booked},
        {.id = RuleId::hm_06,
         .code = "HM-06",
         .name_zh = "包车手续不全",
         .name_en = "Charter papers incomplete",
         .legal_basis_zh = "道路旅客运输及客运站管理规定 第五十七条；道路运输条例 第三十三条、第三十五条",
         .severity = Severity::s1,
         .audience = "B,S,T,O",
         .subject = SubjectKind::trip,
         .clock = RuleClock::registered,
         .look = look_charter_papers},
    };
    return rules;
}

}  // namespace husong::rules
