// Which commands make a database, and what backups do to files that are there.
#include "tests/programs/ctl_fixture.hpp"

#include <set>

namespace husong::test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

using Database = Ctl;

TEST_F(Database, OfAMistypedNameIsMissedByEveryCommandButImport) {
    const std::vector<std::vector<std::string>> commands{{"account", "add", "wang", "--role", "police"},
                                                         {"terminal", "enrol", "--phone", "13900001234"},
                                                         {"terminal", "enrol-all"},
                                                         {"terminal", "rotate", "--phone", "13900001234"},
                                                         {"terminal", "codes", "--out", "codes.csv"},
                                                         {"device", "add", "camera1", "--kind", "camera"},
                                                         {"device", "add-phones", "--out", "codes.csv"},
                                                         {"backup", "copy.db"},
                                                         {"check"}};
    for (std::vector<std::string> command : commands) {
        const std::string name = command[0] + " " + command.at(command.size() > 1 ? 1 : 0);
        command.insert(command.begin(), {"--db", "folder/mistyped.db"});
        const Ended ended = run(command, "correct horse battery\n");
        EXPECT_EQ(ended.code, 1) << name;
        EXPECT_EQ(ended.err, "husongctl: no database at folder/mistyped.db\n") << name;
        EXPECT_EQ(ended.out, "") << name;
    }
    EXPECT_FALSE(exists("folder"));
    EXPECT_FALSE(exists("codes.csv"));
    EXPECT_FALSE(exists("copy.db"));
}

TEST_F(Database, IsMadeByAnImportAndNotByOneThatIsRefused) {
    write("operators.csv", "code,name,kind\nOP1,某公司,bakery\n");
    EXPECT_EQ(ctl({"import", "operators", "operators.csv"}).code, 1);
    EXPECT_FALSE(exists("husong.db"));
    write("operators.csv", "code,name,kind\nOP1,某公司,school\n");
    EXPECT_EQ(ctl({"import", "operators", "operators.csv"}).code, 0);
    EXPECT_EQ(reader()->load_registry().value().operators.size(), 1U);
}

TEST_F(Database, ThatIsNoneOfThisProgramIsNotTouched) {
    write("husong.db", "somebody's letter");
    const Ended ended = ctl({"terminal", "enrol-all"});
    EXPECT_NE(ended.code, 0);
    EXPECT_THAT(ended.err, StartsWith("husongctl: "));
    EXPECT_EQ(read("husong.db"), "somebody's letter");
}

TEST_F(Database, IsBackedUpCheckedAndRestored) {
    make_database();
    const Ended saved = ctl({"backup", "copy.db"});
    EXPECT_EQ(saved.code, 0) << saved.err;
    EXPECT_THAT(saved.out, StartsWith("copy.db: "));
    EXPECT_EQ(run({"--db", "copy.db", "check"}).out, "copy.db is sound\n");
    EXPECT_EQ(run({"--db", "other.db", "restore", "copy.db"}).out, "other.db is copy.db again\n");
    const Ended again = run({"--db", "other.db", "restore", "copy.db"});
    EXPECT_EQ(again.code, 1);
    EXPECT_EQ(again.err, "husongctl: other.db is there already; --force replaces it\n");
    EXPECT_EQ(run({"--db", "other.db", "restore", "copy.db", "--force"}).code, 0);
    EXPECT_EQ(run({"--db", "other.db", "check"}).code, 0);
}

TEST_F(Database, IsBackedUpOverNothingThatIsThereUnlessToldTo) {
    make_database();
    write("copy.db", "last year's backup");
    const Ended refused = ctl({"backup", "copy.db"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "husongctl: copy.db is there already; --force replaces it\n");
    EXPECT_TRUE(read("copy.db") == "last year's backup");
    EXPECT_EQ(ctl({"backup", "copy.db", "--force"}).code, 0);
    EXPECT_EQ(run({"--db", "copy.db", "check"}).code, 0);
}

TEST_F(Database, IsNeverBackedUpOverItself) {
    make_database();
    const Ended refused = ctl({"backup", "./husong.db", "--force"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "husongctl: ./husong.db is the database itself\n");
    EXPECT_EQ(ctl({"check"}).code, 0);
}

TEST_F(Database, CannotBeRestoredFromWhatIsNoBackup) {
    write("copy.db", "somebody's letter");
    EXPECT_NE(ctl({"restore", "copy.db"}).code, 0);
    EXPECT_NE(ctl({"restore", "nowhere.db"}).code, 0);
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(Database, AndItsBackupsAreForTheirOwnerOnly) {
    write("operators.csv", "code,name,kind\nOP1,某公司,school\n");
    ASSERT_EQ(ctl({"import", "operators", "operators.csv"}).code, 0);
    ASSERT_EQ(ctl({"backup", "copy.db"}).code, 0);
    using std::filesystem::perms;
    for (const char* name : {"husong.db", "copy.db"})
        EXPECT_EQ(status(home / name).permissions() & (perms::group_all | perms::others_all), perms::none)
            << name;
}

}  // namespace
}  // namespace husong::test
