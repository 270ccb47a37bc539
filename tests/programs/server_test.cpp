// husongd as a program: its settings, and what its log says of its life.
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct ServerProgram : Ctl {
    static std::vector<std::string> with_free_ports(std::vector<std::string> more) {
        std::vector<std::string> arguments{"--db",
                                           "husong.db",
                                           "--http-port",
                                           "0",
                                           "--metrics-port",
                                           "0",
                                           "--terminal-address",
                                           "127.0.0.1",
                                           "--terminal-port",
                                           "0"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return arguments;
    }
    Ended refused(const std::vector<std::string>& more) const {
        return Child{HUSONG_SERVER, with_free_ports(more), home.path()}.wait();
    }
};

TEST_F(ServerProgram, RefusesALevelOfTheLogThatDoesNotExistAndNamesThoseThatDo) {
    const Ended ended = refused({"--log-level", "loud"});
    EXPECT_NE(ended.code, 0);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("--log-level"), HasSubstr("loud"),
                                 HasSubstr("trace, debug, info, warn, error, off")));
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ServerProgram, KeepsPositionsAsLongAsTheLawAsks) {
    const Ended ended = refused({"--keep-positions", "182"});
    EXPECT_NE(ended.code, 0);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("--keep-positions"), HasSubstr("at least 183 days"),
                                 HasSubstr("道路运输车辆动态监督管理办法")));
    write("husongd.ini", "keep-positions=30\n");
    EXPECT_THAT(refused({"--config", "husongd.ini"}).err, HasSubstr("at least 183 days"));
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ServerProgram, RefusesSettingsThatNobodyKnowsOrThatMakeNoSense) {
    write("husongd.ini", "http-prot=8081\n");
    const Ended misspelt = refused({"--config", "husongd.ini"});
    EXPECT_NE(misspelt.code, 0);
    EXPECT_THAT(misspelt.err, HasSubstr("http-prot"));
    EXPECT_THAT(refused({"--home", "XX"}).err, AllOf(HasSubstr("--home"), HasSubstr("'XX'")));
    EXPECT_THAT(refused({"--batch-entries", "0"}).err, HasSubstr("--batch-entries"));
    EXPECT_THAT(refused({"--refold-share", "2"}).err, HasSubstr("--refold-share"));
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ServerProgram, TellsInItsLogThatItStartsWithWhatAndThatItStops) {
    Child server{HUSONG_SERVER, with_free_ports({"--keep-positions", "200"}), home.path()};
    ASSERT_TRUE(server.says("\nready http=127.0.0.1:")) << server.out();
    server.ask_to_stop();
    const Ended ended = server.wait();
    EXPECT_EQ(ended.code, 0);
    EXPECT_THAT(ended.out,
                HasSubstr("[info] husongd " HUSONG_VERSION " starts: database husong.db, schema "));
    EXPECT_THAT(ended.out, AllOf(HasSubstr("positions kept 200 days"), HasSubstr("log level info"),
                                 HasSubstr("secure cookies off")));
    EXPECT_THAT(ended.out,
                HasSubstr("[warning] register: no vehicles; every plate is answered as not registered"));
    EXPECT_THAT(ended.out, HasSubstr("[info] husongd stops: asked by signal 15"));
    EXPECT_THAT(ended.out, HasSubstr("[info] husongd has stopped"));
}

TEST_F(ServerProgram, SaysItsVersionAndItsSettings) {
    const Ended version = Child{HUSONG_SERVER, {"--version"}, home.path()}.wait();
    EXPECT_EQ(version.code, 0);
    EXPECT_EQ(version.out, HUSONG_VERSION "\n");
    EXPECT_THAT(Child(HUSONG_SERVER, {"--help"}, home.path()).wait().out, HasSubstr("--keep-positions DAYS"));
}

}  // namespace
}  // namespace husong::test
