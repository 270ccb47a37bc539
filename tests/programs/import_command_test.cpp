// husongctl import: every problem of every file at once, all rows or none.
#include "tests/programs/ctl_fixture.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::test {
namespace {

using ::testing::HasSubstr;

struct ImportCommand : Ctl {
    const std::string operators = "code,name,kind\nOP1,某公司,school\n";
    const std::string vehicles =
        "plate,colour,class,use_nature,approved_persons,operator\n冀H00318,yellow,large,S,45,OP1\n";
};

TEST_F(ImportCommand, AFolderGoesInAtOnceAndTheSecondTimeChangesNothing) {
    write("operators.csv", operators);
    write("vehicles.csv", vehicles);
    const Ended first = ctl({"import", "."});
    EXPECT_EQ(first.code, 0) << first.err;
    EXPECT_EQ(first.out,
              "operators: 1 rows\nvehicles: 1 rows\noperators: 1 new\nvehicles: 1 new\n2 changes\n");
    EXPECT_EQ(ctl({"import", "."}).out, "operators: 1 rows\nvehicles: 1 rows\n0 changes\n");
}

TEST_F(ImportCommand, ADryRunPrintsWhatWouldChangeAndChangesNothing) {
    write("operators.csv", operators);
    EXPECT_THAT(ctl({"import", "--dry-run", "."}).out,
                HasSubstr("operators: 1 new\ndry run: nothing was imported\n"));
    EXPECT_FALSE(exists("husong.db"));
    write("vehicles.csv", vehicles);
    ASSERT_EQ(ctl({"import", "."}).code, 0);
    write("vehicles.csv",
          "plate,colour,class,use_nature,approved_persons\n冀H00318,yellow,large,S,54\n");  // 45, mistyped
    const std::string changed = "vehicles: 1 rows\nvehicles 冀H00318/yellow: approved_persons 45 → 54\n";
    EXPECT_EQ(ctl({"import", "--dry-run", "vehicles", "vehicles.csv"}).out,
              changed + "dry run: nothing was imported\n");
    EXPECT_EQ(reader()->load_registry().value().vehicles.at(0).value.approved_persons, 45);
    EXPECT_EQ(ctl({"import", "vehicles", "vehicles.csv"}).out, changed + "1 changes\n");
    EXPECT_EQ(reader()->load_registry().value().vehicles.at(0).value.operator_code, "OP1");
}

TEST_F(ImportCommand, OfManyRowsThatChangeTheFirstAreShown) {
    std::string before = operators, after = operators;
    for (int i = 100; i < 125; ++i) {
        before += fmt::format("X{},甲,school\n", i);
        after += fmt::format("X{},乙,school\n", i);
    }
    write("operators.csv", before);
    ASSERT_EQ(ctl({"import", "operators", "operators.csv"}).code, 0);
    write("operators.csv", after);
    const std::string out = ctl({"import", "operators", "operators.csv"}).out;
    EXPECT_THAT(out, HasSubstr("operators X119: name 甲 → 乙\nand 5 more rows that change\n25 changes\n"));
}

TEST_F(ImportCommand, AFolderMayHoldJsonBesideCsv) {
    write("operators.csv", operators);
    write("vehicles.json",
          R"([{"plate": "冀H00318", "colour": "yellow", "class": "large", "use_nature": "S",
               "approved_persons": 45, "operator": "OP1"}])");
    const Ended imported = ctl({"import", "."});
    EXPECT_EQ(imported.code, 0) << imported.err;
    EXPECT_THAT(imported.out, HasSubstr("operators: 1 rows\nvehicles: 1 rows\n"));
    EXPECT_THAT(imported.out, HasSubstr("\n2 changes\n"));
    write("vehicles.csv", vehicles);
    const Ended twice = ctl({"import", "."});
    EXPECT_EQ(twice.code, 1);
    EXPECT_THAT(twice.err, HasSubstr("vehicles is there as .csv and as .json"));
}

