#include "server/gate/words.hpp"

#include "server/rules/load_view.hpp"

#include <array>

namespace husong::gate {

namespace {

// Family names of two characters that one meets; all others have one.
constexpr std::array<std::string_view, 8> double_names{"欧阳", "司马", "上官", "诸葛",
                                                       "东方", "皇甫", "尉迟", "夏侯"};

// Bytes of the first character.
std::size_t first_character(std::string_view text) {
    std::size_t end = 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
    return end;
}

}  // namespace

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

std::string family_name_zh(std::string_view name) {
    if (name.empty()) return "";
    for (const std::string_view known : double_names)
        if (name.starts_with(known)) return std::string{known} + "某";
    return std::string{name.substr(0, first_character(name))} + "某";
}

}  // namespace husong::gate
