// Rules on the files of drivers (DR) and escorts (ES). Only of people who are to drive or to ride along: a
// driver is named by the plate of a vehicle in use or by a run ahead, an escort by a run ahead. Who is taken
// off all of them is nobody's concern any more.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> crew_papers_rules();

std::vector<Breach> look_driver_age(const RegisterView& view);       // DR-03
std::vector<Breach> look_driver_age_near(const RegisterView& view);  // DR-04
std::vector<Breach> look_driver_review(const RegisterView& view);    // DR-05
std::vector<Breach> look_driver_offences(const RegisterView& view);  // DR-06
std::vector<Breach> look_driver_licence(const RegisterView& view);   // DR-09
std::vector<Breach> look_driver_training(const RegisterView& view);  // DR-10
std::vector<Breach> look_escort_training(const RegisterView& view);  // ES-06

}  // namespace husong::rules
