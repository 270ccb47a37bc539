// Which vehicle serves which run.
#pragma once

#include "server/coordination/plan.hpp"

namespace husong::coordination {

// Gives each run of the plan a vehicle, day by day: the smallest that does, of these one that is on the road
// already, the nearest first; where none is left, one whose own run others can take over. From where a run
// ends a vehicle goes straight to where its next one begins, keeps `turn` between them and its driver's
// hours. Runs for which none is left have none: their riders are the plan's `unserved`.
void assign_vehicles(Plan& plan, const Case& question);

// By roads that no line tells.
Minutes road_minutes(maps::Wgs84 from, maps::Wgs84 to, const Rules& rules);

}  // namespace husong::coordination
