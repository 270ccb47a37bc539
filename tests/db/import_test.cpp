#include "db/import.hpp"

#include "tests/db/temporary_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string vehicles_header =
    "plate,colour,class,use_nature,approved_persons,approved_pupils,length_m,operator,status,counts_driver,"
    "counts_escort,valid_from,valid_until\n";
const std::string lawful_vehicle =
    "冀H·00318,yellow,large,S,45,43,8.5,OP1,active,no,yes,2026-02-01,2026-08-31\n";

std::vector<std::string> problems(std::string_view name, std::string_view text) {
    registry::RegistryRows rows;
    std::vector<std::string> result;
    for (const Problem& problem : parse_register(name, text, rows).value().problems)
        result.push_back(to_text(problem));
    return result;
}

registry::RegistryRows parsed(std::string_view name, std::string_view text) {
    registry::RegistryRows rows;
    const auto result = parse_register(name, text, rows).value();
    for (const Problem& problem : result.problems) ADD_FAILURE() << to_text(problem);
    return rows;
}

TEST(Import, AVehicleIsReadWithAllItsColumns) {
    const auto rows = parsed("vehicles", vehicles_header + lawful_vehicle);
    ASSERT_EQ(rows.vehicles.size(), 1U);
    const auto& [vehicle, from, until, recorded, version] = rows.vehicles[0];
    EXPECT_EQ(vehicle.plate, (registry::Plate{"冀H00318", registry::PlateColour::yellow}));
    EXPECT_EQ(vehicle.vehicle_class, registry::VehicleClass::large);
    EXPECT_EQ(vehicle.use_nature, 'S');
    EXPECT_EQ(vehicle.approved_persons, 45);
    EXPECT_EQ(vehicle.approved_pupils, 43);
    EXPECT_EQ(vehicle.length_m, 8.5);
    EXPECT_EQ(vehicle.operator_code, "OP1");
    EXPECT_EQ(vehicle.status, registry::VehicleStatus::active);
    EXPECT_FALSE(vehicle.counts_driver);
    EXPECT_TRUE(vehicle.counts_escort);
    EXPECT_EQ(from, parse_time("2026-02-01T00:00:00+08:00").value());
    EXPECT_EQ(until, parse_time("2026-09-01T00:00:00+08:00").value()) << "the last day is included";
}

TEST(Import, ColumnsComeInAnyOrderAndMayHaveChineseNames) {
    const auto rows =
        parsed("vehicles", "核定载人数,号牌颜色,车牌号,使用性质,车辆类型\n45,黄,h00318,S,large\n");
    ASSERT_EQ(rows.vehicles.size(), 1U);
    EXPECT_EQ(rows.vehicles[0].value.plate.text, "冀H00318");
    EXPECT_EQ(rows.vehicles[0].valid_from, Time{});
    EXPECT_EQ(rows.vehicles[0].valid_until, end_of_time);
    EXPECT_FALSE(rows.vehicles[0].value.approved_pupils);
}

TEST(Import, EveryOtherRegisterIsReadToo) {
    auto rows =
        parsed("operators", "code,name,kind,valid_from,valid_until\nOP1,某客运公司,passenger_company,,\n");
    EXPECT_EQ(rows.operators.at(0).value.kind, "passenger_company");
    rows = parsed("schools",
                  "code,name,stage,boarding,latitude_deg,longitude_deg,gate_radius_m\n"
                  "S1,某中学,junior_high,yes,40.8,118.2,80\n");
    EXPECT_TRUE(rows.schools.at(0).value.boarding);
    EXPECT_EQ(rows.schools.at(0).value.gate_radius_m, 80);
    rows = parsed("school_bus_plates",
                  "number,plate,colour,valid_from,valid_until,issuer,route,drivers\n"
                  "BP1,冀H00318,yellow,2026-02-01,2026-08-31,某大队,R1,D1;D2\n");
    EXPECT_THAT(rows.school_bus_plates.at(0).value.driver_codes, ElementsAre("D1", "D2"));
    rows = parsed("permits", "number,plate,colour,school,route\nPM1,冀H00318,yellow,S1,R1\n");
    EXPECT_EQ(rows.permits.at(0).value.school, "S1");
    rows = parsed("drivers",
                  "code,name,licence_class,birth_on,qualified_until,operator\n"
                  "D1,张某,A1,1980-01-31,2027-05-31,OP1\n");
    EXPECT_EQ(rows.drivers.at(0).value.qualified_until, parse_time("2027-06-01T00:00:00+08:00").value());
    rows = parsed("terminals",
                  "phone,terminal_id,maker,model,edition,plate,colour,kind\n"
                  "013900001234,T1,70111,M,2019,冀H00318,yellow,jt808\n");
    EXPECT_EQ(rows.terminals.at(0).value.phone, "13900001234") << "the zero only fills the field on the wire";
    EXPECT_EQ(rows.terminals.at(0).value.edition, 2019);
}

