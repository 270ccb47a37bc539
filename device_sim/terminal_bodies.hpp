// What a terminal writes into its messages: fixes and door counts as JT/T 808 bodies of its edition.
#pragma once

#include "device_sim/event.hpp"
#include "server/jt808/message.hpp"

#include <string>
#include <vector>

namespace husong::device_sim {

using ByteString = std::vector<std::uint8_t>;

// Who a terminal is, as installed on its vehicle.
struct TerminalIdentity {
    jt808::Edition edition = jt808::Edition::v2013;
    std::string phone;  // digits
    std::string terminal_id, maker, model, plate;
    std::uint8_t plate_colour = 0;  // code on the wire
};

// The body of one 0x0200 with the items 01 03 30 31, since 2013 also 25.
ByteString location_body(const Fix& fix, Time at, jt808::Edition edition);

// The body of one 0x1005 (JT/T 1078), the same in every edition.
ByteString passenger_flow_body(const DoorCount& count, Time until);

// The body of one 0x0704 that uploads the past of an outage.
ByteString blind_area_body(const std::vector<ByteString>& location_bodies);

ByteString registration_body(const TerminalIdentity& identity);
ByteString authentication_body(const TerminalIdentity& identity, const std::string& code);

}  // namespace husong::device_sim
