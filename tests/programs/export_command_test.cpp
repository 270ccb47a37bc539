// husongctl export and registers: what goes out comes in again.
#include "tests/programs/ctl_fixture.hpp"

#include <sys/stat.h>

namespace husong::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct ExportCommand : Ctl {
    ExportCommand() {
        write("operators.csv",
              "code,name,kind,valid_from,valid_until\nOP1,\"某公司, 一\",school,,\n"
              "OP2,旧公司,school,,2026-08-31\n");
        write("vehicles.csv",
              "plate,colour,class,use_nature,approved_persons,operator\n冀H00318,yellow,large,S,45,OP1\n");
        write("equipment_checks.csv", "plate,colour,day,faults\n冀H00318,yellow,2026-09-02,灭火器过期\n");
        const Ended imported = ctl({"import", "."});
        EXPECT_EQ(imported.code, 0) << imported.err;
    }
};

TEST_F(ExportCommand, AFolderOfAllRegistersIsImportedWithoutAChange) {
    const Ended all = ctl({"export", "--all", "--out", "out"});
    EXPECT_EQ(all.code, 0) << all.err;
    EXPECT_THAT(read("out/equipment_checks.csv"), HasSubstr("冀H00318,yellow,2026-09-02,灭火器过期,,,\r\n"));
    const Ended again = ctl({"import", "out"});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.out, HasSubstr("\n0 changes\n"));
}

TEST_F(ExportCommand, OneRegisterIsPrintedAndWhoDidItIsKept) {
    const Ended one = ctl({"export", "operators"});
    EXPECT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(one.out,
              "\xEF\xBB\xBF"
              "code,name,kind,valid_from,valid_until\r\nOP1,\"某公司, 一\",school,,\r\n"
              "OP2,旧公司,school,,2026-08-31\r\n");
    EXPECT_EQ(audit().back(), "console export operators");
    EXPECT_THAT(ctl({"export", "operators", "--at", "2026-09-01"}).out, Not(HasSubstr("旧公司")));
    EXPECT_THAT(ctl({"export", "operators", "--at", "2026-08-31"}).out, HasSubstr("旧公司"));
}

TEST_F(ExportCommand, TheFilesAreForNobodyElse) {
    ASSERT_EQ(ctl({"export", "operators", "--out", "out"}).code, 0);
    struct stat file {};
    ASSERT_EQ(::stat((home / "out/operators.csv").c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777, 0600U);
}

TEST_F(ExportCommand, WhatCannotBeMeantIsRefused) {
    EXPECT_EQ(ctl({"export"}).code, 1);
    EXPECT_EQ(ctl({"export", "operators", "--all", "--out", "out"}).code, 1);
    EXPECT_THAT(ctl({"export", "--all"}).err, HasSubstr("--out names their folder"));
    EXPECT_THAT(ctl({"export", "buses"}).err, HasSubstr("there is no register 'buses'"));
    EXPECT_THAT(ctl({"export", "operators", "--at", "soon"}).err,
                HasSubstr("--at: 'soon' is not a date like 2026-09-01"));
    EXPECT_FALSE(exists("out"));
}

TEST_F(ExportCommand, TheColumnsOfAllRegistersArePrinted) {
    const Ended printed = run({"registers"});
    EXPECT_EQ(printed.code, 0);
    EXPECT_THAT(printed.out, HasSubstr("## timetables (班次表)"));
}

}  // namespace
}  // namespace husong::test