TEST(Import, EveryBadCellIsNamedWithLineColumnAndReason) {
    EXPECT_THAT(
        problems("vehicles", vehicles_header +
                                 "冀H00318,yellow,large,S,4x5,43,8.5,OP1,active,no,yes,2026-02-30,\n" +
                                 lawful_vehicle + ",pink,bus,7,0,43,8.5,OP1,gone,perhaps,yes,,\n"),
        ElementsAre("line 2, column 5 (approved_persons): '4x5' is not a whole number from 1 to 200",
                    "line 2, column 12 (valid_from): '2026-02-30' is not a date like 2026-09-01",
                    "line 4, column 1 (plate): is empty",
                    "line 4, column 2 (colour): 'pink' is not a plate colour",
                    "line 4, column 3 (class): 'bus' is not one of large medium small micro goods tricycle "
                    "tractor motorcycle",
                    "line 4, column 4 (use_nature): '7' is not a letter from A to U (GA 24.3)",
                    "line 4, column 5 (approved_persons): '0' is not a whole number from 1 to 200",
                    "line 4, column 9 (status): 'gone' is not one of active stopped retired banned",
                    "line 4, column 10 (counts_driver): 'perhaps' is not yes or no"));
}

TEST(Import, AFileWithABadRowGivesNoRowsAtAll) {
    registry::RegistryRows rows;
    ASSERT_FALSE(
        parse_register("vehicles", vehicles_header + lawful_vehicle + "x\n", rows).value().problems.empty());
    EXPECT_TRUE(rows.vehicles.empty());
}

TEST(Import, WrongColumnsAreNamed) {
    EXPECT_THAT(problems("operators", "code,nmae,code\n"),
                ElementsAre("line 1, column 2 (nmae): no such column in this register",
                            "line 1, column 3 (code): the column is there twice",
                            "line 1 (name): the column is missing", "line 1 (kind): the column is missing"));
    EXPECT_THAT(problems("operators", ""), ElementsAre("line 1: the file has no header"));
}

TEST(Import, ARowMustHaveAsManyCellsAsTheHeader) {
    EXPECT_THAT(problems("operators", "code,name,kind\nOP1,某公司\n"),
                ElementsAre("line 2, column 3 (kind): has 2 cells, the header has 3"));
}

TEST(Import, AThingCannotBeTwoThingsAtTheSameTime) {
    EXPECT_THAT(problems("operators",
                         "code,name,kind,valid_from,valid_until\n"
                         "OP1,甲,school,2026-02-01,\n"
                         "OP1,乙,school,2025-02-01,2026-02-01\n"),
                ElementsAre("line 2, column 4 (valid_from): 'OP1' holds at the same time as line 3"));
    EXPECT_THAT(problems("operators",
                         "code,name,kind,valid_from,valid_until\n"
                         "OP1,甲,school,2026-02-01,\n"
                         "OP1,乙,school,2025-02-01,2026-01-31\n"),
                IsEmpty());
}

TEST(Import, ARowMustNotEndBeforeItBegins) {
    EXPECT_THAT(
        problems("operators", "code,name,kind,valid_from,valid_until\nOP1,甲,school,2026-02-02,2026-02-01\n"),
        ElementsAre("line 2, column 5 (valid_until): valid_until is before valid_from"));
}

TEST(Import, ControlCharactersAndEndlessCellsAreRefused) {
    EXPECT_THAT(problems("operators", "code,name,kind\n\"a\nb\"," + std::string(501, 'x') + ",school\n"),
                ElementsAre("line 2, column 1 (code): holds a control character",
                            "line 2, column 2 (name): is longer than 500 bytes"));
}

