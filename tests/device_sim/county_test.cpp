#include "device_sim/county.hpp"

#include "device_sim/county_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <sstream>

namespace husong::device_sim {
namespace {

using namespace std::chrono_literals;

CountyPlan demo_plan(std::uint64_t seed = 1) {
    CountyPlan plan;
    plan.seed = seed;
    plan.today = Date{2026y / 9 / 1};
    return plan;
}

const County& demo_county() {
    static const County county = make_county(demo_plan());
    return county;
}

std::string text_of(const County& county, std::string_view file) {
    for (const TextFile& each : county_files(county))
        if (each.name == file) return each.text;
    return {};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

TEST(County, TheSameSeedGivesTheSameFilesAndAnotherSeedOthers) {
    for (const TextFile& file : county_files(demo_county()))
        EXPECT_EQ(file.text, text_of(make_county(demo_plan()), file.name)) << file.name;
    EXPECT_NE(text_of(demo_county(), "schools.csv"), text_of(make_county(demo_plan(2)), "schools.csv"));
}

// A literal of the first release: should it change, every recorded scenario changes with it.
TEST(County, RandomNumbersAreTheSameOnEveryMachine) {
    Random random{1};
    EXPECT_EQ(random.next(), 0x910A2DEC89025CC1u);  // splitmix64 of 1, as published
    EXPECT_LT(random.below(6), 6u);
    for (int i = 0; i < 1'000; ++i) {
        const int drawn = random.between(-2, 2);
        EXPECT_GE(drawn, -2);
        EXPECT_LE(drawn, 2);
    }
}

TEST(County, ItHas24InhabitedPlacesWithinItsBox) {
    std::set<std::string> names;
    for (const Place& place : demo_county().network.places) {
        EXPECT_TRUE(maps::inside(maps::county_box, place.point)) << place.name;
        if (place.inhabited) names.insert(place.name);
    }
    EXPECT_EQ(names.size(), 24u);
}

TEST(County, EveryPlaceIsReachedFromTheTown) {
    const RoadNetwork& network = demo_county().network;
    for (std::size_t place = 1; place < network.places.size(); ++place) {
        const Path path = quickest_path(network, 0, place);
        EXPECT_EQ(path.line.points().front(), network.places.front().point);
        EXPECT_EQ(path.line.points().back(), network.places[place].point);
    }
}

TEST(County, RoadsBendSoThatTheyAreLongerThanTheStraightLine) {
    double by_road_m = 0, straight_m = 0;
    for (const Road& road : demo_county().network.roads) {
        by_road_m += road.line.length_m();
        straight_m += maps::fast_distance_m(road.line.points().front(), road.line.points().back());
    }
    EXPECT_GT(by_road_m / straight_m, 1.05);
    EXPECT_LT(by_road_m / straight_m, 1.6);
}

TEST(County, BusesSlowDownInBendsAndNeverExceedTheirLimits) {
    for (const Line& line : demo_county().lines) {
        const auto [slowest, fastest] =
            std::minmax_element(line.path.speed_mps.begin(), line.path.speed_mps.end());
        EXPECT_GT(*slowest, 0) << line.code;
        EXPECT_LE(*fastest * 3.6, 80) << line.code;
        EXPECT_GT(*fastest - *slowest, 2) << line.code << " has bends";
    }
}

TEST(County, ALineBeginsAtItsFirstStopAndEndsAtItsSchool) {
    for (const Line& line : demo_county().lines) {
        EXPECT_EQ(line.stops.front().along_m, 0);
        EXPECT_EQ(line.path.line.points().back(), demo_county().schools[line.school].gate.centre);
        EXPECT_TRUE(std::is_sorted(line.stops.begin(), line.stops.end(),
                                   [](const Stop& a, const Stop& b) { return a.along_m < b.along_m; }));
        EXPECT_LT(line.stops.back().along_m, line.path.line.length_m());
    }
}

TEST(County, TheWayHomeIsTheSameRoadBackwards) {
    const Path& there = demo_county().lines.front().path;
    const Path back = reversed(there);
    EXPECT_NEAR(back.line.length_m(), there.line.length_m(), 0.01);
    EXPECT_EQ(back.line.points().front(), there.line.points().back());
}

TEST(County, PlatesAndPhonesAreUnique) {
    std::set<std::string> plates, phones;
    for (const Vehicle& vehicle : demo_county().vehicles) plates.insert(vehicle.plate);
    for (const Terminal& terminal : demo_county().terminals) phones.insert(terminal.phone);
    EXPECT_EQ(plates.size(), demo_county().vehicles.size());
    EXPECT_EQ(phones.size(), demo_county().terminals.size());
}

TEST(County, TheDemoHasSixtyVehiclesThreeNotLawfulAndOneUnknown) {
    EXPECT_EQ(lines_of(text_of(demo_county(), "vehicles.csv")).size(), 1 + 60u);
    std::vector<Role> roles;
    for (const Vehicle& vehicle : demo_county().vehicles)
        if (vehicle.role != Role::lawful) roles.push_back(vehicle.role);
    EXPECT_THAT(roles, testing::ElementsAre(Role::overloaded, Role::expired, Role::non_commercial,
                                            Role::unregistered));
    EXPECT_EQ(text_of(demo_county(), "vehicles.csv").find(demo_county().vehicles.back().plate),
              std::string::npos);
}

TEST(County, OnlyTheOverloadedVehicleCarriesMoreThanItMay) {
    for (const Vehicle& vehicle : demo_county().vehicles) {
        const int people = vehicle.pupils + (vehicle.has_escort ? 2 : 1);
        if (vehicle.role == Role::overloaded) {
            EXPECT_EQ(vehicle.approved_persons, 45);
            EXPECT_EQ(people, 52);
        } else if (vehicle.role == Role::lawful || vehicle.role == Role::expired) {
            EXPECT_LE(people, vehicle.approved_persons) << vehicle.plate;
        }
    }
}

TEST(County, ExactlyTheExpiredVehiclesPlateIsOutOfDate) {
    int expired = 0;
    for (const std::string& line : lines_of(text_of(demo_county(), "school_bus_plates.csv")))
        if (line.find(",2026-08-20,") != std::string::npos) ++expired;  // 12 days before 1 September
    EXPECT_EQ(expired, 1);
    EXPECT_EQ(lines_of(text_of(demo_county(), "school_bus_plates.csv")).size(), 1 + 59u);
}

TEST(County, EveryCsvRowHasAsManyFieldsAsItsHeader) {
    for (const TextFile& file : county_files(demo_county())) {
        if (!file.name.ends_with(".csv")) continue;
        const auto lines = lines_of(file.text);
        const auto commas = [](const std::string& line) { return std::count(line.begin(), line.end(), ','); };
        for (const std::string& line : lines) EXPECT_EQ(commas(line), commas(lines.front())) << line;
    }
}

TEST(County, FieldsWithCommasAndQuotesAreQuoted) {
    County county = demo_county();
    county.operators.front().name = "甲,乙\"丙\"";
    EXPECT_EQ(lines_of(text_of(county, "operators.csv"))[1],
              "OP1,\"甲,乙\"\"丙\"\"\",school_bus_company,2026-02-13,");
}

}  // namespace
}  // namespace husong::device_sim
