// A morning of a few buses as their terminals tell it over the wire: bodies of 0x0200, 0x1005 and 0x0704,
// each record 1 to 4 times, singly and again in batches, some of them late.
#pragma once

#include "db/store.hpp"
#include "device_sim/terminal_bodies.hpp"
#include "tests/support/county.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace husong::test {

struct WireMessage {
    std::uint16_t message_id = 0;
    device_sim::ByteString body;
    std::vector<std::string> tells;  // wire_identity() of its records
};

struct WireTeller {
    device_sim::TerminalIdentity identity;
    std::string code;
    std::vector<WireMessage> messages;  // in the order in which they are sent the first time
};

struct WireJourney {
    std::vector<WireTeller> tellers;
    std::set<std::string> told;  // every record once
};

// The small county, its papers valid around that morning, and a terminal enrolled in each vehicle.
County put_wire_county_into(db::Store& store, Time morning);

// Drawn from the seed: the lawful bus, which becomes overloaded, the one with the expired plate, the private
// van.
WireJourney make_wire_journey(const County& county, Time morning, std::uint64_t seed, int minutes);

// A real server judges by the real date: this morning is over and recent. 07:00 in China.
Time yesterday_morning();

// Which record it is, whatever the server makes of its content: no vehicle tells two of a kind for one
// instant.
std::string wire_identity(VehicleId vehicle, Time measured_at, tracking::RecordKind kind);
std::multiset<std::string> stored_wire_identities(db::Store& store, const County& county);

}  // namespace husong::test
