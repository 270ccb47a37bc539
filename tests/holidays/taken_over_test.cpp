// Who waits on the road after a breakdown: published as another vehicle's taking over.
#include "tests/holidays/published_plan.hpp"

#include <gmock/gmock.h>

namespace husong::holidays {
namespace {

TEST_F(PublishedPlan, WhoWaitsOnTheRoadIsTakenOverByTheOtherVehicle) {
    keep(*publish());
    rows_.departures[0].value.escort = "E1";
    stop_on_the_way();
    const auto next = publish(friday_midnight + 15h + 30min);
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(next->relieved, 1);
    EXPECT_EQ(next->added + next->changed + next->cancelled + next->too_late, 0);
    ASSERT_EQ(next->reliefs.size(), 1U);
    EXPECT_EQ(next->reliefs[0].valid_from, friday_midnight + 15h + 40min);
    const registry::Relief& relief = next->reliefs[0].value;
    EXPECT_EQ(relief.run, "2026-2027-1/S1/3H/L7/1");
    EXPECT_EQ(relief.vehicle, VehicleId{2});
    EXPECT_EQ(relief.escort, "E1") << "who waits with the pupils";
    keep(*next);
    EXPECT_EQ(publish(friday_midnight + 15h + 31min)->relieved, 0) << "it is known";
    EXPECT_EQ(publish(friday_midnight + 20h)->too_late, 0);
}

TEST_F(PublishedPlan, AnotherVehicleMayTakeOverThanWasPublished) {
    keep(*publish());
    stop_on_the_way();
    keep(*publish(friday_midnight + 15h + 30min));
    home()[1].vehicle = 2;
    home()[1].at_gate += 10min;
    const auto next = publish(friday_midnight + 15h + 35min);
    ASSERT_EQ(next->reliefs.size(), 2U);
    EXPECT_EQ(next->reliefs[0].value.vehicle, VehicleId{1}) << "what would have come takes nothing over";
    EXPECT_EQ(next->reliefs[0].valid_from, friday_midnight + 15h + 40min);
    EXPECT_EQ(next->reliefs[0].valid_until, friday_midnight + 15h + 50min);
    EXPECT_EQ(next->reliefs[1].value.vehicle, VehicleId{3});
    EXPECT_EQ(next->reliefs[1].valid_from, friday_midnight + 15h + 50min);
}

TEST_F(PublishedPlan, OnTheWayToSchoolToo) {
    keep(*publish());
    auto& back = plan_.legs[1].runs[0];
    back.vehicle = 1;
    back.at_gate = 17h + 30min;
    back.stand = coordination::Stand{0, 16h + 30min, 30min, 0};
    const Time sunday = friday_midnight + std::chrono::days{2};
    const auto next = publish(sunday + 16h + 40min);
    ASSERT_TRUE(next) << next.error().what;
    ASSERT_EQ(next->reliefs.size(), 1U);
    EXPECT_EQ(next->reliefs[0].value.run, "2026-2027-1/S1/3B/L7/1");
    EXPECT_EQ(next->reliefs[0].valid_from, sunday + 17h);
}

TEST_F(PublishedPlan, WhatStandsOnTheRoadIsNoOtherRunThatIsToCome) {
    keep(*publish());
    stop_on_the_way();
    home()[0] = run(15h + 50min, 2);
    const auto next = publish(friday_midnight + 15h + 30min);
    EXPECT_EQ(next->relieved, 1);
    EXPECT_EQ(next->added, 1);
    EXPECT_FALSE(of_code(*next, "2026-2027-1/S1/3H/L7/1")) << "it has left, and nobody was brought";
}

TEST_F(PublishedPlan, AllWhoComeAboardAtTheGateStandInTheNoteThoughTheVehicleWillStop) {
    keep(*publish());
    stop_on_the_way();
    EXPECT_EQ(publish()->changed, 0);
    EXPECT_EQ(publish()->relieved, 1);
}

TEST_F(PublishedPlan, WhatNoReliefCanTellIsRefusedByName) {
    stop_on_the_way();
    const Time now = friday_midnight + 15h + 30min;
    EXPECT_THAT(publish(now).error().what,
                testing::StartsWith("2026-2027-1/S1/3H/L7 at 15:40: its pupils wait where vehicle 冀H·示001 "
                                    "stands, and no departure of that vehicle is published"));
    home() = {run(15h)};
    keep(*publish());
    stop_on_the_way();
    home()[1].loads[0].riders = home()[1].riders = 10;
    home().push_back(home()[1]);
    home().back().vehicle = 2;
    EXPECT_THAT(publish(now).error().what,
                testing::StartsWith("2026-2027-1/S1/3H/L7 at 15:40: the pupils who wait where vehicle "
                                    "冀H·示001 stands are divided between vehicles"));
    const auto after = publish(friday_midnight + 20h);
    ASSERT_TRUE(after) << after.error().what;
    EXPECT_EQ(after->too_late, 2) << "they are at home";
}

}  // namespace
}  // namespace husong::holidays
