// Single acts at the terminals' door, and what exactly is left of them.
#include "tests/hostile/besieged.hpp"

#include <fmt/format.h>

namespace husong::hostile {
namespace {

using net::test::Client;
using net::test::Wire;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

class HostileDoor : public Besieged {
protected:
    Client connect() { return Client{server->terminal_port()}; }
    db::TerminalCredentials credentials(std::string_view phone) {
        return *server->store().admin().value()->credentials(phone).value();
    }
    // As the honest terminal registered when it came in, byte for byte.
    static WireBytes recorded_registration() { return Wire{}.registration(); }
};

// The protocol gives the key to whoever tells the same device; see docs/decisions/0011.
TEST_F(HostileDoor, ReplayedRegistrationChangesNothingAndEndsNoSession) {
    open();
    const auto before = credentials(husong::test::terminal_phone);
    Client replaying = connect();
    for (int i = 0; i < 5; ++i) {
        replaying.send(recorded_registration());
        const auto answers = replaying.read(1);
        ASSERT_THAT(answers, SizeIs(1));
        EXPECT_EQ(answers[0].header.message_id, 0x8100);
        EXPECT_EQ(answers[0].body.at(2), 0);
    }
    expect_heard();
    EXPECT_EQ(credentials(husong::test::terminal_phone).code, before.code);
    EXPECT_EQ(credentials(husong::test::terminal_phone).terminal_id, before.terminal_id);
    EXPECT_EQ(metric("terminal_registrations_total"), 6U);
    EXPECT_EQ(metric("terminal_connections_closed_total{kind=\"replaced\"}"), 0U);
    EXPECT_THAT(refusals(), IsEmpty());
}

TEST_F(HostileDoor, RegistrationByAnotherDeviceIsRefusedAndNotedOnce) {
    open();
    for (int i = 0; i < 3; ++i) {
        Attacker other{{std::string{husong::test::terminal_phone}, ""}, 1};
        Client client = connect();
        client.send(other.registration_of(other.phone(), "OTHERDEVICE"));
        const auto answers = client.read(1);
        ASSERT_THAT(answers, SizeIs(1));
        EXPECT_EQ(answers[0].body.at(2), 3);  // the terminal is taken
    }
    expect_heard();
    ASSERT_THAT(refusals(), SizeIs(1));
    EXPECT_EQ(refusals()[0].reason, "identity_conflict");
    EXPECT_EQ(refusals()[0].count, 3);
}

TEST_F(HostileDoor, TwoLiveSessionsOfOneTerminalEndTheOlderAndStoreEveryFrameOnce) {
    open();
    Attacker first{{stolen_phone, stolen_code}, 1}, second{{stolen_phone, stolen_code}, 2};
    Client older = connect();
    EXPECT_THAT(older.ask(first.authentication()), SizeIs(1));
    const WireBytes frame = first.location();
    EXPECT_THAT(older.ask(frame), SizeIs(1));
    Client newer = connect();
    EXPECT_THAT(newer.ask(second.authentication()), SizeIs(1));
    EXPECT_TRUE(older.is_closed_by_server());
    EXPECT_THAT(newer.ask(frame), SizeIs(1));  // replayed: answered, not stored again
    expect_heard();
    expect_nothing_lost();
    EXPECT_THAT(history(county.expired), SizeIs(1));
    EXPECT_EQ(metric("terminal_connections_closed_total{kind=\"replaced\"}"), 1U);
    EXPECT_EQ(metric("terminal_duplicate_frames_total"), 1U);
    EXPECT_EQ(metric("terminal_sessions_open"), 2U);
}

TEST_F(HostileDoor, PackagesThatNeverEndAreGivenUpAndLeaveNoBytes) {
    open();
    Attacker endless{{stolen_phone, stolen_code}, 1};
    Client client = connect();
    EXPECT_THAT(client.ask(endless.authentication()), SizeIs(1));
    constexpr std::size_t messages = 50;
    for (std::size_t i = 0; i < messages; ++i) EXPECT_THAT(client.ask(endless.package(1'000, 1)), SizeIs(1));
    const std::size_t kept = settings.terminals.packages.open_messages;
    EXPECT_EQ(metric("terminal_packages_given_up_total"), messages - kept);
    EXPECT_TRUE(eventually([&] { return metric("terminal_package_bytes") > 0; }));
    EXPECT_LT(metric("terminal_package_bytes"), (kept + 1) * 1'100);
    client.close();
    // The terminal may come back for them; after an hour nothing is kept.
    for (int minute = 0; minute < 70; ++minute) {
        advance(60s);
        expect_heard();
    }
    EXPECT_TRUE(eventually([&] { return metric("terminal_package_bytes") == 0; }));
    EXPECT_THAT(history(county.expired), IsEmpty());
}

TEST_F(HostileDoor, InventedPhonesPushOutNoTroubleOfABus) {
    settings.terminals.stranger_refusals_burst = 40;
    open();
    Attacker insider{{stolen_phone, stolen_code}, 1};
    EXPECT_THAT(connect().ask(insider.authentication_with(stolen_phone, "WRONG")), SizeIs(1));
    constexpr int strangers = 100;
    for (int i = 0; i < strangers; ++i) {
        Attacker stranger{{stolen_phone, ""}, static_cast<std::uint64_t>(i)};
        Client client = connect();
        client.send(stranger.registration_of(stranger.invented_phone(), "INVENTED"));
        const auto answers = client.read(1);
        ASSERT_THAT(answers, SizeIs(1));
        EXPECT_EQ(answers[0].body.at(2), 4);  // no such terminal, written down or not
    }
    EXPECT_THAT(refusals(), SizeIs(41));
    EXPECT_THAT(refusals(), testing::Contains(Field(&db::Refusal::phone, stolen_phone)));
    EXPECT_EQ(metric("terminal_refusals_not_noted_total"), 60U);
    expect_heard();
}

TEST_F(HostileDoor, SilentStrangersMakeRoomForOneWhoHasSomethingToSay) {
    settings.terminals.max_unauthenticated = 4;
    open();
    std::vector<Socket> silent;
    for (int i = 0; i < 4; ++i) silent.emplace_back(server->terminal_port(), 2 + i);
    ASSERT_TRUE(eventually([&] { return metric("terminal_connections_open") == 5; }));
    advance(settings.terminals.stranger_grace);
    Attacker late{{stolen_phone, stolen_code}, 1};
    Client client = connect();
    EXPECT_THAT(client.ask(late.authentication()), ElementsAre("0x0102 #0 -> 0"));
    EXPECT_EQ(metric("terminal_connections_closed_total{kind=\"made_room\"}"), 1U);
    expect_heard();
}

TEST_F(HostileDoor, RecordsOfOneTerminalAreLimitedAndNeitherLostNorConfirmedBeyond) {
    settings.terminals.records_burst = 100;
    open();
    Attacker flooding{{stolen_phone, stolen_code}, 1};
    Client client = connect();
    EXPECT_THAT(client.ask(flooding.authentication()), SizeIs(1));
    for (int i = 0; i < 4; ++i)
        EXPECT_THAT(client.ask(flooding.batch(30, 30)), ElementsAre(testing::EndsWith("-> 0")));
    EXPECT_THAT(client.ask(flooding.batch(30, 30)), ElementsAre(testing::EndsWith("-> 1")));
    EXPECT_EQ(metric("terminal_records_refused_total"), 1U);
    client.close();
    advance(10s);  // staying away does not give it anew, time does
    Client again = connect();
    EXPECT_THAT(again.ask(flooding.authentication()), SizeIs(1));
    EXPECT_THAT(again.ask(flooding.location()), ElementsAre(testing::EndsWith("-> 0")));
    server->settle();
    EXPECT_THAT(history(county.expired), SizeIs(121));
    expect_heard();
}

}  // namespace
}  // namespace husong::hostile
