// One vehicle at the gate as a page, with its forms: /g/t/{departure}.
#pragma once

#include "server/pages/gate_forms.hpp"
#include "server/pages/gate_parts.hpp"

#include <span>
#include <string>

namespace husong::pages {

struct GateVehiclePage {
    const gate::Visit& visit;
    std::string school;
    Time made_at{};
    std::span<const tracking::GateAct> acts;  // of the departure, in their order
    const GateForm& form;
};
std::string render_gate_vehicle(const GateVehiclePage& page);

}  // namespace husong::pages
