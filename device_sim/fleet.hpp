// The county's operators, drivers, vehicles and terminals.
#pragma once

#include "device_sim/county.hpp"

namespace husong::device_sim {

// Adds one vehicle for each line of the county, with its driver and terminals.
void add_fleet(County& county, Random random);

}  // namespace husong::device_sim
