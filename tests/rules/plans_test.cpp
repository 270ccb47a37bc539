#include "server/rules/plans.hpp"

#include "tests/rules/lawful_register.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;

// 44 pupils for 43 places beside driver and escort.
reg::RegistryRows one_too_many() {
    auto rows = county();
    rows.pupils.push_back(row(pupil(44), "2026-08-10"));
    return rows;
}

TEST(PlannedRiders, AsManyAsThereArePlacesAreLawfulAndOneMoreIsNot) {
    EXPECT_EQ(Look{}.of(RuleId::ld_06, county()), "");
    EXPECT_EQ(Look{}.of(RuleId::ld_06, one_too_many()), "7 T1 since 2026-08-10")
        << "since the one too many was bound to the line";
    EXPECT_EQ(Look{}.detail(RuleId::ld_06, one_too_many()),
              "每周上学日 一号线 离校：乘车学生 44 人，有学生座位 43 个，超 1 人，应当分流或加车");
}

TEST(PlannedRiders, WithoutAnEscortOneMorePupilHasAPlace) {
    auto rows = one_too_many();
    rows.timetables.front().value.escort = "";
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
}

TEST(PlannedRiders, AreAlsoHeldAgainstTheApprovedPupils) {
    auto rows = county();
    rows.vehicles.front().value.approved_pupils = 42;
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "7 T1 since 2026-07-01");
    rows.vehicles.front().value.approved_pupils = 43;
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
}

TEST(PlannedRiders, BoardersDoNotRideByTheTimetableButByDepartures) {
    auto rows = one_too_many();
    rows.pupils.back().value.boarding = true;
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
    for (int number = 45; number <= 88; ++number) {
        rows.pupils.push_back(row(pupil(number)));
        rows.pupils.back().value.boarding = true;
    }
    rows.departures = {row(departure("A1", first_bus, "2026-09-11"), "2026-08-01")};
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "7 A1 since 2026-08-28") << "45 boarders; 14 days ahead";
    rows.departures.front().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
}

TEST(PlannedRiders, WhereThereIsNoTimetableEverybodyRidesByDepartures) {
    auto rows = one_too_many();
    rows.timetables.clear();
    rows.departures = {row(departure("A1", first_bus, "2026-09-15"), "2026-08-01")};
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows, "2026-08-31"), "") << "too far ahead";
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows, "2026-09-02"), "7 A1 since 2026-09-01");
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows, "2026-09-16"), "") << "it has left";
    EXPECT_EQ(Look{}.detail(RuleId::ld_06, rows, "2026-09-02"),
              "2026-09-15 一号线 离校：乘车学生 44 人，有学生座位 43 个，超 1 人，应当分流或加车");
}

TEST(PlannedRiders, OfSeveralVehiclesAreAccusedOnlyWhenAllTheirPlacesDoNotSuffice) {
    auto rows = one_too_many();
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    rows.timetables.push_back(row(timetable("T2", second_bus)));
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "") << "who rides in which is not known";
    for (int number = 45; number <= 87; ++number) rows.pupils.push_back(row(pupil(number), "2026-08-20"));
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "T1 since 2026-08-20") << "of none of the two alone";
    EXPECT_EQ(Look{}.detail(RuleId::ld_06, rows),
              "每周上学日 一号线 离校：乘车学生 87 人，2 趟共有学生座位 86 个，超 1 人，应当分流或加车");
}

TEST(PlannedRiders, ARunOnAnotherDayOfTheWeekTakesNoneOfThem) {
    auto rows = one_too_many();
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    rows.timetables.push_back(row(timetable("T2", second_bus)));
    rows.timetables.back().value.weekdays = "1234";
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "7 T1 since 2026-08-10") << "on Fridays T1 is alone";
}

TEST(PlannedRiders, InAVehicleOfUnknownCapacityAreNotTooMany) {
    auto rows = one_too_many();
    rows.vehicles.front().value.approved_persons = 0;
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
    rows.vehicles.clear();
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "");
}

