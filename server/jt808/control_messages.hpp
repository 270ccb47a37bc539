// The platform's short commands, and the empty questions both sides ask.
#pragma once

#include "server/jt808/bcd_time.hpp"
#include "server/jt808/session_messages.hpp"

namespace husong::jt808 {

using TimeQuery = EmptyMessage<0x0004>;        // since 2019; answered by TimeAnswer
using ParametersQuery = EmptyMessage<0x8104>;  // answered by Parameters, 0x0104
using AttributesQuery = EmptyMessage<0x8107>;  // since 2013; answered by TerminalAttributes, 0x0107
using LocationQuery = EmptyMessage<0x8201>;    // answered by QueriedLocation, 0x0201

// 0x8004: the one time on the wire that is UTC (§6.9).
struct TimeAnswer {
    static constexpr std::uint16_t id = 0x8004;
    BcdTime utc{};
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.utc_time("time_utc", m.utc);
        a.extra(m.extra);
    }
};

// 0x8105. What the numbers mean to a maker beyond the standard is not known here.
struct TerminalControl {
    static constexpr std::uint16_t id = 0x8105;
    static constexpr std::uint8_t reset = 4, close_link = 6, close_radio = 7;
    std::uint8_t command = 0;
    View arguments{};  // text, joined with ';'

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u8("command", m.command);
        a.rest_text("args", m.arguments);
    }
};

// 0x8202: report at this interval for so long; interval 0 ends it, and then nothing follows.
struct TrackingControl {
    static constexpr std::uint16_t id = 0x8202;
    std::uint16_t interval_s = 0;
    std::uint32_t valid_s = 0;
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("interval_s", m.interval_s);
        if (m.interval_s != 0) a.u32("valid_s", m.valid_s);
        a.extra(m.extra);
    }
};

// 0x8203: a person has taken an alarm over. Since 2013.
struct AlarmConfirmation {
    static constexpr std::uint16_t id = 0x8203;
    static constexpr std::uint32_t emergency = 1U << 0;
    std::uint16_t serial = 0;  // of the report that told it; 0: all alarms of these types
    std::uint32_t types = 0;   // bits as in the alarm flags of 0x0200
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("alarm_serial", m.serial);
        a.bits("type_bits", m.types);
        a.extra(m.extra);
    }
};

}  // namespace husong::jt808