TEST(Import, ATerminalsNumberIsANumber) {
    EXPECT_THAT(
        problems("terminals", "phone,plate,colour,kind\n1390000x,冀H00318,yellow,jt808\n"),
        ElementsAre("line 2, column 1 (phone): '1390000x' is not a phone number of at most 20 digits"));
    EXPECT_THAT(problems("terminals", "kind,plate,colour,phone\njt808,冀H00318,yellow,000\n"),
                ElementsAre("line 2, column 4 (phone): has only zeros"));
}

TEST(Import, APlateIsOneThatIsIssued) {
    EXPECT_THAT(
        problems("permits",
                 "number,plate,colour\nP1,冀H0031,yellow\nP2,翼H00318,yellow\nP3,冀HD05231,yellow\n"),
        ElementsAre("line 2, column 2 (plate): '冀H0031' is not a number plate: 4 characters after 冀H; a "
                    "plate has 5 there, a new-energy one 6",
                    "line 3, column 2 (plate): '翼H00318' is not a number plate: '翼' is no province",
                    "line 4, column 2 (plate): 6 characters after 冀H; a yellow plate has 5 there"));
}

TEST(Import, AllThatIsWrongWithARowIsSaidAtOnce) {
    EXPECT_THAT(problems("terminals",
                         "phone,plate,colour,kind,valid_from,valid_until\n"
                         "1390000x,冀HD05231,blue,jt808,2026-02-02,2026-02-01\n"),
                ElementsAre("line 2, column 1 (phone): '1390000x' is not a phone number of at most 20 digits",
                            "line 2, column 2 (plate): 6 characters after 冀H; a blue plate has 5 there",
                            "line 2, column 6 (valid_until): valid_until is before valid_from"));
}

TEST(Import, AQuoteThatIsNotClosedHidesNoProblemOfTheRowsBeforeIt) {
    EXPECT_THAT(
        problems("operators", "code,name,kind\nOP1,甲,bakery\n,乙,school\nOP3,\"丙,school\nOP4,丁,bakery\n"),
        ElementsAre("line 2, column 3 (kind): 'bakery' is not one of school_bus_company passenger_company "
                    "bus_company school individual",
                    "line 3, column 1 (code): is empty",
                    "line 4, column 2: the quote that opens here is not closed; what follows was not read"));
    EXPECT_THAT(
        problems("operators", "\"code,name,kind\nOP1,甲,school\n"),
        ElementsAre("line 1, column 1: the quote that opens here is not closed; what follows was not read"));
}

struct TextFile {
    std::string_view name, text;
};

// All problems of files imported together into a register that knows `known`.
std::vector<std::string> problems_together(const std::vector<TextFile>& files,
                                           const registry::RegistryRows& known = {}) {
    registry::RegistryRows rows;
    std::vector<ParsedRegister> parsed_files;
    for (const TextFile& file : files)
        parsed_files.push_back(parse_register(file.name, file.text, rows).value());
    check_references(parsed_files, known);
    std::vector<std::string> result;
    for (const ParsedRegister& file : parsed_files)
        for (const Problem& problem : file.problems) result.push_back(file.name + " " + to_text(problem));
    return result;
}

TEST(ImportReferences, WhatIsNamedMustBeInTheImportOrInTheRegister) {
    const std::vector<TextFile> files{
        {"vehicles",
         "plate,colour,class,use_nature,approved_persons,operator\n冀H00318,yellow,large,S,45,OP9\n"},
        {"school_bus_plates", "number,plate,colour,drivers\nBP1,冀H00318,yellow,D8;D9\nBP2,冀H00318,blue,\n"},
        {"permits", "number,plate,colour,school\nPM1,冀H00999,yellow,S9\n"},
        {"drivers", "code,name,licence_class,operator\nD8,张某,A1,OP9\n"},
        {"terminals", "phone,plate,colour,kind\n13900001234,冀H00999,yellow,jt808\n"}};
    EXPECT_THAT(problems_together(files),
                ElementsAre("vehicles line 2, column 6 (operator): 'OP9' is not in the register operators, "
                            "and not in this import "
                            "either",
                            "school_bus_plates line 2, column 4 (drivers): 'D9' is not in the register "
                            "drivers, and not in this "
                            "import either",
                            "school_bus_plates line 3, column 2 (plate): '冀H00318/blue' is not in the "
                            "register vehicles, and not in "
                            "this import either",
                            "permits line 2, column 2 (plate): '冀H00999/yellow' is not in the register "
                            "vehicles, and not in this "
                            "import either",
                            "permits line 2, column 4 (school): 'S9' is not in the register schools, and not "
                            "in this import either",
                            "drivers line 2, column 4 (operator): 'OP9' is not in the register operators, "
                            "and not in this import "
                            "either",
                            "terminals line 2, column 2 (plate): '冀H00999/yellow' is not in the register "
                            "vehicles, and not in this "
                            "import either"));
}

