// A plan's runs as the county's departures: added, changed, called off.
#include "server/holidays/rider_note.hpp"
#include "tests/holidays/published_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using registry::DepartureStatus;
using registry::Direction;

TEST_F(PublishedPlan, EachRunIsADepartureWithItsRiders) {
    const auto made = publish();
    ASSERT_TRUE(made) << made.error().what;
    ASSERT_EQ(made->runs.size(), 2U);
    const Departure& home = made->runs[0].value;
    EXPECT_EQ(home.code, "2026-2027-1/S1/3H/L7/1");
    EXPECT_EQ(home.direction, Direction::home);
    EXPECT_EQ(home.leaves_at, *parse_time("2026-09-11T15:00:00+08:00"));
    EXPECT_EQ(home.vehicle, VehicleId{1});
    EXPECT_EQ(home.driver, "D1");
    EXPECT_EQ(home.seats, 43);
    EXPECT_EQ(home.note, "远村 20人、近村 12人");
}

TEST_F(PublishedPlan, ToSchoolItLeavesFromTheLinesFarthestStop) {
    const Departure back = publish()->runs[1].value;
    EXPECT_EQ(back.direction, Direction::to_school);
    EXPECT_EQ(back.leaves_at, *parse_time("2026-09-13T16:00:00+08:00")) << "an hour before it is at the gate";
}

TEST_F(PublishedPlan, PublishedAgainNothingChanges) {
    keep(*publish());
    const auto again = publish();
    EXPECT_EQ(again->added, 0);
    EXPECT_EQ(again->changed, 0);
    EXPECT_EQ(again->cancelled, 0);
}

TEST_F(PublishedPlan, AnotherVersionChangesRunsAndCallsOffThoseItHasNoMore) {
    keep(*publish());
    rows_.departures[0].value.escort = "E1";
    plan_.legs[0].at.at = 15h + 30min;
    plan_.legs[0].runs[0].at_gate = 15h + 30min;
    plan_.legs.pop_back();
    const auto next = publish();
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(next->changed, 1);
    EXPECT_EQ(next->cancelled, 1);
    EXPECT_EQ(next->runs[0].value.escort, "E1") << "whom the operator has named";
    EXPECT_EQ(next->runs[1].value.status, DepartureStatus::cancelled);
    EXPECT_EQ(next->runs[1].value.code, "2026-2027-1/S1/3B/L7/1");
}

TEST_F(PublishedPlan, WhatHasLeftAndWhatOthersPublishedStays) {
    keep(*publish());
    Departure excursion = rows_.departures[1].value;
    excursion.code = "K-17";
    rows_.departures.push_back(held(excursion));
    plan_.legs.clear();
    const auto next = publish(*parse_time("2026-09-11T15:05:00+08:00"));
    ASSERT_EQ(next->runs.size(), 1U);
    EXPECT_EQ(next->runs[0].value.code, "2026-2027-1/S1/3B/L7/1");
}

TEST_F(PublishedPlan, ARunWithoutVehicleOrOfAnUnknownOneIsNamed) {
    plan_.legs[1].runs[0].vehicle = std::nullopt;
    EXPECT_THAT(publish().error().what,
                testing::HasSubstr("2026-2027-1/S1/3B/L7 at 17:00: has no vehicle yet"));
    plan_.legs[1].runs[0].vehicle = 1;
    rows_.drivers.clear();
    EXPECT_THAT(publish().error().what, testing::HasSubstr("driver D1 is not registered for 2026-09-11"));
    plan_.legs[0].runs[0].vehicle = 1;  // whose driver is still to be named
    rows_.vehicles[1].valid_until = *parse_time("2026-09-12T00:00:00+08:00");
    EXPECT_THAT(publish().error().what,
                testing::HasSubstr("vehicle 冀H·示002 is not registered for 2026-09-13"));
}

TEST_F(PublishedPlan, ARunThatDoesNotChangeKeepsItsCodeAndItsEscortWhenOneBeforeItIsDivided) {
    keep_two_runs();
    home() = {part(15h, 2, 20), part(15h + 10min, 2, 12), run(15h + 20min, 1)};
    const auto next = publish();
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(next->changed, 1);
    EXPECT_EQ(next->added, 1);
    EXPECT_EQ(next->cancelled, 0);
    const Departure* second = of_code(*next, "2026-2027-1/S1/3H/L7/2");
    EXPECT_EQ(second->vehicle, VehicleId{2});
    EXPECT_EQ(second->leaves_at, friday_midnight + 15h + 20min);
    EXPECT_EQ(second->escort, "E2");
    const Departure* first = of_code(*next, "2026-2027-1/S1/3H/L7/1");
    EXPECT_EQ(first->vehicle, VehicleId{3}) << "at the same time";
    EXPECT_EQ(first->escort, "E1");
    const Departure* rest = of_code(*next, "2026-2027-1/S1/3H/L7/3");
    EXPECT_EQ(rest->leaves_at, friday_midnight + 15h + 10min);
    EXPECT_EQ(rest->escort, "");
}

