#include "server/tracking/line_way.hpp"

#include <algorithm>
#include <cmath>

namespace husong::tracking {

namespace {

constexpr Milliseconds longest_gap = 45s;  // a way with a longer hole cuts the road's bends
constexpr std::size_t most_points = 160;   // of a stretch: at 10 m/s and 10 s apart, 16 km

struct WayPoint {
    maps::Wgs84 at;
    double share = 0;
    double along_m = 0;
};

double share_of(Time at, Time from, Time until) {
    return std::clamp(static_cast<double>((at - from).count()) / static_cast<double>((until - from).count()),
                      0.0, 1.0);
}

// What one run tells of the way to a place; empty: too little.
std::vector<WayPoint> drive_to(std::size_t place, const TripPlan& plan, const DrivenRun& run) {
    if (place >= run.visits.size()) return {};
    const auto from = run.visits[place - 1].left;
    const auto until = run.visits[place].arrived;
    if (!from || !until || *from >= *until) return {};
    std::vector<WayPoint> points{{plan.places[place - 1].at, 0}};
    Time last = *from;
    for (const Fix& fix : run.fixes) {
        if (fix.at <= *from || fix.at >= *until) continue;
        if (fix.at - last > longest_gap) return {};
        last = fix.at;
        points.push_back({fix.place, share_of(fix.at, *from, *until)});
    }
    if (*until - last > longest_gap) return {};
    points.push_back({plan.places[place].at, 1});
    return points;
}

StretchWay as_way(const std::vector<WayPoint>& points) {
    StretchWay way;
    std::vector<maps::Wgs84> line;
    for (const WayPoint& point : points) {
        line.push_back(point.at);
        way.shares.push_back(point.share);
    }
    // Runs differ in how they share out their time; along the way it only grows.
    std::sort(way.shares.begin(), way.shares.end());
    way.line = maps::Polyline{std::move(line)};
    return way;
}

// Puts the points of another run between those of the way, each where it lies beside it.
StretchWay merged(const StretchWay& way, const std::vector<WayPoint>& more) {
    constexpr double nearby_m = 150;  // farther: another road
    std::vector<WayPoint> all;
    for (std::size_t i = 0; i < way.shares.size(); ++i)
        all.push_back({way.line.points()[i], way.shares[i], way.line.along_m(i)});
    for (std::size_t i = 1; i + 1 < more.size(); ++i) {
        const maps::LinePosition foot = way.line.nearest(more[i].at);
        if (foot.offset_m <= nearby_m) all.push_back({more[i].at, more[i].share, foot.along_m});
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const WayPoint& a, const WayPoint& b) { return a.along_m < b.along_m; });
    return as_way(all);
}

StretchWay way_to(std::size_t place, const TripPlan& plan, std::span<const DrivenRun> runs) {
    std::vector<std::vector<WayPoint>> drives;
    for (const DrivenRun& run : runs)
        if (auto points = drive_to(place, plan, run); !points.empty()) drives.push_back(std::move(points));
    if (drives.empty()) return {};
    // The one that reported most often tells the bends; the others fill in.
    std::stable_sort(drives.begin(), drives.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
    StretchWay way = as_way(drives.front());
    for (std::size_t i = 1; i < drives.size(); ++i)
        if (way.shares.size() + drives[i].size() <= most_points) way = merged(way, drives[i]);
    return way;
}

}  // namespace

OnStretch locate(const StretchWay& way, maps::Wgs84 place) {
    const maps::LinePosition foot = way.line.nearest(place);
    const std::size_t i = way.line.segment_at(foot.along_m);
    const double length_m = way.line.along_m(i + 1) - way.line.along_m(i);
    const double part = length_m > 0 ? (foot.along_m - way.line.along_m(i)) / length_m : 0;
    return {way.shares[i] + (way.shares[i + 1] - way.shares[i]) * part, foot.offset_m};
}

LineWay learn_way(const TripPlan& plan, std::span<const DrivenRun> runs) {
    LineWay way;
    way.stretches.resize(plan.places.size());
    const auto used = runs.first(std::min(runs.size(), runs_for_way));
    for (std::size_t place = 1; place < plan.places.size(); ++place)
        way.stretches[place] = way_to(place, plan, used);
    return way;
}

std::vector<Fix> good_fixes(std::span<const Record> records) {
    const TrackingSettings settings;
    FixFilter filter;
    std::vector<Fix> fixes;
    for (const Record& record : records) {
        const auto* position = std::get_if<Position>(&record.payload);
        if (position == nullptr || !record.judged()) continue;
        if (admit(filter, record, *position, settings).verdict == FixVerdict::good)
            fixes.push_back(filter.good);
    }
    return fixes;
}

}  // namespace husong::tracking