TEST(ImportReferences, WhatTheRegisterKnowsNeedNotBeToldAgain) {
    const auto known = parsed("operators", "code,name,kind\nOP1,某公司,school\n");
    EXPECT_THAT(problems_together({{"vehicles", vehicles_header + lawful_vehicle}}, known), IsEmpty());
    registry::RegistryRows with_vehicle = parsed("vehicles", vehicles_header + lawful_vehicle);
    EXPECT_THAT(problems_together({{"permits", "number,plate,colour\nPM1,冀 H-00318,黄\n"}}, with_vehicle),
                IsEmpty());
}

TEST(ImportReferences, AThingWhoseRowHasAnotherMistakeIsThereAllTheSame) {
    EXPECT_THAT(problems_together({{"operators", "code,name,kind\nOP1,甲,bakery\n"},
                                   {"drivers", "code,name,licence_class,operator\nD1,张某,A1,OP1\n"}}),
                ElementsAre("operators line 2, column 3 (kind): 'bakery' is not one of school_bus_company "
                            "passenger_company bus_company school individual"));
}

TEST(ImportReferences, ToAFileThatCouldNotBeReadToItsEndAreNotJudged) {
    EXPECT_THAT(
        problems_together({{"operators", "code,name,kind\n\"OP1,甲,school\n"},
                           {"drivers", "code,name,licence_class,operator\nD1,张某,A1,OP1\n"}}),
        ElementsAre("operators line 2, column 1: the quote that opens here is not closed; what follows was "
                    "not read"));
}

