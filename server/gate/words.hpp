// The words in which the gate reads ages, people and days.
#pragma once

#include "server/base/time.hpp"

#include <string>
#include <string_view>

namespace husong::gate {

// 刚刚, 12 秒前, 3 分钟前; from an hour on the clock time.
std::string age_zh(Time at, Time now);
// 16:24 in China.
std::string clock_zh(Time at);
// 2026-11-27 周五
std::string day_zh(std::chrono::year_month_day day);
// The family name and 某: nobody outside the bureau needs more of a driver or an escort. Empty stays empty.
std::string family_name_zh(std::string_view name);

}  // namespace husong::gate
