// Rules on how a run ends (SW, GA, LD-05): is everybody off, was it looked at, did the school see it come.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> trip_end_rules();

// To its last place, or when its time was up.
Time came_at(const VehicleSnapshot& snapshot);
Time parked_since(const VehicleSnapshot& snapshot);

Judgement judge_unswept(const VehicleSnapshot& snapshot);                       // SW-01
Judgement judge_not_all_off(const VehicleSnapshot& snapshot);                   // SW-02
Judgement judge_cabin_motion(const VehicleSnapshot& snapshot);                  // SW-03
Judgement judge_parked_away(const VehicleSnapshot& snapshot);                   // SW-04
std::vector<Judgement> judge_not_safe_home(const VehicleSnapshot& snapshot);    // SW-05
Judgement judge_not_seen_at_gate(const VehicleSnapshot& snapshot);              // GA-01
Judgement judge_crew_differs(const VehicleSnapshot& snapshot);                  // GA-03
Judgement judge_gate_count_differs(const VehicleSnapshot& snapshot);            // GA-04
std::vector<Judgement> judge_absent(const VehicleSnapshot& snapshot);           // GA-05
Judgement judge_overloaded_at_gate(const VehicleSnapshot& snapshot);            // GA-06
std::vector<Judgement> judge_wrong_collector(const VehicleSnapshot& snapshot);  // GA-07
Judgement judge_nearly_full(const VehicleSnapshot& snapshot);                   // LD-05

}  // namespace husong::rules
