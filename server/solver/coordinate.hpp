// Coordinates a term: dates and dismissal times for all schools at once.
#pragma once

#include "server/coordination/plan.hpp"
#include "server/solver/smooth.hpp"

namespace husong::solver {

struct Effort {
    double seconds = 50;   // for the whole term
    double decisive = 10;  // of it, for the week that makes the term's peak
    Patience patience{};   // of the quick searches before
};

// The best plan found within the effort, each stage with what is proven of it. Runs have no vehicles yet.
// Errors: conflict, when some leg has no option at all, naming it (explain.hpp says more).
[[nodiscard]] Result<coordination::Plan> coordinate(const coordination::Case& question, const Effort& effort);

// What schools do today: each its own wish, whoever else goes that day. Vehicles are counted as if there were
// enough of them.
coordination::Plan as_wished(const coordination::Case& question);
// One school after the other, those of the most riders first: the moment nearest its wish at which seats and
// posts are left.
coordination::Plan first_fit(const coordination::Case& question);

}  // namespace husong::solver
