// What is exported is imported as the same rows.
#include "db/export.hpp"

#include "db/import.hpp"
#include "tests/db/temporary_store.hpp"
#include "tests/db/whole_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

namespace husong::db::testing {
namespace {

using registry::RegistryRows;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Time now = parse_time("2026-11-20T08:00:00+08:00").value();
using Files = std::map<std::string, std::string>;  // by register

Files exported(const RegistryRows& rows) {
    Files files;
    for (const RegisterInfo& info : importable_registers())
        files[std::string{info.name}] = export_register(info.name, rows).value();
    return files;
}

RegistryRows known_in(TemporaryStore& db) { return db.reader->load_registry().value(); }

// Reads all files and checks what they refer to; names the problems.
std::vector<std::string> read_files(const Files& files, RegistryRows& rows, const RegistryRows& known = {}) {
    std::vector<ParsedRegister> parsed;
    for (const auto& [name, text] : files) parsed.push_back(parse_register(name, text, rows).value());
    check_references(parsed, known);
    std::vector<std::string> problems;
    for (const ParsedRegister& file : parsed)
        for (const Problem& problem : file.problems) problems.push_back(file.name + ": " + to_text(problem));
    return problems;
}

struct Export : ::testing::Test {
    TemporaryStore db;
    Export() { db.admin->put_rows(whole_county(), now).value(); }
};

TEST_F(Export, WhatIsExportedOfEveryRegisterChangesNothingWhenItIsImportedAgain) {
    const Files files = exported(known_in(db));
    RegistryRows rows;
    ASSERT_THAT(read_files(files, rows), IsEmpty());
    EXPECT_EQ(db.admin->put_rows(rows, now + 1h).value(), 0U);
}

TEST_F(Export, ImportedIntoAnEmptyDatabaseItIsTheSameCounty) {
    const Files files = exported(known_in(db));
    RegistryRows rows;
    ASSERT_THAT(read_files(files, rows), IsEmpty());
    TemporaryStore other;
    other.admin->put_rows(rows, now).value();
    EXPECT_EQ(exported(known_in(other)), files);
    EXPECT_EQ(known_in(other).vehicle_documents.size(), known_in(db).vehicle_documents.size());
}

TEST_F(Export, EveryColumnOfARegisterIsWrittenByItsField) {
    const Files files = exported(known_in(db));
    for (const RegisterInfo& info : importable_registers()) {
        std::string header;
        for (const FieldInfo& field : info.fields)
            header += (header.empty() ? "" : ",") + std::string{field.name};
        EXPECT_THAT(files.at(std::string{info.name}), ::testing::StartsWith(header + "\r\n"));
    }
}

TEST_F(Export, ARegisterIsWrittenByKeyAndFirstDayWithItsWordsAndDays) {
    EXPECT_EQ(export_register("operators", known_in(db)).value(),
              "code,name,kind,valid_from,valid_until\r\n"
              "OP1,\"\"\"安途\"\"校车, 承德\",school_bus_company,,\r\n"
              "OP2,云山客运；分公司,passenger_company,2026-09-01,2027-02-28\r\n"
              "OP2,\"云山客运, 总公司\",bus_company,2027-03-01,\r\n");
    EXPECT_EQ(export_register("timetables", known_in(db)).value(),
              "code,line,direction,weekdays,time,plate,colour,driver,escort,valid_from,valid_until\r\n"
              "\"T,2\",L8,to_school,7,00:00,冀HD00316,green,,,,\r\n"
              "T1,L7,home,12345,16:22,冀H00318,yellow,D1,E1,2026-09-01,2027-02-28\r\n"
              "T1,L7,home,12345,16:40,冀HD00316,green,D1,,2027-03-01,\r\n");
    EXPECT_THAT(export_register("guardians", known_in(db)).value(),
                HasSubstr("G1,P1,\"王某, 母\",母亲,0314-0000001,no,2026-09-01,冀H7K206,blue,,\r\n"
                          "G2,P1,\"\"\"王\"\"某\",姨,,yes,,,,2026-09-01,\r\n"));
    EXPECT_THAT(export_register("notices", known_in(db)).value(),
                HasSubstr("气象台,2026-09-01T14:00:00.000+08:00,2026-09-01T20:30:00.000+08:00\r\n"));
    EXPECT_THAT(export_register("offences", known_in(db)).value(),
                HasSubstr("D1,crime,2020-01-01,12,\"判决, \"\"摘要\"\"\",,\r\n"));
}

TEST_F(Export, OfAnInstantOnlyTheRowsThatHoldThenAreWritten) {
    const Time spring = parse_time("2027-03-01T00:00:00+08:00").value();
    const std::string then = export_register("operators", known_in(db), spring).value();
    EXPECT_THAT(then, HasSubstr("总公司"));
    EXPECT_THAT(then, HasSubstr("安途"));
    EXPECT_THAT(then, Not(HasSubstr("分公司")));
    EXPECT_THAT(export_register("operators", known_in(db), spring - 1ms).value(), HasSubstr("分公司"));
}

TEST_F(Export, ARowWithALineEndIsWrittenWholeAndRefusedByImport) {
    RegistryRows rows;
    rows.joint_checks = {{.value = {parse_date("2026-09-11").value(), "松岭", "教育", 1, "合格\n整改"}}};
    const std::string text = export_register("joint_checks", rows).value();
    EXPECT_THAT(text, HasSubstr("2026-09-11,松岭,教育,1,\"合格\n整改\",,\r\n"));
    RegistryRows read;
    EXPECT_THAT(read_files({{"joint_checks", text}}, read),
                ::testing::ElementsAre("joint_checks: line 2, column 5 (result): holds a control character"));
}

TEST_F(Export, AnUnknownRegisterIsAnError) {
    EXPECT_EQ(export_register("buses", {}).error().code, ErrorCode::not_found);
}

TEST(RegistersPage, TheManualsPageOfRegistersIsWhatTheTableSays) {
    std::ifstream file{HUSONG_SOURCE_DIR "/docs/registers.md", std::ios::binary};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(page, registers_markdown()) << "husongctl registers > docs/registers.md";
}

}  // namespace
}  // namespace husong::db::testing
