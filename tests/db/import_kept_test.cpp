// What an import leaves as it is known, and what it says that it changes.
#include "db/import.hpp"
#include "db/import_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time imported_at = parse_time("2026-09-20T08:00:00+08:00").value();

registry::RegistryRows read(std::string_view name, std::string_view text, FileForm form = FileForm::csv,
                            const registry::RegistryRows* known = nullptr) {
    registry::RegistryRows rows;
    const auto parsed = parse_register(name, text, rows, form, {known, imported_at}).value();
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << to_text(problem);
    return rows;
}

std::vector<std::string> told_changes(const registry::RegistryRows& told,
                                      const registry::RegistryRows& known) {
    std::vector<std::string> lines;
    for (const RowChange& change : changes_of(told, known)) lines.push_back(to_text(change));
    return lines;
}

const std::string header = "plate,colour,class,use_nature,approved_persons";
const auto known_bus = [] {
    return read("vehicles", header +
                                ",approved_pupils,operator,counts_escort,scrap_on,valid_from,valid_until\n"
                                "冀H00318,yellow,large,S,45,43,OP1,no,2031-05-01,2026-02-01,2027-01-31\n"
                                "冀H00318,yellow,large,S,46,43,OP2,no,2031-05-01,2027-02-01,\n");
};

TEST(ImportKeeps, WhatTheFileHasNoColumnForAndSaysWhatItChanges) {
    const auto known = known_bus();
    const auto told = read("vehicles", header + "\n冀H00318,yellow,large,S,54\n", FileForm::csv, &known);
    ASSERT_EQ(told.vehicles.size(), 2U) << "the row that follows is kept";
    const auto& row = told.vehicles[0];
    EXPECT_EQ(row.value.approved_persons, 54);
    EXPECT_EQ(row.value.approved_pupils, 43);
    EXPECT_EQ(row.value.operator_code, "OP1");
    EXPECT_FALSE(row.value.counts_escort);
    EXPECT_EQ(row.valid_from, known.vehicles[0].valid_from);
    EXPECT_EQ(row.valid_until, known.vehicles[0].valid_until);
    EXPECT_THAT(told_changes(told, known), ElementsAre("vehicles 冀H00318/yellow: approved_persons 45 → 54"));
}

TEST(ImportKeeps, NothingOfWhatAnEmptyCellEmpties) {
    const auto known = known_bus();
    const auto told =
        read("vehicles", header + ",operator\n冀H00318,yellow,large,S,45,\n", FileForm::csv, &known);
    EXPECT_EQ(told.vehicles.at(0).value.operator_code, "");
    EXPECT_EQ(told.vehicles.at(0).value.approved_pupils, 43);
    EXPECT_THAT(told_changes(told, known), ElementsAre("vehicles 冀H00318/yellow: operator OP1 → (empty)"));
}

TEST(ImportKeeps, WhatTheRowSaysThatHoldsWhereTheToldOneBegins) {
    const auto known = known_bus();
    const auto told = read("vehicles", header + ",valid_from\n冀H00318,yellow,large,S,50,2027-03-01\n",
                           FileForm::csv, &known);
    ASSERT_EQ(told.vehicles.size(), 1U);
    EXPECT_EQ(told.vehicles[0].value.operator_code, "OP2");
    EXPECT_EQ(told.vehicles[0].valid_until, end_of_time);
    EXPECT_THAT(told_changes(told, known),
                ElementsAre("vehicles 冀H00318/yellow: approved_persons 46 → 50, valid_from 2027-02-01 → "
                            "2027-03-01"));
}

TEST(ImportKeeps, OfARowThatHasEndedEverythingButItsPeriod) {
    const auto known =
        read("vehicles", header + ",operator,valid_until\n冀H00318,yellow,large,S,45,OP1,2026-08-31\n");
    const auto told = read("vehicles", header + ",valid_from\n冀H00318,yellow,large,S,45,2026-09-10\n",
                           FileForm::csv, &known);
    EXPECT_EQ(told.vehicles.at(0).value.operator_code, "OP1");
    EXPECT_EQ(told.vehicles.at(0).valid_until, end_of_time);
}

