// husongctl terminal configure, locate, reset, confirm-alarm: what is queued, and what is refused.
#include "tests/programs/ctl_fixture.hpp"
#include "tests/support/terminal.hpp"

namespace husong::test {
namespace {

using testing::HasSubstr;

struct TerminalOrders : Ctl {
    void SetUp() override {
        const auto store = db::open_sqlite(database).value();
        const County county = County::put_into(*store);
        enrol_terminal(*store, county);
    }
    std::vector<db::TerminalCommand> queued() const { return reader()->open_commands(10).value(); }
    Ended order(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "terminal");
        arguments.insert(arguments.end(), {"--wait", "0"});
        return ctl(std::move(arguments));
    }
};

TEST_F(TerminalOrders, ConfigureQueuesWhatASchoolBusShouldHave) {
    const Ended ended = order({"configure", "013900001234"});
    EXPECT_EQ(ended.code, 1) << ended.err;  // queued, not confirmed
    EXPECT_THAT(ended.out, HasSubstr("interval_s = 10\n"));
    EXPECT_THAT(ended.out, HasSubstr("speed_limit_kmh = 60\n"));
    EXPECT_THAT(ended.out, HasSubstr("plate = 冀H"));
    EXPECT_THAT(ended.out, HasSubstr(": queued"));
    ASSERT_EQ(queued().size(), 1U);
    EXPECT_EQ(queued()[0].message_id, 0x8103);
    EXPECT_EQ(queued()[0].body[0], 9);
}

TEST_F(TerminalOrders, AnotherServerNeedsAnExplicitWord) {
    const Ended refused = order({"configure", "13900001234", "--server", "bus.example:7611"});
    EXPECT_NE(refused.code, 0);
    EXPECT_THAT(refused.err, HasSubstr("--allow-move"));
    EXPECT_TRUE(queued().empty());
    EXPECT_NE(order({"configure", "13900001234", "--set", "main_server=10.0.0.8"}).code, 0);
    EXPECT_TRUE(queued().empty());
    const Ended allowed = order({"configure", "13900001234", "--server", "bus.example:7611", "--allow-move"});
    EXPECT_THAT(allowed.out, HasSubstr("main_server = bus.example\n"));
    EXPECT_THAT(allowed.out, HasSubstr("tcp_port = 7611\n"));
    EXPECT_EQ(queued().size(), 1U);
}

TEST_F(TerminalOrders, AValueMayBeSetByName) {
    EXPECT_THAT(order({"configure", "13900001234", "--set", "interval_s=30"}).out,
                HasSubstr("interval_s = 30\n"));
    for (const char* wrong : {"speed=60", "interval_s", "interval_s=fast"}) {
        EXPECT_NE(order({"configure", "13900001234", "--set", wrong}).code, 0) << wrong;
    }
    EXPECT_EQ(queued().size(), 1U);
}

TEST_F(TerminalOrders, TheOthersAreQueuedAndEachIsAudited) {
    for (const char* what : {"locate", "reset", "confirm-alarm"}) order({what, "13900001234"});
    std::vector<std::uint16_t> ids;
    for (const auto& command : queued()) ids.push_back(command.message_id);
    EXPECT_THAT(ids, testing::ElementsAre(0x8201, 0x8105, 0x8203));
    EXPECT_EQ(queued()[1].body, std::string(1, 4));
    EXPECT_THAT(audit(), testing::Contains("console terminal reset 13900001234: command 2"));
    EXPECT_NE(order({"locate", "13911112222"}).code, 0);
}

}  // namespace
}  // namespace husong::test
