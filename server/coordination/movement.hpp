// Which vehicle serves which run.
#pragma once

#include "server/coordination/plan.hpp"

namespace husong::coordination {

// Gives each run of the plan a vehicle, day by day: the smallest that does, of these one that is on the road
// already, the nearest first. A vehicle is at the gate of its run's
// school again before it goes to the next one, keeps `turn` between two runs and its driver's hours. Runs for
// which none is left have none: their riders are the plan's `unserved`.
void assign_vehicles(Plan& plan, const Case& question);

// From gate to gate by roads that no line tells.
Minutes way_between(const School& from, const School& to, const Rules& rules);

}  // namespace husong::coordination
