// The door over real sockets.
#include "server/net/recent_frames.hpp"
#include "tests/net/listener_fixture.hpp"

#include <fmt/format.h>

namespace husong::net::test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Listener = ListenerTest;

TEST_F(Listener, WhatIsAnsweredIsInTheStore) {
    open();
    Client client = enter();
    EXPECT_THAT(client.ask(wire.location()), ElementsAre("0x0200 #1 -> 0"));
    EXPECT_THAT(history(), SizeIs(1));
    EXPECT_TRUE(listener->connected(county.lawful));
    EXPECT_FALSE(listener->connected(county.expired));
}

TEST_F(Listener, TheSameLocationToldOnceAloneAndAgainInABatchIsStoredOnce) {
    open();
    Client client = enter();
    EXPECT_THAT(client.ask(wire.location("260901070000")), ElementsAre("0x0200 #1 -> 0"));
    EXPECT_THAT(client.ask(wire.batch(3)), ElementsAre("0x0704 #2 -> 0"));
    EXPECT_THAT(history(), SizeIs(3));
}

TEST_F(Listener, FramesThatComeByteByByteAreUnderstood) {
    open();
    Client client = connect();
    for (const std::uint8_t byte : joined({wire.authentication(), wire.location()})) client.send({byte});
    EXPECT_THAT(client.answers(2), ElementsAre("0x0102 #0 -> 0", "0x0200 #1 -> 0"));
}

TEST_F(Listener, ManyFramesInOneWriteAreAnsweredInOrder) {
    open();
    Client client = enter();
    WireBytes all;
    for (int i = 0; i < 150; ++i)
        all = joined({all, wire.location(fmt::format("26090107{:02}{:02}", i / 60, i % 60))});
    client.send(all);
    const auto answers = client.answers(150);
    ASSERT_THAT(answers, SizeIs(150));
    EXPECT_EQ(answers.front(), "0x0200 #1 -> 0");
    EXPECT_EQ(answers.back(), "0x0200 #150 -> 0");
    EXPECT_THAT(history(), SizeIs(150));
}

TEST_F(Listener, AnEnrolledTerminalRegistersAndComesInWithTheCodeItWasGiven) {
    open();
    Client client = connect();
    client.send(wire.registration());
    const auto answer = client.read(1);
    ASSERT_THAT(answer, SizeIs(1));
    ASSERT_EQ(answer[0].body.at(2), 0);
    const std::string code(answer[0].body.begin() + 3, answer[0].body.end());
    EXPECT_THAT(client.ask(wire.authentication(code)), ElementsAre("0x0102 #1 -> 0"));
    EXPECT_TRUE(stored_credentials().bound);
    EXPECT_EQ(stored_credentials().terminal_id, "T000001");
}

TEST_F(Listener, ARotatedCodeIsGivenToTheTerminalThatRegistersAgainAndItsUseEndsTheRotation) {
    open();
    store->admin()
        .value()
        ->edit_credentials("13900001234", [](db::TerminalCredentials& keys) { keys.next_code = "NEXT5678"; })
        .value();
    Client client = connect();
    client.send(wire.registration());
    const auto answer = client.read(1);
    ASSERT_THAT(answer, SizeIs(1));
    EXPECT_EQ(std::string(answer[0].body.begin() + 3, answer[0].body.end()), "NEXT5678");
    EXPECT_THAT(client.ask(wire.authentication("NEXT5678")), ElementsAre("0x0102 #1 -> 0"));
    EXPECT_TRUE(eventually([&] { return stored_credentials().code == "NEXT5678"; }));
    EXPECT_EQ(stored_credentials().next_code, "");
}

TEST_F(Listener, AStrangerIsRefusedAndRecordedWithThePlateItClaims) {
    open();
    wire = Wire{jt808::Edition::v2019, "13900007777"};
    Client client = connect();
    client.send(wire.registration("TEST77"));
    const auto answer = client.read(1);
    ASSERT_THAT(answer, SizeIs(1));
    EXPECT_THAT(answer[0].body, ElementsAre(0, 0, 4));
    EXPECT_EQ(answer[0].header.layout, jt808::Layout::v2019);
    const auto refusals = store->reader().value()->refusals(10).value();
    ASSERT_THAT(refusals, SizeIs(1));
    EXPECT_EQ(refusals[0].phone, "13900007777");
    EXPECT_EQ(refusals[0].claimed_plate, "TEST77");
    EXPECT_EQ(refusals[0].peer, "127.0.0.1");
}

