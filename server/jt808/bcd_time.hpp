// BCD[6] YYMMDDhhmmss, China time: how every JT/T 808 body tells time.
#pragma once

#include "server/base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace husong::jt808 {

struct BcdTime {
    std::array<std::uint8_t, 6> bytes{};
    constexpr bool operator==(const BcdTime&) const = default;
};

// Nothing when a digit is above 9 or the calendar has no such second: a date is never invented.
std::optional<Time> to_time(const BcdTime& bcd);

// The century is 20: only instants of the years 2000 to 2099 in China come back the same from to_time.
BcdTime to_bcd(Time t);

}  // namespace husong::jt808
