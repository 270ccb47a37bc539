// Rules on who drives and who escorts a run (DR, ES): judged while it is under way.
#pragma once

#include "server/rules/rule.hpp"

namespace husong::rules {

std::span<const Rule> trip_crew_rules();

}  // namespace husong::rules
