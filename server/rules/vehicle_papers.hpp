// Rules on a vehicle's file (VL): its papers and what the register says of it, whether it runs or not.
#pragma once

#include "server/rules/rule.hpp"

#include <string_view>

namespace husong::rules {

std::span<const Rule> vehicle_papers_rules();

// No vehicle any more: 报废, 注销, 拼装; empty: none of them.
std::string_view ended_licence_zh(registry::LicenceState state);
// An inspection of a school bus holds for six months, whatever its paper says.
Time inspection_end(const registry::Versioned<registry::VehicleDocument>& paper, bool school_bus,
                    const RuleSettings& settings);

std::vector<Breach> look_inconsistent_dates(const RegisterView& view);  // VL-03
std::vector<Breach> look_scrapped(const RegisterView& view);            // VL-06
std::vector<Breach> look_inspection(const RegisterView& view);          // VL-07
std::vector<Breach> look_permit_conditions(const RegisterView& view);   // VL-09
std::vector<Breach> look_capacity(const RegisterView& view);            // VL-10
std::vector<Breach> look_plate_returned(const RegisterView& view);      // VL-12

}  // namespace husong::rules
