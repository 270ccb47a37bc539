// Times and ages in words, as every page says them (China's time).
#pragma once

#include "server/base/time.hpp"

#include <string>

namespace husong::pages {

std::string clock_text(Time t);  // 16:22
std::string between_text(Time from,
                         Time until);    // 16:42–16:48, whole minutes outwards; 16:42 where they are one
std::string day_text(Time t);            // 11-27 周五
std::string age_text(Milliseconds age);  // 刚刚, 15 秒前, 9 分钟前; an hour and more: 1 小时以前
long long minutes_until(Time t, Time now);  // rounded; 0 when it is past

}  // namespace husong::pages
