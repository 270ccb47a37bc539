#include "device_sim/road_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace husong::device_sim {

namespace {

using maps::Wgs84;

constexpr std::size_t valley_count = 6;
constexpr const char* town_name = "松岭镇";
constexpr std::array township_names{"柳湾镇",   "石门镇",   "北沟镇",   "云山乡",   "滦湾镇",   "青崖镇",
                                    "双泉镇",   "古桥镇",   "东坪乡",   "榆树坪镇", "杏花营镇", "白桦沟乡",
                                    "红石岭乡", "鹿角沟乡", "大川镇",   "黄土梁乡", "小河口镇", "栗树台乡",
                                    "苇塘镇",   "望云乡",   "羊角峪乡", "南天门乡", "清水台乡"};

constexpr double town_elevation_m = 330;
constexpr double valley_rise_m_per_km = 11;
constexpr double pass_height_m = 240;  // above the higher of the two valleys
constexpr double longest_piece_m = 90;
constexpr double dead_zone_radius_m = 900;
constexpr std::size_t dead_zone_count = 6;

// How far a road swerves at each halving, as a share of the piece halved.
constexpr double swerve(RoadClass road_class) {
    switch (road_class) {
        case RoadClass::street: return 0.04;
        case RoadClass::valley_road: return 0.16;
        case RoadClass::mountain_road: return 0.26;
        case RoadClass::motorway: return 0.025;
    }
    return 0;
}

// Six decimals, as terminals report them: the last bits of a sine then make no difference between machines.
Wgs84 rounded(Wgs84 p) {
    return {std::round(p.latitude_deg * 1e6) / 1e6, std::round(p.longitude_deg * 1e6) / 1e6};
}

Wgs84 halfway(Wgs84 a, Wgs84 b) {
    return {(a.latitude_deg + b.latitude_deg) / 2, (a.longitude_deg + b.longitude_deg) / 2};
}

// A bent line from a to b by midpoint displacement; a is written, b is not.
void bend(std::vector<Wgs84>& line, std::pair<Wgs84, Wgs84> ends, double share, Random& random) {
    const auto [a, b] = ends;
    const double length_m = maps::fast_distance_m(a, b);
    if (length_m <= longest_piece_m) {
        line.push_back(a);
        return;
    }
    const double aside_m = random.within(-share, share) * length_m;
    const auto scale = maps::degree_lengths(a.latitude_deg);
    const double north_m = (b.latitude_deg - a.latitude_deg) * scale.latitude_m / length_m;
    const double east_m = (b.longitude_deg - a.longitude_deg) * scale.longitude_m / length_m;
    const Wgs84 middle = halfway(a, b);
    const Wgs84 moved = rounded({middle.latitude_deg - east_m * aside_m / scale.latitude_m,
                                 middle.longitude_deg + north_m * aside_m / scale.longitude_m});
    bend(line, {a, moved}, share, random);
    bend(line, {moved, b}, share, random);
}

// Corners cut (Chaikin), ends kept.
std::vector<Wgs84> smoothed(std::span<const Wgs84> line) {
    std::vector<Wgs84> smooth{line.front()};
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const Wgs84 a = line[i], b = line[i + 1], middle = halfway(a, b);
        smooth.push_back(rounded(halfway(a, middle)));
        smooth.push_back(rounded(halfway(middle, b)));
    }
    smooth.push_back(line.back());
    return smooth;
}

class Builder {
public:
    explicit Builder(Random random) : random_{random} {}

    RoadNetwork build() {
        add_valleys();
        add_passes();
        add_motorway();
        add_dead_zones();
        return std::move(network_);
    }

private:
    std::size_t add_place(std::string name, Wgs84 point, double elevation_m, bool inhabited = true) {
        network_.places.push_back({std::move(name), rounded(point), std::round(elevation_m), inhabited});
        return network_.places.size() - 1;
    }