TEST(PlannedRiders, MayBeATenthMoreOnALineCoach) {
    auto rows = county();
    rows.school_bus_plates.clear();
    rows.vehicles.front().value.use_nature = 'B';
    for (int number = 44; number <= 47; ++number) rows.pupils.push_back(row(pupil(number), "2026-08-20"));
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "") << "4 children who travel free";
    rows.pupils.push_back(row(pupil(48), "2026-08-20"));
    EXPECT_EQ(Look{}.of(RuleId::ld_06, rows), "7 T1 since 2026-08-20");
}

// ---- LD-08 ----

FindingHead overload(VehicleId vehicle, std::string_view on) {
    return {.id = {1}, .rule = RuleId::ld_01, .vehicle = vehicle, .day = from(on), .level = Level::confirmed};
}

TEST(RepeatedOverload, IsTwoWithinThirtyDays) {
    Look look;
    look.overloads = {overload(first_bus, "2026-08-03")};
    EXPECT_EQ(look.of(RuleId::ld_08, county()), "");
    look.overloads.push_back(overload(first_bus, "2026-09-01"));
    EXPECT_EQ(look.of(RuleId::ld_08, county()), "7 since 2026-09-01");
    EXPECT_EQ(look.detail(RuleId::ld_08, county()), "30 天内查实超员 2 次（2026-08-03、2026-09-01）");
    EXPECT_EQ(look.of(RuleId::ld_08, county(), "2026-09-02"), "") << "the first is 30 days old";
    look.overloads.front().day = from("2026-08-02");
    EXPECT_EQ(look.of(RuleId::ld_08, county()), "") << "they are 30 days apart";
}

TEST(RepeatedOverload, SinceWhenDoesNotMoveAsOthersFollow) {
    Look look;
    look.overloads = {overload(first_bus, "2026-08-03"), overload(first_bus, "2026-08-20"),
                      overload(first_bus, "2026-09-01")};
    EXPECT_EQ(look.of(RuleId::ld_08, county()), "7 since 2026-08-20");
    EXPECT_EQ(look.of(RuleId::ld_08, county(), "2026-09-10"), "7 since 2026-08-20");
    EXPECT_EQ(look.of(RuleId::ld_08, county(), "2026-09-19"), "");
}

TEST(RepeatedOverload, OfTwoVehiclesIsTheirOperators) {
    auto rows = county();
    rows.vehicles.push_back(row(school_bus(second_bus, "冀H00419")));
    Look look;
    look.overloads = {overload(first_bus, "2026-08-20"), overload(second_bus, "2026-08-25")};
    EXPECT_EQ(look.of(RuleId::ld_08, rows), "C1 since 2026-08-25");
    EXPECT_EQ(look.detail(RuleId::ld_08, rows), "所属车辆30 天内查实超员 2 次（2026-08-20、2026-08-25）");
    rows.vehicles.back().value.operator_code = "C2";
    EXPECT_EQ(look.of(RuleId::ld_08, rows), "");
}

// ---- GA-08 ----

reg::GateFacility facility(std::string kind, bool present, std::string_view checked) {
    return {"X1", std::move(kind), present, day(checked)};
}

TEST(GateFacilities, ThatAreLackingAreTheSchoolsUntilACheckFindsThem) {
    auto rows = county();
    rows.gate_facilities = {row(facility("crossing", true, "2026-08-01"), "2026-08-01"),
                            row(facility("hump", false, "2026-08-01"), "2026-08-01"),
                            row(facility("light", false, "2026-08-20"), "2026-08-20")};
    EXPECT_EQ(Look{}.of(RuleId::ga_08, rows), "X1 since 2026-08-01");
    EXPECT_EQ(Look{}.detail(RuleId::ga_08, rows), "2026-08-01 检查缺减速带；2026-08-20 检查缺信号灯");
    rows.gate_facilities.push_back(row(facility("hump", true, "2026-08-30"), "2026-08-30"));
    rows.gate_facilities.push_back(row(facility("light", true, "2026-08-30"), "2026-08-30"));
    EXPECT_EQ(Look{}.of(RuleId::ga_08, rows), "");
}

}  // namespace
}  // namespace husong::rules
