// Rules on what is planned and on what adds up: riders against seats (LD-06), overloads that repeat (LD-08),
// what a school's gate lacks (GA-08).
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> plan_rules();

// Runs of one line, direction and day may divide its riders among them, and nobody knows how: they break the
// rule together, when there are more riders than all their places.
std::vector<Breach> look_planned_overload(const RegisterView& view);
// Of a vehicle; or, where none of its vehicles has so many alone, of an operator: no vehicle, and the
// operator's code as subject.
std::vector<Breach> look_repeated_overload(const RegisterView& view);
std::vector<Breach> look_gate_facilities(const RegisterView& view);

}  // namespace husong::rules
