// Instants and China dates. Inside, time is UTC in milliseconds; +08:00 appears only at the edges.
#pragma once

#include "server/base/result.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace husong {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Milliseconds>;

inline constexpr auto china_offset = std::chrono::hours{8};  // no daylight saving since 1991

// "Valid until further notice": open ends of validity and of recorded versions.
inline constexpr Time end_of_time{Milliseconds{253'402'300'799'000}};  // 9999-12-31T23:59:59Z

constexpr std::int64_t to_millis(Time t) { return t.time_since_epoch().count(); }
constexpr Time from_millis(std::int64_t ms) { return Time{Milliseconds{ms}}; }

// The calendar day in China that holds an instant.
constexpr std::chrono::year_month_day china_date(Time t) {
    return std::chrono::floor<std::chrono::days>(t + china_offset);
}
// Midnight in China at which that day begins.
constexpr Time china_midnight(std::chrono::year_month_day day) {
    return Time{std::chrono::sys_days{day}} - china_offset;
}
constexpr Time china_midnight(Time t) { return china_midnight(china_date(t)); }

std::string to_iso(Time t);                           // 2026-09-01T07:15:30.000+08:00
std::string to_iso(std::chrono::year_month_day day);  // 2026-09-01

// Reads 2026-09-01T07:15:30[.123](Z|+08:00|-hh:mm). Errors: malformed.
[[nodiscard]] Result<Time> parse_time(std::string_view text);
// Reads 2026-09-01. Errors: malformed.
[[nodiscard]] Result<std::chrono::year_month_day> parse_date(std::string_view text);

}  // namespace husong
