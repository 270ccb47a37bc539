#include "tests/coordination/replan_village.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace husong::coordination {
namespace {

using namespace std::chrono_literals;
using test::friday;
using test::vehicles_of;
using test::Village;
using test::with;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Replan, OfAVehicleThatHasNothingMoreToDoChangesNothing) {
    const Village village;
    const Replanned answer = village.broken(15h + 30min);
    EXPECT_EQ(answer.needed, Means::none);
    EXPECT_EQ(answer.plan.legs, village.plan.legs);
    EXPECT_THAT(answer.affected, IsEmpty());
}

TEST(Replan, TheSmallestFreeVehicleThatHoldsThemTakesOver) {
    Village village;
    for (const auto& [seats, plate] : {std::pair{33, "B"}, {50, "C"}, {45, "D"}, {45, "E"}})
        village.question.vehicles.push_back(with(seats, plate));
    village.question.vehicles[3].stages = only(Stage::primary);
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::free_vehicle);
    EXPECT_THAT(vehicles_of(answer.plan.legs[0].runs), ElementsAre(4));
    EXPECT_EQ(answer.plan.legs[0].runs[0].at_gate, 15h);
    EXPECT_THAT(answer.gave_way, IsEmpty());
    EXPECT_THAT(answer.why_not, IsEmpty());
    EXPECT_EQ(answer.plan.unserved, 0);
}

TEST(Replan, WhoIsBusyOrCannotTurnInTimeIsNotFree) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.question.vehicles.push_back(with(45, "C"));
    village.question.vehicles.push_back(with(45, "D"));
    village.question.vehicles[1].busy = {{0, friday, 15h + 30min, 16h}};
    village.add_line(0, {{"other", {40.9, 118.0}, 25min, 40}});
    village.plan.legs[0].runs.push_back(village.run(1, 2, 14h));  // back at the gate at 14:50, ready at 15:10
    EXPECT_THAT(vehicles_of(village.broken(13h).plan.legs[0].runs), ElementsAre(3, 2));
}

TEST(Replan, NobodyIsThereAtOnce) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    EXPECT_EQ(village.broken(14h + 40min).needed, Means::free_vehicle);
    const Replanned late = village.broken(14h + 41min);
    EXPECT_EQ(late.needed, Means::later);
    EXPECT_EQ(late.plan.legs[0].runs[0].at_gate, 15h + 1min);
    EXPECT_TRUE(late.why_not[0].proven);
    EXPECT_EQ(late.why_not[0].vehicles.no_room, 1);
    EXPECT_EQ(late.why_not[0].vehicles.out, 1);
}

TEST(Replan, OfARunHomeUnderWayOnlyWhoIsNotYetBroughtRidesOnFromWhereItStands) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    const Replanned answer = village.broken(15h + 15min);
    EXPECT_EQ(answer.needed, Means::free_vehicle);
    const auto& runs = answer.plan.legs[0].runs;
    ASSERT_THAT(vehicles_of(runs), ElementsAre(0, 1));
    EXPECT_THAT(runs[0].loads, ElementsAre(Load{0, 20})) << "brought at 15:10";
    EXPECT_EQ(runs[0].way, 10min);
    EXPECT_THAT(runs[1].loads, ElementsAre(Load{1, 25}));
    EXPECT_EQ(runs[1].stand, (Stand{0, 15h + 15min, 15min, 0}));
    EXPECT_EQ(runs[1].at_gate, 15h + 35min) << "sets out from the gate 20 minutes after, is there at 15:50";
    ASSERT_THAT(answer.affected, SizeIs(1));
    EXPECT_EQ(answer.affected[0].before.riders, 25);
    EXPECT_EQ(answer.affected[0].before.vehicle, 0U);
}

