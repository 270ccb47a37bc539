#include "device_sim/driving.hpp"

#include <algorithm>
#include <cmath>

namespace husong::device_sim {

namespace {

constexpr double creep_mps = 1;  // the last metres to a stop

}  // namespace

double next_speed_mps(const Path& path, double along_m, double speed_mps, double left_m) {
    const std::size_t segment = path.line.segment_at(along_m);
    const double segment_m = path.line.along_m(segment + 1) - path.line.along_m(segment);
    const double share =
        segment_m > 0 ? std::clamp((along_m - path.line.along_m(segment)) / segment_m, 0.0, 1.0) : 0;
    const double road_mps =
        path.speed_mps[segment] + (path.speed_mps[segment + 1] - path.speed_mps[segment]) * share;
    const double braking_mps =
        std::max(creep_mps, std::sqrt(2 * bus_braking_mps2 * std::max(0.0, left_m - 1)) - 0.6);
    return std::min({speed_mps + bus_acceleration_mps2, road_mps, braking_mps, std::max(left_m, 0.1)});
}

}  // namespace husong::device_sim
