// What the terminal of a bus tells that drives off with too many aboard.
#pragma once

#include "tests/support/county.hpp"

#include <vector>

namespace husong::test {

// Sixty board a bus for 45 people, which then drives off: found as soon as it is known to move. The fixes in
// [missing_from, missing_until) are left out.
inline std::vector<tracking::Record> overloaded_ride(VehicleId bus, int missing_from_s = 0,
                                                     int missing_until_s = 0) {
    std::vector<tracking::Record> told;
    for (int second = 0; second <= 300; second += 10) {
        const Time at = school_day + std::chrono::seconds{second};
        const bool stands = second <= 60;
        if (second < missing_from_s || second >= missing_until_s)
            told.push_back(position(bus, at, stands ? 0 : 100.0 * (second - 60) / 10, stands ? 0 : 36));
        if (second == 50) told.push_back(passenger_flow(bus, at - 40s, at, 60, 0));
    }
    return told;
}

}  // namespace husong::test
