#include "device_sim/county.hpp"

#include "device_sim/fleet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace husong::device_sim {

namespace {

struct SchoolModel {
    std::string_view place, suffix, stage;
    bool boarding;
};
// The first schools; further ones are primary schools of the townships in turn.
constexpr std::array school_models{SchoolModel{"石门镇", "初中", "junior_high", true},
                                   SchoolModel{"云山乡", "小学", "primary", false},
                                   SchoolModel{"北沟镇", "初中", "junior_high", true},
                                   SchoolModel{"柳湾镇", "小学", "primary", false},
                                   SchoolModel{"松岭镇", "初中", "junior_high", true},
                                   SchoolModel{"柳湾镇", "初中", "junior_high", true},
                                   SchoolModel{"云山乡", "初中", "junior_high", true},
                                   SchoolModel{"松岭镇", "第一小学", "primary", false},
                                   SchoolModel{"双泉镇", "九年一贯制学校", "nine_year", true},
                                   SchoolModel{"松岭镇", "中心幼儿园", "kindergarten", false},
                                   SchoolModel{"青崖镇", "小学", "primary", false},
                                   SchoolModel{"松岭镇", "第一中学", "senior_high", true}};

constexpr std::array village_heads{"前", "后", "上", "下", "东", "西", "大", "小", "南", "北"};
constexpr std::array village_stems{"杨树", "榆树", "柳条", "石板", "梨树", "枣木", "河沿", "坝头",
                                   "磨盘", "泉眼", "窑上", "槐树", "栗子", "山嘴", "白土", "红石"};
constexpr std::array village_tails{"沟", "营", "庄", "台", "坪", "湾", "峪"};

constexpr double gate_radius_m = 120;
constexpr double nearest_origin_m = 5'000, furthest_origin_m = 24'000;
constexpr double nearest_stops_m = 900, furthest_stops_m = 2'400;
constexpr std::size_t most_stops = 9;

std::size_t place_named(const RoadNetwork& network, std::string_view name) {
    for (std::size_t i = 0; i < network.places.size(); ++i)
        if (network.places[i].name == name) return i;
    assert(false && "every school model names a place of the network");
    return 0;
}

School make_school(const County& county, std::size_t index, Random& random) {
    School school;
    std::string_view suffix = "第二小学";
    school.stage = "primary";
    if (index < school_models.size()) {
        const SchoolModel& model = school_models[index];
        suffix = model.suffix;
        school.stage = model.stage;
        school.boarding = model.boarding;
        school.place = place_named(county.network, model.place);
    } else {
        const std::size_t round = index - school_models.size();
        school.place = 1 + round % 23;
        if (round >= 23) suffix = "村小";
    }
    const Place& place = county.network.places[school.place];
    school.code = fmt::format("S{:02}", index + 1);
    school.name = fmt::format("{}{}", place.name, suffix);
    const double aside_m = random.between(150, 420);
    const maps::Wgs84 gate = maps::destination(place.point, random.between(0, 359), aside_m);
    school.gate = {{std::round(gate.latitude_deg * 1e6) / 1e6, std::round(gate.longitude_deg * 1e6) / 1e6},
                   gate_radius_m};
    return school;
}

std::string village_name(Random& random) {
    const auto pick = [&random](const auto& list) {
        return list[random.below(static_cast<std::uint32_t>(list.size()))];
    };
    const auto head = pick(village_heads), stem = pick(village_stems), tail = pick(village_tails);
    return fmt::format("{}{}{}", head, stem, tail);
}

// Stops from the line's beginning until a kilometre before the school.
std::vector<Stop> make_stops(const Path& path, std::string_view origin, Random& random) {
    std::vector<Stop> stops{{std::string{origin} + "站", 0}};
    double along_m = 0;
    while (stops.size() < most_stops) {
        along_m += std::round(random.within(nearest_stops_m, furthest_stops_m));
        if (along_m > path.line.length_m() - 1'000) break;
        stops.push_back({village_name(random), along_m});
    }
    return stops;
}

// 柳湾镇 → 柳湾
std::string_view stem_of(std::string_view place) {
    constexpr std::size_t last_character = 3;  // bytes of 镇 or 乡
    return place.substr(0, place.size() - last_character);
}

// From a township neither too near nor too far; the nearest suitable draw out of a few.
Line make_line(const County& county, std::size_t index, std::size_t school, Random& random) {
    constexpr int draws = 12;
    Line line;
    line.code = fmt::format("L{:02}", index + 1);
    line.school = school;
    const School& destination = county.schools[school];
    std::size_t origin = destination.place;
    for (int draw = 0; draw < draws; ++draw) {
        const std::size_t candidate = random.below(24);
        if (candidate == destination.place) continue;
        Path path = quickest_path(county.network, candidate, destination.place);
        const bool suitable =
            path.line.length_m() >= nearest_origin_m && path.line.length_m() <= furthest_origin_m;
        if (origin != destination.place && !suitable) continue;
        origin = candidate;
        line.path = std::move(path);
        if (suitable) break;
    }
    if (origin == destination.place) {  // every draw hit the school's own township
        origin = destination.place == 0 ? 1 : 0;
        line.path = quickest_path(county.network, origin, destination.place);
    }
    line.path = extended(line.path, destination.gate.centre);
    const std::string& place = county.network.places[origin].name;
    line.name = fmt::format("{}线", stem_of(place));
    line.stops = make_stops(line.path, place, random);
    return line;
}

// Lines go to every school in turn but senior high schools, whose pupils are too old for school buses.
std::vector<std::size_t> served_schools(const County& county) {
    std::vector<std::size_t> served;
    for (std::size_t i = 0; i < county.schools.size(); ++i)
        if (county.schools[i].stage != "senior_high") served.push_back(i);
    return served;
}

}  // namespace

std::string_view name_of(Role role) {
    switch (role) {
        case Role::lawful: return "lawful";
        case Role::overloaded: return "overloaded";
        case Role::expired: return "expired";
        case Role::non_commercial: return "non_commercial";
        case Role::unregistered: return "unregistered";
    }
    return "";
}

County make_county(const CountyPlan& plan) {
    Random random{plan.seed};
    County county;
    county.plan = plan;
    county.network = make_road_network(random.split());
    Random school_random = random.split();
    for (std::size_t i = 0; i < plan.schools; ++i)
        county.schools.push_back(make_school(county, i, school_random));
    const auto served = served_schools(county);
    assert(!served.empty());
    Random line_random = random.split();
    for (std::size_t i = 0; i < plan.vehicles + plan.unregistered; ++i)
        county.lines.push_back(make_line(county, i, served[i % served.size()], line_random));
    add_fleet(county, random.split());
    return county;
}

}  // namespace husong::device_sim
