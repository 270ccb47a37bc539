// On top of the gate's list: pupils of the school whom somebody has to look for now.
#pragma once

#include "server/base/time.hpp"

#include <span>
#include <string>

namespace husong::pages {

class Fill;

struct GateAlarm {
    std::string who;   // 学生A（七1班）, or which run
    std::string what;  // 未报平安：家长说没有接到孩子
    Time since{};
    bool sure = false;  // likely or confirmed
};

// Section ALARMS, when there is one.
void fill_alarms(Fill& page, std::span<const GateAlarm> alarms);

}  // namespace husong::pages
