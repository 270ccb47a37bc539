// A location behind the serial of the command it answers: 0x0201 and 0x0500.
#pragma once

#include "server/jt808/location_report.hpp"

namespace husong::jt808 {

template <std::uint16_t Id>
struct LocationAnswer {
    static constexpr std::uint16_t id = Id;
    bool has_serial = true;    // 0x0201 of 2011 has none: whichever command was open is meant
    std::uint16_t serial = 0;  // of the command
    LocationReport location{};

    // By where a calendar time stands (§3.2); by the length when neither place holds one.
    static bool serial_is_told(Bytes body);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        if (m.has_serial) a.u16("ack_serial", m.serial);
        a.location(m.location);
    }
};
using QueriedLocation = LocationAnswer<0x0201>;
using VehicleControlResult = LocationAnswer<0x0500>;

}  // namespace husong::jt808
