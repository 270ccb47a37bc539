// What would free a collision: changes of the case, each tried by planning again.
#pragma once

#include "server/solver/collisions.hpp"

namespace husong::solver {

// The smallest changes of each sort that free, those that free the most first. Where nothing else of the case
// collides the whole term is tried as well.
void add_reliefs(Collision& collision, const coordination::Case& question, const Deadline& deadline,
                 coordination::Day today);

// Whether the planner finds a plan, without making it a good one; with a seat for everybody, too.
bool is_accepted(const coordination::Case& question);
bool has_plan(const coordination::Case& question);

}  // namespace husong::solver
