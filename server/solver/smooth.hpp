// A quick search for a low peak, to begin the exact one with.
#pragma once

#include "server/solver/round.hpp"

#include <chrono>

namespace husong::solver {

// Moves single legs about (simulated annealing, always the same for the same round, unless the time is over),
// aiming one vehicle lower each time, until nothing is above `floor` vehicles at once or `tries` in a row
// have failed; `start` or better. `before`: what is taken without the round.
struct Patience {
    int moves = 300'000;  // of one try
    int tries = 6;
    std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max();
};
// The same, over in so many seconds.
[[nodiscard]] Patience within(Patience patience, double seconds);
Chosen smooth(const Round& round, const Taken& before, const Chosen& start, int floor,
              const Patience& patience);

}  // namespace husong::solver
