// Rules on a vehicle's file (VL): its papers and what the register says of it, whether it runs or not.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> vehicle_papers_rules();

std::vector<Breach> look_inconsistent_dates(const RegisterView& view);  // VL-03
std::vector<Breach> look_scrapped(const RegisterView& view);            // VL-06
std::vector<Breach> look_inspection(const RegisterView& view);          // VL-07
std::vector<Breach> look_permit_conditions(const RegisterView& view);   // VL-09
std::vector<Breach> look_capacity(const RegisterView& view);            // VL-10
std::vector<Breach> look_plate_returned(const RegisterView& view);      // VL-12

}  // namespace husong::rules
