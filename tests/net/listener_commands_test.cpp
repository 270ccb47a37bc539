// Commands over real sockets, from the row that asks for one to what is written into it.
#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {
namespace {

using db::CommandState;
using testing::SizeIs;

class ListenerCommands : public ListenerTest {
protected:
    std::int64_t queue(std::uint16_t message_id) {
        const std::int64_t id = store->admin()
                                    .value()
                                    ->queue_command({.terminal = stored_credentials().terminal,
                                                     .created_at = settings.clock().at,
                                                     .message_id = message_id,
                                                     .body = {}})
                                    .value();
        advance(2s);  // the registry is looked at once a second
        return id;
    }
    db::TerminalCommand command(std::int64_t id) {
        return store->reader().value()->command(id).value().value();
    }
    bool becomes(std::int64_t id, CommandState state) {
        return eventually([&] { return command(id).state == state; });
    }
    static jt808::QueriedLocation answer_to(const Downlink& query) {
        jt808::QueriedLocation message;
        message.serial = query.header.serial;
        message.location = report_at("260901073000");
        return message;
    }
};

TEST_F(ListenerCommands, OneIsSentToAConnectedTerminalAndItsAnswerIsWrittenDown) {
    open();
    Client client = enter();
    const auto id = queue(0x8201);
    const auto asked = client.read(1);
    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(asked[0].header.message_id, 0x8201);
    EXPECT_TRUE(becomes(id, CommandState::sent));
    client.send(wire.message(answer_to(asked[0])));
    EXPECT_TRUE(becomes(id, CommandState::confirmed));
    EXPECT_EQ(command(id).answer_id, 0x0201);
    EXPECT_TRUE(eventually([&] { return history().size() == 1; }));
}

TEST_F(ListenerCommands, OneWaitsForATerminalThatIsAwayAndSurvivesARestart) {
    open();
    const auto id = queue(0x8201);
    close();
    open();
    Client client = enter();
    const auto asked = client.read(1);
    ASSERT_THAT(asked, SizeIs(1));
    client.send(wire.message(answer_to(asked[0])));
    EXPECT_TRUE(becomes(id, CommandState::confirmed));
}

TEST_F(ListenerCommands, WhatAStoreThatFailsDidNotTakeIsWrittenDownLater) {
    open();
    Client client = enter();
    const auto id = queue(0x8107);
    const auto asked = client.read(1);
    ASSERT_THAT(asked, SizeIs(1));
    ASSERT_TRUE(becomes(id, CommandState::sent));
    ASSERT_TRUE(fails_what_comes([&] {
        client.send(wire.answer_to(0x8107, asked[0].header.serial, jt808::AnswerResult::unsupported));
    }));
    EXPECT_FALSE(world->health().ready);
    store_fails = false;
    EXPECT_TRUE(becomes(id, CommandState::unsupported));
    EXPECT_TRUE(eventually([&] { return count(NetCount::commands_over) == 1; }));
}

TEST_F(ListenerCommands, OneForATerminalThatNeverComesIsTimedOutAfterADay) {
    open();
    const auto id = queue(0x8201);
    ASSERT_TRUE(eventually([&] { return !world->commands()->empty(); }));
    advance(25h);
    EXPECT_TRUE(becomes(id, CommandState::timed_out));
}

}  // namespace
}  // namespace husong::net::test
