// Vehicles that are not on the gate's list, as pages: the forms, and what is known of a plate.
#pragma once

#include "server/pages/gate_board.hpp"
#include "server/pages/gate_forms.hpp"
#include "server/rules/verdict.hpp"

#include <optional>
#include <string>

namespace husong::pages {

enum class ExtraKind : std::uint8_t { at_gate, elsewhere };
std::string render_gate_extra(ExtraKind kind, const std::string& school, const GateForm& form);

struct GateVerdictPage {
    std::string school;
    registry::Plate plate;
    const rules::Verdict& verdict;
    Time made_at{};
    std::optional<StoppedVehicle> stopped;  // it was kept at this gate today
    bool told = false;                      // just now, as a sighting elsewhere
};
std::string render_gate_verdict(const GateVerdictPage& page);

}  // namespace husong::pages
