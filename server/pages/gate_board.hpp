// The gate's list as a page: /g.
#pragma once

#include "server/gate/board.hpp"
#include "server/pages/change_notes.hpp"
#include "server/pages/gate_alarms.hpp"

#include <optional>
#include <string>
#include <vector>

namespace husong::pages {

struct StoppedVehicle {  // not on the list, and kept at the gate
    std::int64_t id = 0;
    registry::Plate plate;
    Time at{};
    std::string keeper;
    std::string note;
};

struct GateBoardPage {
    const gate::Board& board;
    std::string school;
    Time made_at{};
    std::string token;  // of the session's forms
    std::vector<StoppedVehicle> stopped;
    std::optional<std::chrono::year_month_day> next_day;  // the next one with departures, when today has none
    bool refreshes = true;                                // by itself; a reader who needs more time stops it
    std::string school_code;
    std::vector<GateAlarm> alarms{};
    ChangeNotes changes{};
};
std::string render_gate_board(const GateBoardPage& page);

}  // namespace husong::pages