TEST_F(PublishedPlan, ACodeIsNotGivenToAnotherRun) {
    keep_two_runs();
    home() = {run(15h + 20min, 1)};
    const auto fewer = publish();
    EXPECT_EQ(fewer->changed, 0);
    EXPECT_EQ(fewer->cancelled, 1);
    EXPECT_EQ(of_code(*fewer, "2026-2027-1/S1/3H/L7/1")->status, DepartureStatus::cancelled);
    EXPECT_EQ(of_code(*fewer, "2026-2027-1/S1/3H/L7/2")->escort, "E2");
    keep(*fewer);
    home() = {part(15h + 40min, 2, 20), run(15h + 20min, 1)};
    const auto more = publish();
    EXPECT_EQ(more->added, 1);
    EXPECT_EQ(more->changed, 0);
    EXPECT_EQ(of_code(*more, "2026-2027-1/S1/3H/L7/3")->vehicle, VehicleId{3});
    keep(*more);
    home() = {run(15h), run(15h + 20min, 1)};
    const auto as_before = publish();
    EXPECT_EQ(of_code(*as_before, "2026-2027-1/S1/3H/L7/1")->status, DepartureStatus::planned)
        << "what was called off goes after all";
}

TEST_F(PublishedPlan, ACodeStaysWithItsVehicleWhenTwoChangeTheirTimes) {
    keep_two_runs();
    home() = {run(15h, 1), run(15h + 20min, 0)};
    const auto next = publish();
    EXPECT_EQ(next->changed, 2);
    EXPECT_EQ(of_code(*next, "2026-2027-1/S1/3H/L7/1")->vehicle, VehicleId{1});
    EXPECT_EQ(of_code(*next, "2026-2027-1/S1/3H/L7/2")->vehicle, VehicleId{2});
}

TEST_F(PublishedPlan, ARunThatCouldNotLeaveGoesLaterInAnotherVehicle) {
    keep(*publish());
    home() = {run(15h + 25min, 1)};
    const auto next = publish(friday_midnight + 15h + 12min);
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(next->changed, 1);
    EXPECT_EQ(next->added + next->cancelled + next->too_late, 0);
    const Departure* moved = of_code(*next, "2026-2027-1/S1/3H/L7/1");
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->leaves_at, friday_midnight + 15h + 25min);
    EXPECT_EQ(moved->vehicle, VehicleId{2});
}

TEST_F(PublishedPlan, ARunThatCouldNotLeaveIsNotLeftStandingBesideItsParts) {
    keep(*publish());
    home() = {part(15h + 25min, 1, 20), part(15h + 30min, 2, 12)};
    const auto next = publish(friday_midnight + 15h + 12min);
    EXPECT_EQ(next->changed, 1);
    EXPECT_EQ(next->added, 1);
    EXPECT_TRUE(of_code(*next, "2026-2027-1/S1/3H/L7/1"));
}

TEST_F(PublishedPlan, ARunOfYesterdayIsNotMovedToAnotherDay) {
    keep(*publish());
    plan_.legs[0].at.on = friday + std::chrono::days{1};
    const auto next = publish(friday_midnight + std::chrono::days{1} + 8h);
    EXPECT_EQ(next->added, 1);
    EXPECT_FALSE(of_code(*next, "2026-2027-1/S1/3H/L7/1"));
}

TEST_F(PublishedPlan, WhatComesTooLateIsCountedAndLeftAsItIs) {
    keep(*publish());
    const Time after = friday_midnight + 15h + 5min;
    EXPECT_EQ(publish(after)->too_late, 0) << "it left as planned";
    home()[0].vehicle = 1;
    const auto next = publish(after);
    EXPECT_EQ(next->too_late, 1);
    EXPECT_EQ(next->changed + next->added + next->cancelled, 0);
    EXPECT_FALSE(of_code(*next, "2026-2027-1/S1/3H/L7/1"));
    rows_.departures.clear();
    EXPECT_EQ(publish(after)->too_late, 1) << "nobody knew of it";
}

TEST_F(PublishedPlan, AVehicleWithFewerSeatsThanWhenItWasPlannedIsNamed) {
    rows_.vehicles[0].value.approved_persons = 36;
    EXPECT_EQ(publish()->runs[0].value.seats, 34);
    rows_.vehicles[0].value.approved_persons = 33;
    EXPECT_THAT(
        publish().error().what,
        testing::StartsWith("2026-2027-1/S1/3H/L7 at 15:00: vehicle 冀H·示001 has 31 seats for pupils "
                            "on 2026-09-11, and 32 ride"));
    EXPECT_TRUE(publish(friday_midnight + std::chrono::days{3})) << "what has left is as it is";
}

TEST_F(PublishedPlan, OfATermThatTheRegisterDoesNotKnowIsRefused) {
    rows_.terms[0].value.code = "2026-2027-2";
    EXPECT_EQ(publish().error().what, "term 2026-2027-1 is not in the register of terms");
}

TEST_F(PublishedPlan, WhatIsCalledOffDoesNotTellItsRidersAnyMore) {
    keep_two_runs();
    rows_.departures[2].value.note = "换大车";
    plan_.legs.clear();
    const auto next = publish();
    ASSERT_EQ(next->cancelled, 3);
    EXPECT_EQ(of_code(*next, "2026-2027-1/S1/3H/L7/1")->note, "");
    EXPECT_EQ(of_code(*next, rows_.departures[2].value.code)->note, "换大车") << "an operator's own words";
}

TEST(RiderNote, IsKnownByItsForm) {
    for (const char* told : {"近村 1人", "远村 20人、近村 12人"}) EXPECT_TRUE(tells_riders(told)) << told;
    for (const char* reason : {"", "人", " 人", " 5人", "下雪停运", "车坏了，等 10 分钟", "共20人"})
        EXPECT_FALSE(tells_riders(reason)) << reason;
}

}  // namespace
}  // namespace husong::holidays
