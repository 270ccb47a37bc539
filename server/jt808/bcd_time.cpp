#include "server/jt808/bcd_time.hpp"

namespace husong::jt808 {

namespace {

constexpr int from_bcd(std::uint8_t byte) { return (byte >> 4) * 10 + (byte & 0xF); }

constexpr std::uint8_t as_bcd(unsigned value) {
    return static_cast<std::uint8_t>(value / 10 % 10 << 4 | value % 10);
}

}  // namespace

std::optional<Time> to_time(const BcdTime& bcd) {
    for (const std::uint8_t byte : bcd.bytes)
        if (byte > 0x99 || (byte & 0xF) > 9) return std::nullopt;
    const auto& [yy, mm, dd, hh, mi, ss] = bcd.bytes;
    const std::chrono::year_month_day date{std::chrono::year{2000 + from_bcd(yy)},
                                           std::chrono::month{static_cast<unsigned>(from_bcd(mm))},
                                           std::chrono::day{static_cast<unsigned>(from_bcd(dd))}};
    if (!date.ok() || hh > 0x23 || mi > 0x59 || ss > 0x59) return std::nullopt;
    const std::chrono::seconds in_day{from_bcd(hh) * 3600 + from_bcd(mi) * 60 + from_bcd(ss)};
    return china_midnight(date) + in_day;
}

BcdTime to_bcd(Time t) {
    const auto date = china_date(t);
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(t - china_midnight(date))};
    return {{as_bcd(static_cast<unsigned>(static_cast<int>(date.year()))),
             as_bcd(static_cast<unsigned>(date.month())), as_bcd(static_cast<unsigned>(date.day())),
             as_bcd(static_cast<unsigned>(clock.hours().count())),
             as_bcd(static_cast<unsigned>(clock.minutes().count())),
             as_bcd(static_cast<unsigned>(clock.seconds().count()))}};
}

}  // namespace husong::jt808
