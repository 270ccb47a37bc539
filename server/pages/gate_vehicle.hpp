// One vehicle at the gate as a page, with its forms: /g/t/{departure}.
#pragma once

#include "server/pages/gate_forms.hpp"
#include "server/pages/gate_parts.hpp"

#include <optional>
#include <span>
#include <string>

namespace husong::pages {

struct GateVehiclePage {
    const gate::Visit& visit;
    std::string school;
    Time made_at{};
    std::span<const tracking::GateAct> acts;  // of the departure, in their order
    const GateForm& form;
    // What was asked is refused: this run of the vehicle is to be dealt with before; none: nothing is.
    std::optional<registry::Departure> first{};
};
std::string render_gate_vehicle(const GateVehiclePage& page);

}  // namespace husong::pages
