// A quick search for a low peak, to begin the exact one with.
#pragma once

#include "server/solver/round.hpp"

namespace husong::solver {

// Moves single legs about (simulated annealing, always the same for the same round), aiming one vehicle lower
// each time, until nothing is above `floor` vehicles at once or `tries` in a row have failed; `start` or
// better. `before`: what is taken without the round.
struct Patience {
    int moves = 300'000;  // of one try
    int tries = 6;
};
Chosen smooth(const Round& round, const Taken& before, const Chosen& start, int floor,
              const Patience& patience);

}  // namespace husong::solver
