// husongctl records and husongctl findings: what a database holds, in the forms that fold reads and prints.
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct DumpCommands : Ctl {
    DumpCommands() {
        std::filesystem::create_directory(home / "register");
        write("register/operators.csv", "code,name,kind\nOP1,某公司,school\n");
        write("register/vehicles.csv",
              "plate,colour,class,use_nature,approved_persons,operator\n冀H7K206,blue,small,A,7,OP1\n");
        write("records.log",
              "1788219000000\t1788219002000\tgate\t冀H7K206\tblue\tsighting\tsome\t6\t40.9\t117."
              "9\t某校\\t东门\t\t\n"
              "1788219060000\t1788219062000\tpolice\t冀H7K206\tblue\thead_count\t8\t1\t0\tby=17\n"
              "1788219061000\t1788219064000\tescort\t冀H9X999\tother\ttrip_event\tfront_seat\t\tP1\t\t1\t\n");
    }
    [[nodiscard]] Ended fold(const std::vector<std::string>& more) const {
        std::vector<std::string> arguments{"fold", "--register", "register"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
};

TEST_F(DumpCommands, ALogOfADatabaseFoldsToItsFindings) {
    const Ended folded = fold({"records.log", "--database", "husong.db"});
    ASSERT_EQ(folded.code, 0) << folded.err;
    EXPECT_THAT(folded.out, HasSubstr("VL-04"));
    EXPECT_EQ(ctl({"findings"}).out, folded.out);
    EXPECT_EQ(ctl({"records", "--out", "again.log"}).code, 0);
    EXPECT_EQ(ctl({"records"}).out, read("again.log"));
    EXPECT_THAT(read("again.log"), HasSubstr("head_count\t8\t1\t0\tby=17\n"));
    EXPECT_EQ(fold({"again.log"}).out, folded.out);
}

TEST_F(DumpCommands, AreInTheAudit) {
    ASSERT_EQ(fold({"records.log", "--database", "husong.db"}).code, 0);
    EXPECT_EQ(ctl({"records"}).code, 0);
    EXPECT_EQ(ctl({"findings", "--out", "findings.jsonl"}).code, 0);
    EXPECT_THAT(audit(), ElementsAre("console export records", "console export findings"));
    EXPECT_THAT(read("findings.jsonl"), HasSubstr(R"({"rule":"VL-04","plate":"冀H7K206")"));
}

TEST_F(DumpCommands, OfNoDatabaseAndToNoFileAreRefused) {
    EXPECT_EQ(ctl({"records"}).code, 1);
    EXPECT_FALSE(exists("husong.db"));
    make_database();
    EXPECT_EQ(ctl({"records", "--out", "nowhere/records.log"}).code, 3);
    EXPECT_EQ(ctl({"findings"}).out, "");
}

}  // namespace
}  // namespace husong::test
