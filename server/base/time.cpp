#include "server/base/time.hpp"

#include <fmt/core.h>

#include <charconv>

namespace husong {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

// Takes a fixed number of decimal digits off the front; -1 when they are not there.
int take_digits(std::string_view& text, std::size_t count) {
    int value = -1;
    if (text.size() < count) return -1;
    for (const char c : text.substr(0, count))
        if (c < '0' || c > '9') return -1;
    std::from_chars(text.data(), text.data() + count, value);
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char expected) {
    if (text.empty() || text.front() != expected) return false;
    text.remove_prefix(1);
    return true;
}

Error bad_time(std::string_view text) {
    return {ErrorCode::malformed, fmt::format("'{}' is not a time like 2026-09-01T07:15:30+08:00", text)};
}

bool take_date(std::string_view& text, year_month_day& out) {
    const int y = take_digits(text, 4);
    if (y < 0 || !take(text, '-')) return false;
    const int m = take_digits(text, 2);
    if (m < 0 || !take(text, '-')) return false;
    const int d = take_digits(text, 2);
    if (d < 0) return false;
    out = year_month_day{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    return out.ok();
}

// The zone at the end of a time: Z or ±hh:mm.
bool take_zone(std::string_view& text, std::chrono::minutes& offset) {
    if (take(text, 'Z')) return text.empty();
    const bool west = text.starts_with('-');
    if (!take(text, '+') && !take(text, '-')) return false;
    const int hours = take_digits(text, 2);
    if (hours < 0 || hours > 14 || !take(text, ':')) return false;
    const int minutes = take_digits(text, 2);
    if (minutes < 0 || minutes > 59 || !text.empty()) return false;
    offset = std::chrono::minutes{(hours * 60 + minutes) * (west ? -1 : 1)};
    return true;
}

bool take_fraction(std::string_view& text, int& millis) {
    millis = 0;
    if (!take(text, '.')) return true;
    int scale = 100;
    bool any = false;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        millis += (text.front() - '0') * scale;
        scale /= 10;
        any = true;
        text.remove_prefix(1);
    }
    return any;
}

}  // namespace

std::string to_iso(Time t) {
    const auto local = t + china_offset;
    const auto days = std::chrono::floor<std::chrono::days>(local);
    const year_month_day date{days};
    const std::chrono::hh_mm_ss clock{local - days};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}+08:00", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

std::string to_iso(year_month_day date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<Time> parse_time(std::string_view text) {
    const std::string_view whole = text;
    year_month_day date{};
    if (!take_date(text, date) || !(take(text, 'T') || take(text, ' '))) return bad_time(whole);
    const int hours = take_digits(text, 2);
    if (hours < 0 || hours > 23 || !take(text, ':')) return bad_time(whole);
    const int minutes = take_digits(text, 2);
    if (minutes < 0 || minutes > 59 || !take(text, ':')) return bad_time(whole);
    const int seconds = take_digits(text, 2);
    if (seconds < 0 || seconds > 59) return bad_time(whole);
    int millis = 0;
    std::chrono::minutes offset{0};
    if (!take_fraction(text, millis) || !take_zone(text, offset)) return bad_time(whole);
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           std::chrono::seconds{seconds} + Milliseconds{millis} - offset;
}

Result<year_month_day> parse_date(std::string_view text) {
    const std::string_view whole = text;
    year_month_day date{};
    if (!take_date(text, date) || !text.empty())
        return Error{ErrorCode::malformed, fmt::format("'{}' is not a date like 2026-09-01", whole)};
    return date;
}

}  // namespace husong
