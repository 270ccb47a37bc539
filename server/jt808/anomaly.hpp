// What is odd about a message that is nevertheless accepted, answered with success and kept, flagged.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace husong::jt808 {

enum class Anomaly : std::uint8_t {
    bad_time,                  // not BCD, or no such second in the calendar
    coordinates_out_of_range,  // beyond 90° or 180°
    item_overrun,              // an additional item runs past the end; those before it are good
    count_mismatch,            // the count is not what is really there
    extra_bytes,               // bytes behind the last field of the standard's table
    end_before_start,
};

inline constexpr std::array<std::string_view, 6> anomaly_names{"bad_time",     "coordinates_out_of_range",
                                                               "item_overrun", "count_mismatch",
                                                               "extra_bytes",  "end_before_start"};

class Anomalies {
public:
    constexpr void add(Anomaly anomaly) { bits_ = static_cast<std::uint8_t>(bits_ | mask(anomaly)); }
    constexpr void add(Anomalies others) { bits_ = static_cast<std::uint8_t>(bits_ | others.bits_); }
    [[nodiscard]] constexpr bool has(Anomaly anomaly) const { return (bits_ & mask(anomaly)) != 0; }
    [[nodiscard]] constexpr bool none() const { return bits_ == 0; }
    [[nodiscard]] constexpr std::uint8_t bits() const { return bits_; }  // bit n is the n-th anomaly
    constexpr bool operator==(const Anomalies&) const = default;

private:
    static constexpr unsigned mask(Anomaly anomaly) { return 1U << static_cast<unsigned>(anomaly); }
    std::uint8_t bits_ = 0;
};

}  // namespace husong::jt808
