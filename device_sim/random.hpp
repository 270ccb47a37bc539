// Random numbers that are the same on every machine: splitmix64 and integer arithmetic, no library
// distribution.
#pragma once

#include <cassert>
#include <cstdint>

namespace husong::device_sim {

class Random {
public:
    constexpr explicit Random(std::uint64_t seed) : state_{seed} {}

    constexpr std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        return z ^ z >> 31;
    }
    // A whole number in [0, count). count must not be 0.
    constexpr std::uint32_t below(std::uint32_t count) {
        assert(count != 0);
        return static_cast<std::uint32_t>((next() >> 32) * count >> 32);
    }
    constexpr int between(int lowest, int highest) {  // both included
        return lowest + static_cast<int>(below(static_cast<std::uint32_t>(highest - lowest + 1)));
    }
    constexpr bool chance_per_mille(int per_mille) { return between(0, 999) < per_mille; }
    // Evenly in [0, 1): 53 random bits, exact in a double.
    constexpr double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    constexpr double within(double lowest, double highest) { return lowest + (highest - lowest) * unit(); }
    // About normal, mean 0, deviation 1, never beyond 6: twelve even numbers added, no logarithm.
    constexpr double normal() {
        double sum = -6;
        for (int i = 0; i < 12; ++i) sum += unit();
        return sum;
    }
    // An independent stream, so that one more draw here moves nothing there.
    constexpr Random split() { return Random{next()}; }

private:
    std::uint64_t state_;
};

}  // namespace husong::device_sim
