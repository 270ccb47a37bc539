#include "server/pages/words.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace husong::pages {

namespace chrono = std::chrono;

std::string clock_text(Time t) {
    const Time local = t + china_offset;
    const auto of_day = local - chrono::floor<chrono::days>(local);
    return fmt::format("{:02}:{:02}", of_day / chrono::hours{1},
                       of_day % chrono::hours{1} / chrono::minutes{1});
}

std::string day_text(Time t) {
    static constexpr std::array<std::string_view, 7> names{"周日", "周一", "周二", "周三",
                                                           "周四", "周五", "周六"};
    const auto date = china_date(t);
    const chrono::weekday day{chrono::sys_days{date}};
    return fmt::format("{:02}-{:02} {}", static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), names[day.c_encoding()]);
}

std::string age_text(Milliseconds age) {
    if (age < 5s) return "刚刚";
    if (age < 1min) return fmt::format("{} 秒前", chrono::floor<chrono::seconds>(age).count());
    if (age < 1h) return fmt::format("{} 分钟前", chrono::floor<chrono::minutes>(age).count());
    return fmt::format("{} 小时以前", chrono::floor<chrono::hours>(age).count());
}

std::string between_text(Time from, Time until) {
    const std::string first = clock_text(chrono::floor<chrono::minutes>(from));
    const std::string last = clock_text(chrono::ceil<chrono::minutes>(until));
    return first == last ? first : first + "–" + last;
}

long long minutes_until(Time t, Time now) {
    return std::max<long long>(0, chrono::round<chrono::minutes>(t - now).count());
}

}  // namespace husong::pages
