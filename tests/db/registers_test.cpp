#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace husong::db::testing {
namespace {

using registry::Operator;
using registry::RegistryRows;
using registry::Versioned;

const Time spring = parse_time("2026-03-01T00:00:00+08:00").value();
const Time autumn = parse_time("2026-09-01T00:00:00+08:00").value();
const Time winter = parse_time("2026-12-01T00:00:00+08:00").value();

Versioned<Operator> company(std::string name, Time from = spring, Time until = end_of_time) {
    return {{"OP1", std::move(name), "bus_company"}, from, until, {}, 0};
}

struct Registers : ::testing::Test {
    TemporaryStore db;

    std::size_t put(std::vector<Versioned<Operator>> operators, Time now = autumn) {
        RegistryRows rows;
        rows.operators = std::move(operators);
        return db.admin->put_rows(rows, now).value();
    }
    std::vector<Versioned<Operator>> known() {
        auto rows = db.reader->load_registry().value().operators;
        std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.valid_from < b.valid_from; });
        return rows;
    }
    // What the table holds, known now or not.
    std::vector<std::string> whole_table() {
        sqlite3* raw = nullptr;
        sqlite3_open_v2(db.file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
        std::vector<std::string> rows;
        sqlite3_exec(
            raw, "SELECT name || ' ' || coalesce(superseded_at, 'now') FROM operator ORDER BY version",
            [](void* out, int, char** columns, char**) {
                static_cast<std::vector<std::string>*>(out)->emplace_back(columns[0]);
                return 0;
            },
            &rows, nullptr);
        sqlite3_close(raw);
        return rows;
    }
};

TEST_F(Registers, ARowComesBackWithItsValidityAndTheTimeItWasRecorded) {
    EXPECT_EQ(put({company("甲", spring, winter)}), 1U);
    ASSERT_EQ(known().size(), 1U);
    EXPECT_EQ(known()[0].value.name, "甲");
    EXPECT_EQ(known()[0].valid_from, spring);
    EXPECT_EQ(known()[0].valid_until, winter);
    EXPECT_EQ(known()[0].recorded_at, autumn);
    EXPECT_NE(known()[0].version, 0);
}

TEST_F(Registers, AnEditSupersedesTheRowAndKeepsWhatWasKnownBefore) {
    put({company("甲")}, spring);
    EXPECT_EQ(put({company("乙")}, autumn), 1U);
    ASSERT_EQ(known().size(), 1U);
    EXPECT_EQ(known()[0].value.name, "乙");
    EXPECT_EQ(whole_table(), (std::vector<std::string>{"甲 " + std::to_string(to_millis(autumn)), "乙 now"}));
}

TEST_F(Registers, AChangeFromADayOnLeavesTheTimeBeforeAsItWas) {
    put({company("甲", spring)});
    EXPECT_EQ(put({company("乙", autumn)}), 2U) << "the old row, cut, and the new one";
    ASSERT_EQ(known().size(), 2U);
    EXPECT_EQ(known()[0].value.name, "甲");
    EXPECT_EQ(known()[0].valid_until, autumn);
    EXPECT_EQ(known()[1].value.name, "乙");
    EXPECT_EQ(put({company("乙", autumn)}), 0U);
}

TEST_F(Registers, AShortenedValidityLeavesNoRemainder) {
    put({company("甲", spring)});
    EXPECT_EQ(put({company("甲", spring, autumn)}), 1U);
    ASSERT_EQ(known().size(), 1U);
    EXPECT_EQ(known()[0].valid_until, autumn);
}

TEST_F(Registers, WhatIsNotSaidAgainFromThereOnNoLongerHolds) {
    put({company("甲", spring, autumn), company("乙", autumn)});
    EXPECT_EQ(put({company("甲", spring, autumn)}), 1U);
    ASSERT_EQ(known().size(), 1U);
    EXPECT_EQ(known()[0].value.name, "甲");
}

TEST_F(Registers, ThingsTheRowsDoNotNameStay) {
    put({company("甲")});
    EXPECT_EQ(put({{{"OP2", "丙", "individual"}, spring, end_of_time, {}, 0}}), 1U);
    EXPECT_EQ(known().size(), 2U);
}

TEST_F(Registers, RowsThatContradictEachOtherAreRefusedWhole) {
    RegistryRows rows;
    rows.operators = {
        {{"OP2", "丙", "individual"}, spring, end_of_time, {}, 0}, company("甲"), company("乙", autumn)};
    EXPECT_EQ(db.admin->put_rows(rows, autumn).error().code, ErrorCode::conflict);
    EXPECT_TRUE(known().empty());
}

TEST_F(Registers, AVehicleIsKnownByItsPlateAndItsPapersByIt) {
    RegistryRows rows;
    registry::Vehicle bus;
    bus.id.value = -1;
    bus.plate = {"冀H00318", registry::PlateColour::green};
    bus.approved_persons = 45;
    rows.vehicles.push_back({bus, spring, end_of_time, {}, 0});
    rows.permits.push_back({{"PM1", {-1}, "S1", "R1"}, spring, end_of_time, {}, 0});
    db.admin->put_rows(rows, autumn).value();
    const auto loaded = db.reader->load_registry().value();
    EXPECT_GT(loaded.vehicles.at(0).value.id.value, 0);
    EXPECT_EQ(loaded.permits.at(0).value.vehicle, loaded.vehicles.at(0).value.id);
    EXPECT_EQ(loaded.identities.at(bus.plate), loaded.vehicles.at(0).value.id);
}