TEST_F(Listener, TheOldConnectionIsReplacedOnlyOnceTheNewOneHasAuthenticated) {
    open();
    Client old = enter();
    Wire next_wire;
    Client next = connect();
    EXPECT_THAT(next.ask(next_wire.heartbeat()), ElementsAre("0x0002 #0 -> 0"));
    EXPECT_THAT(next.ask(next_wire.authentication("CODE9999")), ElementsAre("0x0102 #1 -> 1"));
    EXPECT_THAT(old.ask(wire.location()), ElementsAre("0x0200 #1 -> 0"));

    EXPECT_THAT(next.ask(next_wire.authentication()), ElementsAre("0x0102 #2 -> 0"));
    EXPECT_TRUE(old.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::replaced), 1U);
    EXPECT_TRUE(listener->connected(county.lawful));
    EXPECT_THAT(next.ask(next_wire.location("260901071540")), ElementsAre("0x0200 #3 -> 0"));
}

TEST_F(Listener, AFrameWhoseAnswerWasLostIsAnsweredOnTheNextConnectionAndStoredOnce) {
    open();
    const WireBytes frame = Wire{}.location();
    {
        Client client = enter();
        EXPECT_THAT(client.ask(frame), ElementsAre("0x0200 #0 -> 0"));
    }
    Client client = enter();
    EXPECT_THAT(client.ask(frame), ElementsAre("0x0200 #0 -> 0"));
    EXPECT_EQ(count(NetCount::duplicate_frames), 1U);
    EXPECT_THAT(history(), SizeIs(1));
}

TEST_F(Listener, ThreeWrongCodesCloseTheConnectionAfterTheirAnswers) {
    open();
    Client client = connect();
    client.send(joined({wire.authentication("A"), wire.authentication("B"), wire.authentication("C")}));
    EXPECT_THAT(client.answers(3), SizeIs(3));
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::wrong_code), 1U);
}

TEST_F(Listener, ARotatedCodeIsTheOnlyOneOnceItWasUsed) {
    auto credentials = stored_credentials();
    credentials.next_code = "NEXT5678";
    store->admin().value()->put_credentials(credentials).value();
    open();
    Client client = connect();
    EXPECT_THAT(client.ask(wire.authentication("NEXT5678")), ElementsAre("0x0102 #0 -> 0"));
    EXPECT_TRUE(eventually([&] { return stored_credentials().code == "NEXT5678"; }));
    EXPECT_EQ(stored_credentials().next_code, "");
    intake->drain();
    EXPECT_THAT(connect().ask(wire.authentication("CODE1234")), ElementsAre("0x0102 #1 -> 1"));
}

TEST_F(Listener, ATerminalThatSendsAByteAMinuteIsEnded) {
    open();
    Client client = enter();
    for (int minute = 0; minute < 3; ++minute) {
        client.send({0x7E});
        advance(1min);
    }
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::idle), 1U);
    EXPECT_TRUE(eventually([&] { return !listener->connected(county.lawful); }));
}

TEST_F(Listener, WhoDoesNotAuthenticateIsSentAway) {
    open();
    Client client = connect();
    EXPECT_THAT(client.ask(wire.heartbeat()), SizeIs(1));
    advance(30s);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::not_authenticated_in_time), 1U);
}

TEST_F(Listener, AStormOfFlagsIsEnded) {
    open();
    Client client = enter();
    client.send(WireBytes(70'000, 0x7E));
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::rubbish), 1U);
}

TEST_F(Listener, RubbishIsEndedAndSingleWrongFramesAreNot) {
    open();
    Client client = enter();
    WireBytes wrong = wire.location();
    wrong[15] ^= 1;
    for (int i = 0; i < 19; ++i) client.send(wrong);
    EXPECT_THAT(client.ask(wire.heartbeat()), SizeIs(1));
    for (int i = 0; i < 20; ++i) client.send(wrong);
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::rubbish), 1U);
}

TEST_F(Listener, AnotherProtocolIsEndedSoon) {
    open();
    Client client = connect();
    client.send(WireBytes(5'000, 'G'));
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::rubbish), 1U);
}

