// Messages in packages over real sockets: what was answered is kept, whatever becomes of the connection.
#include "tests/net/listener_fixture.hpp"

#include <fmt/format.h>

namespace husong::net::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A batch in two packages.
class ListenerPackages : public ListenerTest {
protected:
    ListenerPackages() {
        intake_settings.telemetry_capacity = 2;
        settings.orphan_entries = 0;
        wire.first_serial = 50;
        const WireBytes body = batch_of_three();
        const Bytes all{body};
        first = wire.package(0x0704, 2, 1, all.first(40));
        last = wire.package(0x0704, 2, 2, all.subspan(40));
    }
    // The first one is answered; the last one is held when its session ends, and dropped.
    void lose_the_last_package() {
        open();
        Client old = enter();
        EXPECT_THAT(old.ask(first), ElementsAre("0x0704 #50 -> 0"));
        store_fails = true;
        for (int i = 0; i < 2; ++i) old.send(wire.location(fmt::format("2609010715{:02}", i)));
        old.send(last);
        ASSERT_TRUE(eventually([&] { return count(NetCount::pauses_no_room) == 1; }));
        const Client next = enter();
        EXPECT_TRUE(old.is_closed_by_server());
        EXPECT_EQ(count(NetCount::orphans_dropped), 1U);
        store_fails = false;
        EXPECT_TRUE(eventually([&] { return history().size() == 2; }));
    }
    WireBytes first, last;
};

TEST_F(ListenerPackages, ABatchWhosePackagesCameBeforeAndAfterARestartIsStored) {
    open();
    Client before = enter();
    EXPECT_THAT(before.ask(first), ElementsAre("0x0704 #50 -> 0"));
    close();
    EXPECT_THAT(history(), IsEmpty());

    open();
    Client after = enter();
    EXPECT_THAT(after.ask(last), ElementsAre("0x0704 #51 -> 0"));
    EXPECT_THAT(history(), SizeIs(3));
}

TEST_F(ListenerPackages, ABatchWhoseLastPackageWasDroppedWithItsSessionIsStoredWhenItIsSentAgain) {
    lose_the_last_package();
    EXPECT_THAT(enter().ask(last), ElementsAre("0x0704 #51 -> 0"));
    EXPECT_THAT(history(), SizeIs(5));
}

TEST_F(ListenerPackages, ABatchWhoseLastPackageWasDroppedIsStoredAfterARestartToo) {
    lose_the_last_package();
    close();
    open();
    EXPECT_THAT(enter().ask(last), ElementsAre("0x0704 #51 -> 0"));
    EXPECT_THAT(history(), SizeIs(5));
}

TEST_F(ListenerPackages, WhatIsCommittedAfterItsSessionHasEndedIsKnownWhenItIsSentAgain) {
    intake_settings.telemetry_capacity = 100;
    open();
    Client old = enter();
    EXPECT_THAT(old.ask(first), ElementsAre("0x0704 #50 -> 0"));
    store_fails = true;
    old.send(joined({last, wire.heartbeat()}));
    EXPECT_THAT(old.answers(1), SizeIs(1));
    Client next = enter();
    EXPECT_TRUE(old.is_closed_by_server());
    store_fails = false;
    ASSERT_TRUE(eventually([&] { return history().size() == 3; }));
    intake->drain();
    EXPECT_THAT(next.ask(last), ElementsAre("0x0704 #51 -> 0"));
    EXPECT_EQ(count(NetCount::duplicate_frames), 1U);
    advance(61s);
    EXPECT_THAT(next.ask(wire.heartbeat()), SizeIs(1));
    EXPECT_EQ(count(NetCount::resend_requests), 0U);
}

}  // namespace
}  // namespace husong::net::test
