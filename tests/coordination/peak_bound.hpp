// How few vehicles in use at once a plan may hope for, by another solver than the planner's.
#pragma once

#include <string_view>

namespace husong::checker {

// No plan of the case whose runs leave one after the other, as fast as the gate lets them, has a lower peak
// of vehicles in use at once: the linear relaxation of each calendar week alone, by GLPK. One whose pupils
// wait up to an hour for their vehicle, as the check allows, might. Throws where the text is no case.
int peak_bound(std::string_view case_json);

}  // namespace husong::checker
