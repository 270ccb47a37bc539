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

// A1 to school leaves 远村 at 16:00, 近村 at 16:25, and is at the gate at 16:45.
TEST(DoubleBooked, OnTheWayToSchoolIsFromTheFarthestStopServedToTheGate) {
    auto rows = with_second(clock(17, 5));
    rows.departures.front().value.direction = reg::Direction::to_school;
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "at the gate it only turns round";
    rows.departures.back().value.leaves_at -= minutes{1};
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "7 A2 since 2026-08-30");
    rows.departures.back().value.direction = reg::Direction::to_school;
    rows.departures.back().value.leaves_at += minutes{26};
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "7 A2 since 2026-08-30") << "45 minutes out, 20 to turn: 17:50";
    rows.departures.back().value.note = "近村 12人";
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "it is at 近村 at 17:55, which it can reach by 17:25";
}

TEST(DoubleBooked, IsWhoeverTakesTheRunOver) {
    auto rows = with_second(clock(16, 30));
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    rows.reliefs = {
        row(reg::Relief{.run = "A2", .vehicle = second_bus, .driver = "D1", .escort = "", .note = ""},
            "2026-09-01")};
    rows.reliefs.front().valid_from = china_midnight(day(holiday)) + clock(16, 0);
    EXPECT_EQ(Look{}.of(RuleId::hm_04, rows), "") << "before it left";
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

// ---- HM-06 ----

// A1 is driven by a chartered coach, of which each paper is in force.
reg::RegistryRows with_charter(char use_nature = 'E') {
    auto rows = holiday_county();
    rows.school_bus_plates.clear();
    rows.permits.clear();
    rows.vehicles.front().value.use_nature = use_nature;
    rows.vehicle_documents.clear();
    for (const std::string_view kind :
         {"charter_contract", "charter_sign", "transport_certificate", "carrier_insurance", "inspection"})
        rows.vehicle_documents.push_back(
            row(reg::VehicleDocument{std::string{kind}, "1", first_bus, ""}, "2026-07-01", holiday));
    return rows;
}

// The same of another vehicle, so that the county keeps such papers.
void take_away(reg::RegistryRows& rows, std::string_view kind) { document(rows, kind).vehicle = second_bus; }

TEST(CharterPapers, AreAllThereOnTheDay) {
    EXPECT_EQ(Look{}.of(RuleId::hm_06, with_charter()), "") << "also on their last day";
    auto rows = with_charter();
    document_row(rows, "charter_contract") =
        row(reg::VehicleDocument{"charter_contract", "1", first_bus, ""}, holiday, holiday);
    EXPECT_EQ(Look{}.of(RuleId::hm_06, rows), "") << "a contract of that day alone is told ahead";
}

TEST(CharterPapers, LackingOneHoldsACharterBack) {
    for (const auto& [kind, text] :
         {std::pair{"charter_contract", "没有包车合同"}, std::pair{"charter_sign", "没有包车客运标志牌"},
          std::pair{"transport_certificate", "没有道路运输证"},
          std::pair{"carrier_insurance", "没有承运人责任险"}, std::pair{"inspection", "没有机动车检验"}}) {
        auto rows = with_charter();
        take_away(rows, kind);
        EXPECT_EQ(Look{}.of(RuleId::hm_06, rows), "7 A1 since 2026-08-28") << kind;
        EXPECT_EQ(Look{}.detail(RuleId::hm_06, rows),
                  "2026-09-11 16:00 一号线 离校：包车手续不全，" + std::string{text});
    }
}

TEST(CharterPapers, ThatEndTheDayBeforeAreLackingThoughTheyAreInForceToday) {
    auto rows = with_charter();
    document_row(rows, "carrier_insurance").valid_until = through("2026-09-10");
    take_away(rows, "charter_sign");
    EXPECT_EQ(Look{}.detail(RuleId::hm_06, rows),
              "2026-09-11 16:00 一号线 离校：包车手续不全，没有包车客运标志牌；承运人责任险至 2026-09-10");
    rows.vehicle_documents.push_back(
        row(reg::VehicleDocument{"carrier_insurance", "2", first_bus, ""}, "2026-09-11", "2027-09-10"));
    EXPECT_EQ(Look{}.detail(RuleId::hm_06, rows),
              "2026-09-11 16:00 一号线 离校：包车手续不全，没有包车客运标志牌")
        << "renewed";
    document(rows, "charter_sign").vehicle = first_bus;
    EXPECT_EQ(Look{}.of(RuleId::hm_06, rows), "");
}

TEST(CharterPapers, OfACoachOfLinesMayBeThoseOfAnExtraRun) {
    auto rows = with_charter('B');
    take_away(rows, "charter_contract");
    auto found = Look{}.all(RuleId::hm_06, rows, at(today));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().level, Level::suspected);
    EXPECT_EQ(found.front().detail,
              "2026-09-11 16:00 一号线 离校：包车手续不全，没有包车合同（班线加班车除外）");
    take_away(rows, "transport_certificate");
    found = Look{}.all(RuleId::hm_06, rows, at(today));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().level, Level::confirmed);
}

TEST(CharterPapers, AreAskedOfNoSchoolBusAndOfNoKindThatTheCountyKeepsOfNobody) {
    EXPECT_EQ(Look{}.of(RuleId::hm_06, holiday_county()), "");
    auto rows = with_charter();
    std::erase_if(rows.vehicle_documents, [](const auto& each) { return each.value.kind == "charter_sign"; });
    EXPECT_EQ(Look{}.of(RuleId::hm_06, rows), "");
    rows.vehicle_documents.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_06, rows), "");
}

}  // namespace
}  // namespace husong::rules
