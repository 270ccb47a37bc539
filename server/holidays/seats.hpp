// How many pupils a registered vehicle may carry on holidays.
#pragma once

#include "server/registry/entities.hpp"

#include <algorithm>
#include <optional>

namespace husong::holidays {

// Of 核载, beside driver and escort, and no more pupils than the licence allows. None: nobody told how many
// persons it is approved for.
inline std::optional<int> seats_for_pupils(const registry::Vehicle& vehicle) {
    constexpr int crew = 2;
    if (vehicle.approved_persons <= 0) return std::nullopt;
    const int seats = std::max(0, vehicle.approved_persons - crew);
    const int pupils = vehicle.approved_pupils.value_or(0);
    return pupils > 0 ? std::min(seats, pupils) : seats;
}

}  // namespace husong::holidays
