#include "device_sim/boarding_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

namespace husong::device_sim {
namespace {

BoardingPlan small_plan(std::uint64_t seed) {
    BoardingPlan plan;
    plan.seed = seed;
    plan.schools = 6;
    plan.boarders = 700;
    plan.places = 20;
    plan.vehicles = 20;
    plan.today = parse_date("2026-08-15").value();
    return plan;
}

using RowsByFile = std::map<std::string, std::vector<std::vector<std::string>>>;

// Rows without the heading.
RowsByFile rows_of(const BoardingPlan& plan) {
    RowsByFile all;
    for (const TextFile& file : boarding_county_files(plan)) {
        std::istringstream in{file.text};
        std::string line;
        std::getline(in, line);
        while (std::getline(in, line)) {
            std::istringstream cells{line};
            std::vector<std::string>& row = all[file.name].emplace_back();
            for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
        }
    }
    return all;
}

TEST(BoardingCounty, TheSamePlanGivesTheSameFilesAndAnotherSeedOthers) {
    const auto texts = [](std::uint64_t seed) {
        std::string all;
        for (const TextFile& file : boarding_county_files(small_plan(seed))) all += file.name + file.text;
        return all;
    };
    EXPECT_EQ(texts(1), texts(1));
    EXPECT_NE(texts(1), texts(2));
}

TEST(BoardingCounty, EveryBoarderRidesToAStopOfItsSchoolsLineButThoseWhoAreFetched) {
    RowsByFile files = rows_of(small_plan(3));
    std::map<std::string, std::string> school_of_line;
    for (const auto& row : files["lines.csv"]) school_of_line[row[0]] = row[2];
    std::set<std::string> stops, pupils, fetched;
    for (const auto& row : files["stops.csv"]) stops.insert(row[0] + "/" + row[2]);
    for (const auto& row : files["pupils.csv"]) {
        EXPECT_TRUE(pupils.insert(row[0]).second) << row[0];
        EXPECT_EQ(school_of_line[row[6]], row[2]);
        EXPECT_TRUE(stops.contains(row[6] + "/" + row[7])) << row[0];
    }
    EXPECT_EQ(pupils.size(), 700U);
    for (const auto& row : files["travels.csv"]) fetched.insert(row[0]);
    EXPECT_EQ(files["travels.csv"].size(), 2 * fetched.size()) << "both ways";
    EXPECT_GT(fetched.size(), 70U);
    EXPECT_LT(fetched.size(), 175U);
}

TEST(BoardingCounty, PapersHoldFromBeforeItsTermsUntilAfterThem) {
    RowsByFile files = rows_of(small_plan(1));
    ASSERT_EQ(files["terms.csv"].size(), 2U);
    const std::string first = files["terms.csv"][0][1], last = files["terms.csv"][1][2];
    EXPECT_EQ(first, "2026-09-01");
    for (const char* file : {"school_bus_plates.csv", "permits.csv"}) {
        EXPECT_EQ(files[file].size(), 20U);
        for (const auto& row : files[file]) {
            EXPECT_LT(row[3], first);
            EXPECT_GT(row[4], last);
        }
    }
    std::map<std::string, std::string> inspected_until;
    for (const auto& row : files["vehicle_documents.csv"]) {
        std::string& until = inspected_until[row[0]];
        EXPECT_LE(row[4], until.empty() ? first : until) << "no gap between two inspections";
        until = row[5];
    }
    EXPECT_EQ(inspected_until.size(), 20U);
    for (const auto& [plate, until] : inspected_until) EXPECT_GT(until, last) << plate;
}

}  // namespace
}  // namespace husong::device_sim