TEST_F(Registers, ATerminalKeepsItsNumberWhenItsRowChanges) {
    const VehicleId bus = db.vehicle();
    registry::Terminal terminal;
    terminal.phone = "13900001234";
    terminal.vehicle = bus;
    RegistryRows rows;
    rows.terminals.push_back({terminal, spring, end_of_time, {}, 0});
    db.admin->put_rows(rows, spring).value();
    const TerminalId before = db.reader->load_registry().value().terminals.at(0).value.id;
    rows.terminals[0].value.model = "M2";
    db.admin->put_rows(rows, autumn).value();
    const auto after = db.reader->load_registry().value();
    EXPECT_EQ(after.terminals.at(0).value.id, before);
    EXPECT_EQ(after.terminals.at(0).value.model, "M2");
}

TEST_F(Registers, TheSamePlateInAnotherColourIsAnotherVehicle) {
    const VehicleId yellow = db.admin->identify({"冀H00318", registry::PlateColour::yellow}).value();
    EXPECT_EQ(db.admin->identify({"冀H00318", registry::PlateColour::yellow}).value(), yellow);
    EXPECT_NE(db.admin->identify({"冀H00318", registry::PlateColour::blue}).value(), yellow);
}

TEST_F(Registers, TheWriterSeesAtOnceThatAnotherConnectionEditedTheRegister) {
    const auto before = db.writer->registry_version().value();
    EXPECT_EQ(db.writer->registry_version().value(), before);
    put({company("甲")});
    const auto after = db.writer->registry_version().value();
    EXPECT_GT(after, before);
    put({company("甲")});
    EXPECT_EQ(db.writer->registry_version().value(), after);
    EXPECT_EQ(db.reader->load_registry().value().version, after);
}

TEST_F(Registers, APlateSeenForTheFirstTimeRaisesTheVersion) {
    const auto before = db.writer->registry_version().value();
    db.write([](Writer& writer) { writer.identify({"冀H99999", registry::PlateColour::blue}).value(); });
    const auto after = db.writer->registry_version().value();
    EXPECT_GT(after, before);
    db.write([](Writer& writer) { writer.identify({"冀H99999", registry::PlateColour::blue}).value(); });
    EXPECT_EQ(db.writer->registry_version().value(), after);
}

TEST_F(Registers, TheFirstColourToldOfAPlateThatWasToldWithoutOneIsItsColour) {
    using registry::PlateColour;
    const auto told = [&](const char* plate, PlateColour colour) {
        VehicleId vehicle;
        db.write([&](Writer& writer) { vehicle = writer.identify({plate, colour}).value(); });
        return vehicle;
    };
    const VehicleId seen = told("冀H8C888", PlateColour::other);
    const auto before = db.writer->registry_version().value();
    EXPECT_EQ(told("冀H8C888", PlateColour::blue), seen);
    EXPECT_GT(db.writer->registry_version().value(), before);
    EXPECT_EQ(db.reader->load_registry().value().identities,
              (std::map<registry::Plate, VehicleId>{{{"冀H8C888", PlateColour::blue}, seen}}));
    const VehicleId yellow = told("冀H8C888", PlateColour::yellow);
    EXPECT_NE(yellow, seen) << "two colours are two vehicles";
    EXPECT_EQ(told("冀H8C888", PlateColour::blue), seen);
    EXPECT_NE(told("冀H8C888", PlateColour::other), yellow);
    EXPECT_NE(told("冀H8C888", PlateColour::green), seen) << "which of them was seen without a colour?";
}

TEST_F(Registers, AColourToldChangesNeitherAPartOfAPlateNorARegisteredVehicle) {
    using registry::PlateColour;
    const VehicleId part = db.admin->identify({"冀H8C?88", PlateColour::other}).value();
    const VehicleId bus = db.admin->identify({"冀H00318", PlateColour::other}).value();
    RegistryRows rows;
    registry::Vehicle registered;
    registered.id = bus;
    registered.plate = {"冀H00318", PlateColour::other};
    registered.use_nature = 'S';
    registered.approved_persons = 45;
    rows.vehicles = {{registered, spring, end_of_time, {}, 0}};
    db.admin->put_rows(rows, spring).value();
    db.write([&](Writer& writer) {
        EXPECT_NE(writer.identify({"冀H8C?88", PlateColour::blue}).value(), part);
        EXPECT_NE(writer.identify({"冀H00318", PlateColour::blue}).value(), bus);
    });
}

TEST_F(Registers, ANewPlateThatWasRolledBackDoesNotRaiseTheVersion) {
    const auto before = db.writer->registry_version().value();
    db.writer->begin().value();
    db.writer->identify({"冀H99999", registry::PlateColour::blue}).value();
    EXPECT_GT(db.writer->registry_version().value(), before);
    db.writer->rollback();
    EXPECT_EQ(db.writer->registry_version().value(), before);
}

}  // namespace
}  // namespace husong::db::testing
