// What would free a collision: changes of the case, each tried by planning again.
#pragma once

#include "server/solver/collisions.hpp"

namespace husong::solver {

// The smallest changes of each sort that free, those that free the most first. `alone`: nothing else of the
// case collides, so that the whole term is tried as well.
std::vector<Relief> reliefs_of(const coordination::Case& question, const Collision& collision, bool alone,
                               const Deadline& deadline);

// Whether the planner finds a plan with a seat for everybody, without making it a good one.
bool has_plan(const coordination::Case& question);

}  // namespace husong::solver
