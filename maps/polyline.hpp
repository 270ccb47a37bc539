// A line of points on the ground with its lengths: routes, roads, tracks.
#pragma once

#include "maps/geometry.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace husong::maps {

// Where a point lies beside a line.
struct LinePosition {
    double along_m = 0;   // from the line's start
    double offset_m = 0;  // distance from the line, never negative
    Wgs84 point;          // the nearest point on the line
};

class Polyline {
public:
    Polyline() = default;
    explicit Polyline(std::vector<Wgs84> points);

    [[nodiscard]] std::span<const Wgs84> points() const { return points_; }
    [[nodiscard]] double length_m() const { return along_m_.empty() ? 0 : along_m_.back(); }
    // Distance of point `index` from the start, along the line.
    [[nodiscard]] double along_m(std::size_t index) const { return along_m_[index]; }

    // The index of the segment that holds a distance: the last point not beyond it, never the line's last
    // point.
    [[nodiscard]] std::size_t segment_at(double along_m) const;
    // Before the start the first point, beyond the end the last. The line must have a point.
    [[nodiscard]] Wgs84 point_at(double along_m) const;
    // The direction of travel there, [0, 360). The line must have two points.
    [[nodiscard]] double course_at_deg(double along_m) const;

    // The nearest place on the line, searched from from_m to to_m (the whole line by default). A window along
    // the line keeps a vehicle from being matched to the way back. The line must have two points.
    [[nodiscard]] LinePosition nearest(Wgs84 point, double from_m, double to_m) const;
    [[nodiscard]] LinePosition nearest(Wgs84 point) const { return nearest(point, 0, length_m()); }

private:
    std::vector<Wgs84> points_;
    std::vector<double> along_m_;  // cumulative length at each point
};

}  // namespace husong::maps
