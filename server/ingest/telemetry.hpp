// From wire values to records: what a terminal or a phone told, with its vehicle, both clocks and the odd
// things flagged.
#pragma once

#include "server/jt808/location_values.hpp"
#include "server/jt808/passenger_flow.hpp"
#include "server/tracking/record.hpp"

#include <chrono>

namespace husong::ingest {

// Who speaks: fixed for a session once it has authenticated.
struct Teller {
    TerminalId terminal;
    VehicleId vehicle;
    tracking::Source source = tracking::Source::terminal;
};

// How far a teller's clock may run ahead of ours before its record is kept but not judged (positions.md §1).
inline constexpr Milliseconds clock_skew_limit = 60s;
using tracking::fold_horizon;
// A passenger-flow window longer than this was counted with a clock that was not set (jt808.md §4.1).
inline constexpr auto longest_flow_window = std::chrono::hours{24};

// Finishes any record: flags no_time, clock_ahead and too_old from its two clocks, rounds its measurements as
// they are stored, and computes its key.
void finish(tracking::Record& record);

tracking::Record position_record(const Teller& teller, const jt808::LocationValues& location, bool blind_area,
                                 Time received_at);
tracking::Record passenger_flow_record(const Teller& teller, const jt808::PassengerFlow& flow,
                                       Time received_at);

}  // namespace husong::ingest
