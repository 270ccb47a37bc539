// Look-ups in the vehicles' and the drivers' files.
#include "server/registry/registry.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

const Time school_year = parse_time("2026-09-01T00:00:00+08:00").value();
constexpr auto one_day = std::chrono::hours{24};
constexpr VehicleId filed_bus{1};
constexpr VehicleId coach{2};

std::chrono::year_month_day on(const char* date) { return parse_date(date).value(); }

Versioned<VehicleDocument> document(std::string kind, std::string number, Time from, Time until) {
    return {{std::move(kind), std::move(number), filed_bus, ""}, from, until, {}, 0};
}

TEST(VehicleFile, OfOverlappingInspectionsTheOneThatEndsLastCounts) {
    RegistryRows rows;
    rows.vehicle_documents = {
        document("inspection", "old", school_year, school_year + 180 * one_day),
        document("inspection", "new", school_year + 150 * one_day, school_year + 330 * one_day),
        document("carrier_insurance", "CI", school_year, end_of_time)};
    const Registry registry{rows};
    EXPECT_EQ(registry.vehicle_document(filed_bus, "inspection", school_year)->value.number, "old");
    EXPECT_EQ(registry.vehicle_document(filed_bus, "inspection", school_year + 160 * one_day)->value.number,
              "new");
    EXPECT_EQ(registry.vehicle_document(filed_bus, "inspection", school_year + 330 * one_day), nullptr);
    EXPECT_EQ(registry.vehicle_document(filed_bus, "charter_sign", school_year), nullptr);
    EXPECT_EQ(registry.vehicle_document(coach, "inspection", school_year), nullptr);
}

TEST(VehicleFile, OfEndedPapersTheOneOfThatKindThatEndedLastIsKnown) {
    RegistryRows rows;
    rows.vehicle_documents = {
        document("inspection", "second", school_year + 180 * one_day, school_year + 360 * one_day),
        document("inspection", "first", school_year, school_year + 180 * one_day),
        document("charter_sign", "CS", school_year, school_year + 200 * one_day)};
    const Registry registry{rows};
    EXPECT_EQ(registry.last_vehicle_document(filed_bus, "inspection", school_year), nullptr);
    EXPECT_EQ(
        registry.last_vehicle_document(filed_bus, "inspection", school_year + 200 * one_day)->value.number,
        "first");
    EXPECT_EQ(
        registry.last_vehicle_document(filed_bus, "inspection", school_year + 360 * one_day)->value.number,
        "second");
}

TEST(VehicleFile, AStageIsOverriddenForItsVehicleAndItsTimeOnly) {
    RegistryRows rows;
    rows.stage_overrides = {
        {{coach, "senior_high", "县政府", "公交未通"}, school_year, school_year + 30 * one_day, {}, 0}};
    const Registry registry{rows};
    ASSERT_NE(registry.stage_override(coach, "senior_high", school_year), nullptr);
    EXPECT_EQ(registry.stage_override(coach, "senior_high", school_year + 30 * one_day), nullptr);
    EXPECT_EQ(registry.stage_override(coach, "primary", school_year), nullptr);
    EXPECT_EQ(registry.stage_override(filed_bus, "senior_high", school_year), nullptr);
}

TEST(VehicleFile, TheLastEquipmentCheckIsTheLatestOfTheDaysUntilThen) {
    RegistryRows rows;
    rows.equipment_checks = {{.value = {filed_bus, on("2026-09-09"), "", "甲"}},
                             {.value = {filed_bus, on("2026-09-02"), "灭火器过期", "甲"}},
                             {.value = {coach, on("2026-09-05"), "", "乙"}}};
    const Registry registry{rows};
    EXPECT_EQ(registry.equipment_check(filed_bus, school_year), nullptr);
    EXPECT_EQ(registry.equipment_check(filed_bus, school_year + one_day + 7h)->value.on, on("2026-09-02"));
    EXPECT_EQ(registry.equipment_check(filed_bus, school_year + 8 * one_day)->value.on, on("2026-09-09"));
    EXPECT_EQ(registry.equipment_check(coach, school_year + 60 * one_day)->value.checker, "乙");
}

TEST(DriverFile, TheOffencesOfADriverAreInTheOrderOfTheirDays) {
    RegistryRows rows;
    rows.offences = {{.value = {"D1", OffenceKind::speeding, on("2026-05-01"), 6, ""}},
                     {.value = {"D2", OffenceKind::other, on("2026-05-01"), 1, ""}},
                     {.value = {"D1", OffenceKind::overload, on("2025-05-01"), 12, ""}}};
    const Registry registry{rows};
    const auto offences = registry.offences_of("D1");
    ASSERT_EQ(offences.size(), 2U);
    EXPECT_EQ(offences[0]->value.kind, OffenceKind::overload);
    EXPECT_EQ(offences[1]->value.kind, OffenceKind::speeding);
    EXPECT_TRUE(registry.offences_of("D3").empty());
}

TEST(Codes, OfAThingWhoseRowsFollowEachOtherTheOneOfThatInstantIsFound) {
    RegistryRows rows;
    Driver driver;
    driver.code = "D1";
    driver.name = "张某";
    rows.drivers = {{driver, school_year, school_year + 30 * one_day, {}, 0}};
    driver.name = "张某某";
    rows.drivers.push_back({driver, school_year + 30 * one_day, end_of_time, {}, 0});
    const Registry registry{rows};
    EXPECT_EQ(registry.driver_by_code("D1", school_year - 1ms), nullptr);
    EXPECT_EQ(registry.driver_by_code("D1", school_year)->value.name, "张某");
    EXPECT_EQ(registry.driver_by_code("D1", school_year + 30 * one_day)->value.name, "张某某");
    EXPECT_EQ(registry.driver_by_code("D2", school_year), nullptr);
}

}  // namespace
}  // namespace husong::registry
