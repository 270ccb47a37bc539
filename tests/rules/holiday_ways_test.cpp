#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using reg::Direction;

reg::Pupil boarder(int number) {
    reg::Pupil made = pupil(number);
    made.boarding = true;
    made.line = "";
    made.class_name = number % 2 == 0 ? "七(2)班" : "七(1)班";
    return made;
}

reg::Versioned<reg::Travel> way(std::string pupil, Direction direction, std::string mode,
                                std::string_view valid_from = "2026-08-20") {
    return row(reg::Travel{.pupil = std::move(pupil), .direction = direction, .mode = std::move(mode)},
               valid_from);
}

// ---- HM-02 ----

// Four boarders, of whom the way home of the first is told; they leave on the 11th and come back on the 14th.
reg::RegistryRows with_boarders() {
    auto rows = holiday_county();
    for (int number = 1; number <= 4; ++number) rows.pupils.push_back(row(boarder(number)));
    rows.travels = {way("P1", Direction::home, "guardian")};
    return rows;
}

void tell_all(reg::RegistryRows& rows) {
    for (int number = 2; number <= 4; ++number)
        rows.travels.push_back(way("P" + std::to_string(number), Direction::home, "walk"));
}

TEST(UntoldWays, AreAskedFromThreeDaysBeforeTheNextDeparture) {
    EXPECT_EQ(Look{}.of(RuleId::hm_02, with_boarders(), "2026-09-07"), "") << "four days before";
    EXPECT_EQ(Look{}.of(RuleId::hm_02, with_boarders(), "2026-09-08"), "X1 since 2026-09-08");
    EXPECT_EQ(Look{}.detail(RuleId::hm_02, with_boarders(), "2026-09-08"),
              "2026-09-11 离校：住校生 3 人没有登记出行方式（七(1)班 1 人、七(2)班 2 人）");
    EXPECT_EQ(Look{}.of(RuleId::hm_02, with_boarders(), "2026-09-11"), "X1 since 2026-09-08");
    EXPECT_EQ(Look{}.of(RuleId::hm_02, with_boarders(), "2026-09-12"), "") << "they have left";
}

TEST(UntoldWays, ClearWhenTheLastIsTold) {
    auto rows = with_boarders();
    tell_all(rows);
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-08"), "");
    rows.travels.back().value.mode = "unknown";
    rows.travels.back().valid_from = from("2026-09-09");
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-10"), "X1 since 2026-09-09") << "不详 is no way";
}

TEST(UntoldWays, OfADayPupilOrOfWhoRidesALineAreNotAsked) {
    auto rows = with_boarders();
    for (auto& each : rows.pupils) each.value.boarding = false;
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-08"), "");
    rows = with_boarders();
    for (auto& each : rows.pupils) each.value.line = "L1";
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-08"), "");
}

TEST(UntoldWays, ThatEndBeforeTheDepartureAreToldNoMore) {
    auto rows = with_boarders();
    tell_all(rows);
    rows.travels.front().valid_until = through("2026-09-09");
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-08"), "X1 since 2026-09-08");
}

TEST(UntoldWays, BackAreAskedBeforeComingBack) {
    auto rows = with_boarders();
    tell_all(rows);
    rows.departures.push_back(row(holiday_run("B1", "2026-09-14", std::chrono::hours{14}), "2026-08-01"));
    rows.departures.back().value.direction = Direction::to_school;
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-10"), "");
    EXPECT_EQ(Look{}.detail(RuleId::hm_02, rows, "2026-09-11"),
              "2026-09-14 返校：住校生 4 人没有登记出行方式（七(1)班 2 人、七(2)班 2 人）");
    rows.departures.back().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_02, rows, "2026-09-11"), "");
}

// ---- HM-08 ----

constexpr VehicleId family_van{20};

// P1 goes home in 冀H5K318, a non-commercial van on the register.
reg::RegistryRows with_ride(std::string mode) {
    auto rows = holiday_county();
    rows.pupils = {row(boarder(1))};
    reg::Vehicle vehicle = school_bus(family_van, "冀H5K318");
    vehicle.use_nature = 'A';
    vehicle.vehicle_class = reg::VehicleClass::small;
    rows.vehicles.push_back(row(vehicle));
    rows.identities[vehicle.plate] = family_van;
    rows.travels = {way("P1", Direction::home, std::move(mode))};
    rows.travels.front().value.plate = "冀H5K318";
    return rows;
}

TEST(UnlawfulRides, AreThoseThatTheFamilyTellsOfVehiclesThatMustNotCarryPupils) {
    EXPECT_EQ(Look{}.of(RuleId::hm_08, with_ride("non_commercial")), "P1 since 2026-08-20");
    EXPECT_EQ(Look{}.detail(RuleId::hm_08, with_ride("non_commercial")),
              "离校乘非营运车 冀H·5K318（小型客车，非营运），应当与家长谈话并改换方式");
    EXPECT_EQ(Look{}.of(RuleId::hm_08, with_ride("shared")), "P1 since 2026-08-20");
    EXPECT_EQ(Look{}.of(RuleId::hm_08, with_ride("banned")), "P1 since 2026-08-20");
    EXPECT_EQ(Look{}.all(RuleId::hm_08, with_ride("shared"), at(today)).front().level, Level::suspected);
}

TEST(UnlawfulRides, AreToldWithAPlateThatNobodyKnowsOrWithNone) {
    auto rows = with_ride("shared");
    rows.travels.front().value.plate = "冀H9X999";
    EXPECT_EQ(Look{}.detail(RuleId::hm_08, rows),
              "离校乘拼车 冀H·9X999（没有备案），应当与家长谈话并改换方式");
    rows.travels.front().value.plate = "";
    EXPECT_EQ(Look{}.detail(RuleId::hm_08, rows), "离校乘拼车，车牌没有报，应当与家长谈话并改换方式");
}

TEST(UnlawfulRides, AreNotThoseInAGuardiansOwnCar) {
    EXPECT_EQ(Look{}.of(RuleId::hm_08, with_ride("guardian")), "");
    auto rows = with_ride("non_commercial");
    rows.guardians = {row(reg::Guardian{.code = "G1", .pupil = "P1", .name = "王某", .vehicle = family_van})};
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "") << "its family calls it what it is";
    rows.guardians.front().value.pupil = "P2";
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "P1 since 2026-08-20") << "somebody else's";
}

TEST(UnlawfulRides, AreThoseOnAVehicleThatCarriesNobodyWhoeversItIs) {
    auto rows = with_ride("guardian");
    rows.guardians = {row(reg::Guardian{.code = "G1", .pupil = "P1", .name = "王某", .vehicle = family_van})};
    rows.vehicles.back().value.vehicle_class = reg::VehicleClass::tricycle;
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "P1 since 2026-08-20");
    rows.vehicles.back().value.vehicle_class = reg::VehicleClass::small;
    rows.vehicles.back().value.status = reg::VehicleStatus::banned;
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "P1 since 2026-08-20");
}

TEST(UnlawfulRides, ClearWhenAnotherWayIsTold) {
    auto rows = with_ride("shared");
    rows.travels.front().valid_until = through("2026-08-31");
    rows.travels.push_back(way("P1", Direction::home, "charter", "2026-09-01"));
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "");
    rows.travels.back().value.mode = "shared";
    rows.travels.back().value.plate = "冀H5K318";
    EXPECT_EQ(Look{}.of(RuleId::hm_08, rows), "P1 since 2026-08-20") << "told again it is the same";
}

}  // namespace
}  // namespace husong::rules
