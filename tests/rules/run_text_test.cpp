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
        rows_.departures = {{.value = run}};
    }
    void change(const std::function<void(Departure&)>& edit) { edit(rows_.departures.front().value); }
    void relieve(VehicleId vehicle, Time from, Time until = end_of_time) {
        rows_.reliefs.push_back(
            {.value = {.run = "A", .vehicle = vehicle}, .valid_from = from, .valid_until = until});
    }
    // What is said of the register as `edit` makes it.
    std::vector<std::string> texts(const std::function<void()>& edit, Time now = noon) {
        const registry::Registry was{registry::RegistryRows{rows_}};
        const auto before = run_duties(was, now);
        edit();
        const registry::Registry is{registry::RegistryRows{rows_}};
        std::vector<std::string> all;
        for (const RunText& told : run_texts(before, run_duties(is, now), is, now))
            all.push_back(std::to_string(told.vehicle.value) + ": " + told.text);
        return all;
    }
    std::vector<std::string> changed(const std::function<void(Departure&)>& edit, Time now = noon) {
        return texts([&] { change(edit); }, now);
    }
    registry::RegistryRows rows_;
};

TEST_F(TextsOfRuns, AnotherTime) {
    EXPECT_THAT(texts([] {}), IsEmpty());
    EXPECT_THAT(changed([](Departure& run) { run.leaves_at += 40min; }),
                ElementsAre("1: 班次变更：15:00离校北沟线改为15:40离校北沟线"));
}

TEST_F(TextsOfRuns, AnotherDayIsNamed) {
    EXPECT_THAT(changed([](Departure& run) { run.leaves_at += std::chrono::hours{12}; }),
                ElementsAre("1: 班次变更：15:00离校北沟线改为2026-10-31 03:00离校北沟线"));
    EXPECT_THAT(changed([](Departure& run) { run.leaves_at += std::chrono::days{3}; }, three + 6h),
                ElementsAre("1: 班次变更：03:00离校北沟线改为2026-11-03 03:00离校北沟线"));
}

TEST_F(TextsOfRuns, AnotherVehicleHearsThatItGoesAndTheFirstThatItDoesNot) {
    EXPECT_THAT(
        changed([](Departure& run) { run.vehicle = {2}; }),
        ElementsAre("1: 班次变更：15:00离校北沟线改由别的车", "2: 新班次：15:00离校北沟线由本车执行"));
}

TEST_F(TextsOfRuns, CalledOffAndOnAgain) {
    EXPECT_THAT(changed([](Departure& run) { run.status = DepartureStatus::cancelled; }),
                ElementsAre("1: 班次变更：15:00离校北沟线取消"));
    EXPECT_THAT(changed([](Departure& run) { run.status = DepartureStatus::planned; }),
                ElementsAre("1: 新班次：15:00离校北沟线由本车执行"));
}

TEST_F(TextsOfRuns, AnotherEscortOrARunFarOffOrOneThatHasLeftIsNotSpokenOf) {
    EXPECT_THAT(changed([](Departure& run) { run.escort = "E1"; }), IsEmpty());
    const auto moves = [](Departure& run) { run.vehicle = {3 - run.vehicle.value}; };
    EXPECT_EQ(changed(moves).size(), 2U);
    EXPECT_THAT(changed(moves, three), IsEmpty());
    EXPECT_THAT(changed(moves, three - run_texts_ahead - 1s), IsEmpty());
}

TEST_F(TextsOfRuns, WhoTakesARunOverIsCalledOnce) {
    const Time now = three + 5min;
    EXPECT_THAT(texts([&] { relieve({2}, three + 20min); }, now),
                ElementsAre("2: 请接替冀H·D0001的15:00离校北沟线，详情看班次页"));
    EXPECT_THAT(texts([&] { rows_.reliefs.front().valid_until = three + 2h; }, now), IsEmpty());
}

// 2 has taken over and stands, too.
TEST_F(TextsOfRuns, TheNextOneIsCalledToWhereThePupilsAre) {
    relieve({2}, three + 20min);
    EXPECT_THAT(texts(
                    [&] {
                        rows_.reliefs.front().valid_until = three + 50min;
                        relieve({3}, three + 50min);
                    },
                    three + 40min),
                ElementsAre("3: 请接替冀H·D0002的15:00离校北沟线，详情看班次页"));
}

// 2 was to come, and now 3 comes later: until then the pupils are with 1.
TEST_F(TextsOfRuns, WhoIsNotToComeAnyMoreHearsThat) {
    relieve({2}, three + 40min);
    EXPECT_THAT(
        texts(
            [&] {
                rows_.reliefs.clear();
                relieve({1}, three + 40min, three + 50min);
                relieve({3}, three + 50min);
            },
            three + 35min),
        ElementsAre("2: 不用接替15:00离校北沟线了", "3: 请接替冀H·D0001的15:00离校北沟线，详情看班次页"));
}

}  // namespace
}  // namespace husong::rules
