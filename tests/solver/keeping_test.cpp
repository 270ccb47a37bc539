// A term planned anew while a plan of it is in force.
#include "server/solver/keeping.hpp"

#include "tests/coordination/made_up_county.hpp"
#include "tests/plan_check/told.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace husong::solver {
namespace {

using coordination::Case;
using coordination::Day;
using coordination::Plan;
using coordination::PlannedLeg;
using coordination::Way;
using testing::IsEmpty;

constexpr Effort effort_of_test{6, 1, {5'000, 2}};

class KeepingWhatIsInForce : public testing::Test {
protected:
    [[nodiscard]] Plan kept(const Case& county) const {
        auto plan = coordinate_keeping(county, in_force_text_, effort_of_test);
        EXPECT_TRUE(plan) << plan.error().what;
        const auto report = plan_check::check(to_json(county), to_json(*plan, county)).value();
        EXPECT_THAT(told(report), IsEmpty());
        EXPECT_EQ(report.unserved, 0);
        return *plan;
    }
    // Of the legs that are in force.
    [[nodiscard]] std::set<std::size_t> breaks_that_differ(const Plan& plan) const {
        std::set<std::size_t> breaks;
        for (std::size_t i = 0; i < plan.legs.size(); ++i)
            if (plan.legs[i].at != in_force_.legs[i].at) breaks.insert(plan.legs[i].of);
        return breaks;
    }

    Case county_ = coordination::made_up_weeks(3, coordination::TermOf2026::autumn);
    Plan in_force_ = coordinate(county_, effort_of_test).value();
    std::string in_force_text_ = to_json(in_force_, county_);
};

TEST_F(KeepingWhatIsInForce, NothingMovesWhereNothingHasChanged) {
    EXPECT_EQ(kept(county_).legs, in_force_.legs) << "days, hours, vehicles and riders";
}

TEST_F(KeepingWhatIsInForce, APinMovesItsBreakAndOnlyWhatIsNear) {
    Case county = county_;
    const auto movable = std::ranges::find_if(
        county.breaks, [](const auto& of) { return of.home && of.back && of.home->shift_days > 0; });
    ASSERT_NE(movable, county.breaks.end());
    const auto of = static_cast<std::size_t>(movable - county.breaks.begin());
    const auto leg_of = [&](const Plan& plan, Way way) {
        return *std::ranges::find_if(plan.legs,
                                     [&](const PlannedLeg& leg) { return leg.of == of && leg.way == way; });
    };
    const auto published = leg_of(in_force_, Way::home).at;
    const Day other =
        published.on == movable->home->wish.on ? published.on + std::chrono::days{1} : movable->home->wish.on;
    movable->home->pinned = {other, published.at};
    const Plan plan = kept(county);
    EXPECT_EQ(leg_of(plan, Way::home).at.on, other);
    EXPECT_TRUE(breaks_that_differ(plan).contains(of));
    EXPECT_LE(plan.peak_vehicles, in_force_.peak_vehicles * 21 / 20);
    std::set<Day> touched;
    for (std::size_t i = 0; i < plan.legs.size(); ++i) {
        if (plan.legs[i].at == in_force_.legs[i].at) continue;
        EXPECT_LE(abs(in_force_.legs[i].at.on - other), std::chrono::days{9}) << "near the pin";
        touched.insert({in_force_.legs[i].at.on, plan.legs[i].at.on});
    }
    for (std::size_t i = 0; i < plan.legs.size(); ++i)
        if (!touched.contains(plan.legs[i].at.on)) EXPECT_EQ(plan.legs[i], in_force_.legs[i]) << i;
}

TEST_F(KeepingWhatIsInForce, AVehicleThatIsGoneIsReplacedWhereItWas) {
    Case county = county_;
    const std::size_t gone = *in_force_.legs.front().runs.front().vehicle;
    county.vehicles[gone].plate = "冀HZ0001";  // the one of the plan is registered no more
    county.vehicles[gone].seats = 0;
    const Plan plan = kept(county);
    EXPECT_THAT(breaks_that_differ(plan), IsEmpty());
    for (std::size_t i = 0; i < plan.legs.size(); ++i) {
        const auto& before = in_force_.legs[i].runs;
        const bool had_it = std::ranges::any_of(before, [&](const auto& run) { return run.vehicle == gone; });
        if (!had_it && plan.legs[i].at.on != in_force_.legs.front().at.on)
            EXPECT_EQ(plan.legs[i].runs.size(), before.size()) << i;
        for (const auto& run : plan.legs[i].runs) EXPECT_NE(run.vehicle, gone);
    }
}

TEST_F(KeepingWhatIsInForce, AVehicleThatIsAwaitedElsewhereForADayIsReplacedOnThatDayAlone) {
    Case county = county_;
    const Day on = in_force_.legs.front().at.on;
    const std::size_t away = *in_force_.legs.front().runs.front().vehicle;
    county.vehicles[away].busy.push_back({0, on, coordination::Minutes{0}, coordination::Minutes{24 * 60}});
    const Plan plan = kept(county);
    EXPECT_THAT(breaks_that_differ(plan), IsEmpty());
    for (std::size_t i = 0; i < plan.legs.size(); ++i) {
        if (plan.legs[i].at.on != on) EXPECT_EQ(plan.legs[i], in_force_.legs[i]) << i;
        if (plan.legs[i].at.on == on)
            for (const auto& run : plan.legs[i].runs) EXPECT_NE(run.vehicle, away);
    }
}

TEST_F(KeepingWhatIsInForce, MoreRidersKeepTheirDays) {
    Case county = county_;
    county.lines.front().places.front().riders += 3;
    EXPECT_THAT(breaks_that_differ(kept(county)), IsEmpty());
}

TEST_F(KeepingWhatIsInForce, WhatIsForbiddenNowMoves) {
    Case county = county_;
    const auto movable = std::ranges::find_if(in_force_.legs, [&](const PlannedLeg& leg) {
        return leg.way == Way::home && county.breaks[leg.of].home->shift_days > 0;
    });
    ASSERT_NE(movable, in_force_.legs.end());
    county.breaks[movable->of].home->forbidden.push_back(movable->at.on);
    EXPECT_TRUE(breaks_that_differ(kept(county)).contains(movable->of));
}

TEST_F(KeepingWhatIsInForce, WhatIsNoPlanIsRefused) {
    for (const char* text : {"", "{}", "[]", "{\"legs\": 3}"}) {
        const auto plan = coordinate_keeping(county_, text, effort_of_test);
        ASSERT_FALSE(plan) << text;
        EXPECT_EQ(plan.error().code, ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace husong::solver
