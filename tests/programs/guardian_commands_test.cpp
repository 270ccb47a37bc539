// husongctl guardian: what a school hands out, and takes back.
#include "server/access/secret.hpp"
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

struct GuardianCommands : Ctl {
    GuardianCommands() {
        write("schools.csv",
              "code,name,stage,latitude_deg,longitude_deg\nS1,松岭镇初中,junior_high,40.8,118.2\n");
        write("lines.csv", "code,name,school\nL7,柳湾线,S1\n");
        write("stops.csv", "line,place,name,latitude_deg,longitude_deg,minutes\nL7,1,柳湾站,40.9,118.2,30\n");
        write("pupils.csv", "code,name,school,class,line,stop\nP1,学生A,S1,七1班,L7,柳湾站\n");
        const Ended imported = ctl({"import", "."});
        EXPECT_EQ(imported.code, 0) << imported.err;
    }
    [[nodiscard]] Ended invite(std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"guardian",   "invite",    "P1",
                                           "--relation", "母亲",      "--until",
                                           "2099-01-31", "--address", "https://husong.example/"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return ctl(arguments);
    }
};

TEST_F(GuardianCommands, AnAddressIsToldOnceAndOnlyItsHashIsKept) {
    const Ended made = invite();
    ASSERT_EQ(made.code, 0) << made.err;
    ASSERT_THAT(made.out, MatchesRegex("https://husong\\.example/f/[-_A-Za-z0-9]+\n"));
    const std::string token =
        made.out.substr(made.out.find("/f/") + 3, made.out.size() - made.out.find("/f/") - 4);
    const auto link = reader()->guardian_link(access::hash_secret(token)).value();
    ASSERT_TRUE(link);
    EXPECT_EQ(link->pupil, "P1");
    EXPECT_EQ(link->expires_at, parse_time("2099-02-01T00:00:00+08:00").value())
        << "the last day is included";
    EXPECT_THAT(ctl({"guardian", "list", "P1"}).out, HasSubstr("2099-01-31"));
    EXPECT_THAT(ctl({"guardian", "list", "P1"}).out, Not(HasSubstr(token)));
    EXPECT_THAT(audit(), ::testing::Contains("console guardian invite P1"));
}

TEST_F(GuardianCommands, ASheetToPrintIsReadableByItsOwnerOnly) {
    const Ended made = invite({"--print", "sheet.html"});
    ASSERT_EQ(made.code, 0) << made.err;
    EXPECT_THAT(made.out, Not(HasSubstr("/f/")));
    EXPECT_THAT(read("sheet.html"), HasSubstr("https://husong.example/f/"));
    EXPECT_THAT(read("sheet.html"), HasSubstr("七1班 学生A 的母亲"));
    EXPECT_EQ(std::filesystem::status(home / "sheet.html").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(GuardianCommands, ThreeAreEnoughForAChildUntilTheyAreTakenBack) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(invite().code, 0);
    const Ended fourth = invite();
    EXPECT_EQ(fourth.code, 1);
    EXPECT_THAT(fourth.err, HasSubstr("P1 has 3 links already: revoke them first"));
    EXPECT_EQ(ctl({"guardian", "revoke", "P1"}).out, "3 links of P1 open no more\n");
    EXPECT_EQ(invite().code, 0);
}

TEST_F(GuardianCommands, WhatIsWrongIsNamed) {
    EXPECT_THAT(
        ctl({"guardian", "invite", "P9", "--relation", "母亲", "--until", "2099-01-31", "--address", "x"})
            .err,
        HasSubstr("the register has no pupil P9"));
    EXPECT_THAT(
        ctl({"guardian", "invite", "P1", "--relation", "母亲", "--until", "soon", "--address", "x"}).err,
        HasSubstr("--until: 'soon' is not a date like 2027-01-31"));
    EXPECT_THAT(
        ctl({"guardian", "invite", "P1", "--relation", "母亲", "--until", "2020-01-31", "--address", "x"})
            .err,
        HasSubstr("--until: 2020-01-31 is past"));
}

}  // namespace
}  // namespace husong::test
