#include "device_sim/scenario.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace husong::device_sim {
namespace {

std::string complaint(std::string_view json) {
    const auto scenario = parse_scenario(json);
    return scenario ? "" : scenario.error().what;
}

TEST(Scenario, EveryShippedScenarioIsValidAndNamedLikeItsFile) {
    int read = 0;
    for (const auto& file : std::filesystem::directory_iterator{HUSONG_SOURCE_DIR "/device_sim/scenarios"}) {
        if (file.path().extension() != ".json") continue;
        std::ostringstream text;
        text << std::ifstream{file.path()}.rdbuf();
        const auto scenario = parse_scenario(text.str());
        ASSERT_TRUE(scenario) << file.path() << ": " << scenario.error().what;
        EXPECT_EQ(scenario->name, file.path().stem().string());
        EXPECT_FALSE(scenario->runs.empty());
        ++read;
    }
    EXPECT_GE(read, 1);
}

TEST(Scenario, KeysAreReadAndMissingOnesKeepTheirDefaults) {
    const auto scenario = parse_scenario(R"({
        "name": "small", "start": "2026-09-01T07:00:00+08:00", "county": {"seed": 9, "vehicles": 7},
        "runs": [{"direction": "home", "at_s": 60}], "faults": {"dead_zones": true},
        "acts": [{"kind": "head_count", "at_s": 5, "vehicle": "overloaded", "by": "escort"}]})");
    ASSERT_TRUE(scenario) << scenario.error().what;
    EXPECT_EQ(scenario->county.seed, 9u);
    EXPECT_EQ(scenario->county.vehicles, 7u);
    EXPECT_EQ(scenario->county.schools, 12u);
    EXPECT_EQ(to_iso(*scenario->start), "2026-09-01T07:00:00.000+08:00");
    EXPECT_EQ(scenario->runs.front().direction, Direction::home);
    EXPECT_EQ(scenario->runs.front().at, seconds{60});
    EXPECT_TRUE(scenario->faults.dead_zones);
    EXPECT_EQ(scenario->acts.front().role, Role::overloaded);
}

TEST(Scenario, WhatIsRecordedHasKeysOfItsOwn) {
    const auto scenario = parse_scenario(R"({
        "county": {"capacities": [19, 56]},
        "record": {"interval_s": 15, "loads": {"over_per_mille": 7}, "crew": {"tells": false},
                   "counters": [{"family": "drifting", "drift_per_mille_per_day": -3}, {"family": "sticking"}]}})");
    ASSERT_TRUE(scenario) << scenario.error().what;
    EXPECT_EQ(scenario->county.capacities, (std::vector<int>{19, 56}));
    EXPECT_EQ(scenario->record.interval, seconds{15});
    EXPECT_EQ(scenario->record.loads.over_per_mille, 7);
    EXPECT_FALSE(scenario->record.crew.tells);
    ASSERT_EQ(scenario->record.counters.size(), 2U);
    EXPECT_EQ(scenario->record.counters[0].family, CounterFamily::drifting);
    EXPECT_EQ(scenario->record.counters[0].drift_per_mille_per_day, -3);
    EXPECT_EQ(complaint(R"({"county": {"capacities": [20]}})"),
              "county.capacities must be a list of 9, 18, 19, 36, 40, 45 and 56");
    EXPECT_EQ(complaint(R"({"record": {"loads": {"typo": 1}}})"),
              "no scenario has the key record.loads.typo");
    EXPECT_EQ(complaint(R"({"record": {"counters": []}})"), "record.counters must hold one or more");
    EXPECT_EQ(complaint(R"({"record": {"counters": [{"family": "odd"}]}})"),
              "record.counters[].family cannot be 'odd'");
    EXPECT_EQ(complaint(R"({"record": {"late": 3}})"), "record.late must be an object");
}

TEST(Scenario, NowMeansNoFixedStart) { EXPECT_FALSE(parse_scenario(R"({"start": "now"})")->start); }

TEST(Scenario, AComplaintNamesTheKey) {
    EXPECT_EQ(complaint("[]"), "the scenario is not a JSON object");
    EXPECT_EQ(complaint(R"({"county": {"vehicles": 0}})"),
              "county.vehicles must be a whole number from 1 to 5000");
    EXPECT_EQ(complaint(R"({"county": {"vehicles": 1.5}})"),
              "county.vehicles must be a whole number from 1 to 5000");
    EXPECT_EQ(complaint(R"({"runs": [{"direction": "sideways"}]})"), "runs[].direction cannot be 'sideways'");
    EXPECT_EQ(complaint(R"({"faults": {"dead_zones": 1}})"), "faults.dead_zones must be true or false");
    EXPECT_EQ(complaint(R"({"faults": {"typo": 1}})"), "no scenario has the key faults.typo");
    EXPECT_EQ(complaint(R"({"typo": 1})"), "no scenario has the key typo");
    EXPECT_EQ(complaint(R"({"report_interval_s": 0})"), "report_interval_s must be at least 1");
    EXPECT_NE(complaint(R"({"start": "tomorrow"})"), "");
}

TEST(Scenario, RunsMustAlternateSoThatNoBusJumps) {
    EXPECT_EQ(complaint(R"({"runs": [{"direction": "home"}, {"direction": "home", "at_s": 9}]})"),
              "runs must alternate to_school and home");
    EXPECT_EQ(complaint(R"({"repeat_every_s": 60, "runs": [{"direction": "home"}]})"),
              "runs that repeat must be to_school and home in pairs");
}

}  // namespace
}  // namespace husong::device_sim
