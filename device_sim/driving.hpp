// How a bus drives along its path.
#pragma once

#include "device_sim/road_network.hpp"

namespace husong::device_sim {

constexpr double arrival_m = 1.5;  // so near a stop it has arrived

// Its speed in the next second: what the road there allows, what it reaches from `speed_mps`, and what it can
// still brake down from with `left_m` to its next stop.
double next_speed_mps(const Path& path, double along_m, double speed_mps, double left_m);

}  // namespace husong::device_sim
