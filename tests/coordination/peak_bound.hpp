// How few vehicles in use at once a plan may hope for, by another solver than the planner's.
#pragma once

#include <string_view>

namespace husong::checker {

// No plan of the case has a lower peak of vehicles in use at once: the linear relaxation of each calendar
// week alone, by GLPK. Throws where the text is no case.
int peak_bound(std::string_view case_json);

}  // namespace husong::checker
