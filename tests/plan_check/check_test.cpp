// What is found in a plan, and what is none of its faults.
#include "tests/plan_check/planted.hpp"
#include "tests/plan_check/told.hpp"

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::plan_check {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::StartsWith;

class PlantedViolation : public testing::TestWithParam<Planted> {};

TEST_P(PlantedViolation, IsFoundByItsNameAndItsPlace) {
    SmallTerm term;
    GetParam().spoil(term);
    const Report report = term.check({GetParam().now()});
    EXPECT_TRUE(report.has(GetParam().breaks));
    EXPECT_EQ(report.found, report.violations.size());
    for (const Violation& violation : report.violations) {
        EXPECT_FALSE(violation.where.empty());
        EXPECT_FALSE(violation.what.empty());
        EXPECT_THAT(in_chinese(violation), HasSubstr("：")) << "what, and where";
    }
}

INSTANTIATE_TEST_SUITE_P(All, PlantedViolation, testing::ValuesIn(planted().begin(), planted().end()),
                         [](const auto& test) { return std::string{test.param.name}; });

TEST(PlanCheck, WhoWaitsForAVehicleThatStandsInForAnotherBreaksNothing) {
    SmallTerm term;
    term.run(1)["at_gate"] = "16:31";
    const auto checked = [&](const char* now) { return term.check({*parse_time(now)}); };
    EXPECT_TRUE(checked("2026-10-16T08:00:00+08:00").has(Constraint::wait));
    EXPECT_FALSE(checked("2026-10-17T08:00:00+08:00").has(Constraint::wait)) << "in the week before";
}

TEST(PlanCheck, ALawfulPlanBreaksNothing) {
    const Report report = SmallTerm{}.check();
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_EQ(report.found, 0U);
    EXPECT_EQ(report.past, 0U);
    EXPECT_THAT(report.remarks, IsEmpty());
    EXPECT_EQ(report.peak_vehicles, 2);
    EXPECT_EQ(report.unserved, 0);
}

TEST(PlanCheck, EachConstraintHasAPlantedViolation) {
    for (int i = 0; i <= static_cast<int>(Constraint::unserved); ++i) {
        const auto constraint = static_cast<Constraint>(i);
        EXPECT_TRUE(std::ranges::any_of(planted(), [&](const auto& each) {
            return each.breaks == constraint;
        })) << constraint_name(constraint);
    }
}

TEST(PlanCheck, NamesSchoolBreakDayLineVehicleAndWhatIsWrong) {
    SmallTerm term;
    term.october(23)["dusk"] = "15:29";
    EXPECT_THAT(
        told(term.check()),
        Contains("dusk: 示例一中 (S1), break 1 home on 2026-10-23, line S1L1 at the gate at 15:00, "
                 "冀H·示001: the last pupil gets off at 15:30, and dusk is at 15:29 (legs[1].runs[0])"));
    EXPECT_THAT(told(term.check()),
                Contains(AllOf(StartsWith("dusk: 示例小学 (S2)"), HasSubstr("(legs[4].runs[0])"))));
}

TEST(PlanCheck, SaysWhereAVehicleComesFromThatIsNotThereInTime) {
    SmallTerm term;
    term.rules()["turn_minutes"] = 36;
    EXPECT_THAT(
        told(term.check()),
        ElementsAre("overlap: 示例小学 (S2), break 1 home on 2026-10-23, line S2L1 at the gate at 16:30, "
                    "冀H·示002: its run before, for 示例一中 (S1), break 1 home, ends at 15:20; with 35 "
                    "minutes of way and 36 to turn round it is there at 16:31, not at 16:30 "
                    "(legs[4].runs[0])"));
}

TEST(PlanCheck, TellsTheFirstAndCountsAll) {
    SmallTerm term;
    for (auto& leg : term.plan.at("legs").as_array())
        for (auto& run : leg.at("runs").as_array()) run.as_object()["way_minutes"] = 1;
    const std::size_t all = term.check().found;
    EXPECT_GE(all, 10U) << "one for each run";
    const Report report = term.check({{}, 3});
    EXPECT_EQ(report.violations.size(), 3U);
    EXPECT_EQ(report.found, all);
}

TEST(PlanCheck, PupilsWithoutAVehicleAreCountedAndNoViolation) {
    SmallTerm term;
    term.leave_out(1, 1);
    const Report report = term.check();
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_EQ(report.unserved, 30);
}

// Two runs of 130 minutes with 35 minutes of road between them, which is more than four hours.
TEST(PlanCheck, TwentyMinutesOfRestEndTheTimeAtTheWheel) {
    SmallTerm term;
    for (const auto& [line, leg, run] : {std::tuple{1U, 1U, 1U}, {2U, 4U, 0U}}) {
        term.place(line, 0)["minutes"] = 130;
        term.run(leg, run)["way_minutes"] = 130;
    }
    term.run(1, 1)["at_gate"] = "12:30";  // down at 14:40, at the other gate at 15:15
    term.run(4)["at_gate"] = "15:35";
    EXPECT_FALSE(term.check().has(Constraint::pause));
    term.run(4)["at_gate"] = "15:34";
    EXPECT_TRUE(term.check().has(Constraint::pause));
}

TEST(PlanCheck, OfOneWhoDrivesTwoVehiclesOneAfterTheOtherNothingIsWrong) {
    SmallTerm term;
    term.vehicle(2)["driver"] = "D2";
    for (const std::size_t leg : {3U, 5U}) term.run(leg, leg == 3 ? 1 : 0)["driver"] = "D2";
    EXPECT_THAT(told(term.check()), IsEmpty());
}

// The pupils of 远村 wait where 冀H·示001 stands, nearest to 近村, 16 minutes from the gate.
class TakenOver : public testing::Test {
protected:
    TakenOver() {
        json::object rest = term.run(1);
        rest["loads"] = json::array{term.load(1, 0, 0)};
        rest["riders"] = 20;
        rest["plate"] = "冀H·示003";
        rest["driver"] = "";
        rest["at_gate"] = "15:30";
        rest["stand"] =
            json::object{{"plate", "冀H·示001"}, {"at", "15:16"}, {"minutes", 16}, {"place", "近村"}};
        json::object& brought = term.run(1);
        brought["loads"] = json::array{term.load(1, 0, 1)};
        brought["riders"] = 20;
        brought["way_minutes"] = 15;
        term.leg(1)["runs"].as_array().push_back(rest);
        term.plan.at("peak_vehicles") = 3;
    }
    SmallTerm term;
};

TEST_F(TakenOver, AnotherVehicleMayServeTheRest) { EXPECT_THAT(told(term.check()), IsEmpty()); }

TEST_F(TakenOver, WhoWaitsAtTheRoadIsFetchedHoweverLateAndThatIsToldOnly) {
    term.october(23)["dusk"] = "16:55";
    term.run(1, 2)["at_gate"] = "16:30";
    term.plan.at("peak_vehicles") = 2;
    const Report report = term.check();
    EXPECT_THAT(told(report), IsEmpty());
    EXPECT_THAT(report.remarks,
                ElementsAre(AllOf(HasSubstr("line S1L1 at the gate at 16:30, 冀H·示003"),
                                  HasSubstr("the last pupil gets off at 17:00, and dusk is at "
                                            "16:55; pupils wait where 冀H·示001 stands"))));
}

json::object on_day(std::string_view on, std::string_view at) { return {{"on", on}, {"at", at}}; }

Scope as_of(const char* moment) { return {*parse_time(moment)}; }

TEST(PlanCheckMidTerm, WhatHasLeftIsAsItIs) {
    SmallTerm term;
    term.vehicle(0)["seats"] = 39;  // it has them no more
    EXPECT_EQ(term.check().found, 4U) << "four runs of the term";
    const Report report = term.check(as_of("2026-10-23T15:00:00+08:00"));
    EXPECT_EQ(report.past, 2U);
    EXPECT_THAT(told(report), ElementsAre(HasSubstr("on 2026-10-27"), HasSubstr("on 2026-10-30")));
    EXPECT_EQ(term.check(as_of("2026-10-23T14:59:00+08:00")).past, 1U);
    EXPECT_EQ(term.check(as_of("2026-10-30T15:00:00+08:00")).found, 0U);
}

// S1 goes on Fri 30 Oct by its wish; the plan says that it went on Tue 27, by nothing.
TEST(PlanCheckMidTerm, NobodyIsServedByBeingPutIntoThePast) {
    SmallTerm term;
    term.leg(3)["at"] = on_day("2026-10-27", "17:00");
    term.leg(3)["runs"] = json::array{};
    EXPECT_THAT(told(term.check(as_of("2026-10-29T12:00:00+08:00"))),
                IsSupersetOf({"past: 示例一中 (S1), break 2 home on 2026-10-27: it is due on 2026-10-30 "
                              "15:00, and put before now (legs[3])",
                              "riders: 示例一中 (S1), break 2 home on 2026-10-27: 0 of 30 pupils of 南村 on "
                              "line S1L2 have a seat (legs[3])"}));
}

TEST(PlanCheckMidTerm, WhatIsPublishedSaysWhoHasLeft) {
    SmallTerm term;
    term.vehicle(0)["seats"] = 39;
    term.wish(2, "home")["wish"] = on_day("2026-10-31", "15:00");
    term.wish(2, "home")["shift_days"] = 1;
    const Scope friday_evening = as_of("2026-10-30T18:00:00+08:00");
    EXPECT_TRUE(term.check(friday_evening).has(Constraint::past)) << "wished for Saturday";
    term.wish(2, "home")["published"] = on_day("2026-10-30", "15:00");
    EXPECT_THAT(told(term.check(friday_evening)), IsEmpty());
    EXPECT_EQ(term.check(friday_evening).past, 4U);
}

TEST(PlanCheckMidTerm, WhoHasLeftIsNotCalledBack) {
    SmallTerm term;
    term.wish(1, "home")["published"] = on_day("2026-10-22", "15:00");
    EXPECT_THAT(told(term.check(as_of("2026-10-22T18:00:00+08:00"))),
                ElementsAre("past: 示例一中 (S1), break 1 home on 2026-10-23: it has left on 2026-10-22 "
                            "15:00 (legs[1])"));
    EXPECT_EQ(term.check(as_of("2026-10-22T14:59:00+08:00")).found, 0U) << "it may still be another day";
}

TEST(PlanCheckMidTerm, AReturnBeginsWhenTheFirstPupilsComeAboard) {
    SmallTerm term;
    term.run(5)["at_gate"] = "17:01";
    EXPECT_EQ(term.check(as_of("2026-10-25T16:35:00+08:00")).past, 0U);
    EXPECT_EQ(term.check(as_of("2026-10-25T16:36:00+08:00")).past, 1U);
}

TEST(PlanCheckMidTerm, WhatTheTermsPastOwesTheNextBreakStillPays) {
    SmallTerm term;
    term.october(20)["rest"] = true;
    EXPECT_TRUE(term.check(as_of("2026-10-26T12:00:00+08:00")).has(Constraint::rest));
    EXPECT_FALSE(term.check(as_of("2026-10-27T16:00:00+08:00")).has(Constraint::rest));
}

}  // namespace
}  // namespace husong::plan_check
