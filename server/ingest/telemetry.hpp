// From wire values to records: what a terminal or a phone told, with its vehicle, both clocks and the odd things flagged.
#pragma once

#include "db/store.hpp"
#include "server/ingest/intake.hpp"
#include "server/jt808/location.hpp"
#include "server/jt808/passenger_flow.hpp"
#include "server/tracking/record.hpp"

#include <string>
#include <string_view>

namespace husong::ingest {

// Who speaks: fixed for a session once it has authenticated.
struct Teller {
    TerminalId terminal;
    VehicleId vehicle;
    tracking::Source source = tracking::Source::terminal;
};

// How far a teller's clock may run ahead of ours before its record is kept but not judged (positions.md §1, 60 s).
inline constexpr Milliseconds clock_skew_limit = 60s;

// Finishes any record: flags no_time, clock_ahead and too_old from its two clocks, and computes its key.
void finish(tracking::Record& record);

tracking::Record position_record(const Teller& teller, const jt808::LocationValues& location, bool blind_area,
                                 Time received_at);
tracking::Record passenger_flow_record(const Teller& teller, const jt808::PassengerFlowValues& flow, Time received_at);

// What a terminal claims in 0x0100, as text.
struct RegistrationClaim {
    std::string phone;  // phone key
    std::string maker;
    std::string model;
    std::string terminal_id;
    std::string plate;  // UTF-8, as told
    std::string peer;
};

struct RegistrationAnswer {
    std::uint8_t result = 4;  // of 0x8100, jt808.md §2.3
    std::string code;         // when result = 0
};

// Registration as an act: the enrolled terminal gets its current code (again and again: a lost answer must not lock a bus
// out); a stranger 4; another device on an enrolled phone 3, with a recorded conflict; after the window closed unused 4.
Act registration(RegistrationClaim claim, std::function<void(const Result<RegistrationAnswer>&)> done);

// The first use of a rotated code: it becomes the current one.
Act adopt_next_code(std::string phone);
// A terminal turned away, recorded with the plate it claims.
Act record_refusal(db::Refusal refusal);

}  // namespace husong::ingest
