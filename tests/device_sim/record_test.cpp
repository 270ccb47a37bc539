#include "device_sim/record.hpp"

#include "tests/support/temp_dir.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

namespace husong::device_sim {
namespace {

namespace json = boost::json;

Scenario recorded_scenario() {
    Scenario scenario;
    scenario.county = {.seed = 3, .schools = 2, .vehicles = 6, .overloaded = 0, .expired = 0};
    scenario.county.non_commercial = scenario.county.unregistered = 0;
    scenario.county.capacities = {19, 45};
    scenario.start = parse_time("2026-03-06T06:30:00+08:00").value();  // a Friday
    scenario.runs = {{Direction::to_school, seconds{0}}, {Direction::home, seconds{36'000}}};
    scenario.record.counters = {{.miss_per_mille = 0, .double_per_mille = 0}};
    scenario.record.loads.over_per_mille = 200;
    scenario.record.loads.over_repeats = false;
    scenario.record.crew.marked_per_mille = 1'000;
    scenario.record.crew.mark_forgotten_per_mille = 0;
    scenario.record.counts = {.escort_per_mille = 500, .gate_per_mille = 300, .typing_error_per_mille = 0};
    scenario.record.pupils.left_behind_per_mille = 200;
    return scenario;
}

// What was recorded, taken apart.
struct Recorded {
    explicit Recorded(const Scenario& scenario, int days = 3) {
        const auto done = record(scenario, {days, folder.path()});
        EXPECT_TRUE(done) << done.error().what;
        totals = done.value();
        std::ifstream lines{folder / "records.log"};
        for (std::string line; std::getline(lines, line);) {
            log.emplace_back();
            std::istringstream cells{line};
            for (std::string cell; std::getline(cells, cell, '\t');) log.back().push_back(cell);
        }
        std::ifstream runs{folder / "truth.jsonl"};
        for (std::string line; std::getline(runs, line);) truth.push_back(json::parse(line).as_object());
    }
    [[nodiscard]] std::string text(const std::string& file) const {
        std::ostringstream all;
        all << std::ifstream{folder / file}.rdbuf();
        return all.str();
    }

    test::TempDir folder;
    RecordTotals totals;
    std::vector<std::vector<std::string>> log;
    std::vector<json::object> truth;
};

int people_of(const json::object& aboard) {
    return static_cast<int>(aboard.at("driver").as_int64() + aboard.at("escort").as_int64() +
                            aboard.at("pupils").as_int64());
}

TEST(Record, TheSameScenarioGivesTheSameBytes) {
    const Recorded first{recorded_scenario()}, second{recorded_scenario()};
    EXPECT_EQ(first.text("records.log"), second.text("records.log"));
    EXPECT_EQ(first.text("truth.jsonl"), second.text("truth.jsonl"));
    Scenario other = recorded_scenario();
    other.county.seed = 4;
    EXPECT_NE(Recorded{other}.text("records.log"), first.text("records.log"));
}

TEST(Record, DaysAreSchoolDaysAndTheLogIsInTheOrderOfArrival) {
    const Recorded recorded{recorded_scenario()};
    std::set<std::string> dates;
    for (const json::object& run : recorded.truth) dates.insert(run.at("date").as_string().c_str());
    EXPECT_EQ(dates, (std::set<std::string>{"2026-03-06", "2026-03-09", "2026-03-10"}));
    EXPECT_EQ(recorded.truth.size(), 6U * 2 * 3);
    EXPECT_EQ(recorded.log.size(), recorded.totals.records);
    EXPECT_TRUE(
        std::ranges::is_sorted(recorded.log, {}, [](const auto& cells) { return std::stoll(cells[1]); }));
    for (const auto& cells : recorded.log) EXPECT_LE(std::stoll(cells[0]), std::stoll(cells[1]));
}

TEST(Record, WhoIsAboardFollowsFromWhoBoardedAndAlighted) {
    const Recorded recorded{recorded_scenario()};
    ASSERT_FALSE(recorded.truth.empty());
    for (const json::object& run : recorded.truth) {
        std::set<std::string> aboard;
        int most = 0;
        for (const json::value& stop : run.at("stops").as_array()) {
            for (const json::value& code : stop.at("alighted").as_array())
                EXPECT_EQ(aboard.erase(code.as_string().c_str()), 1U);
            for (const json::value& code : stop.at("boarded").as_array())
                EXPECT_TRUE(aboard.insert(code.as_string().c_str()).second);
            EXPECT_EQ(stop.at("aboard").at("pupils").as_int64(), static_cast<std::int64_t>(aboard.size()));
            EXPECT_EQ(stop.at("counted").at("boarded"), json::value(stop.at("boarded").as_array().size()));
            most = std::max(most, people_of(stop.at("aboard").as_object()));
        }
        EXPECT_EQ(aboard.size(), run.at("left").as_array().size());
        EXPECT_EQ(run.at("most").as_int64(), most);
        const auto over = std::max<std::int64_t>(0, most - run.at("approved_persons").as_int64());
        EXPECT_EQ(run.at("over_by").as_int64(), over);
        EXPECT_EQ(run.at("over_moving_from").is_null(), over == 0);
        for (const json::value& count : run.at("counts").as_array())
            EXPECT_EQ(count.at("told"), count.at("people"));
    }
    EXPECT_GT(recorded.totals.runs_over, 0U);
    EXPECT_GT(recorded.totals.left_behind, 0U);
}

TEST(Record, ThePupilLeftAboardIsMarkedOnAndNotOffUnlessByHabit) {
    Scenario scenario = recorded_scenario();
    scenario.record.pupils.marked_off_by_habit_per_mille = 0;
    const Recorded recorded{scenario};
    std::map<std::string, std::set<std::string>> marks;  // by run and pupil
    for (const auto& cells : recorded.log)
        if (cells[5] == "trip_event")
            marks[cells[7] + " " + (cells.size() > 8 ? cells[8] : "")].insert(cells[6]);
    for (const json::object& run : recorded.truth) {
        for (const json::value& pupil : run.at("left").as_array()) {
            const std::string key =
                std::string{run.at("run").as_string()} + " " + pupil.at("code").as_string().c_str();
            EXPECT_EQ(marks[key], (std::set<std::string>{"boarded"}));
            EXPECT_TRUE(pupil.at("marked_on").as_bool());
            EXPECT_GT(pupil.at("found_at").as_int64(), run.at("ends").as_int64());
        }
    }
}

TEST(Record, WhatIsMeasuredWithoutSignalComesAfterIt) {
    Scenario scenario = recorded_scenario();
    scenario.record.late = {.per_mille = 1'000, .longest = seconds{600}};
    const Recorded recorded{scenario, 1};
    int late = 0;
    for (const json::object& run : recorded.truth) {
        const std::int64_t lost = run.at("signal_lost").as_int64(), back = run.at("signal_back").as_int64();
        for (const auto& cells : recorded.log) {
            if (cells[3] != run.at("plate").as_string() || cells[2] != "terminal") continue;
            const std::int64_t measured = std::stoll(cells[0]);
            if (measured < lost || measured >= back) continue;
            EXPECT_GE(std::stoll(cells[1]), back);
            ++late;
        }
    }
    EXPECT_GT(late, 12);
}

TEST(Record, WithoutAFixedStartThereIsNothingToRecord) {
    Scenario scenario = recorded_scenario();
    scenario.start.reset();
    const test::TempDir folder;
    const auto refused = record(scenario, {1, folder.path()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().what, "a scenario to be recorded has runs and a fixed start");
}

}  // namespace
}  // namespace husong::device_sim
