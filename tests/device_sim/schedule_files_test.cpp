#include "device_sim/schedule_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace husong::device_sim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Time noon = parse_time("2026-11-27T12:00:30+08:00").value();

Scenario scenario() {
    Scenario it;
    it.county.seed = 1;
    it.county.vehicles = 20;
    it.county.today = china_date(noon);
    it.warm_start = seconds{240};
    it.runs = {{Direction::home, seconds{0}}, {Direction::to_school, seconds{2'700}}};
    it.repeat_every = seconds{5'400};
    return it;
}

std::vector<std::string> lines_of(std::string_view name) {
    for (const TextFile& file : schedule_files(make_county(scenario().county), scenario(), noon)) {
        if (file.name != name) continue;
        std::vector<std::string> lines;
        std::istringstream in{file.text};
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }
    return {};
}

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> all;
    std::istringstream in{line};
    for (std::string cell; std::getline(in, cell, ',');) all.push_back(cell);
    return all;
}

TEST(ScheduleFiles, DeparturesAreTheRunsOfTheScenarioToTheMinute) {
    const auto departures = lines_of("departures.csv");
    EXPECT_THAT(departures[1], HasSubstr(",home,2026-11-27,11:56,"));
    EXPECT_THAT(departures.back(), HasSubstr(",to_school,2026-12-11,12:41,"));
    // 19 published vehicles, four rounds of two runs in six hours, one round in two weeks.
    EXPECT_EQ(departures.size(), 1 + 19u * (4 * 2 + 2));
}

TEST(ScheduleFiles, ACodeNamesOneDeparture) {
    std::set<std::string> codes;
    for (const std::string& line : lines_of("departures.csv"))
        EXPECT_TRUE(codes.insert(cells(line)[0]).second) << line;
}

TEST(ScheduleFiles, StopsCountFromTheSchoolAndTakeLongerTheFartherTheyAre) {
    std::string line;
    int place = 0, minutes = 0;
    const auto stops = lines_of("stops.csv");
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const auto row = cells(stops[i]);
        if (row[0] != line) line = row[0], place = 0, minutes = 0;
        EXPECT_EQ(std::stoi(row[1]), ++place) << stops[i];
        EXPECT_GE(std::stoi(row[5]), minutes) << stops[i];
        minutes = std::stoi(row[5]);
        EXPECT_LE(minutes, 120);
    }
}

TEST(ScheduleFiles, PupilsAreLabelsAndRideToStopsOfTheirLine) {
    std::set<std::string> stops;
    for (const std::string& line : lines_of("stops.csv")) stops.insert(cells(line)[0] + "/" + cells(line)[2]);
    const auto pupils = lines_of("pupils.csv");
    ASSERT_GT(pupils.size(), 3U);
    for (std::size_t i = 1; i < pupils.size(); ++i) {
        const auto row = cells(pupils[i]);
        EXPECT_THAT(row[1], HasSubstr("学生"));
        EXPECT_TRUE(stops.contains(row[6] + "/" + row[7])) << pupils[i];
    }
}

TEST(ScheduleFiles, ACountyWithoutRunsDrivesHomeAndBack) {
    Scenario none = scenario();
    none.runs.clear();
    const auto files = schedule_files(make_county(none.county), none, noon);
    EXPECT_THAT(files.back().text, HasSubstr(",home,2026-11-27,16:20,"));
    EXPECT_THAT(files.back().text, HasSubstr(",to_school,2026-11-29,15:30,"));
}

}  // namespace
}  // namespace husong::device_sim
