#include "server/gate/words.hpp"

#include "server/rules/load_view.hpp"
#include "server/rules/whom.hpp"

#include <array>

namespace husong::gate {

std::string age_zh(Time at, Time now) {
    constexpr auto just_now = 5s;
    const auto age = now - at;
    if (age < just_now) return "刚刚";
    if (age < 1min)
        return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(age).count()) + " 秒前";
    if (age < 1h)
        return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(age).count()) + " 分钟前";
    return clock_zh(at);
}

std::string clock_zh(Time at) { return rules::clock_zh(at); }

std::string day_zh(std::chrono::year_month_day day) {
    static constexpr std::array<std::string_view, 7> names{"周日", "周一", "周二", "周三",
                                                           "周四", "周五", "周六"};
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    return to_iso(day) + " " + std::string{names.at(weekday.c_encoding())};
}

std::string family_name_zh(std::string_view name) { return rules::family_name_zh(name); }

}  // namespace husong::gate