TEST(Replan, OfARunBackUnderWayEverybodyRidesOnFromWhereItStands) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.plan.legs[0].way = Way::back;
    village.question.breaks[0].back = village.question.breaks[0].home;
    village.plan.legs[0].runs[0].at_gate = 17h;
    const Replanned answer = village.broken(16h + 40min);
    const auto& runs = answer.plan.legs[0].runs;
    ASSERT_THAT(vehicles_of(runs), ElementsAre(1));
    EXPECT_EQ(runs[0].riders, 45);
    EXPECT_EQ(runs[0].stand, (Stand{0, 16h + 40min, 20min, 0}));
    EXPECT_EQ(runs[0].at_gate, 17h + 40min) << "sets out at 17:00, 20 minutes there and as many back";
    EXPECT_EQ(answer.needed, Means::free_vehicle);
}

TEST(Replan, WhereNoVehicleHoldsThemAllTheyAreDivided) {
    Village village;
    village.question.vehicles.push_back(with(17, "B"));
    village.question.vehicles.push_back(with(33, "C"));
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::divided);
    const auto& runs = answer.plan.legs[0].runs;
    ASSERT_THAT(vehicles_of(runs), ElementsAre(2, 1));
    EXPECT_THAT(runs[0].loads, ElementsAre(Load{1, 25}, Load{0, 8}));
    EXPECT_THAT(runs[1].loads, ElementsAre(Load{0, 12}));
    EXPECT_EQ(runs[1].way, 10min);
    ASSERT_THAT(answer.why_not, SizeIs(1));
    EXPECT_TRUE(answer.why_not[0].proven);
    EXPECT_EQ(answer.why_not[0].vehicles.seats, 2);
}

TEST(Replan, WhereTheGateIsFullTheSecondPartLeavesLater) {
    Village village;
    village.question.vehicles.push_back(with(17, "B"));
    village.question.vehicles.push_back(with(33, "C"));
    village.question.schools[0].gate_per_quarter = 1;
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::later);
    EXPECT_EQ(answer.plan.legs[0].runs[1].at_gate, 15h + 15min);
    ASSERT_THAT(answer.why_not, SizeIs(2));
    EXPECT_EQ(answer.why_not[1].means, Means::divided);
    EXPECT_TRUE(answer.why_not[1].proven) << "one vehicle at the gate, of at most 33 seats";
}

TEST(Replan, WhereEveryVehicleIsOutTheyLeaveWhenTheFirstIsBack) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.add_line(0, {{"other", {40.9, 118.0}, 25min, 40}});
    village.plan.legs[0].runs.push_back(village.run(1, 1, 15h));
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::later);
    EXPECT_EQ(answer.plan.legs[0].runs[0].at_gate, 16h + 10min);
    EXPECT_EQ(answer.plan.legs[0].runs[1], village.plan.legs[0].runs[1]);
    village.question.days[0].dusk = 16h + 39min;
    EXPECT_EQ(village.broken(14h).needed, Means::unserved);
    village.question.days[0].dusk = 16h + 40min;
    EXPECT_EQ(village.broken(14h).needed, Means::later);
}

TEST(Replan, TheGateRoadIsMannedNoLongerThanThereArePosts) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.add_line(0, {{"other", {40.9, 118.0}, 25min, 40}});
    village.plan.legs[0].runs.push_back(village.run(1, 1, 15h));
    village.question.days[0].posts = 1;
    EXPECT_EQ(village.broken(14h).needed, Means::later);
    village.add_school("S2", {41.3, 118.3});
    village.add_line(1, {{"third", {41.35, 118.3}, 12min, 10}});
    village.question.vehicles.push_back(with(10, "C"));
    village.plan.legs[1].at.at = 15h + 45min;
    village.plan.legs[1].runs = {village.run(2, 2, 15h + 45min)};
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::unserved) << "from 15:45 on the post is at the other school";
}

// Vehicle 1 has 45 seats and carries 15 of another school; vehicle 2 has 17 and is free. Nobody may be later.
Village tight_village() {
    Village village;
    village.question.days[0].dusk = 15h + 30min;
    village.add_school("S2", {41.0, 118.1});
    village.add_line(1, {{"beyond", {41.05, 118.1}, 25min, 15}});
    village.question.vehicles.push_back(with(45, "B"));
    village.question.vehicles.push_back(with(17, "C"));
    village.plan.legs[1].runs = {village.run(1, 1, 15h)};
    return village;
}

