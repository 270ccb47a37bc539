// Points and distances on the WGS-84 ellipsoid, in degrees and metres.
#pragma once

#include <cmath>
#include <numbers>

namespace husong::maps {

// What terminals report and what we store. GCJ-02 is another type: maps/gcj02.hpp.
struct Wgs84 {
    double latitude_deg = 0;   // north positive
    double longitude_deg = 0;  // east positive
    constexpr bool operator==(const Wgs84&) const = default;
};

constexpr double radians(double degrees) { return degrees * std::numbers::pi / 180; }
constexpr double degrees(double radians) { return radians * 180 / std::numbers::pi; }

// Length of the geodesic, within nanometres. For everything that is not asked thousands of times a second.
double distance_m(Wgs84 a, Wgs84 b);

// Direction in which the geodesic from a to b starts: clockwise from true north, [0, 360).
double course_deg(Wgs84 a, Wgs84 b);

// Where one arrives after distance_m metres from `start` in direction course_deg.
Wgs84 destination(Wgs84 start, double course_deg, double distance_m);

// How many metres one degree of latitude and of longitude measure at a latitude, on the ellipsoid.
struct DegreeLengths {
    double latitude_m = 0;
    double longitude_m = 0;
};
inline DegreeLengths degree_lengths(double latitude_deg) {
    constexpr double equatorial_radius_m = 6'378'137.0;
    constexpr double eccentricity_squared = 6.69437999014e-3;
    const double sine = std::sin(radians(latitude_deg));
    const double w = 1 - eccentricity_squared * sine * sine;
    const double normal_m = equatorial_radius_m / std::sqrt(w);
    const double meridian_m = normal_m * (1 - eccentricity_squared) / w;
    return {radians(meridian_m), radians(normal_m * std::cos(radians(latitude_deg)))};
}

// Plane distance on the ellipsoid's radii at the mean latitude: within 0.5 % of distance_m below 50 km and up
// to 60 degrees of latitude, at a fiftieth of its price. For what runs on every fix. Not across the 180th
// meridian.
inline double fast_distance_m(Wgs84 a, Wgs84 b) {
    const DegreeLengths scale = degree_lengths((a.latitude_deg + b.latitude_deg) / 2);
    const double north_m = (b.latitude_deg - a.latitude_deg) * scale.latitude_m;
    const double east_m = (b.longitude_deg - a.longitude_deg) * scale.longitude_m;
    return std::sqrt(north_m * north_m + east_m * east_m);
}

struct CircleFence {
    Wgs84 centre;
    double radius_m = 0;
};
// The rim belongs to the fence. Uses fast_distance_m: fences are small.
inline bool inside(const CircleFence& fence, Wgs84 point) {
    return fast_distance_m(fence.centre, point) <= fence.radius_m;
}

struct Box {
    double south_deg = 0, west_deg = 0, north_deg = 0, east_deg = 0;
};
constexpr bool inside(const Box& box, Wgs84 point) {
    return point.latitude_deg >= box.south_deg && point.latitude_deg <= box.north_deg &&
           point.longitude_deg >= box.west_deg && point.longitude_deg <= box.east_deg;
}
// The box grown by a margin on every side.
Box widened(const Box& box, double margin_m);

// Where the county lies: start of maps, and the box outside which a fix is suspect (with its margin).
inline constexpr Wgs84 county_centre{40.8, 118.2};
inline constexpr Box county_box{40.3, 117.5, 41.3, 118.9};
inline constexpr double county_box_margin_m = 100'000;

}  // namespace husong::maps
