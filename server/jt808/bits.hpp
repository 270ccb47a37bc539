// The alarm and status bits of 0x0200, bit by bit, as each edition means them.
#pragma once

#include "server/jt808/edition.hpp"

#include <span>
#include <string_view>

namespace husong::jt808 {

enum class AlarmHold : std::uint8_t {
    until_it_ends,         // the bit is cleared by a later report
    until_it_is_answered,  // may be seen once only: keep every rising edge
};

struct AlarmBit {
    std::uint8_t bit;
    EditionSet editions;
    AlarmHold hold;
    std::string_view zh;
    std::string_view en;
};

struct StatusBit {
    std::uint8_t bit;
    EditionSet editions;
    std::string_view zh_0, zh_1;  // meaning of 0 and of 1
    std::string_view en_0, en_1;
};

// A bit whose meaning changed has several rows. A bit without a row for the terminal's edition is a maker's
// own: shown as such, never alarmed on.
std::span<const AlarmBit> alarm_bits();
std::span<const StatusBit> status_bits();  // without 8-9, which are one number: load_of
const AlarmBit* find_alarm_bit(unsigned bit, Edition edition);

inline constexpr unsigned overload_video_bit = 4;  // 客车超员, of item 0x14

namespace status {
inline constexpr std::uint32_t acc_on = 1U << 0;
inline constexpr std::uint32_t located = 1U << 1;
inline constexpr std::uint32_t south = 1U << 2;
inline constexpr std::uint32_t west = 1U << 3;
inline constexpr std::uint32_t encrypted = 1U << 5;  // coordinates shifted by the confidentiality plug-in
inline constexpr std::uint32_t door_locked = 1U << 12;
inline constexpr std::uint32_t moving = 1U << 22;  // 2019
inline constexpr unsigned first_door = 13;         // doors 1 to 5 open: bits 13 to 17
inline constexpr unsigned doors = 5;
}  // namespace status

enum class Load : std::uint8_t {
    empty_or_unknown,  // most terminals never set it: no proof that nobody is aboard
    half,
    reserved,
    full,
};
constexpr Load load_of(std::uint32_t status_bits) { return static_cast<Load>(status_bits >> 8 & 3U); }

// Bit n: door n + 1 is open.
constexpr std::uint8_t doors_open(std::uint32_t status_bits) {
    return static_cast<std::uint8_t>(status_bits >> status::first_door & ((1U << status::doors) - 1));
}

}  // namespace husong::jt808
