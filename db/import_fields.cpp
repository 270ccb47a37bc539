#include "db/import_fields.hpp"

#include "server/registry/plate_shape.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

namespace husong::db {

std::string vehicle_key(const registry::Plate& plate) {
    return fmt::format("{}/{}", plate.text, registry::colour_name(plate.colour));
}

std::string reason_not(std::string_view text, std::string_view what) {
    constexpr std::size_t shown = 40;  // bytes; a cell may hold anything
    std::size_t end = std::min(text.size(), shown);
    while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;  // not inside a character
    return fmt::format("'{}{}' is not {}", text.substr(0, end), end < text.size() ? "…" : "", what);
}

std::optional<bool> parse_yes_no(std::string_view text) {
    if (text == "yes" || text == "是") return true;
    if (text == "no" || text == "否") return false;
    return std::nullopt;
}

std::string yes_no_text(bool value) { return value ? "yes" : "no"; }
std::string number_text(int value) { return fmt::format("{}", value); }
std::string number_text(double value) { return fmt::format("{}", value); }

std::optional<std::chrono::year_month_day> parse_day(std::string_view text) {
    if (const auto date = parse_date(text)) return *date;
    constexpr std::array<std::array<std::string_view, 3>, 3> forms{
        {{"/", "/", ""}, {"-", "-", ""}, {"年", "月", "日"}}};
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    for (const auto& separators : forms) {
        std::string iso;
        std::string_view rest = text;
        for (const std::string_view separator : separators) {
            const auto digits =
                static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin());
            const std::string_view number = rest.substr(0, digits);
            iso += iso.empty() ? std::string{number} : fmt::format("-{:0>2}", number);
            rest.remove_prefix(digits);
            if (!rest.starts_with(separator)) break;
            rest.remove_prefix(separator.size());
        }
        if (const auto date = parse_date(iso); date && rest.empty()) return *date;
    }
    return std::nullopt;
}

std::string read_day_text(std::string_view text, std::chrono::year_month_day& date) {
    const auto day = parse_day(text);
    if (!day) return reason_not(text, "a date like 2026-09-01");
    date = *day;
    return {};
}

std::string read_first_day(std::string_view text, Time& valid_from) {
    if (const auto instant = parse_time(text)) {
        valid_from = *instant;
        return {};
    }
    std::chrono::year_month_day date;
    auto reason = read_day_text(text, date);
    if (reason.empty()) valid_from = china_midnight(date);
    return reason;
}

std::string read_last_day(std::string_view text, Time& valid_until) {
    if (const auto instant = parse_time(text)) {
        valid_until = *instant;
        return {};
    }
    std::chrono::year_month_day date;
    auto reason = read_day_text(text, date);
    if (reason.empty()) valid_until = china_midnight(date) + std::chrono::days{1};
    return reason;
}

std::string first_day_text(Time valid_from) {
    if (valid_from == Time{}) return {};
    return valid_from == china_midnight(valid_from) ? to_iso(china_date(valid_from)) : to_iso(valid_from);
}

std::string last_day_text(Time valid_until) {
    if (valid_until == end_of_time) return {};
    const bool whole_day = valid_until == china_midnight(valid_until);
    return whole_day ? to_iso(china_date(valid_until - std::chrono::days{1})) : to_iso(valid_until);
}

std::optional<std::chrono::minutes> parse_clock(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool shaped = text.size() == 5 && text[2] == ':' && digit(0) && digit(1) && digit(3) && digit(4);
    const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    if (!shaped || two(0) > 23 || two(3) > 59) return std::nullopt;
    return std::chrono::hours{two(0)} + std::chrono::minutes{two(3)};
}

std::string clock_text(std::chrono::minutes after_midnight) {
    return fmt::format("{:02}:{:02}", after_midnight.count() / 60, after_midnight.count() % 60);
}

std::string read_weekdays(std::string_view text, std::string& weekdays) {
    const auto is_weekday = [](char c) { return c >= '1' && c <= '7'; };
    const bool ascending = std::adjacent_find(text.begin(), text.end(), std::greater_equal<>{}) == text.end();
    if (!std::all_of(text.begin(), text.end(), is_weekday) || !ascending)
        return reason_not(text, "weekdays like 12345, 1 Monday to 7 Sunday");
    weekdays = std::string{text};
    return {};
}

std::string read_plate(std::string_view text, registry::Plate& plate) {
    auto normalised = registry::normalise_plate(text);
    if (!normalised) return reason_not(text, "a number plate");
    if (const auto flaw = registry::plate_flaw(*normalised); !flaw.empty())
        return fmt::format("{}: {}", reason_not(text, "a number plate"), flaw);
    plate.text = std::move(*normalised);
    return {};
}

std::string read_colour(std::string_view text, registry::Plate& plate) {
    const auto colour = registry::parse_colour(text);
    if (!colour) return reason_not(text, "a plate colour");
    plate.colour = registry::colour_group(*colour);
    return {};
}

std::string parse_whole(std::string_view text, int least, int most, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= least && value <= most)
        return {};
    return reason_not(text, fmt::format("a whole number from {} to {}", least, most));
}

}  // namespace husong::db