TEST(Replan, OthersChangeTheirVehiclesOnlyWhereNothingElseServes) {
    const Village village = tight_village();
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::other_vehicles);
    EXPECT_THAT(vehicles_of(answer.plan.legs[0].runs), ElementsAre(1));
    EXPECT_THAT(vehicles_of(answer.plan.legs[1].runs), ElementsAre(2));
    EXPECT_EQ(answer.plan.legs[1].runs[0].at_gate, 15h);
    ASSERT_THAT(answer.gave_way, SizeIs(1));
    EXPECT_EQ(answer.gave_way[0].leg, 1U);
    ASSERT_THAT(answer.why_not, SizeIs(3));
    EXPECT_TRUE(answer.why_not[0].proven && answer.why_not[1].proven);
}

TEST(Replan, WhoHasBegunKeepsItsVehicle) {
    Village village = tight_village();
    village.plan.legs[1].runs[0].at_gate = 14h + 30min;
    const Replanned answer = village.broken(14h + 35min);
    EXPECT_EQ(answer.needed, Means::unserved);
    EXPECT_EQ(answer.plan.legs[1], village.plan.legs[1]);
}

TEST(Replan, OthersLeaveLaterOnlyWhereNoExchangeServes) {
    Village village = tight_village();
    village.question.lines[1].places[0].from_school = 10min;
    village.plan.legs[1].runs = {village.run(1, 1, 15h)};
    // The 17 seats come back to that gate at 14:50 only, and can leave it at 15:10.
    village.plan.legs[1].runs.push_back(village.run(1, 2, 14h + 30min, 12));
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::other_times);
    EXPECT_THAT(vehicles_of(answer.plan.legs[0].runs), ElementsAre(1));
    EXPECT_THAT(vehicles_of(answer.plan.legs[1].runs), ElementsAre(2, 2));
    EXPECT_EQ(answer.plan.legs[1].runs[0].at_gate, 15h + 10min);
    EXPECT_EQ(answer.why_not.size(), 4U);
}

TEST(Replan, WhoIsLeftIsToldByPlaceAndWhoCouldFetchThemTooLate) {
    Village village;
    village.question.days[0].dusk = 15h + 30min;
    village.question.vehicles.push_back(with(33, "B"));
    const Replanned answer = village.broken(14h);
    EXPECT_EQ(answer.needed, Means::unserved);
    EXPECT_EQ(answer.plan.unserved, 12);
    ASSERT_THAT(answer.left_over, SizeIs(1));
    EXPECT_THAT(answer.left_over[0].run.loads, ElementsAre(Load{0, 12}));
    ASSERT_TRUE(answer.left_over[0].too_late);
    EXPECT_EQ(answer.left_over[0].too_late->vehicle, 1U);
    EXPECT_EQ(answer.left_over[0].too_late->at_gate, 16h + 20min);
}

TEST(Replan, WhoWaitsAtTheRoadIsFetchedHoweverLate) {
    Village village;
    village.question.days[0].dusk = 15h + 30min;
    village.question.vehicles.push_back(with(45, "B"));
    const Replanned answer = village.broken(15h + 15min);
    EXPECT_EQ(answer.needed, Means::too_late);
    EXPECT_EQ(answer.plan.unserved, 0);
    EXPECT_THAT(vehicles_of(answer.plan.legs[0].runs), ElementsAre(0, 1));
    EXPECT_TRUE(answer.why_not[0].proven);
}

TEST(Replan, KeepsTheHoursOfDrivers) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.add_line(0, {{"other", {40.9, 118.0}, 25min, 40}});
    village.plan.legs[0].runs.push_back(village.run(1, 1, 13h));
    village.question.rules.driving_a_day = 80min;  // 25 home, 25 back, 30 home
    EXPECT_EQ(village.broken(12h).needed, Means::free_vehicle);
    village.question.rules.driving_a_day = 79min;
    EXPECT_EQ(village.broken(12h).needed, Means::unserved);
}

