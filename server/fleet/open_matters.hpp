// What the rules have found that one operator has to see to.
#pragma once

#include "server/fleet/fleet.hpp"

namespace husong::fleet {

// Of its vehicles, their runs, its drivers and escorts, and itself: of each rule the first few, and how many
// more.
void add_open_findings(Fleet& fleet, const FleetSource& source, Time now);

}  // namespace husong::fleet
