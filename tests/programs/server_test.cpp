// husongd as a program: its settings, and what its log says of its life.
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

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

TEST_F(ServerProgram, NamesTheLineOfTheFileThatIsWrong) {
    const auto said_of = [this](std::string_view text) {
        write("husongd.toml", text);
        const Ended ended = refused({"--config", "husongd.toml"});
        EXPECT_NE(ended.code, 0) << text;
        return ended.err.substr(0, ended.err.find('\n'));
    };
    EXPECT_EQ(said_of("# ports\n\nhttp-prot = 8081\n"), "husongd.toml:3: there is no setting 'http-prot'");
    EXPECT_THAT(said_of("home = \"冀H\"\nhttp-port = many\n"),
                AllOf(HasSubstr("husongd.toml:2: "), HasSubstr("--http-port"), HasSubstr("many")));
    EXPECT_EQ(said_of("log-level = loud\n"),
              "husongd.toml:1: --log-level: 'loud' is not one of trace, debug, info, warn, error, off");
    EXPECT_EQ(said_of("home = \"冀H\"\n\nhome = \"冀B\"\n"), "husongd.toml:3: home stands in line 1 already");
    EXPECT_EQ(said_of("[doors]\nhttp-port = 0\n"), "husongd.toml:1: there are no [sections]");
    EXPECT_EQ(said_of("doors.http-port = 0\n"), "husongd.toml:1: there is no setting 'doors.http-port'");
    EXPECT_EQ(said_of("web = the pages\n"),
              "husongd.toml:1: web takes one value; text with spaces stands in quotes");
    EXPECT_THAT(said_of("http-port\n"), HasSubstr("husongd.toml:1: "));
    EXPECT_THAT(refused({"--config", "elsewhere.toml"}).err, HasSubstr("elsewhere.toml"));
    EXPECT_FALSE(exists("husong.db"));
}

TEST_F(ServerProgram, ReadsItsFileAndTheCommandLineWins) {
    write("husongd.toml", "keep-raw = 40 # days\nkeep-positions = 200\nhome = \"冀B\"\n");
    Child server{HUSONG_SERVER, with_free_ports({"--config", "husongd.toml", "--keep-positions", "300"}),
                 home.path()};
    ASSERT_TRUE(server.says("\nready http=127.0.0.1:")) << server.out();
    EXPECT_THAT(server.out(),
                AllOf(HasSubstr("positions kept 300 days, raw messages 40 days"), HasSubstr("home 冀B")));
}

// What the package puts into the example's place must be understood, with every line of it in force.
TEST_F(ServerProgram, KnowsEverySettingOfTheExampleWithItsDefault) {
    std::ifstream example{HUSONG_SOURCE_DIR "/packaging/husongd.toml"};
    const std::string help = Child{HUSONG_SERVER, {"--help"}, home.path()}.wait().out;
    std::string in_force;
    std::size_t settings = 0;
    for (std::string line; std::getline(example, line);) {
        const bool is_default = line.starts_with('#') && !line.starts_with("# ");
        if (is_default) line.erase(0, 1);
        in_force += line + "\n";
        const auto equals = line.find(" = ");
        if (line.starts_with('#') || equals == std::string::npos) continue;
        ++settings;
        std::string value = line.substr(equals + 3);
        std::erase(value, '"');
        if (value == "false") value = "0";
        const auto at = help.find("--" + line.substr(0, equals) + " ");
        ASSERT_NE(at, std::string::npos) << line;
        if (!is_default) continue;
        EXPECT_THAT(help.substr(at, help.find('\n', at) - at), HasSubstr("=" + value));
    }
    EXPECT_GE(settings, 10U);
    write("husongd.toml", in_force);
    const Ended read = Child{HUSONG_SERVER, {"--config", "husongd.toml", "--version"}, home.path()}.wait();
    EXPECT_EQ(read.code, 0) << read.err;
}

TEST_F(ServerProgram, FindsTheInstalledPagesBesideItsOwnFolder) {
    std::filesystem::create_directories(home / "bin");
    std::filesystem::create_directories(home / "share/husong/web");
    std::filesystem::copy_file(HUSONG_SERVER, home / "bin/husongd");
    write("share/husong/web/index.html", "<!doctype html>");
    Child server{home / "bin/husongd", with_free_ports({}), home.path()};
    ASSERT_TRUE(server.says("\nready http=127.0.0.1:")) << server.out();
    EXPECT_THAT(server.out(), HasSubstr("pages " + (home / "share/husong/web").string()));
    EXPECT_THAT(Child(HUSONG_SERVER, {"--help"}, home.path()).wait().out, Not(HasSubstr("share/husong/web")));
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
