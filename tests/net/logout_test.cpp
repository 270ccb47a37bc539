// A terminal that has logged out registers before its code opens again, on whatever connection and however
// often the server starts meanwhile (jt808.md §2.8).
#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {
namespace {

using testing::ElementsAre;

class Logout : public ListenerTest {
protected:
    // The code it is given.
    std::string register_on(Client& client) {
        client.send(wire.registration());
        const auto answer = client.read(1);
        EXPECT_THAT(answer, testing::SizeIs(1));
        EXPECT_EQ(answer.at(0).body.at(2), 0);
        return {answer.at(0).body.begin() + 3, answer.at(0).body.end()};
    }
};

TEST_F(Logout, IsAnsweredOnceItIsStored) {
    open();
    Client client = enter();
    EXPECT_THAT(client.ask(wire.logout()), ElementsAre("0x0003 #1 -> 0"));
    EXPECT_TRUE(stored_credentials().must_register);
    EXPECT_THAT(client.ask(wire.location()), ElementsAre("0x0200 #2 -> 1"));
}

TEST_F(Logout, ClosesTheCodeForTheNextConnectionUntilTheTerminalHasRegistered) {
    open();
    EXPECT_THAT(enter().ask(wire.logout()), ElementsAre("0x0003 #1 -> 0"));
    Client client = connect();
    EXPECT_THAT(client.ask(wire.authentication()), ElementsAre("0x0102 #2 -> 1"));
    const std::string code = register_on(client);
    EXPECT_FALSE(stored_credentials().must_register);
    EXPECT_THAT(client.ask(wire.authentication(code)), ElementsAre("0x0102 #4 -> 0"));
    EXPECT_THAT(connect().ask(wire.authentication(code)), ElementsAre("0x0102 #5 -> 0"));
    const auto refusals = store->reader().value()->refusals(10).value();
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_EQ(refusals[0].reason, "logged_out");
}

TEST_F(Logout, OutlivesARestart) {
    open();
    EXPECT_THAT(enter().ask(wire.logout()), ElementsAre("0x0003 #1 -> 0"));
    close();
    open();
    EXPECT_THAT(connect().ask(wire.authentication()), ElementsAre("0x0102 #2 -> 1"));
}

TEST_F(Logout, OfATerminalWhoseWindowHasClosedIsNoLockOut) {
    open();
    Client client = connect();
    const std::string code = register_on(client);
    EXPECT_THAT(client.ask(wire.authentication(code)), ElementsAre("0x0102 #1 -> 0"));
    EXPECT_THAT(client.ask(wire.logout()), ElementsAre("0x0003 #2 -> 0"));
    advance(std::chrono::hours{48});
    Client later = connect();
    EXPECT_EQ(register_on(later), code);
}

TEST_F(Logout, IsNotAnsweredWhileNothingCanBeStored) {
    open();
    Client client = enter();
    EXPECT_TRUE(fails_what_comes([&] { client.send(wire.logout()); }));
    EXPECT_FALSE(world->health().ready);
    store_fails = false;
    EXPECT_TRUE(eventually([&] { return world->health().ready; }));
    EXPECT_THAT(client.ask(wire.location()), ElementsAre("0x0200 #2 -> 0"));
    EXPECT_THAT(client.ask(wire.logout()), ElementsAre("0x0003 #3 -> 0"));
}

}  // namespace
}  // namespace husong::net::test
