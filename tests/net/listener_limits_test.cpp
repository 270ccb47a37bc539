// How many connections the door bears.
#include "tests/net/listener_fixture.hpp"

namespace husong::net::test {
namespace {

using testing::SizeIs;

using ListenerLimits = ListenerTest;

TEST_F(ListenerLimits, BeyondTheLimitOfConnectionsNewcomersAreClosed) {
    settings.max_connections = 1;
    open();
    Client first = enter();
    Client second = connect();
    EXPECT_TRUE(second.is_closed_by_server());
    EXPECT_THAT(first.ask(wire.heartbeat()), SizeIs(1));
    EXPECT_EQ(count(NetCount::connections_refused), 1U);
}

TEST_F(ListenerLimits, OneAddressHoldsOnlySoManyConnections) {
    settings.max_per_address = 1;
    open();
    {
        Client first = connect();
        EXPECT_THAT(first.ask(wire.heartbeat()), SizeIs(1));
        Client second = connect();
        EXPECT_TRUE(second.is_closed_by_server());
    }
    EXPECT_TRUE(eventually([&] { return count(NetCount::connections_open) == 0; }));
    EXPECT_THAT(connect().ask(wire.heartbeat()), SizeIs(1));
}

// One sweep touches them all: far more than are settled in one turn.
TEST_F(ListenerLimits, ThreeHundredThatEndAtOnceAllEnd) {
    constexpr std::size_t many = 300;
    open();
    std::vector<Client> clients;
    for (std::size_t i = 0; i < many; ++i) clients.push_back(connect());
    for (Client& client : clients) EXPECT_THAT(client.ask(wire.heartbeat()), SizeIs(1));
    advance(31s);
    for (Client& client : clients) EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::not_authenticated_in_time), many);
    EXPECT_TRUE(eventually([&] { return count(NetCount::connections_open) == 0; }));
}

TEST_F(ListenerLimits, OneAddressHoldsOnlySoManyThatHaveNotAuthenticated) {
    settings.max_unauthenticated_per_address = 1;
    open();
    Client first = connect();
    EXPECT_THAT(first.ask(wire.heartbeat()), SizeIs(1));
    EXPECT_TRUE(connect().is_closed_by_server());
    EXPECT_THAT(first.ask(wire.authentication()), SizeIs(1));
    Client second = connect();
    EXPECT_THAT(second.ask(wire.heartbeat()), SizeIs(1));

    EXPECT_THAT(first.ask(wire.logout()), SizeIs(1));  // it is a stranger again
    second.close();
    EXPECT_TRUE(eventually([&] { return count(NetCount::connections_open) == 1; }));
    EXPECT_TRUE(connect().is_closed_by_server());
    first.close();
    EXPECT_TRUE(eventually([&] { return count(NetCount::connections_open) == 0; }));
    EXPECT_THAT(connect().ask(wire.heartbeat()), SizeIs(1));
}

TEST_F(ListenerLimits, StrangersBeyondTheirLimitWaitUntilOthersHaveAuthenticated) {
    settings.max_unauthenticated = 1;
    open();
    Client first = connect();
    EXPECT_THAT(first.ask(wire.heartbeat()), SizeIs(1));
    Client second = connect();
    Wire second_wire;
    second.send(second_wire.heartbeat());
    EXPECT_EQ(count(NetCount::connections_accepted), 1U);
    first.send(wire.authentication());
    EXPECT_THAT(second.answers(1), SizeIs(1));
}

}  // namespace
}  // namespace husong::net::test
