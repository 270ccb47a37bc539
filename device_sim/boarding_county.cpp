#include "device_sim/boarding_county.hpp"

#include "device_sim/boarding_fleet.hpp"
#include "device_sim/csv_writer.hpp"
#include "device_sim/holiday_files.hpp"
#include "device_sim/random.hpp"
#include "maps/geometry.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace husong::device_sim {

namespace {

constexpr maps::Wgs84 middle_of_county{40.95, 118.15};
constexpr double homes_within_m = 28'000, boarding_within_m = 20'000;
constexpr std::size_t places_of_school = 16;   // the nearest, but for some
constexpr int place_left_out_per_mille = 200;  // nobody of the school lives there
constexpr int fetched_per_mille = 175;         // of the boarders: by their families, both ways

struct HomePlace {
    std::string name;
    maps::Wgs84 at;
};

struct RiddenStop {
    std::size_t place = 0;
    int minutes = 0;  // from the school
    int share = 0;    // of the school's boarders, against the other stops
};

struct RiddenLine {
    std::string code;
    std::vector<RiddenStop> stops;  // from the school outwards
};

struct Cycle {
    int on_days, off_days;  // both 0: home at every weekend
    std::string_view owes_rest;
};
constexpr std::array cycles{Cycle{0, 0, ""},  Cycle{10, 4, ""}, Cycle{11, 3, ""},
                            Cycle{12, 2, ""}, Cycle{10, 4, ""}, Cycle{24, 4, "no"}};

struct SeededSchool {
    std::string code;
    std::string_view stage;
    maps::Wgs84 gate;
    int home_at = 0, back_at = 0;  // minutes of the day
    int gate_per_quarter = 0;
    int boarders = 0;
    std::vector<RiddenLine> lines;
};

struct BoardingCounty {
    std::vector<HomePlace> places;
    std::vector<SeededSchool> schools;
};

std::string degrees(double value) { return fmt::format("{:.6f}", value); }
std::string clock_of(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

// Evenly over the circle.
maps::Wgs84 somewhere(double within_m, Random& random) {
    const double course_deg = random.within(0, 360);
    return maps::destination(middle_of_county, course_deg, std::sqrt(random.unit()) * within_m);
}

// The school's nearest places but for some, by direction on four to seven lines.
std::vector<RiddenLine> lines_around(const SeededSchool& school, const std::vector<HomePlace>& places,
                                     Random& random) {
    constexpr double road_detour = 1.4, road_m_per_minute = 38'000.0 / 60;
    const auto away_m = [&](std::size_t i) { return maps::distance_m(school.gate, places[i].at); };
    std::vector<std::size_t> near(places.size());
    std::iota(near.begin(), near.end(), std::size_t{0});
    std::ranges::sort(near, {}, away_m);
    near.resize(std::min(near.size(), places_of_school));
    const std::size_t nearest = near.front();
    std::erase_if(near, [&](std::size_t i) {
        return i != nearest && random.chance_per_mille(place_left_out_per_mille);
    });
    std::ranges::sort(near, {}, [&](std::size_t i) { return maps::course_deg(school.gate, places[i].at); });
    const auto most = static_cast<std::size_t>(random.between(4, 7));
    const std::size_t each = (near.size() + most - 1) / most;
    std::vector<RiddenLine> lines;
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (i % each == 0) lines.push_back({fmt::format("{}L{}", school.code, i / each + 1), {}});
        const int minutes = static_cast<int>(away_m(near[i]) * road_detour / road_m_per_minute);
        lines.back().stops.push_back({near[i], std::max(8, minutes), random.between(50, 150)});
    }
    for (RiddenLine& line : lines) std::ranges::stable_sort(line.stops, {}, &RiddenStop::minutes);
    return lines;
}

// In proportion; their sum is `whole`.
std::vector<int> shared_out(int whole, const std::vector<int>& shares) {
    const std::int64_t all =
        std::max<std::int64_t>(1, std::accumulate(shares.begin(), shares.end(), std::int64_t{0}));
    std::vector<int> parts;
    std::int64_t seen = 0;
    int given = 0;
    for (const int share : shares) {
        seen += share;
        const int until = static_cast<int>(whole * seen / all);
        parts.push_back(until - given);
        given = until;
    }
    return parts;
}

BoardingCounty invent(const BoardingPlan& plan, Random random) {
    BoardingCounty county;
    Random of_places = random.split(), of_schools = random.split(), of_lines = random.split();
    for (std::size_t i = 0; i < plan.places; ++i)
        county.places.push_back({fmt::format("示例村{}", i + 1), somewhere(homes_within_m, of_places)});
    std::vector<int> sizes;
    for (std::size_t i = 0; i < plan.schools; ++i) {
        SeededSchool school;
        school.code = fmt::format("S{:02}", i + 1);
        school.stage = i % 4 == 3 ? "primary" : "junior_high";
        school.gate = somewhere(boarding_within_m, of_schools);
        school.home_at = of_schools.between(26, 32) * 30;
        school.back_at = of_schools.between(28, 33) * 30;
        school.gate_per_quarter = of_schools.between(3, 5);
        sizes.push_back(of_schools.between(40, 180));
        school.lines = lines_around(school, county.places, of_lines);
        county.schools.push_back(std::move(school));
    }
    const auto boarders = shared_out(plan.boarders, sizes);
    for (std::size_t i = 0; i < plan.schools; ++i) county.schools[i].boarders = boarders[i];
    return county;
}

std::string boarding_schools_csv(const BoardingCounty& county) {
    CsvWriter csv{"code,name,stage,boarding,latitude_deg,longitude_deg"};
    int number = 0;
    for (const SeededSchool& school : county.schools)
        csv.row({school.code, fmt::format("示例寄宿学校{}", ++number), school.stage, "yes",
                 degrees(school.gate.latitude_deg), degrees(school.gate.longitude_deg)});
    csv.row({day_school, "示例走读小学", "primary", "no", degrees(middle_of_county.latitude_deg),
             degrees(middle_of_county.longitude_deg)});
    return std::move(csv).text();
}

std::string rules_csv(const BoardingCounty& county) {
    CsvWriter csv{
        "school,on_days,off_days,home_time,back_time,earliest_home,latest_home,earliest_back,latest_back,"
        "least_on_days,most_on_days,owes_rest,gate_per_quarter"};
    std::size_t turn = 0;
    for (const SeededSchool& school : county.schools) {
        const Cycle& cycle = cycles.at(turn++ % cycles.size());
        csv.row({school.code, fmt::format("{}", cycle.on_days), fmt::format("{}", cycle.off_days),
                 clock_of(school.home_at), clock_of(school.back_at), clock_of(school.home_at - 90),
                 clock_of(school.home_at + 60), clock_of(school.back_at - 90), clock_of(school.back_at + 120),
                 "2", "40", cycle.owes_rest, fmt::format("{}", school.gate_per_quarter)});
    }
    return std::move(csv).text();
}

std::string boarding_lines_csv(const BoardingCounty& county) {
    CsvWriter csv{"code,name,school"};
    for (const SeededSchool& school : county.schools)
        for (const RiddenLine& line : school.lines)
            csv.row({line.code, county.places[line.stops.back().place].name + "线", school.code});
    csv.row({day_line, "示例走读线", day_school});
    return std::move(csv).text();
}

std::string boarding_stops_csv(const BoardingCounty& county) {
    CsvWriter csv{"line,place,name,latitude_deg,longitude_deg,minutes"};
    const auto add = [&](const std::string& line, int number, const HomePlace& place, int minutes) {
        csv.row({line, fmt::format("{}", number), place.name, degrees(place.at.latitude_deg),
                 degrees(place.at.longitude_deg), fmt::format("{}", minutes)});
    };
    for (const SeededSchool& school : county.schools)
        for (const RiddenLine& line : school.lines) {
            int number = 0;
            for (const RiddenStop& stop : line.stops)
                add(line.code, ++number, county.places[stop.place], stop.minutes);
        }
    add(std::string{day_line}, 1, {"示例走读站", maps::destination(middle_of_county, 90, 12'000)}, 30);
    return std::move(csv).text();
}

// Every boarder by name, and how those go who are fetched.
struct Pupils {
    CsvWriter pupils{"code,name,school,class,boarding,home_place,line,stop"};
    CsvWriter travels{"pupil,direction,mode"};
};

void add_boarders(Pupils& to, const SeededSchool& school, const BoardingCounty& county, Random& random) {
    std::vector<int> shares;
    for (const RiddenLine& line : school.lines)
        for (const RiddenStop& stop : line.stops) shares.push_back(stop.share);
    const auto at_stops = shared_out(school.boarders, shares);
    std::size_t stop_number = 0;
    int number = 0;
    for (const RiddenLine& line : school.lines)
        for (const RiddenStop& stop : line.stops)
            for (int i = at_stops[stop_number++]; i > 0; --i) {
                const std::string code = fmt::format("P-{}-{:04}", school.code, ++number);
                const std::string& home = county.places[stop.place].name;
                to.pupils.row({code, fmt::format("学生{:04}", number), school.code,
                               fmt::format("{}班", number % 12 + 1), "yes", home, line.code, home});
                if (!random.chance_per_mille(fetched_per_mille)) continue;
                for (const std::string_view direction : {"home", "to_school"})
                    to.travels.row({code, direction, "guardian"});
            }
}

}  // namespace

std::vector<TextFile> boarding_county_files(const BoardingPlan& plan) {
    Random random{plan.seed};
    const BoardingCounty county = invent(plan, random.split());
    Random of_boarders = random.split();
    Pupils pupils;
    for (const SeededSchool& school : county.schools) add_boarders(pupils, school, county, of_boarders);
    std::vector<TextFile> files = boarding_fleet_files(plan.vehicles, terms_from(plan.today));
    for (TextFile& file : std::vector<TextFile>{{"schools.csv", boarding_schools_csv(county)},
                                                {"holiday_rules.csv", rules_csv(county)},
                                                {"lines.csv", boarding_lines_csv(county)},
                                                {"stops.csv", boarding_stops_csv(county)},
                                                {"pupils.csv", std::move(pupils.pupils).text()},
                                                {"travels.csv", std::move(pupils.travels).text()},
                                                terms_file(plan.today),
                                                police_posts_file(plan.schools)})
        files.push_back(std::move(file));
    return files;
}

}  // namespace husong::device_sim
