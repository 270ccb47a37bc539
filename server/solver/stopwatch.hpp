// How long something has taken so far, by the clock on the wall: what was asked for ends by it.
#pragma once

#include <chrono>

namespace husong::solver {

class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace husong::solver