    void add_road(std::size_t from, std::size_t to, RoadClass road_class) {
        const Place& a = network_.places[from];
        const Place& b = network_.places[to];
        std::vector<Wgs84> line;
        bend(line, {a.point, b.point}, swerve(road_class), random_);
        line.push_back(b.point);
        Road road{from, to, road_class, maps::Polyline{smoothed(line)}, {}};
        const double summit_m = road_class == RoadClass::mountain_road ? pass_height_m : 0;
        for (std::size_t i = 0; i < road.line.points().size(); ++i) {
            const double share = road.line.along_m(i) / road.line.length_m();
            const double bump = 4 * share * (1 - share);  // 0 at the ends, 1 at the summit
            road.elevation_m.push_back(
                std::round(a.elevation_m + (b.elevation_m - a.elevation_m) * share + summit_m * bump));
        }
        network_.roads.push_back(std::move(road));
    }

    // Townships lie outwards along each valley; the last of a long valley sits in a side valley.
    void add_valleys() {
        const std::size_t town = add_place(town_name, maps::county_centre, town_elevation_m);
        std::array<std::vector<std::size_t>, valley_count> chains;
        for (std::size_t i = 0; i < township_names.size(); ++i) {
            auto& chain = chains[i % valley_count];
            const double along_km = 6.5 + 7.0 * static_cast<double>(chain.size()) + random_.within(-1.2, 1.2);
            const double direction = 60.0 * static_cast<double>(i % valley_count) + 20 +
                                     random_.within(-9, 9) + (chain.size() == 3 ? 14 : 0);
            const Wgs84 point = maps::destination(maps::county_centre, direction, along_km * 1000);
            chain.push_back(
                add_place(township_names[i], point, town_elevation_m + along_km * valley_rise_m_per_km));
        }
        for (std::size_t valley = 0; valley < valley_count; ++valley) {
            std::size_t previous = town;
            for (std::size_t i = 0; i < chains[valley].size(); ++i) {
                const bool side_valley = i == 3;
                add_road(side_valley ? chains[valley][1] : previous, chains[valley][i],
                         RoadClass::valley_road);
                previous = chains[valley][i];
            }
            heads_.push_back(chains[valley][2]);
        }
    }

    void add_passes() {
        for (std::size_t valley = 0; valley + 1 < valley_count; valley += 2)
            add_road(heads_[valley], heads_[valley + 1], RoadClass::mountain_road);
    }

    void add_motorway() {
        const Place& town = network_.places.front();
        const std::size_t middle =
            add_place("松岭互通", maps::destination(town.point, 180, 2'200), town_elevation_m + 20, false);
        for (const auto& [name, direction] : {std::pair{"西川互通", 262.0}, std::pair{"东川互通", 98.0}}) {
            const Wgs84 point = maps::destination(network_.places[middle].point, direction, 17'000);
            const std::size_t nearest = nearest_township(point);
            const std::size_t end = add_place(name, point, town_elevation_m + 120, false);
            add_road(middle, end, RoadClass::motorway);
            add_road(end, nearest, RoadClass::valley_road);
        }
        add_road(middle, 0, RoadClass::street);
    }

    std::size_t nearest_township(Wgs84 point) const {
        const auto& places = network_.places;
        const auto closer = [point](const Place& a, const Place& b) {
            return maps::fast_distance_m(a.point, point) < maps::fast_distance_m(b.point, point);
        };
        const auto end = places.begin() + 1 + township_names.size();
        return static_cast<std::size_t>(std::min_element(places.begin() + 1, end, closer) - places.begin());
    }

    // Along roads that do not touch the town: valleys and passes out of reach of its masts.
    void add_dead_zones() {
        std::vector<const Road*> remote;
        for (const Road& road : network_.roads)
            if (road.from != 0 && road.to != 0 && road.road_class != RoadClass::motorway)
                remote.push_back(&road);
        const std::size_t step = std::max<std::size_t>(1, remote.size() / dead_zone_count);
        for (std::size_t i = 0; i < remote.size(); i += step) {
            const maps::Polyline& line = remote[i]->line;
            network_.dead_zones.push_back(
                {line.point_at(line.length_m() * random_.within(0.4, 0.6)), dead_zone_radius_m});
        }
    }

    Random random_;
    RoadNetwork network_;
    std::vector<std::size_t> heads_;  // the third township of each valley, where passes begin
};

}  // namespace

RoadNetwork make_road_network(Random random) { return Builder{random}.build(); }

}  // namespace husong::device_sim
