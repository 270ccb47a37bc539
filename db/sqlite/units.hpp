// The whole small units in which the history keeps measurements: on the grid of the wire, so that what a
// terminal told comes back as it was.
#pragma once

#include <cmath>
#include <cstdint>

namespace husong::db {

struct Unit {
    double per_one;  // how many units make one degree, metre, …

    // What cannot be a measurement (not a number, beyond any wire field) is kept as 0.
    [[nodiscard]] std::int64_t count(double value) const {
        constexpr double most = 1e12;
        const double units = std::round(value * per_one);
        return std::abs(units) <= most ? static_cast<std::int64_t>(units) : 0;
    }
    [[nodiscard]] double value(std::int64_t units) const { return static_cast<double>(units) / per_one; }
    [[nodiscard]] double rounded(double value_in) const { return value(count(value_in)); }
};

inline constexpr Unit micro_degree{1e6};
inline constexpr Unit decimetre{10};
inline constexpr Unit tenth_kmh{36};  // of metres per second
inline constexpr Unit tenth_degree{10};

}  // namespace husong::db
