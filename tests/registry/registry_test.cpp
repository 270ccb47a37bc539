#include "server/registry/registry.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

constexpr Time september{Milliseconds{1'788'192'000'000}};  // 2026-09-01 00:00 in China
constexpr auto day = std::chrono::hours{24};
constexpr VehicleId bus{1};
constexpr VehicleId blue_twin{2};
constexpr VehicleId stranger{3};

Versioned<Vehicle> vehicle(VehicleId id, std::string text, PlateColour colour) {
    Versioned<Vehicle> row;
    row.value.id = id;
    row.value.plate = {std::move(text), colour};
    row.valid_from = september;
    return row;
}

Versioned<SchoolBusPlate> paper(std::string number, Time from, Time until) {
    Versioned<SchoolBusPlate> row;
    row.value.number = std::move(number);
    row.value.vehicle = bus;
    row.valid_from = from;
    row.valid_until = until;
    return row;
}

RegistryRows county() {
    RegistryRows rows;
    rows.vehicles = {vehicle(bus, "冀H00318", PlateColour::yellow),
                     vehicle(blue_twin, "冀H00318", PlateColour::blue)};
    rows.identities[{"冀H7K206", PlateColour::other}] = stranger;
    rows.identities[{"冀H00318", PlateColour::yellow}] = bus;
    return rows;
}

TEST(Registry, ARowHoldsFromItsFirstInstantUntilBeforeItsEnd) {
    auto rows = county();
    rows.school_bus_plates = {paper("A", september, september + day)};
    const Registry registry{rows};
    EXPECT_EQ(registry.school_bus_plate(bus, september - 1ms), nullptr);
    ASSERT_NE(registry.school_bus_plate(bus, september), nullptr);
    EXPECT_EQ(registry.school_bus_plate(bus, september + day), nullptr);
    ASSERT_NE(registry.last_school_bus_plate(bus, september + day), nullptr);
    EXPECT_EQ(registry.last_school_bus_plate(bus, september + day - 1ms), nullptr);
}

TEST(Registry, OfSeveralValidPapersTheOneThatEndsLastCounts) {
    auto rows = county();
    rows.school_bus_plates = {paper("short", september, september + day),
                              paper("long", september, september + 3 * day),
                              paper("middle", september, september + 2 * day)};
    const Registry registry{rows};
    EXPECT_EQ(registry.school_bus_plate(bus, september)->value.number, "long");
    EXPECT_EQ(registry.last_school_bus_plate(bus, september + 4 * day)->value.number, "long");
}

TEST(Registry, AnotherColourIsAnotherVehicle) {
    const Registry registry{county()};
    EXPECT_EQ(registry.find({"冀H00318", PlateColour::yellow}), bus);
    EXPECT_EQ(registry.find({"冀H00318", PlateColour::blue}), blue_twin);
    EXPECT_EQ(registry.find({"冀H00318", PlateColour::black}), std::nullopt);
    EXPECT_EQ(registry.find_all_colours("冀H00318"), (std::vector{blue_twin, bus}));
}

TEST(Registry, AColourNotToldMatchesTheOnlyVehicleThereIs) {
    auto rows = county();
    rows.vehicles.push_back(vehicle(VehicleId{4}, "冀H11111", PlateColour::green));
    const Registry registry{rows};
    EXPECT_EQ(registry.find({"冀H11111", PlateColour::other}), VehicleId{4});
    EXPECT_EQ(registry.find({"冀H11111", PlateColour::gradient_green}), VehicleId{4});
    EXPECT_EQ(registry.find({"冀H00318", PlateColour::other}), std::nullopt);
    EXPECT_EQ(registry.find({"冀H7K206", PlateColour::other}), stranger);
}

TEST(Registry, EveryIdentityHasItsPlateRegisteredOrNot) {
    const Registry registry{county()};
    ASSERT_NE(registry.plate_of(stranger), nullptr);
    EXPECT_EQ(registry.plate_of(stranger)->text, "冀H7K206");
    EXPECT_EQ(registry.vehicle(stranger, september), nullptr);
    EXPECT_EQ(registry.plate_of(VehicleId{99}), nullptr);
}

TEST(Registry, ATerminalIsFoundByItsPhone) {
    auto rows = county();
    Versioned<Terminal> terminal;
    terminal.value.id = TerminalId{7};
    terminal.value.phone = "13900001234";
    terminal.value.vehicle = bus;
    terminal.valid_from = september;
    rows.terminals = {terminal};
    const Registry registry{rows};
    ASSERT_NE(registry.terminal_by_phone("13900001234", september), nullptr);
    EXPECT_EQ(registry.terminal(TerminalId{7}, september)->value.vehicle, bus);
    EXPECT_EQ(registry.terminal_by_phone("13900001235", september), nullptr);
    EXPECT_EQ(registry.terminal_by_phone("13900001234", september - day), nullptr);
}

}  // namespace
}  // namespace husong::registry
