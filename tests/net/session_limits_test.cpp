// What a session bears and when it ends; texts to the driver (jt808.md §2.6, §2.7, §6.5, §9).
#include "tests/net/session_fixture.hpp"

#include <fmt/format.h>

#include <random>

namespace husong::net::test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using SessionLimits = SessionTest;

TEST_F(SessionLimits, AStrangerHasHalfAMinuteToAuthenticate) {
    advance(29s);
    feed(wire.heartbeat());
    sweep();
    EXPECT_FALSE(session->closing());
    advance(1s);
    feed(wire.heartbeat());
    sweep();
    EXPECT_EQ(session->closing(), CloseReason::not_authenticated_in_time);
}

TEST_F(SessionLimits, WhatIsKeptRawOfOneTerminalIsBoundedOverAllItsConnectionsAndComesBackSlowly) {
    authenticate();
    settings.raw_burst_bytes = 400;  // two of these, with what a row takes beside
    settings.raw_bytes_per_second = 1;
    const WireBytes body(100, 7);
    feed(joined({wire.frame(0x0900, body), wire.frame(0x0700, body)}));
    EXPECT_THAT(commit(), SizeIs(2));
    EXPECT_THAT(answers(wire.frame(0x0901, body)), ElementsAre("0x0901 #3 -> 1"));
    EXPECT_EQ(count(NetCount::raw_refused), 1U);
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_THAT(answers(wire.frame(0x0900, WireBytes(101, 7))), ElementsAre("0x0900 #1 -> 1"));
    EXPECT_THAT(answers(wire.package(0x0704, 2, 1, body)), ElementsAre("0x0704 #0 -> 1"));
    EXPECT_THAT(host.offered, SizeIs(2));
    advance(100s);
    feed(wire.frame(0x0900, WireBytes(101, 7)));
    EXPECT_THAT(host.offered, SizeIs(3));
}

TEST_F(SessionLimits, AnUnreadableBatchThatMayNotBeKeptRawIsNotConfirmed) {
    authenticate();
    settings.raw_burst_bytes = 10;
    EXPECT_THAT(answers(wire.frame(0x0704, WireBytes{0, 1, 0, 0, 5, 1, 2, 3, 4, 5})),
                ElementsAre("0x0704 #1 -> 1"));
    feed(wire.location());
    EXPECT_THAT(commit(), ElementsAre("0x0200 #2 -> 0"));
}

TEST_F(SessionLimits, ABatchThatIsReadableInPartAndMayNotBeKeptRawIsNotConfirmedEither) {
    authenticate();
    settings.raw_burst_bytes = 10;
    WireBytes body{0, 2, 0, 0, 28};
    body.insert(body.end(), 28, 0);
    body.insert(body.end(), {0, 5, 1, 2, 3, 4, 5});
    EXPECT_THAT(answers(wire.frame(0x0704, body)), ElementsAre("0x0704 #1 -> 1"));
    ASSERT_THAT(host.offered, SizeIs(1)) << "what can be read is stored all the same";
    EXPECT_THAT(host.offered[0], SizeIs(1));
    EXPECT_THAT(commit(), IsEmpty());
}

TEST_F(SessionLimits, TheLongestMessageThatMayBePutTogetherIsAlwaysKept) {
    const double longest = 1'024.0 * (1'023 + 64);
    EXPECT_GE(NetSettings{}.raw_burst_bytes, 4 * longest);
}

TEST_F(SessionLimits, AnyGoodFrameProvesLifeAndSilenceEndsTheSession) {
    authenticate();
    advance(179s);
    feed(wire.heartbeat());
    advance(179s);
    sweep();
    EXPECT_FALSE(session->closing());
    advance(1s);
    sweep();
    EXPECT_EQ(session->closing(), CloseReason::idle);
}

TEST_F(SessionLimits, AByteAMinuteIsNoLife) {
    authenticate();
    const WireBytes frame = wire.location();
    for (std::size_t i = 0; i < 3; ++i) {
        feed({frame[i]});
        advance(1min);
        sweep();
    }
    EXPECT_EQ(session->closing(), CloseReason::idle);
}

TEST_F(SessionLimits, AFrameThatComesByteByByteIsAFrame) {
    for (const std::uint8_t byte : wire.authentication()) feed({byte});
    EXPECT_THAT(general_answers(taken()), ElementsAre("0x0102 #0 -> 0"));
}

