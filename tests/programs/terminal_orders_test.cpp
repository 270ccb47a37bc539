// husongctl terminal configure, locate, reset, confirm-alarm: what is queued, and what is refused.
#include "server/jt808/message.hpp"
#include "server/jt808/parameter_table.hpp"
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
    // As the running server does when the terminal has answered; each look at the store is a look later.
    void answer(std::uint16_t answer_id, const std::vector<std::uint8_t>& body) const {
        std::vector<db::TerminalCommand> open;
        for (int looks = 0; open.empty() && looks < most_looks; ++looks) open = queued();
        ASSERT_EQ(open.size(), 1U) << "nothing was queued";
        const auto store = db::open_sqlite(database).value();
        const auto writer = store->writer().value();
        writer->begin().value();
        writer
            ->put(db::CommandProgress{.command = open[0].id,
                                      .terminal = open[0].terminal,
                                      .state = db::CommandState::confirmed,
                                      .at = school_day,
                                      .answer_id = answer_id,
                                      .answer = std::string{body.begin(), body.end()}})
            .value();
        writer->commit().value();
    }
    // What it prints when the terminal answers so.
    Ended answered(const std::vector<std::string>& order, std::uint16_t answer_id,
                   const std::vector<std::uint8_t>& body) const {
        std::vector<std::string> arguments{"--db", "husong.db", "terminal"};
        arguments.insert(arguments.end(), order.begin(), order.end());
        arguments.insert(arguments.end(), {"--wait", "60"});
        Child child{HUSONG_CTL, arguments, home.path()};
        answer(answer_id, body);
        return child.wait();
    }
    static constexpr int most_looks = 20'000;
};

std::vector<std::uint8_t> parameters_told(
    const std::vector<std::pair<std::string_view, std::string_view>>& values) {
    std::vector<std::uint8_t> parameters;
    for (const auto& [name, text] : values) {
        const auto* row = jt808::find_parameter(name);
        jt808::append_parameter(parameters, row->id,
                                jt808::parameter_value(*row, text, jt808::Edition::v2013).value());
    }
    jt808::Parameters message;
    message.form = jt808::Edition::v2013;
    message.serial = 7;
    message.parameters = parameters;
    std::vector<std::uint8_t> body;
    jt808::append_body(body, message);
    return body;
}

TEST_F(TerminalOrders, CompareNamesWhatTheTerminalHasOtherwise) {
    const Ended ended = answered({"configure", "13900001234", "--compare"}, jt808::Parameters::id,
                                 parameters_told({{"interval_s", "30"}, {"speed_limit_kmh", "60"}}));
    EXPECT_EQ(ended.code, 1) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr(": confirmed\n"));
    EXPECT_THAT(ended.out, testing::ContainsRegex("interval_s +30 +10 +differs"));
    EXPECT_THAT(ended.out, testing::ContainsRegex("speed_limit_kmh +60 +60 *\n"));
    EXPECT_THAT(ended.out, testing::ContainsRegex("plate +- +冀H.* +differs")) << "it told none";
}

TEST_F(TerminalOrders, CompareOfAnAnswerThatIsNoParametersSaysSo) {
    const Ended ended = answered({"configure", "13900001234", "--compare"}, jt808::Parameters::id, {1});
    EXPECT_EQ(ended.code, 3);
    EXPECT_THAT(ended.err, HasSubstr("the terminal has not told its parameters"));
}

TEST_F(TerminalOrders, LocatePrintsWhereTheTerminalIs) {
    jt808::QueriedLocation told;
    told.serial = 7;
    told.location.status = 0b11;
    told.location.latitude = 40'766'000;
    told.location.longitude = 118'167'000;
    std::vector<std::uint8_t> body;
    jt808::append_body(body, told);
    const Ended ended = answered({"locate", "13900001234"}, jt808::QueriedLocation::id, body);
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("40.766000 N 118.167000 E, located, no time\n"));
}

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
