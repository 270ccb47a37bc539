// What an edit makes of whose own car a vehicle is, and of whom one may watch at a school's gate.
#pragma once

#include "server/registry/differences.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <tuple>

namespace husong::registry {

// The cars that are their guardians' for other children than before, or not on the same days, each with the
// first instant at which that is so.
std::map<VehicleId, Time> own_car_changes(const Versions& versions);

// Where a school's gate is, and how far it reaches; none: not in the register.
std::optional<std::tuple<double, double, double>> gate_of(std::string_view school, const Registry& registry,
                                                          Time at);

// The first instant from which on a vehicle's days at a school's gate are counted otherwise: another gate,
// another school day. end_of_time: nowhere.
Time gate_days_differ_from(const Versions& versions);

}  // namespace husong::registry
