// A guardian's own car: it may bring that guardian's children, and nobody else's (rules.md VL-04).
#pragma once

#include "server/rules/snapshot.hpp"

#include <string>

namespace husong::rules {

// Pupils that it may carry as somebody's own: those of the guardian with the most children whose rows name
// the car. 0: it is nobody's own, or more than that: licensed for people's pay, of a class that carries none,
// banned, or with a run on that day or in a timetable.
int own_children(const registry::Registry& registry, VehicleId vehicle, Time at);

// Pupils beyond its own children that somebody has counted aboard or seen today; 0: none.
int pupils_beyond_own(const tracking::VehicleState& state, int own, Time now);

// 家长自家车，登记自家孩子 2 名，…: never whose.
std::string own_car_zh(const PupilEvidence& evidence);

}  // namespace husong::rules
