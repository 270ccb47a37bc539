#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using std::chrono::minutes;

minutes clock(int hour, int minute) { return std::chrono::hours{hour} + minutes{minute}; }

// ---- HM-04 ----

// A1 is at 远村 at 16:45, back at the gate at 17:30, and has turned round at 17:50.
reg::RegistryRows with_second(minutes leaves_at) {
    auto rows = holiday_county();
    rows.departures.push_back(row(holiday_run("A2", holiday, leaves_at), "2026-08-30"));
    return rows;
}

TEST(DoubleBooked, IsAVehicleThatCannotBeBackAndTurnedRoundInTime) {
    EXPECT_EQ(Look{}.of(RuleId::hm_04, holiday_county()), "") << "one run alone";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, with_second(clock(17, 50))), "") << "to the minute";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, with_second(clock(17, 49))), "7 A2 since 2026-08-30");
    EXPECT_EQ(Look{}.detail(RuleId::hm_04, with_second(clock(17, 49))),
              "2026-09-11 17:49 一号线 离校：同一车辆刚跑完 A1（16:00–16:45），空驶 45 分钟、掉头 20 分钟，"
              "差 1 分钟，应当改时或换车");
}

TEST(DoubleBooked, IsAboveAllOneThatIsStillUnderWay) {
    EXPECT_EQ(Look{}.of(RuleId::hm_04, with_second(clock(16, 30))), "7 A2 since 2026-08-30");
    EXPECT_EQ(Look{}.detail(RuleId::hm_04, with_second(clock(16, 30))),
              "2026-09-11 16:30 一号线 离校：与同一车辆的 A1（16:00–16:45） 时间重叠，应当改时或换车");
}

TEST(DoubleBooked, ClearsByAnotherVehicleACancellationOrAnotherDay) {
    auto rows = with_second(clock(16, 30));
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    rows.departures.back().value.vehicle = second_bus;
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "");
    rows = with_second(clock(16, 30));
    rows.departures.back().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "");
    rows = with_second(clock(16, 30));
    rows.departures.back().value.leaves_at += std::chrono::days{1};
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "");
}

TEST(DoubleBooked, CountsTheWayToTheLastStopThatThePublishedRunServes) {
    auto rows = with_second(clock(17, 0));
    EXPECT_NE(Look{}.of(RuleId::hm_04, rows), "");
    rows.departures.front().value.note = "近村 12人";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "at 近村 at 16:20, back at 16:40";
    rows.departures.front().value.note = "远村 3人、近村 12人";
    EXPECT_NE(Look{}.of(RuleId::hm_04, rows), "");
    rows.departures.front().value.note = "近村 12人，请早到";
    EXPECT_NE(Look{}.of(RuleId::hm_04, rows), "") << "a note in other words says nothing of stops";
}

TEST(DoubleBooked, OfTwoSchoolsIsReckonedByTheRoadBetweenThem) {
    auto rows = with_second(clock(17, 20));
    rows.schools.push_back(row(reg::School{.code = "X2",
                                           .name = "第二中学",
                                           .stage = "junior_high",
                                           .latitude_deg = 41.0,
                                           .longitude_deg = 118.2}));
    rows.lines.push_back(row(reg::Line{"L2", "二号线", "X2"}));
    rows.departures.back().value.school = "X2";
    rows.departures.back().value.line = "L2";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "it ends where the other one begins";
    rows.schools.back().value.latitude_deg = 41.1;
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "7 A2 since 2026-08-30") << "11 km on";
    rows.schools.back().value.latitude_deg = rows.schools.back().value.longitude_deg = 0;
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "where it is nobody knows";
}

TEST(DoubleBooked, ByATimetableIsADepartureThatMeetsItsRunOfTheDay) {
    auto rows = holiday_county();
    rows.lines.push_back(row(reg::Line{"L2", "二号线", "X1"}));
    rows.timetables = {row(timetable("T1", first_bus))};
    rows.timetables.back().value.line = "L2";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "7 T1/2026-09-11 since 2026-08-28");
    rows.timetables.push_back(row(timetable("T2", first_bus)));
    rows.timetables.back().value.line = "L2";
    rows.departures.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "timetables alone are no holiday";
}

TEST(DoubleBooked, IsToldUntilTheLaterRunHasLeft) {
    const auto rows = with_second(clock(16, 30));
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows, "2026-08-27"), "") << "more than 14 days ahead";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows, holiday), "7 A2 since 2026-08-30");
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows, "2026-09-12"), "");
}

}  // namespace
}  // namespace husong::rules
