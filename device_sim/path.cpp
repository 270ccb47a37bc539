#include "device_sim/road_network.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace husong::device_sim {

namespace {

constexpr double sideways_mps2 = 1.6;  // what a bus driver takes a bend with, pupils seated
constexpr double steep_gradient = 0.06;
constexpr double steep_speed_share = 0.75;
constexpr double slowest_mps = 3;  // through the sharpest hairpin

// What the law or the road allows a school bus.
constexpr double limit_mps(RoadClass road_class) {
    switch (road_class) {
        case RoadClass::street: return 30 / 3.6;
        case RoadClass::valley_road: return 58 / 3.6;
        case RoadClass::mountain_road: return 38 / 3.6;
        case RoadClass::motorway: return 78 / 3.6;
    }
    return 0;
}

// The radius of the circle through three points; infinite on a straight.
double bend_radius_m(maps::Wgs84 a, maps::Wgs84 b, maps::Wgs84 c) {
    const double ab = maps::fast_distance_m(a, b), bc = maps::fast_distance_m(b, c),
                 ca = maps::fast_distance_m(c, a);
    const double half = (ab + bc + ca) / 2;
    const double square = half * (half - ab) * (half - bc) * (half - ca);  // Heron: the squared area
    if (square <= 1e-6) return std::numeric_limits<double>::infinity();
    return ab * bc * ca / (4 * std::sqrt(square));
}

void slow_for_bends_and_gradients(Path& path) {
    const auto points = path.line.points();
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const double bend_mps =
            std::sqrt(sideways_mps2 * bend_radius_m(points[i - 1], points[i], points[i + 1]));
        const double run_m = path.line.along_m(i + 1) - path.line.along_m(i - 1);
        const double rise_m = std::abs(path.elevation_m[i + 1] - path.elevation_m[i - 1]);
        const double share = run_m > 0 && rise_m / run_m > steep_gradient ? steep_speed_share : 1;
        path.speed_mps[i] = std::max(slowest_mps, std::min(path.speed_mps[i] * share, bend_mps));
    }
}

// No point faster than can be reached from the one before, or braked down from to the one behind.
void limit_by_engine_and_brakes(Path& path) {
    const auto reachable = [&path](std::size_t from, std::size_t to, double mps2) {
        const double length_m = std::abs(path.line.along_m(to) - path.line.along_m(from));
        const double fastest = std::sqrt(path.speed_mps[from] * path.speed_mps[from] + 2 * mps2 * length_m);
        path.speed_mps[to] = std::min(path.speed_mps[to], fastest);
    };
    const std::size_t count = path.speed_mps.size();
    for (std::size_t i = 1; i < count; ++i) reachable(i - 1, i, bus_acceleration_mps2);
    for (std::size_t i = count - 1; i > 0; --i) reachable(i, i - 1, bus_braking_mps2);
}

// Dijkstra by travel time; for each place the road by which it is reached from `from`.
std::vector<std::size_t> quickest_roads(const RoadNetwork& network, std::size_t from) {
    constexpr double unreached = std::numeric_limits<double>::infinity();
    std::vector<double> time_s(network.places.size(), unreached);
    std::vector<std::size_t> by(network.places.size(), network.roads.size());
    std::vector<bool> done(network.places.size(), false);
    time_s[from] = 0;
    for (std::size_t round = 0; round < network.places.size(); ++round) {
        std::size_t here = network.places.size();
        for (std::size_t i = 0; i < time_s.size(); ++i)
            if (!done[i] && (here == done.size() || time_s[i] < time_s[here])) here = i;
        done[here] = true;
        for (std::size_t r = 0; r < network.roads.size(); ++r) {
            const Road& road = network.roads[r];
            if (road.from != here && road.to != here) continue;
            const std::size_t there = road.from == here ? road.to : road.from;
            const double arrival_s = time_s[here] + road.line.length_m() / limit_mps(road.road_class);
            if (arrival_s >= time_s[there]) continue;
            time_s[there] = arrival_s;
            by[there] = r;
        }
    }
    return by;
}

// Puts a road in front of what was gathered from the destination backwards.
void append_backwards(Path& path, std::vector<maps::Wgs84>& points, const Road& road, bool ends_at_to) {
    const auto line = road.line.points();
    const std::size_t skip = points.empty() ? 0 : 1;  // the place that two roads share
    for (std::size_t i = skip; i < line.size(); ++i) {
        const std::size_t at = ends_at_to ? line.size() - 1 - i : i;
        points.push_back(line[at]);
        path.elevation_m.push_back(road.elevation_m[at]);
        path.speed_mps.push_back(limit_mps(road.road_class));
    }
}

}  // namespace

Path quickest_path(const RoadNetwork& network, std::size_t from, std::size_t to) {
    const auto by = quickest_roads(network, from);
    Path path;
    std::vector<maps::Wgs84> points;
    for (std::size_t here = to; here != from;) {
        const Road& road = network.roads[by[here]];
        append_backwards(path, points, road, road.to == here);
        here = road.to == here ? road.from : road.to;
    }
    if (points.empty()) {
        points.push_back(network.places[from].point);
        path.elevation_m.push_back(network.places[from].elevation_m);
        path.speed_mps.push_back(limit_mps(RoadClass::street));
    }
    std::reverse(points.begin(), points.end());
    std::reverse(path.elevation_m.begin(), path.elevation_m.end());
    std::reverse(path.speed_mps.begin(), path.speed_mps.end());
    path.line = maps::Polyline{std::move(points)};
    slow_for_bends_and_gradients(path);
    limit_by_engine_and_brakes(path);
    return path;
}

Path reversed(const Path& path) {
    Path back;
    const auto points = path.line.points();
    back.line = maps::Polyline{std::vector<maps::Wgs84>(points.rbegin(), points.rend())};
    back.elevation_m.assign(path.elevation_m.rbegin(), path.elevation_m.rend());
    back.speed_mps.assign(path.speed_mps.rbegin(), path.speed_mps.rend());
    limit_by_engine_and_brakes(back);
    return back;
}

Path extended(const Path& path, maps::Wgs84 end) {
    Path longer = path;
    std::vector<maps::Wgs84> points(path.line.points().begin(), path.line.points().end());
    points.push_back(end);
    longer.line = maps::Polyline{std::move(points)};
    longer.elevation_m.push_back(path.elevation_m.back());
    longer.speed_mps.push_back(limit_mps(RoadClass::street));
    limit_by_engine_and_brakes(longer);
    return longer;
}

}  // namespace husong::device_sim
