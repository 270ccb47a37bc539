// The simulated county's roads: a town, townships strung along its valleys, passes between them, one
// motorway.
#pragma once

#include "device_sim/random.hpp"
#include "maps/polyline.hpp"

#include <string>
#include <vector>

namespace husong::device_sim {

enum class RoadClass { street, valley_road, mountain_road, motorway };

struct Place {
    std::string name;
    maps::Wgs84 point;
    double elevation_m = 0;
    bool inhabited = true;  // false for the motorway's interchanges
};

struct Road {
    std::size_t from = 0, to = 0;  // indices of places; the line runs from `from` to `to`
    RoadClass road_class = RoadClass::valley_road;
    maps::Polyline line;
    std::vector<double> elevation_m;  // at each point of the line
};

struct RoadNetwork {
    std::vector<Place> places;  // the town comes first, then the townships, then the interchanges
    std::vector<Road> roads;
    std::vector<maps::CircleFence> dead_zones;  // no mobile signal: deep in the valleys
};

RoadNetwork make_road_network(Random random);

// The roads in one direction as one line, with what a bus may drive at each of its points.
struct Path {
    maps::Polyline line;
    std::vector<double> elevation_m;
    std::vector<double>
        speed_mps;  // by road class, bend and gradient, reachable with a bus's brakes and engine
};

// The quickest way between two places. Both must belong to the network, which is connected.
Path quickest_path(const RoadNetwork& network, std::size_t from, std::size_t to);

Path reversed(const Path& path);
// The path with one more point behind its end, on a street: the last metres to a school gate.
Path extended(const Path& path, maps::Wgs84 end);

inline constexpr double bus_acceleration_mps2 = 0.8;
inline constexpr double bus_braking_mps2 = 1.2;

}  // namespace husong::device_sim