TEST_F(SessionLimits, HoweverTheBytesAreCutTheAnswersAreTheSame) {
    const WireBytes all = joined({wire.authentication(), wire.location(), wire.heartbeat()});
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        host.memory = std::make_shared<TerminalMemory>(jt808::ReassemblyLimits{});
        open();
        feed({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(cut)});
        feed({all.begin() + static_cast<std::ptrdiff_t>(cut), all.end()});
        ASSERT_THAT(general_answers(taken()), ElementsAre("0x0102 #0 -> 0", "0x0002 #2 -> 0")) << cut;
        ASSERT_THAT(commit(), ElementsAre("0x0200 #1 -> 0")) << cut;
    }
}

TEST_F(SessionLimits, DamagedFramesNeverBreakASession) {
    authenticate();
    std::mt19937 random{1};
    for (int round = 0; round < 4'000; ++round) {
        WireBytes frame = round % 2 == 0 ? wire.batch(3) : wire.package(0x0704, 4, 2, WireBytes(30, 7));
        const auto at = random() % frame.size();
        frame[at] = static_cast<std::uint8_t>(random());
        if (random() % 4 == 0) frame.resize(at);
        feed(frame);
        commit();
        advance(10ms);
        sweep();
        ASSERT_FALSE(session->closing());
    }
    feed({0x7E});
    taken();
    EXPECT_THAT(answers(wire.heartbeat()), SizeIs(1));
}

TEST_F(SessionLimits, WithoutRoomTheMessageIsHeldAndTheSessionIsNotRead) {
    authenticate();
    host.room = false;
    feed(wire.location());
    EXPECT_FALSE(session->may_receive());
    session->room_again();
    EXPECT_FALSE(session->may_receive());
    host.room = true;
    session->room_again();
    EXPECT_TRUE(session->may_receive());
    EXPECT_THAT(host.offered, SizeIs(1));
    EXPECT_THAT(commit(), ElementsAre("0x0200 #1 -> 0"));
}

TEST_F(SessionLimits, AsLongAsWeDoNotListenATerminalIsNotIdle) {
    authenticate();
    host.room = false;
    feed(wire.location());
    advance(1h);
    sweep();
    EXPECT_FALSE(session->closing());
}

TEST_F(SessionLimits, OnlySoManyMessagesOfOneTerminalWaitForTheirCommit) {
    settings.messages_in_flight = 3;
    authenticate();
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(session->may_receive());
        feed(wire.location(fmt::format("2609010715{:02}", i)));
    }
    EXPECT_FALSE(session->may_receive());
    EXPECT_EQ(count(NetCount::pauses_in_flight), 1U);
    commit();
    EXPECT_TRUE(session->may_receive());
}

TEST_F(SessionLimits, AFloodIsNotReadForAWhileAndNothingOfItIsLost) {
    settings.frames_burst = 10;
    open();
    authenticate();
    for (int i = 0; i < 9; ++i) feed(wire.heartbeat());
    EXPECT_TRUE(session->may_receive());
    EXPECT_THAT(answers(wire.heartbeat()), SizeIs(10));
    EXPECT_FALSE(session->may_receive());
    EXPECT_EQ(count(NetCount::pauses_rate), 1U);
    sweep();
    EXPECT_FALSE(session->may_receive());
    advance(1s);
    sweep();
    EXPECT_TRUE(session->may_receive());
}

TEST_F(SessionLimits, ANewConnectionDoesNotGiveATerminalAnotherBurst) {
    settings.frames_burst = 10;
    open();
    authenticate();
    for (int i = 0; i < 9; ++i) feed(wire.heartbeat());
    EXPECT_TRUE(session->may_receive());
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_TRUE(session->may_receive());
    feed(wire.heartbeat());
    EXPECT_FALSE(session->may_receive());
    advance(1s);
    sweep();
    EXPECT_TRUE(session->may_receive());
}

TEST_F(SessionLimits, TheUsualRateOfATerminalIsNeverPaused) {
    authenticate();
    for (int i = 0; i < 1'000; ++i) {
        advance(5ms);
        feed(wire.heartbeat());
        ASSERT_TRUE(session->may_receive());
    }
}

class SessionTexts : public SessionTest {
protected:
    SessionTexts() { authenticate(); }
    void say(std::string text) {
        ASSERT_TRUE(host.memory->texts.add(std::move(text), now.tick, settings));
        session->send_texts(now);
    }
};

TEST_F(SessionTexts, ATextIsSpokenInGbk) {
    say("超员");
    const auto sent = taken();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].header.message_id, 0x8300);
    EXPECT_THAT(sent[0].body, ElementsAre(0x09, 0xB3, 0xAC, 0xD4, 0xB1));
}

