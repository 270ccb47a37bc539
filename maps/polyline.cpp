#include "maps/polyline.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace husong::maps {

namespace {

Wgs84 between(Wgs84 a, Wgs84 b, double share) {
    return {a.latitude_deg + (b.latitude_deg - a.latitude_deg) * share,
            a.longitude_deg + (b.longitude_deg - a.longitude_deg) * share};
}

// Share of the segment a-b at which `point` has its foot, within [0, 1].
double foot_share(Wgs84 a, Wgs84 b, Wgs84 point) {
    const DegreeLengths scale = degree_lengths(point.latitude_deg);
    const double east_m = (b.longitude_deg - a.longitude_deg) * scale.longitude_m;
    const double north_m = (b.latitude_deg - a.latitude_deg) * scale.latitude_m;
    const double squared = east_m * east_m + north_m * north_m;
    if (squared == 0) return 0;
    const double dot = (point.longitude_deg - a.longitude_deg) * scale.longitude_m * east_m +
                       (point.latitude_deg - a.latitude_deg) * scale.latitude_m * north_m;
    return std::clamp(dot / squared, 0.0, 1.0);
}

}  // namespace

Polyline::Polyline(std::vector<Wgs84> points) : points_{std::move(points)} {
    along_m_.reserve(points_.size());
    double sum_m = 0;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        if (i > 0) sum_m += fast_distance_m(points_[i - 1], points_[i]);
        along_m_.push_back(sum_m);
    }
}

std::size_t Polyline::segment_at(double along_m) const {
    if (points_.size() < 2) return 0;
    const auto beyond = std::upper_bound(along_m_.begin() + 1, along_m_.end() - 1, along_m);
    return static_cast<std::size_t>(beyond - along_m_.begin()) - 1;
}

Wgs84 Polyline::point_at(double along_m) const {
    assert(!points_.empty());
    if (along_m <= 0 || points_.size() < 2) return points_.front();
    if (along_m >= length_m()) return points_.back();
    const std::size_t segment = segment_at(along_m);
    const double length = along_m_[segment + 1] - along_m_[segment];
    const double share = length > 0 ? (along_m - along_m_[segment]) / length : 0;
    return between(points_[segment], points_[segment + 1], share);
}

double Polyline::course_at_deg(double along_m) const {
    assert(points_.size() >= 2);
    const std::size_t segment = segment_at(along_m);
    const Wgs84 a = points_[segment], b = points_[segment + 1];
    const DegreeLengths scale = degree_lengths((a.latitude_deg + b.latitude_deg) / 2);
    const double course = degrees(std::atan2((b.longitude_deg - a.longitude_deg) * scale.longitude_m,
                                             (b.latitude_deg - a.latitude_deg) * scale.latitude_m));
    return course < 0 ? course + 360 : course;
}

LinePosition Polyline::nearest(Wgs84 point, double from_m, double to_m) const {
    assert(points_.size() >= 2);
    LinePosition best;
    best.offset_m = std::numeric_limits<double>::infinity();
    const std::size_t last = segment_at(std::max(from_m, to_m));
    for (std::size_t segment = segment_at(from_m); segment <= last; ++segment) {
        const Wgs84 a = points_[segment], b = points_[segment + 1];
        const double length = along_m_[segment + 1] - along_m_[segment];
        const double at =
            std::clamp(along_m_[segment] + foot_share(a, b, point) * length, from_m, std::max(from_m, to_m));
        const Wgs84 foot = between(a, b, length > 0 ? (at - along_m_[segment]) / length : 0);
        const double offset = fast_distance_m(foot, point);
        if (offset < best.offset_m) best = {at, offset, foot};
    }
    return best;
}

}  // namespace husong::maps
