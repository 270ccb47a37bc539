// What the rules that look at the register ask of one operator.
#pragma once

#include "server/fleet/fleet.hpp"

namespace husong::fleet {

// Of its vehicles, its drivers and escorts, and itself: of each rule the first few, and how many more.
void add_papers(Fleet& fleet, const FleetSource& source, Time now);

}  // namespace husong::fleet