TEST(ImportKeeps, NothingForANewThing) {
    const auto known = known_bus();
    const auto told = read("vehicles", header + "\n冀H00319,yellow,large,S,45\n", FileForm::csv, &known);
    EXPECT_EQ(told.vehicles.at(0).value.operator_code, "");
    EXPECT_TRUE(told.vehicles.at(0).value.counts_escort);
    EXPECT_THAT(told_changes(told, known), ElementsAre("vehicles 冀H00319/yellow: new"));
}

TEST(ImportKeeps, WhatAnObjectOfAJsonFileDoesNotName) {
    const auto known = known_bus();
    const auto told = read("vehicles",
                           R"([{"plate": "冀H00318", "colour": "yellow", "class": "large",
                                "use_nature": "S", "approved_persons": 54},
                               {"plate": "冀H00319", "colour": "yellow", "class": "large",
                                "use_nature": "S", "approved_persons": 54, "operator": "OP1"}])",
                           FileForm::json, &known);
    EXPECT_EQ(told.vehicles.at(0).value.operator_code, "OP1");
}

TEST(ImportKeeps, ThePlateOfAGuardiansCar) {
    const auto known = read("guardians", "code,pupil,name,plate,colour\nG1,P1,李某,冀H20001,blue\n");
    const auto told = read("guardians", "code,pupil,name\nG1,P1,李某某\n", FileForm::csv, &known);
    EXPECT_THAT(told_changes(told, known), ElementsAre("guardians G1: name 李某 → 李某某"));
}

TEST(ImportKeeps, NothingOfAnotherVehicleThatHadTheRun) {
    const std::string columns = "run,plate,colour,takes_over";
    const auto known =
        read("reliefs", columns + ",driver\nT1,冀H00318,yellow,2026-09-01T07:20:00+08:00,D1\n");
    const auto told =
        read("reliefs", columns + "\nT1,冀H00319,yellow,2026-09-01T07:40:00+08:00\n", FileForm::csv, &known);
    EXPECT_EQ(told.reliefs.at(0).value.driver, "") << "who drove the one before";
}

TEST(ImportKeeps, WhatIsSaidAgainIsNoChange) {
    const auto known = known_bus();
    EXPECT_THAT(told_changes(known, known), IsEmpty());
}

TEST(ImportKeeps, ARowOfWhichNothingIsSaidAnyMoreIsToldToo) {
    const auto known = known_bus();
    const auto told =
        read("vehicles", header +
                             ",approved_pupils,operator,counts_escort,scrap_on,valid_from,valid_until\n"
                             "冀H00318,yellow,large,S,45,43,OP1,no,2031-05-01,2026-02-01,2027-01-31\n");
    EXPECT_THAT(
        told_changes(told, known),
        ElementsAre("vehicles 冀H00318/yellow: valid_until (empty) → the row from 2027-02-01 on is taken "
                    "back"));
}

TEST(ImportKeeps, AFieldThatDoesNotGoWithWhatIsKeptIsRefusedWithTheReason) {
    const auto known = read("travels", "pupil,direction,mode,line,stop\nP1,home,school_bus,L1,石门\n");
    registry::RegistryRows rows;
    const auto parsed = parse_register("travels", "pupil,direction,mode\nP1,home,walk\n", rows, FileForm::csv,
                                       {&known, imported_at})
                            .value();
    ASSERT_EQ(parsed.problems.size(), 1U);
    EXPECT_EQ(to_text(parsed.problems[0]),
              "line 2 (line): is told, but walk goes by no line; the file does not tell it, so that it stays "
              "as it is known");
}

}  // namespace
}  // namespace husong::db::testing