TEST_F(SessionTexts, A2019TerminalGetsTheTypeByteAndItsOwnFlags) {
    wire = Wire{jt808::Edition::v2019};
    feed(wire.heartbeat());
    taken();
    say("OK");
    EXPECT_THAT(taken().at(0).body, ElementsAre(0x0A, 1, 'O', 'K'));
}

TEST_F(SessionTexts, A2011TerminalGetsANulBehindTheText) {
    host.admitted[bus_terminal].edition = jt808::Edition::v2011;
    open();
    wire.serial = 0;
    authenticate();
    say("OK");
    EXPECT_THAT(taken().at(0).body, ElementsAre(0x09, 'O', 'K', 0));
}

TEST_F(SessionTexts, AnUnansweredTextIsRepeatedUnchangedThreeTimesAndThenFails) {
    say("OK");
    const auto first = taken();
    for (const Milliseconds wait : {5s, 10s, 30s}) {
        advance(wait - 1ms);
        sweep();
        EXPECT_THAT(taken(), IsEmpty());
        advance(1ms);
        sweep();
        const auto again = taken();
        ASSERT_THAT(again, SizeIs(1));
        EXPECT_EQ(again[0].header.serial, first[0].header.serial);
        EXPECT_EQ(again[0].body, first[0].body);
    }
    advance(30s);
    sweep();
    EXPECT_THAT(taken(), IsEmpty());
    EXPECT_EQ(count(NetCount::texts_failed), 1U);
    EXPECT_TRUE(host.memory->texts.empty());
}

TEST_F(SessionTexts, TheTerminalsAnswerEndsTheRepetitionAndLetsTheNextTextOut) {
    say("ONE");
    say("TWO");
    const auto first = taken();
    ASSERT_THAT(first, SizeIs(1));
    const auto next = talk(wire.answer_to(0x8300, first[0].header.serial));
    EXPECT_EQ(count(NetCount::texts_confirmed), 1U);
    ASSERT_THAT(next, SizeIs(1));
    EXPECT_EQ(next[0].body.back(), 'O');
}

TEST_F(SessionTexts, ARefusedTextIsCountedAndNotRepeated) {
    say("OK");
    const auto sent = taken();
    feed(wire.answer_to(0x8300, sent[0].header.serial, jt808::AnswerResult::unsupported));
    EXPECT_EQ(count(NetCount::texts_refused), 1U);
    EXPECT_TRUE(host.memory->texts.empty());
}

TEST_F(SessionTexts, AnAnswerToSomethingElseConfirmsNothing) {
    say("OK");
    const auto sent = taken();
    feed(wire.answer_to(0x8104, sent[0].header.serial));
    feed(wire.answer_to(0x8300, static_cast<std::uint16_t>(sent[0].header.serial + 1)));
    EXPECT_FALSE(host.memory->texts.empty());
}

TEST_F(SessionTexts, AnUnconfirmedTextMovesToTheNextConnection) {
    say("OK");
    taken();
    session.reset();
    open();
    wire.serial = 0;
    authenticate();
    sweep();
    const auto again = taken();
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].header.message_id, 0x8300);
}

TEST_F(SessionTexts, ATextIsNotSentAnHourLater) {
    session.reset();
    ASSERT_TRUE(host.memory->texts.add("OK", now.tick, settings));
    advance(1h);
    open();
    wire.serial = 0;
    authenticate();
    sweep();
    EXPECT_THAT(taken(), IsEmpty());
    EXPECT_EQ(count(NetCount::texts_failed), 1U);
}

TEST_F(SessionTexts, ATerminalMayAskForTheTextsPackagesAgain) {
    say("OK");
    const auto sent = taken();
    const auto serial = static_cast<std::uint8_t>(sent[0].header.serial);
    const auto again = [&](const WireBytes& body) {
        const auto told = talk(wire.frame(0x0005, body));
        return told.size() == 1 && told[0].header.message_id == jt808::DriverText::id &&
               told[0].header.serial == serial;
    };
    EXPECT_TRUE(again({0, serial, 0, 1, 0, 1}));
    EXPECT_TRUE(again({0, serial, 1, 0, 1}));  // counted in a byte, as before 2019
    EXPECT_THAT(answers(wire.frame(0x0005, WireBytes{0, 99, 0, 1, 0, 1})), ElementsAre("0x0005 #3 -> 1"));
}

TEST_F(SessionTexts, OnlySoManyTextsWaitForOneTerminal) {
    for (std::size_t i = 0; i < settings.texts_waiting; ++i)
        EXPECT_TRUE(host.memory->texts.add("OK", now.tick, settings));
    EXPECT_FALSE(host.memory->texts.add("OK", now.tick, settings));
}

}  // namespace husong::net::test
