// Rules on what people see of a vehicle: a class that may carry nobody, a plate in two places, a vehicle off
// the list.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> sighting_rules();

}  // namespace husong::rules
