#include "server/rules/holiday_rules.hpp"

namespace husong::rules {

std::span<const Rule> holiday_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_02,
         .code = "HM-02",
         .name_zh = "出行方式未登记",
         .name_en = "Boarders without a way of travelling",
         .legal_basis_zh = "县工作方案 第四条",
         .severity = Severity::s3,
         .audience = "S",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_untold_ways},
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
        {.id = RuleId::hm_08,
         .code = "HM-08",
         .name_zh = "私自租用车辆",
         .name_en = "Family-hired unlawful vehicle",
         .legal_basis_zh = "校车安全管理条例 第十二条；县禁乘车辆清单",
         .severity = Severity::s2,
         .audience = "S,B,P",
         .subject = SubjectKind::pupil,
         .clock = RuleClock::registered,
         .look = look_unlawful_rides},
    };
    return rules;
}

}  // namespace husong::rules
