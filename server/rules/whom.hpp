// Whom a finding is about, as people call it.
#pragma once

#include "server/rules/finding.hpp"

#include <string>
#include <string_view>

namespace husong::registry {
class Registry;
}

namespace husong::rules {

// 冀H·00318; 驾驶人 张某; 照管员 李某; 第一小学; 甲校车公司; 班次 T1. A code that the register does not know
// stands for itself.
std::string whom_zh(const FindingHead& head, const registry::Registry& registry, Time now);

// The family name and 某: nobody outside the bureau needs more of a driver or an escort. Empty stays empty.
std::string family_name_zh(std::string_view name);

}  // namespace husong::rules
