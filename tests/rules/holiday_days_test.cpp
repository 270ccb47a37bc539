#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using std::chrono::hours;
using std::chrono::minutes;

// ---- HM-03 ----

// The published third break: 43 seats for 43 boarders who go by bus or charter, and one whom the family
// fetches.
reg::RegistryRows with_plan() {
    auto rows = holiday_county();
    rows.terms = {row(reg::Term{"2026-2027-1", day("2026-09-01"), day("2027-01-22")})};
    rows.departures = {row(holiday_run("2026-2027-1/X1/3H/L1/1", holiday, hours{16}), "2026-08-01")};
    rows.departures.front().value.seats = 43;
    for (int number = 1; number <= 44; ++number) {
        rows.pupils.push_back(row(pupil(number)));
        rows.pupils.back().value.boarding = true;
        rows.pupils.back().value.line = "";
        const std::string mode = number == 44 ? "guardian" : number % 2 == 0 ? "charter" : "school_bus";
        rows.travels.push_back(
            row(reg::Travel{.pupil = "P" + std::to_string(number), .mode = mode}, "2026-08-20"));
    }
    return rows;
}

reg::RegistryRows one_seat_short() {
    auto rows = with_plan();
    rows.travels.back().value.mode = "charter";
    rows.travels.back().valid_from = from("2026-08-31");
    return rows;
}

TEST(ShortSeats, AreFewerThanTheBoardersWhoGoByBusOrCoach) {
    EXPECT_EQ(Look{}.of(RuleId::hm_03, with_plan()), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_03, one_seat_short()), "X1 since 2026-08-31");
    EXPECT_EQ(Look{}.detail(RuleId::hm_03, one_seat_short()),
              "2026-09-11 离校：乘校车、包车的住校生 44 人，各趟学生座位共 43 个，缺 1 个，应当加车或错开");
}

TEST(ShortSeats, ClearByAnotherRunOfTheLegAlsoOnAnotherDay) {
    auto rows = one_seat_short();
    rows.departures.push_back(
        row(holiday_run("2026-2027-1/X1/3H/L1/2", "2026-09-12", hours{9}), "2026-09-01"));
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "");
    rows.departures.back().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "X1 since 2026-08-31");
    rows.departures.back().value.status = reg::DepartureStatus::planned;
    rows.departures.back().value.code = "2026-2027-1/X1/4H/L1/1";
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "X1 since 2026-08-31") << "the next break's, and short as well";
}

TEST(ShortSeats, CountDriverAndEscortOutOfTheVehicles) {
    auto rows = with_plan();
    rows.vehicles.front().value.approved_persons = 44;
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "X1 since 2026-08-28") << "42 beside the two";
    rows.vehicles.front().value.approved_persons = 45;
    rows.vehicles.front().value.approved_pupils = 40;
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "X1 since 2026-08-28");
}

TEST(ShortSeats, AreSaidOnlyOfAPlanAndWhereSeatsAreKnown) {
    auto rows = one_seat_short();
    rows.departures.front().value.code = "A1";
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "") << "whether it is all of the leg nobody knows";
    rows = one_seat_short();
    rows.vehicles.clear();
    rows.departures.front().value.seats = 0;
    EXPECT_EQ(Look{}.of(RuleId::hm_03, rows), "");
}

// ---- HM-05 ----

// Three schools leave in the same quarter hour, and the police can man two gate roads on Fridays.
reg::RegistryRows with_three_schools() {
    auto rows = holiday_county();
    rows.police_posts = {row(reg::PolicePosts{5, {}, 2})};
    for (const int number : {2, 3}) {
        const std::string code = std::to_string(number);
        rows.schools.push_back(
            row(reg::School{.code = "X" + code, .name = "第" + code + "中学", .stage = ""}));
        auto run = holiday_run("A" + code, holiday, hours{16} + minutes{7 * (number - 1)});
        run.school = "X" + code;
        run.line = "";
        rows.departures.push_back(row(run, "2026-08-30"));
    }
    return rows;
}

