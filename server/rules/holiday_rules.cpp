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
    };
    return rules;
}

}  // namespace husong::rules