TEST(Replan, AVehicleThatIsReadyAgainServesItsLaterRuns) {
    Village village;
    village.plan.legs[0].runs.push_back(village.run(0, 0, 17h, 5));
    village.question.vehicles.push_back(with(45, "B"));
    Breakdown breakdown{{0}, {friday, 14h}, 16h};
    const auto soon = replan(village.question, village.plan, breakdown).value();
    EXPECT_THAT(vehicles_of(soon.plan.legs[0].runs), ElementsAre(1, 0));
    breakdown.until = 16h + 50min;
    EXPECT_THAT(vehicles_of(replan(village.question, village.plan, breakdown).value().plan.legs[0].runs),
                ElementsAre(1, 1));
}

TEST(Replan, ADriverWhoCannotDriveTakesAllHisVehiclesOut) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.question.vehicles.push_back(with(50, "C"));
    const auto answer = replan(village.question, village.plan, {{0, 1}, {friday, 14h}, std::nullopt});
    EXPECT_THAT(vehicles_of(answer->plan.legs[0].runs), ElementsAre(2));
}

TEST(Replan, RefusesABreakdownOfNoVehicleOrNoDay) {
    const Village village;
    EXPECT_FALSE(replan(village.question, village.plan, {{7}, {friday, 14h}, std::nullopt}));
    EXPECT_FALSE(
        replan(village.question, village.plan, {{0}, {friday + std::chrono::days{1}, 14h}, std::nullopt}));
}

TEST(PlanText, IsTheSameAfterBeingWrittenAndRead) {
    Village village;
    village.question.vehicles.push_back(with(45, "B"));
    village.plan.stages = {{"peak", 3, 2.5, 1.5}};
    const Plan plan = village.broken(15h + 15min).plan;
    ASSERT_TRUE(plan.legs[0].runs[1].stand);
    const auto read = read_plan(to_json(plan, village.question), village.question);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->legs, plan.legs);
    EXPECT_EQ(read->stages, plan.stages);
    EXPECT_EQ(read->peak_vehicles, plan.peak_vehicles);
    EXPECT_EQ(read->unserved, plan.unserved);
}

TEST(PlanText, NamesThePlaceOfWhatIsWrong) {
    const Village village;
    const std::string right = to_json(village.plan, village.question);
    const auto fault = [&](std::string_view what, std::string_view by) {
        std::string text = right;
        const auto at = text.find(what);
        EXPECT_NE(at, std::string::npos) << what;
        const auto read = read_plan(text.replace(at, what.size(), by), village.question);
        return read ? "" : read.error().what;
    };
    EXPECT_EQ(fault("\"plate\":\"A\"", "\"plate\":\"Z\""),
              "legs[0].runs[0].plate names nothing of this case: Z");
    EXPECT_EQ(fault("\"place\":\"far\"", "\"place\":\"moon\""),
              "legs[0].runs[0].loads[0].place names nothing of this case: moon");
    EXPECT_EQ(fault("\"riders\":45", "\"riders\":44"), "legs[0].runs[0].riders is not the sum of loads");
    EXPECT_EQ(fault("\"way\":\"home\"", "\"way\":\"back\""), "legs[0].break is no such leg of this case");
    EXPECT_EQ(fault("\"way\":\"home\"", "\"way\":\"up\""), "legs[0].way is neither home nor back");
    EXPECT_EQ(fault("2026-10-30", "2026-10-31"), "legs[0].at.on is no day of this case");
    EXPECT_EQ(fault("2026-2027-1", "2026-2027-2"), "term is not the case's: 2026-2027-1");
    EXPECT_EQ(fault("\"at_gate\":\"15:00\"", "\"at_gate\":\"15\""),
              "legs[0].runs[0].at_gate is no time of day like 15:30");
    EXPECT_NE(fault("{", "").find("the plan is no JSON"), std::string::npos);
}

}  // namespace
}  // namespace husong::coordination