TEST(CrowdedDays, HaveMoreSchoolsAtTheirGatesThanPoliceToManThem) {
    EXPECT_EQ(Look{}.of(RuleId::hm_05, with_three_schools()), "2026-09-11 since 2026-08-30");
    EXPECT_EQ(
        Look{}.detail(RuleId::hm_05, with_three_schools()),
        "16:00 起一刻钟内 3 所学校的校门有车（第一小学、第2中学、第3中学），交警可执勤岗位 2 个，应当错开");
}

TEST(CrowdedDays, ClearByAnotherQuarterHourOrOneMorePost) {
    auto rows = with_three_schools();
    rows.departures.back().value.leaves_at += minutes{1};
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "") << "at 16:15";
    rows = with_three_schools();
    rows.police_posts.push_back(row(reg::PolicePosts{0, day(holiday), 3}));
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "") << "on that day";
    rows.police_posts.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "") << "nobody told";
}

TEST(CrowdedDays, CountASchoolOnceAndThoseThatComeBackWhenTheyAreThere) {
    auto rows = with_three_schools();
    rows.departures.back().value.school = "X2";
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "");
    rows.departures.back().value.school = "X3";
    rows.departures.back().value.line = "L1";
    rows.departures.back().value.direction = reg::Direction::to_school;
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "") << "there at 16:59";
    rows.departures.back().value.leaves_at -= minutes{45};
    EXPECT_EQ(Look{}.of(RuleId::hm_05, rows), "2026-09-11 since 2026-08-30");
}

// ---- HM-09 ----

// At 远村 it is dark at 18:50 on that day.
reg::RegistryRows leaving_at(minutes leaves_at) {
    auto rows = holiday_county();
    rows.departures = {row(holiday_run("A1", holiday, leaves_at), "2026-08-30")};
    return rows;
}

TEST(LateDrops, AreAfterCivilDuskAtTheLastStop) {
    EXPECT_EQ(Look{}.of(RuleId::hm_09, holiday_county()), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_09, leaving_at(hours{18})), "") << "at 18:45 one still sees";
    EXPECT_EQ(Look{}.of(RuleId::hm_09, leaving_at(hours{18} + minutes{15})), "7 A1 since 2026-08-30");
    EXPECT_EQ(Look{}.detail(RuleId::hm_09, leaving_at(hours{18} + minutes{15})),
              "2026-09-11 18:15 一号线 离校：末站远村 19:00 才到，当地 18:50 天黑，应当提早发车");
}

TEST(LateDrops, AreOfTheStopsThatThePublishedRunServes) {
    auto rows = leaving_at(hours{18} + minutes{15});
    rows.departures.front().value.note = "近村 8人";
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "") << "there at 18:35";
}

TEST(LateDrops, AreOfTheSeason) {
    auto rows = holiday_county();
    rows.departures = {row(holiday_run("A1", "2026-12-11", hours{16} + minutes{15}), "2026-08-30")};
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows, "2026-12-01"), "") << "there at 17:00";
    rows.departures.front().value.leaves_at += minutes{30};
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows, "2026-12-01"), "7 A1 since 2026-11-27");
}

TEST(LateDrops, AreOfEachPlacesOwnDusk) {
    auto rows = leaving_at(hours{18});  // there at 18:45, five minutes before dusk
    rows.departures.push_back(row(holiday_run("A2", holiday, hours{18} + minutes{1}), "2026-08-30"));
    rows.departures.back().value.line = "L2";
    rows.lines.push_back(rows.lines.front());
    rows.lines.back().value.code = "L2";
    rows.stops.push_back(
        row(reg::Stop{"L2", 1, "东村", 41.0, 120.2, minutes{45}}));  // dusk 8 minutes earlier
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "7 A2 since 2026-08-30");
}

TEST(LateDrops, AreNoneOnTheWayBackNorWhereTheStopIsNotKnown) {
    auto rows = leaving_at(hours{19});
    rows.departures.front().value.direction = reg::Direction::to_school;
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "") << "the school has lamps";
    rows = leaving_at(hours{19});
    rows.stops.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "");
    rows = leaving_at(hours{19});
    rows.departures.front().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "");
}

}  // namespace
}  // namespace husong::rules
