// Whole terms of made-up counties, looked at by the check that shares no code with the planner.
#include "server/solver/coordinate.hpp"

#include "server/coordination/left_over.hpp"
#include "server/coordination/movement.hpp"
#include "tests/coordination/made_up_county.hpp"
#include "tests/coordination/peak_bound.hpp"
#include "tests/plan_check/told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace husong::solver {
namespace {

using coordination::Case;
using coordination::made_up_weeks;
using coordination::TermOf2026;
using testing::IsEmpty;

constexpr Effort little{4, 1, {5'000, 2}};

plan_check::Report checked(const Case& county, const coordination::Plan& plan) {
    return plan_check::check(to_json(county), to_json(plan, county)).value();
}

TEST(Coordinate, KeepsEveryConstraintOfBothTerms) {
    for (const TermOf2026 term : {TermOf2026::autumn, TermOf2026::spring}) {
        const Case county = made_up_weeks(3, term);
        const auto plan = coordinate(county, little);
        ASSERT_TRUE(plan) << plan.error().what;
        const auto report = checked(county, *plan);
        EXPECT_THAT(told(report), IsEmpty());
        EXPECT_EQ(report.unserved, 0);
        EXPECT_GE(report.peak_vehicles, checker::peak_bound(to_json(county)));
        EXPECT_LT(report.peak_vehicles, as_wished(county).peak_vehicles);
        for (const auto& stage : plan->stages) EXPECT_GE(stage.value, stage.bound) << stage.name;
    }
}

TEST(Coordinate, GivesASchoolThatIsAloneItsWish) {
    Case county = made_up_weeks(3, TermOf2026::autumn);
    std::erase_if(county.breaks, [](const auto& of) { return of.school != 1; });
    for (auto& school : county.schools) school.owes_rest = false;
    const auto plan = coordinate(county, little);
    ASSERT_TRUE(plan) << plan.error().what;
    EXPECT_THAT(told(checked(county, *plan)), IsEmpty());
    for (const auto& leg : plan->legs)
        EXPECT_EQ(leg.at.on, county.breaks[leg.of].leg(leg.way)->wish.on) << leg.of;
}

TEST(Coordinate, KeepsPinsAndStaysOffForbiddenAndClosedDays) {
    Case county = made_up_weeks(3, TermOf2026::autumn);
    auto& pinned = *county.breaks[1].home;
    pinned.pinned = coordination::Moment{pinned.wish.on, coordination::Minutes{13 * 60 + 45}};
    auto movable = std::ranges::find_if(county.breaks,
                                        [](const auto& of) { return of.home && of.home->shift_days > 0; });
    ASSERT_NE(movable, county.breaks.end());
    movable->home->forbidden = {movable->home->wish.on};
    const auto plan = coordinate(county, little);
    ASSERT_TRUE(plan) << plan.error().what;
    EXPECT_THAT(told(checked(county, *plan)), IsEmpty());
}

// One school that goes home for good at the end of a week, on any of three days.
Case one_leg() {
    Case county = made_up_weeks(3, TermOf2026::autumn);
    const auto movable = std::ranges::find_if(
        county.breaks, [](const auto& of) { return of.home && of.home->shift_days > 0; });
    auto of = *movable;
    of.back.reset();
    of.home->shift_days = 1;
    county.breaks = {of};
    return county;
}

TEST(Coordinate, OfMomentsEquallyFarFromTheWishItTakesThePublishedOne) {
    for (const int away : {-1, 1}) {
        Case county = one_leg();
        auto& leg = *county.breaks[0].home;
        leg.forbidden = {leg.wish.on};
        leg.published = coordination::Moment{leg.wish.on + std::chrono::days{away}, leg.wish.at};
        const auto plan = coordinate(county, little);
        ASSERT_TRUE(plan) << plan.error().what;
        ASSERT_EQ(plan->legs.size(), 1U);
        EXPECT_EQ(plan->legs[0].at, *leg.published) << away;
        EXPECT_EQ(plan->stages.back().value, 0);
    }
}

TEST(Coordinate, MovesWhatIsPublishedOnlyForALowerPeakOrNearerToTheWishes) {
    Case county = made_up_weeks(3, TermOf2026::autumn);
    const auto published = coordinate(county, little);
    ASSERT_TRUE(published) << published.error().what;
    for (const auto& leg : published->legs) county.breaks[leg.of].leg(leg.way)->published = leg.at;
    const auto again = coordinate(county, little);
    ASSERT_TRUE(again) << again.error().what;
    const bool moved = std::ranges::any_of(again->legs, [&](const auto& leg) {
        return leg.at != *county.breaks[leg.of].leg(leg.way)->published;
    });
    const auto rank = [](const coordination::Plan& plan) {
        return std::tuple{plan.unserved, plan.peak_vehicles, plan.stages[2].value};
    };
    EXPECT_TRUE(!moved || rank(*again) < rank(*published));
}

// Two schools 55 km apart that have one vehicle between them, and wish to go an hour apart.
Case two_far_schools() {
    using std::chrono::days;
    using std::chrono::hours;
    Case county;
    county.term = "2026-2027-1";
    county.first = std::chrono::sys_days{std::chrono::year{2026} / 10 / 12};
    county.days.assign(14, {false, false, hours{20}, 4, {}});
    county.rules.spare_per_mille = 0;
    county.vehicles.push_back({"冀H·示001", 45, coordination::every_stage, "D001", {}});
    for (std::size_t i = 0; i < 2; ++i) {
        coordination::School school;
        school.code = i == 0 ? "S01" : "S02";
        school.name = i == 0 ? "示例寄宿学校1" : "示例寄宿学校2";
        school.stages = only(coordination::Stage::junior_high);
        school.owes_rest = false;
        school.gate = {i == 0 ? 41.0 : 41.5, 118.0};
        school.latest_home = hours{17};
        county.schools.push_back(school);
        const maps::Wgs84 place{school.gate.latitude_deg + 0.03, 118.0};
        county.lines.push_back({school.code + "L1", i, {{"示例村", place, coordination::Minutes{10}, 30}}});
        coordination::Break of{i, 0, coordination::Leg{}, std::nullopt};
        of.home->wish = {county.first + days{4}, hours{i == 0 ? 12 : 13}};
        county.breaks.push_back(of);
    }
    return county;
}

TEST(Coordinate, CountsEmptyWaysBetweenSchools) {
    const Case county = two_far_schools();
    auto wished = as_wished(county);
    coordination::assign_vehicles(wished, county);
    ASSERT_EQ(wished.unserved, 30);
    const auto plan = coordinate(county, little);
    ASSERT_TRUE(plan) << plan.error().what;
    const auto report = checked(county, *plan);
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_EQ(report.unserved, 0);
}

TEST(Movement, AVehicleIsInTimeWhereElseItIsAwaited) {
    using std::chrono::hours;
    Case county = two_far_schools();
    county.breaks.pop_back();
    const maps::Wgs84 here = county.schools[0].gate, far = county.schools[1].gate;
    const auto unserved = [&](const maps::Wgs84& place, hours from, hours until) {
        county.vehicles[0].busy = {{0b1111111, std::nullopt, from, until, place}};
        auto plan = as_wished(county);  // out of the gate at 12:00, ten minutes' way
        coordination::assign_vehicles(plan, county);
        EXPECT_THAT(told(checked(county, plan)), IsEmpty());
        return plan.unserved;
    };
    EXPECT_EQ(unserved(here, hours{13}, hours{14}), 0);
    EXPECT_EQ(unserved(far, hours{13}, hours{14}), 30) << "two hours of road in between";
    EXPECT_EQ(unserved(here, hours{10}, hours{11}), 0);
    EXPECT_EQ(unserved(far, hours{10}, hours{11}), 30);
    EXPECT_EQ(unserved(far, hours{8}, hours{9}), 0);
}

TEST(LeftOver, RidersWithoutAVehicleAreDividedAmongThoseThatHaveRoom) {
    Case county = two_far_schools();
    for (const char* plate : {"冀H·示002", "冀H·示003"})
        county.vehicles.push_back({plate, 17, coordination::every_stage, "", {}});
    county.breaks[1].home->wish.at = county.breaks[0].home->wish.at;
    auto plan = as_wished(county);
    coordination::assign_vehicles(plan, county);
    ASSERT_EQ(plan.unserved, 30) << "one vehicle holds a run whole";
    coordination::serve_left_over(plan, county);
    const auto report = checked(county, plan);
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_EQ(report.unserved, 0);
    EXPECT_EQ(plan.unserved, 0);
    EXPECT_EQ(plan.peak_vehicles, 3);
}

TEST(LeftOver, WhatNobodyCanServeStays) {
    Case county = two_far_schools();
    county.breaks[1].home->wish.at = county.breaks[0].home->wish.at;
    for (auto& day : county.days) day.dusk = std::chrono::hours{12} + std::chrono::minutes{30};
    auto plan = as_wished(county);
    coordination::assign_vehicles(plan, county);
    coordination::serve_left_over(plan, county);
    EXPECT_EQ(plan.unserved, 30) << "dusk leaves no later hour";
    EXPECT_EQ(checked(county, plan).unserved, 30);
}

TEST(Coordinate, LeavesNobodyOutInSilence) {
    Case county = one_leg();
    for (auto& vehicle : county.vehicles)
        vehicle.stages = coordination::only(coordination::Stage::kindergarten);
    const auto none = coordinate(county, little);
    ASSERT_FALSE(none);
    EXPECT_TRUE(none.error().what.ends_with(": no vehicle may carry its pupils")) << none.error().what;
    county = one_leg();
    county.vehicles.resize(3);
    const auto few = coordinate(county, little);
    ASSERT_FALSE(few);
    EXPECT_TRUE(few.error().what.ends_with("not enough vehicles, gates or police posts for all schools"))
        << few.error().what;
}

TEST(Baselines, AWishBeyondAllBoundsWritesNowhere) {
    Case county = one_leg();
    county.breaks[0].home->wish.on = county.first;
    county.breaks[0].back = county.breaks[0].home;
    county.breaks[0].back->wish.at = coordination::Minutes{0};  // out before the first day
    county.schools[county.breaks[0].school].gate_per_quarter = 1;
    for (auto& line : county.lines)
        for (auto& place : line.places) place.riders *= 200;  // the last one leaves weeks after the term
    EXPECT_GT(as_wished(county).peak_vehicles, 0);
}

TEST(Baselines, FirstFitTakesNoSeatTwice) {
    Case county = made_up_weeks(3, TermOf2026::autumn);
    county.vehicles.resize(30);
    const auto first = first_fit(county);
    EXPECT_LE(first.peak_vehicles, static_cast<int>(county.vehicles.size()));
    EXPECT_GT(as_wished(county).peak_vehicles, static_cast<int>(county.vehicles.size()));
}

}  // namespace
}  // namespace husong::solver
