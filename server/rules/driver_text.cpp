#include "server/rules/driver_text.hpp"

#include <fmt/core.h>

namespace husong::rules {

namespace {

std::string overload_text(const Episode& episode) {
    const Figures& worst = episode.worst;
    if (episode.level == Level::confirmed)
        return fmt::format("车上{}人，核载{}人，已超员，请停靠安全处等待转运", worst.lower,
                           worst.approved_persons);
    return fmt::format("可能超员，核载{}人，请在安全处停车清点人数", worst.approved_persons);
}

}  // namespace

std::optional<std::string> driver_text(const FindingChange& change) {
    switch (change.head.rule) {
        case RuleId::ld_01:
        case RuleId::ld_02:
        case RuleId::ld_03: return overload_text(change.episode);
        case RuleId::vl_01: return "本车没有有效校车标牌，不得载运学生";
        case RuleId::vl_02: return "本车校车标牌已过期，不得载运学生";
        default: return std::nullopt;  // of VL-04 and VL-11: such a driver is not warned off
    }
}

}  // namespace husong::rules
