// What has changed of the published runs lately: the steps between their versions.
#include "server/registry/departure_changes.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace husong::registry {
namespace {

const Time friday_15h = parse_time("2026-10-30T15:00:00+08:00").value();
const Time monday = parse_time("2026-10-19T09:00:00+08:00").value();
using std::chrono::days;

class ChangesOfRuns : public ::testing::Test {
protected:
    // One version of a run, the next of all rows to be recorded.
    Versioned<Departure> version(const std::string& code, int sequence, Time recorded_at,
                                 const std::function<void(Departure&)>& edit = {}) {
        Versioned<Departure> row;
        row.value = {.code = code, .school = "S1", .leaves_at = friday_15h, .line = "L7", .vehicle = {1}};
        row.value.sequence = sequence;
        if (edit) edit(row.value);
        row.recorded_at = recorded_at;
        row.version = ++versions_;
        return row;
    }
    static void later(Departure& run) { run.leaves_at += 40min; }

    std::vector<Versioned<Departure>> current_, former_;
    std::int64_t versions_ = 0;
};

TEST_F(ChangesOfRuns, EachVersionThatPeopleSeeIsAStepAndTheNewestIsFirst) {
    former_ = {version("A", 0, monday - days{20}), version("A", 1, monday, later)};
    current_ = {version("A", 2, monday + days{1}, [](Departure& run) {
        later(run);
        run.vehicle = {2};
    })};
    const DepartureChanges changes{current_, former_};
    ASSERT_EQ(changes.all().size(), 2U);
    EXPECT_EQ(changes.all()[0].at, monday + days{1});
    EXPECT_EQ(changes.all()[0].before->vehicle, VehicleId{1});
    EXPECT_EQ(changes.all()[0].after->vehicle, VehicleId{2});
    EXPECT_EQ(changes.all()[1].before->leaves_at, friday_15h);
    EXPECT_EQ(changes.all()[1].after->leaves_at, friday_15h + 40min);
    EXPECT_EQ(changes.of_school("S1").size(), 2U);
    EXPECT_TRUE(changes.of_school("S2").empty());
}

TEST_F(ChangesOfRuns, WhatNobodySeesIsNoStep) {
    former_ = {version("A", 0, monday - days{20})};
    current_ = {version("A", 1, monday, [](Departure& run) { run.seats = 12; })};
    EXPECT_TRUE(DepartureChanges(current_, former_).all().empty());
}

TEST_F(ChangesOfRuns, ARunThatIsGivenToAnotherSchoolIsToldToBoth) {
    former_ = {version("A", 0, monday - days{20})};
    current_ = {version("A", 1, monday, [](Departure& run) { run.school = "S2"; })};
    const DepartureChanges changes{current_, former_};
    EXPECT_EQ(changes.of_school("S1").size(), 1U);
    EXPECT_EQ(changes.of_school("S2").size(), 1U);
}

TEST_F(ChangesOfRuns, WhatIsOlderThanAFortnightBeforeTheLastIsLeftOut) {
    former_ = {version("A", 0, monday - days{40}), version("B", 0, monday - days{40})};
    current_ = {version("A", 1, monday - days{15}, later), version("B", 1, monday, later)};
    const DepartureChanges changes{current_, former_};
    ASSERT_EQ(changes.all().size(), 1U);
    EXPECT_EQ(changes.all()[0].after->code, "B");
}

TEST_F(ChangesOfRuns, ANewRunIsTheFirstOfItsLegOrOneMoreOfIt) {
    current_ = {version("A", 0, monday), version("B", 0, monday + days{1}),
                version("C", 0, monday + days{1}, [](Departure& run) { run.school = "S2"; }),
                version("D", 0, monday + days{1}, [](Departure& run) { run.leaves_at += days{1}; })};
    const DepartureChanges changes{current_, former_};
    ASSERT_EQ(changes.all().size(), 4U);
    for (const DepartureChange& change : changes.all()) {
        EXPECT_EQ(change.before, nullptr);
        EXPECT_EQ(change.first_of_leg, change.after->code != "B") << change.after->code;
    }
}

TEST_F(ChangesOfRuns, ARunWhoseBeginningIsNotKnownAnyMoreIsOldAndNotNew) {
    current_ = {version("A", 3, monday), version("B", 0, monday)};
    const DepartureChanges changes{current_, former_};
    ASSERT_EQ(changes.all().size(), 1U);
    EXPECT_EQ(changes.all()[0].after->code, "B");
    EXPECT_FALSE(changes.all()[0].first_of_leg) << "A was there before it";
}

TEST_F(ChangesOfRuns, TheDayThatARunHadConcernsPeopleToo) {
    former_ = {version("A", 0, monday - days{20}, [](Departure& run) { run.leaves_at += days{1}; })};
    current_ = {version("A", 1, monday)};
    const DepartureChanges changes{current_, former_};
    EXPECT_EQ(changes.all()[0].last_leaves_at(), friday_15h + days{1});
}

}  // namespace
}  // namespace husong::registry
