#include "device_sim/schedule_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
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

std::vector<std::string> lines_of_file(std::string_view name) {
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

// Rows without the heading; those of month holidays leave at 16:20 and 15:30.
std::vector<std::vector<std::string>> departures(bool holidays) {
    std::vector<std::vector<std::string>> rows;
    const auto lines = lines_of_file("departures.csv");
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto row = cells(lines[i]);
        if ((row[4] == "16:20" || row[4] == "15:30") == holidays) rows.push_back(std::move(row));
    }
    return rows;
}

TEST(ScheduleFiles, DeparturesAreTheRunsOfTheScenarioToTheMinute) {
    EXPECT_THAT(lines_of_file("departures.csv")[1], HasSubstr(",home,2026-11-27,11:56,"));
    const auto rows = departures(false);
    EXPECT_THAT(rows.back(), ::testing::IsSupersetOf({"to_school", "2026-12-11", "12:41"}));
    // 19 published vehicles, four rounds of two runs in six hours, one round in two weeks.
    EXPECT_EQ(rows.size(), 19u * (4 * 2 + 2));
}

TEST(ScheduleFiles, BoardingSchoolsGoHomeOnFridaysAndComeBackOnSundaysByTurns) {
    const County county = make_county(scenario().county);
    std::map<std::string, std::set<std::string>> homes, backs;  // days by school
    for (const auto& row : departures(true)) (row[2] == "home" ? homes : backs)[row[1]].insert(row[3]);
    for (const School& school : county.schools)
        if (!school.boarding) EXPECT_FALSE(homes.contains(school.code)) << school.name;
    // The noon of the scenario is a Friday: that day and the one in two weeks all vehicles go anyway.
    EXPECT_THAT(homes["S03"], ::testing::ElementsAre("2026-12-04", "2026-12-18"));
    EXPECT_THAT(backs["S03"], ::testing::ElementsAre("2026-12-06", "2026-12-20"));
    EXPECT_FALSE(homes.contains("S01")) << "its turns are those two days";
    EXPECT_THAT(backs["S01"], ::testing::ElementsAre("2026-11-29", "2026-12-13"));
}

TEST(ScheduleFiles, ACodeNamesOneDeparture) {
    std::set<std::string> codes;
    for (const std::string& line : lines_of_file("departures.csv"))
        EXPECT_TRUE(codes.insert(cells(line)[0]).second) << line;
}

TEST(ScheduleFiles, StopsCountFromTheSchoolAndTakeLongerTheFartherTheyAre) {
    std::string line;
    int place = 0, minutes = 0;
    const auto stops = lines_of_file("stops.csv");
    for (std::size_t i = 1; i < stops.size(); ++i) {
        const auto row = cells(stops[i]);
        if (row[0] != line) line = row[0], place = 0, minutes = 0;
        EXPECT_EQ(std::stoi(row[1]), ++place) << stops[i];
        EXPECT_GE(std::stoi(row[5]), minutes) << stops[i];
        minutes = std::stoi(row[5]);
        EXPECT_LE(minutes, 120);
    }
}

TEST(ScheduleFiles, OneClassIsLargeEnoughForItsTeacherAndToldOfAnEarlierTerm) {
    std::set<std::string> of_class;
    for (const std::string& line : lines_of_file("pupils.csv"))
        if (cells(line)[2] == "S01" && cells(line)[3] == "1班") of_class.insert(cells(line)[0]);
    EXPECT_GE(of_class.size(), 43U);
    const auto travels = lines_of_file("travels.csv");
    EXPECT_EQ(travels.size(), 1U + 2 * 42);
    for (std::size_t i = 1; i < travels.size(); ++i) {
        EXPECT_TRUE(of_class.contains(cells(travels[i])[0])) << travels[i];
        EXPECT_LT(cells(travels[i])[3], "2026-08-01") << "the term of this day began then";
    }
}

TEST(ScheduleFiles, PupilsAreLabelsAndRideToStopsOfTheirLine) {
    std::set<std::string> stops;
    for (const std::string& line : lines_of_file("stops.csv"))
        stops.insert(cells(line)[0] + "/" + cells(line)[2]);
    const auto pupils = lines_of_file("pupils.csv");
    ASSERT_GT(pupils.size(), 3U);
    for (std::size_t i = 1; i < pupils.size(); ++i) {
        const auto row = cells(pupils[i]);
        EXPECT_THAT(row[1], HasSubstr("学生"));
        if (row.size() > 6 && !row[6].empty())
            EXPECT_TRUE(stops.contains(row[6] + "/" + row[7])) << pupils[i];
    }
}

TEST(ScheduleFiles, BoardersLiveAtStopsOfTheirSchoolsLinesOrNextToIt) {
    const County county = make_county(scenario().county);
    std::set<std::string> stops;
    for (const Line& line : county.lines)
        for (const std::string& stop : stop_names(line))
            stops.insert(county.schools[line.school].code + "," + stop);
    constexpr int walkers = 42;  // at home where the first school stands
    stops.insert("S01," + county.network.places[county.schools.front().place].name);
    int at_school = walkers, told = 0;
    for (const Vehicle& vehicle : county.vehicles)
        if (county.schools[county.lines[vehicle.line].school].boarding) at_school += vehicle.pupils;
    const auto boarders = lines_of_file("boarders.csv");
    for (std::size_t i = 1; i < boarders.size(); ++i) {
        const auto row = cells(boarders[i]);
        EXPECT_TRUE(stops.contains(row[0] + "," + row[1])) << boarders[i];
        told += std::stoi(row[2]);
    }
    EXPECT_EQ(told, at_school);
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
