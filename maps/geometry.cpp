#include "maps/geometry.hpp"

#include <GeographicLib/Geodesic.hpp>

#include <algorithm>
#include <cmath>

namespace husong::maps {

namespace {

const GeographicLib::Geodesic& earth() { return GeographicLib::Geodesic::WGS84(); }

}  // namespace

double distance_m(Wgs84 a, Wgs84 b) {
    double metres = 0;
    earth().Inverse(a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg, metres);
    return metres;
}

double course_deg(Wgs84 a, Wgs84 b) {
    double start_deg = 0, end_deg = 0;
    earth().Inverse(a.latitude_deg, a.longitude_deg, b.latitude_deg, b.longitude_deg, start_deg, end_deg);
    return start_deg < 0 ? start_deg + 360 : start_deg;
}

Wgs84 destination(Wgs84 start, double course_deg, double distance_m) {
    Wgs84 end;
    earth().Direct(start.latitude_deg, start.longitude_deg, course_deg, distance_m, end.latitude_deg,
                   end.longitude_deg);
    return end;
}

Box widened(const Box& box, double margin_m) {
    const double widest_deg = std::max(std::abs(box.south_deg), std::abs(box.north_deg));
    const DegreeLengths scale = degree_lengths(widest_deg);
    const double latitude_deg = margin_m / scale.latitude_m;
    const double longitude_deg = margin_m / scale.longitude_m;
    return {box.south_deg - latitude_deg, box.west_deg - longitude_deg, box.north_deg + latitude_deg,
            box.east_deg + longitude_deg};
}

}  // namespace husong::maps