TEST_F(Listener, ATerminalThatDoesNotReadItsAnswersIsClosed) {
    settings.send_buffer_bytes = 4'096;
    settings.outgoing_bytes = 4'096;
    settings.stranger_frames_burst = settings.stranger_bytes_burst = 1e9;
    open();
    Client client{port, 4'096};
    WireBytes heartbeats;
    for (int i = 0; i < 1'000; ++i) heartbeats = joined({heartbeats, wire.heartbeat()});
    int rounds = 0;
    while (rounds < 1'000 && client.send(heartbeats)) ++rounds;
    EXPECT_LT(rounds, 1'000);
    EXPECT_TRUE(eventually([&] { return count(CloseReason::slow_reader) == 1; }));
}

TEST_F(Listener, WhileTheStoreFailsNothingIsAnsweredAndAfterwardsEverythingIs) {
    intake_settings.telemetry_capacity = 2;
    open();
    Client client = enter();
    store_fails = true;
    for (int i = 0; i < 10; ++i) client.send(wire.location(fmt::format("2609010715{:02}", i)));
    EXPECT_TRUE(eventually([&] { return count(NetCount::pauses_no_room) >= 1; }));
    EXPECT_EQ(count(NetCount::answers_success), 1U);
    EXPECT_THAT(history(), IsEmpty());
    store_fails = false;
    EXPECT_THAT(client.answers(10), SizeIs(10));
    EXPECT_THAT(history(), SizeIs(10));
}

TEST_F(Listener, WhatTheWriterCallsBrokenIsOfferedAnewWhenItIsSentAgain) {
    open();
    Client client = enter();
    store_fails = true;
    const WireBytes frame = wire.location();
    EXPECT_THAT(client.ask(joined({frame, wire.heartbeat()})), SizeIs(1));
    WireBytes body;
    jt808::append_location(body, report_at("260901071530"));
    const Bytes report = Bytes{body}.subspan(2);  // after its length
    const ingest::Ticket broken{.session = 0,
                                .generation = 1,
                                .message_id = 0x0200,
                                .serial = 1,
                                .fingerprint = frame_key(0x0200, 1, report).fingerprint};
    listener->committed({.answers = {}, .changes = {}, .corrected = {}, .at = {}, .broken = {&broken, 1}});
    EXPECT_THAT(client.ask(joined({frame, wire.heartbeat()})), SizeIs(1));
    EXPECT_EQ(count(NetCount::duplicate_frames), 0U);
    store_fails = false;
    EXPECT_THAT(client.answers(1), ElementsAre("0x0200 #1 -> 0"));
}

TEST_F(Listener, WhatAReplacedConnectionStillHeldIsStoredWhenThereIsRoom) {
    intake_settings.telemetry_capacity = 2;
    open();
    Client old = enter();
    store_fails = true;
    for (int i = 0; i < 3; ++i) old.send(wire.location(fmt::format("2609010715{:02}", i)));
    ASSERT_TRUE(eventually([&] { return count(NetCount::pauses_no_room) == 1; }));
    Client next = enter();
    EXPECT_TRUE(old.is_closed_by_server());
    store_fails = false;
    EXPECT_TRUE(eventually([&] { return history().size() == 3; }));
}

TEST_F(Listener, BeyondTheLimitWhatEndedSessionsHeldIsDroppedAndStoredWhenItIsSentAgain) {
    intake_settings.telemetry_capacity = 2;
    settings.orphan_entries = 0;
    open();
    Client old = enter();
    store_fails = true;
    for (int i = 0; i < 2; ++i) old.send(wire.location(fmt::format("2609010715{:02}", i)));
    const WireBytes held = wire.location("260901071559");
    old.send(held);
    ASSERT_TRUE(eventually([&] { return count(NetCount::pauses_no_room) == 1; }));
    Client next = enter();
    EXPECT_TRUE(old.is_closed_by_server());
    EXPECT_EQ(count(NetCount::orphans_dropped), 1U);
    store_fails = false;
    EXPECT_TRUE(eventually([&] { return history().size() == 2; }));
    EXPECT_THAT(next.ask(held), SizeIs(1));
    EXPECT_THAT(history(), SizeIs(3));
}

TEST_F(Listener, ATextIsSpokenToTheDriverOfTheVehicle) {
    open();
    Client client = enter();
    listener->send_text(county.lawful, "请清点");
    const auto text = client.read(1);
    ASSERT_THAT(text, SizeIs(1));
    EXPECT_EQ(text[0].header.message_id, 0x8300);
    client.send(wire.answer_to(0x8300, text[0].header.serial));
    EXPECT_TRUE(eventually([&] { return count(NetCount::texts_confirmed) == 1; }));
}

TEST_F(Listener, ATextForATerminalThatIsAwayWaitsForIt) {
    open();
    listener->send_text(county.lawful, "OK");
    Client client = enter();
    EXPECT_EQ(client.read(1).at(0).header.message_id, 0x8300);
}

TEST_F(Listener, ATextForAVehicleWithoutTerminalFails) {
    open();
    listener->send_text(county.expired, "OK");
    EXPECT_TRUE(eventually([&] { return count(NetCount::texts_failed) == 1; }));
}

// Findings whose drivers are told, with whatever text.
class ListenerFindings : public ListenerTest {
protected:
    ListenerFindings() {
        settings.driver_text = [](const rules::FindingChange&) { return std::optional<std::string>{"OK"}; };
    }
    [[nodiscard]] rules::FindingChange finding(std::int64_t id, rules::Level level) const {
        rules::FindingChange change;
        change.head = {.id = FindingId{id}, .rule = rules::RuleId::ld_01, .vehicle = county.lawful};
        change.head.level = change.episode.level = level;
        return change;
    }
    // Commits the changes under a connected terminal, which must be told once of all of them.
    void expect_one_text(const std::vector<rules::FindingChange>& changes) {
        open();
        Client client = enter();
        listener->committed({.answers = {}, .changes = changes, .corrected = {}, .at = {}});
        const auto text = client.read(1);
        client.send(wire.answer_to(0x8300, text.at(0).header.serial));
        EXPECT_THAT(client.ask(wire.heartbeat()), ElementsAre("0x0002 #2 -> 0"));
        EXPECT_EQ(count(NetCount::texts_sent), 1U);
    }
};

TEST_F(ListenerFindings, ALikelyOneIsToldToTheDriverOnce) {
    const auto likely = finding(5, rules::Level::likely);
    expect_one_text({likely, likely});
}

TEST_F(ListenerFindings, OneToldBeforeARestartIsNotToldAgainAndOneThatRisesAfterItIs) {
    {
        const auto writer = store->writer().value();
        writer->begin().value();
        for (const auto& change : {finding(5, rules::Level::likely), finding(6, rules::Level::suspected)})
            writer->put(change, husong::test::school_day, false).value();
        writer->commit().value();
    }
    expect_one_text({finding(5, rules::Level::likely), finding(6, rules::Level::likely)});
}

// Sixty board a bus for 45 people, which then drives off; its first fixes on the way come last.
TEST_F(ListenerFindings, OneThatALateFixShiftsIsNotToldAgain) {
    using husong::test::passenger_flow;
    using husong::test::position;
    using husong::test::school_day;
    settings.driver_text_from = rules::Level::suspected;
    open();
    Client client = enter();
    const auto tell = [&](tracking::Record record) {
        ingest::Entry entry{.what = std::move(record), .ticket = {}};
        ASSERT_TRUE(intake->offer(entry));
    };
    const auto drive = [&](int from_s, int until_s) {  // it leaves after a minute
        for (int s = from_s; s < until_s; s += 10)
            tell(position(county.lawful, school_day + std::chrono::seconds{s}, std::max(0.0, 10.0 * (s - 60)),
                          s <= 60 ? 0 : 36));
    };
    const auto found = [&] {
        intake->drain();
        return store->reader().value()->findings({}).value().at(0);
    };
    drive(0, 70);
    tell(passenger_flow(county.lawful, school_day + 10s, school_day + 50s, 60, 0));
    drive(120, 310);
    const rules::Finding told = found();
    const auto text = client.read(1);
    EXPECT_EQ(text.at(0).header.message_id, 0x8300);
    client.send(wire.answer_to(0x8300, text.at(0).header.serial));

    drive(70, 120);
    const rules::Finding shifted = found();
    EXPECT_EQ(shifted.head.id, told.head.id);
    EXPECT_LT(shifted.episodes.front().from, told.episodes.front().from);
    EXPECT_THAT(client.ask(wire.heartbeat()), ElementsAre("0x0002 #2 -> 0"));
    EXPECT_EQ(count(NetCount::texts_sent), 1U);
}

TEST_F(Listener, StoppingClosesEveryConnection) {
    open();
    Client client = enter();
    listener->stop();
    EXPECT_TRUE(client.is_closed_by_server());
    EXPECT_EQ(count(CloseReason::stopping), 1U);
}

TEST_F(Listener, APortInUseIsAnErrorThatNamesIt) {
    open();
    settings.port = port;
    ingest::Intake idle{failing_store, *world, intake_settings, [] { return Time{}; }};
    TerminalListener second{io, idle, *world, settings};
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::unavailable);
    EXPECT_THAT(started.error().what, testing::HasSubstr(std::to_string(port)));
}

}  // namespace husong::net::test