TEST(Import, NamesEveryBadRowOfAnyRegisterThatACountyHas) {
    const auto parsed = [](std::size_t bad_rows) {
        std::string text = "code,name,kind\n";
        for (std::size_t i = 0; i < bad_rows; ++i) text += "OP,,school\n";
        registry::RegistryRows rows;
        return parse_register("operators", text, rows).value();
    };
    const auto result = parsed(12'000);
    EXPECT_EQ(result.problems.size(), 12'000U);
    EXPECT_EQ(result.problems.back().line, 12'001U);
    EXPECT_EQ(most_problems_named, 100'000U);
    const auto beyond = parsed(most_problems_named + 1);
    EXPECT_EQ(beyond.problems.size(), most_problems_named);
    EXPECT_EQ(beyond.problem_count, most_problems_named + 1);
    EXPECT_EQ(beyond.row_count, most_problems_named + 1);
}

TEST(Import, AnUnknownRegisterIsAnError) {
    registry::RegistryRows rows;
    EXPECT_EQ(parse_register("buses", "x\n", rows).error().code, ErrorCode::not_found);
}

TEST(Import, EveryColumnHasAChineseNameAndAMeaning) {
    ASSERT_EQ(importable_registers().size(), 36U);
    for (const RegisterInfo& info : importable_registers())
        for (const FieldInfo& field : info.fields) {
            EXPECT_FALSE(field.name_zh.empty()) << field.name;
            EXPECT_FALSE(field.meaning.empty()) << field.name;
        }
}

struct ImportIntoStore : ::testing::Test {
    TemporaryStore db;
    Time now = parse_time("2026-09-01T08:00:00+08:00").value();

    std::size_t put(std::string_view name, std::string_view text) {
        return db.admin->put_rows(parsed(name, text), now).value();
    }
};

TEST_F(ImportIntoStore, TheSameFileTwiceChangesNothing) {
    EXPECT_EQ(put("vehicles", vehicles_header + lawful_vehicle), 1U);
    const auto before = db.reader->load_registry().value();
    EXPECT_EQ(put("vehicles", vehicles_header + lawful_vehicle), 0U);
    const auto after = db.reader->load_registry().value();
    EXPECT_EQ(after.version, before.version);
    EXPECT_EQ(after.vehicles.at(0).version, before.vehicles.at(0).version);
}

TEST_F(ImportIntoStore, PapersAndTerminalsOfOneVehicleMeetInItsIdentity) {
    put("vehicles", vehicles_header + lawful_vehicle);
    put("permits", "number,plate,colour\nPM1,冀H00318,yellow\n");
    put("terminals", "phone,plate,colour,kind\n13900001234,冀 H-00318,黄,jt808\n");
    const auto rows = db.reader->load_registry().value();
    EXPECT_EQ(rows.permits.at(0).value.vehicle, rows.vehicles.at(0).value.id);
    EXPECT_EQ(rows.terminals.at(0).value.vehicle, rows.vehicles.at(0).value.id);
    EXPECT_EQ(rows.identities.size(), 1U);
}

TEST_F(ImportIntoStore, SeveralFilesGoInTogether) {
    registry::RegistryRows rows;
    ASSERT_EQ(
        parse_register("permits", "number,plate,colour\nPM1,冀H00318,yellow\n", rows).value().problem_count,
        0U);
    ASSERT_EQ(parse_register("school_bus_plates",
                             "number,plate,colour\nBP1,冀H00319,yellow\nBP2,冀H00318,yellow\n", rows)
                  .value()
                  .problem_count,
              0U);
    EXPECT_EQ(db.admin->put_rows(rows, now).value(), 3U);
    const auto known = db.reader->load_registry().value();
    EXPECT_EQ(known.school_bus_plates.at(1).value.vehicle, known.permits.at(0).value.vehicle);
    EXPECT_NE(known.school_bus_plates.at(0).value.vehicle, known.permits.at(0).value.vehicle);
}

TEST(ImportWords, AreReadAsThePagesPrintThem) {
    const auto rows = parsed("vehicles",
                             "车牌号,号牌颜色,车辆类型,使用性质,核定载人数,状态,校车类型,行驶证状态\n"
                             "冀H00318,黄,中型客车,中小学生校车,45,停用,中小学生专用校车,暂扣\n");
    const registry::Vehicle& vehicle = rows.vehicles.at(0).value;
    EXPECT_EQ(vehicle.vehicle_class, registry::VehicleClass::medium);
    EXPECT_EQ(vehicle.use_nature, 'S');
    EXPECT_EQ(vehicle.status, registry::VehicleStatus::stopped);
    EXPECT_EQ(vehicle.school_bus_type, "primary_junior") << "kept as one word, however it was written";
    EXPECT_EQ(vehicle.licence, registry::LicenceState::suspended);
    EXPECT_EQ(parsed("schools", "code,name,stage,latitude_deg,longitude_deg\nS1,甲,初中,40.8,118.2\n")
                  .schools.at(0)
                  .value.stage,
              "junior_high");
    EXPECT_EQ(parsed("travels", "学号,方向,交通方式\nP1,离校,步行\n").travels.at(0).value.mode, "walk");
}

TEST(ImportDates, AreReadAsSpreadsheetsWriteThem) {
    const auto expected = parse_time("2026-09-01T00:00:00+08:00").value();
    for (const std::string day : {"2026-09-01", "2026/9/1", "2026/09/01", "2026-9-1", "2026年9月1日"}) {
        const auto rows = parsed("operators", "code,name,kind,valid_from\nOP1,甲,school," + day + "\n");
        EXPECT_EQ(rows.operators.at(0).valid_from, expected) << day;
    }
    for (const std::string day : {"2026/13/1", "2026/2/30", "26/9/1", "2026/9", "2026/9/1/1", "9/1/2026"})
        EXPECT_EQ(problems("operators", "code,name,kind,valid_from\nOP1,甲,school," + day + "\n").size(), 1U)
            << day;
}

TEST(ImportLines, InWhichNothingStandsAreLeftOut) {
    const auto rows = parsed("operators", "code,name,kind\n,,\nOP1,甲,school\n , ,\n,,,,\n");
    EXPECT_EQ(rows.operators.size(), 1U);
}

}  // namespace
}  // namespace husong::db::testing
