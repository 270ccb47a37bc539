// What a driver hears of a run that was published otherwise.
#include "server/rules/run_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace husong::rules {
namespace {

using registry::Departure;
using registry::DepartureStatus;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time three = parse_time("2026-10-30T15:00:00+08:00").value();
const Time noon = parse_time("2026-10-30T12:00:00+08:00").value();

class TextsOfRuns : public ::testing::Test {
protected:
    TextsOfRuns() {
        rows_.lines = {{registry::Line{"L1", "北沟线", "S1"}}};
        rows_.identities = {{{"冀HD0001", registry::PlateColour::yellow}, {1}},
                            {{"冀HD0002", registry::PlateColour::yellow}, {2}}};
        Departure run{.code = "A", .school = "S1", .leaves_at = three, .line = "L1", .vehicle = {1}};
        rows_.departures = {{.value = run, .recorded_at = noon - std::chrono::days{21}, .version = 1}};
    }
    // As it is published now.
    void change(const std::function<void(Departure&)>& edit) {
        auto& row = rows_.departures.front();
        rows_.former_departures.push_back(row);
        edit(row.value);
        ++row.value.sequence;
        row.recorded_at = noon;
        ++row.version;
    }
    [[nodiscard]] std::vector<std::string> texts(Time now = noon) const {
        const registry::Registry registry{registry::RegistryRows{rows_}};
        std::vector<std::string> all;
        for (const RunText& told : run_texts(registry, {.departure = 1, .relief = 0}, now))
            all.push_back(std::to_string(told.vehicle.value) + ": " + told.text);
        return all;
    }
    registry::RegistryRows rows_;
};

TEST_F(TextsOfRuns, AnotherTime) {
    EXPECT_THAT(texts(), IsEmpty());
    change([](Departure& run) { run.leaves_at += 40min; });
    EXPECT_THAT(texts(), ElementsAre("1: 班次变更：15:00离校北沟线改为15:40离校北沟线"));
}

TEST_F(TextsOfRuns, AnotherDayIsNamed) {
    change([](Departure& run) { run.leaves_at += std::chrono::days{1}; });
    EXPECT_THAT(texts(), ElementsAre("1: 班次变更：15:00离校北沟线改为2026-10-31 15:00离校北沟线"));
}

TEST_F(TextsOfRuns, AnotherVehicleHearsThatItGoesAndTheFirstThatItDoesNot) {
    change([](Departure& run) { run.vehicle = {2}; });
    EXPECT_THAT(texts(), ElementsAre("1: 班次变更：15:00离校北沟线改由别的车",
                                     "2: 新班次：15:00离校北沟线由本车执行"));
}

TEST_F(TextsOfRuns, CalledOffAndOnAgain) {
    change([](Departure& run) { run.status = DepartureStatus::cancelled; });
    EXPECT_THAT(texts(), ElementsAre("1: 班次变更：15:00离校北沟线取消"));
    rows_.former_departures.clear();
    rows_.departures.front().version = 1;
    change([](Departure& run) { run.status = DepartureStatus::planned; });
    EXPECT_THAT(texts(), ElementsAre("1: 新班次：15:00离校北沟线由本车执行"));
}

TEST_F(TextsOfRuns, AnotherEscortOrARunFarOffOrOneThatHasLeftIsNotSpokenOf) {
    change([](Departure& run) { run.escort = "E1"; });
    EXPECT_THAT(texts(), IsEmpty());
    change([](Departure& run) { run.vehicle = {2}; });
    EXPECT_EQ(texts().size(), 2U);
    EXPECT_THAT(texts(three), IsEmpty());
    EXPECT_THAT(texts(three - run_texts_ahead - 1s), IsEmpty());
}

TEST_F(TextsOfRuns, WhatWasKnownIsNotToldAgain) {
    change([](Departure& run) { run.vehicle = {2}; });
    const registry::Registry registry{registry::RegistryRows{rows_}};
    EXPECT_THAT(run_texts(registry, newest_runs(registry), noon), IsEmpty());
}

TEST_F(TextsOfRuns, WhoTakesARunOverIsCalled) {
    registry::Relief relief{.run = "A", .vehicle = {2}};
    rows_.reliefs = {{.value = relief, .valid_from = three + 20min, .version = 1}};
    EXPECT_THAT(texts(three + 5min), ElementsAre("2: 请接替冀H·D0001的15:00离校北沟线，详情看班次页"));
    EXPECT_THAT(texts(three - std::chrono::days{1}), IsEmpty());
}

}  // namespace
}  // namespace husong::rules