TEST_F(ImportCommand, LeavesOutAJsonFileOfAnotherKindAloud) {
    write("operators.csv", operators);
    write("truth.json", "{}");
    const Ended imported = ctl({"import", "."});
    EXPECT_EQ(imported.code, 0) << imported.err;
    EXPECT_THAT(imported.err, HasSubstr("truth.json: no register is named so; left out"));
    write("operator.csv", operators);
    EXPECT_NE(ctl({"import", "."}).code, 0) << "a mistyped table";
}

TEST_F(ImportCommand, NamesTheEntryAndTheFieldOfAJsonFile) {
    write("operators.json",
          "[{\"code\": \"OP1\", \"name\": \"某公司\", \"kind\": \"school\"},\n"
          "{\"code\": \"OP2\", \"name\": \"\", \"kind\": \"school\"}]\n");
    const Ended refused = ctl({"import", "operators", "operators.json"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err,
              "operators.json: line 2, entry 2 (name): is empty\n1 problems: nothing was imported\n");
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ImportCommand, NamesFileLineColumnAndReasonOfEveryProblemAndImportsNothing) {
    write("operators.csv", operators + "OP2,,school\n");
    write("vehicles.csv",
          vehicles + "冀H0031,yellow,large,S,45,OP1\n冀H00319,yellow,large,S,45,OP9\n\"冀H,\n");
    const Ended refused = ctl({"import", "."});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(
        refused.err,
        "operators.csv: line 3, column 2 (name): is empty\n"
        "vehicles.csv: line 3, column 1 (plate): '冀H0031' is not a number plate: 4 characters after 冀H; a "
        "plate has 5 there, a new-energy one 6\n"
        "vehicles.csv: line 4, column 6 (operator): 'OP9' is not in the register operators, and not in this "
        "import either\n"
        "vehicles.csv: line 5, column 1: the quote that opens here is not closed; what follows was not read\n"
        "4 problems: nothing was imported\n");
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ImportCommand, NamesEveryOneOfManyBadRows) {
    std::string rows = operators;
    for (int line = 3; line <= 3'000; ++line) rows += "OP2,,school\n";
    write("operators.csv", rows);
    const Ended refused = ctl({"import", "operators", "operators.csv"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 2'998 + 1);
    EXPECT_THAT(refused.err, HasSubstr("operators.csv: line 3000, column 2 (name): is empty\n"
                                       "2998 problems: nothing was imported\n"));
}

TEST_F(ImportCommand, OneFileMayReferToWhatTheDatabaseKnows) {
    write("vehicles.csv", vehicles);
    EXPECT_EQ(ctl({"import", "vehicles", "vehicles.csv"}).code, 1) << "nobody knows OP1 yet";
    write("operators.csv", operators);
    ASSERT_EQ(ctl({"import", "operators", "operators.csv"}).code, 0);
    EXPECT_EQ(ctl({"import", "vehicles", "vehicles.csv"}).code, 0);
    EXPECT_EQ(reader()->load_registry().value().vehicles.size(), 1U);
}

TEST_F(ImportCommand, AnUnreadableFileHidesNoProblemOfTheOthers) {
    write("operators.csv", "code,name,kind\nOP1,\xFF\xFF\xFF,school\n");
    write("vehicles.csv",
          "plate,colour,class,use_nature,approved_persons,operator\n冀H00318,pink,large,S,45,OP1\n");
    const Ended refused = ctl({"import", "."});
    EXPECT_EQ(refused.code, 1);
    EXPECT_THAT(refused.err, HasSubstr("operators.csv: line 2: the text is neither UTF-8 nor GB18030\n"));
    EXPECT_THAT(refused.err,
                HasSubstr("vehicles.csv: line 2, column 2 (colour): 'pink' is not a plate colour\n"));
}

TEST_F(ImportCommand, WhatIsNoFileAndNoRegisterIsAnError) {
    write("operators.csv", operators);
    EXPECT_EQ(ctl({"import", "operators", "nowhere.csv"}).code, 3);
    const Ended buses = ctl({"import", "buses", "operators.csv"});
    EXPECT_EQ(buses.code, 1);
    EXPECT_THAT(buses.err, HasSubstr("there is no register 'buses'"));
    write("buses.csv", operators);
    EXPECT_THAT(ctl({"import", "."}).err, HasSubstr("buses.csv: no register is named so"));
}

}  // namespace
}  // namespace husong::test
