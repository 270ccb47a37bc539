// When it gets dark.
#pragma once

#include "maps/geometry.hpp"
#include "server/base/time.hpp"

#include <optional>

namespace husong::maps {

// When civil twilight ends at a place in the evening of a day in China: the sun is 6 degrees below the
// horizon, and without lamps a driver sees nobody. None where it never is on that day. About 0.2 ms: not for
// every position. Any thread; one waits for the other.
std::optional<Time> civil_dusk(std::chrono::year_month_day day, Wgs84 place);

}  // namespace husong::maps
