// What is stored, and that it is answered after its commit and not before (jt808.md §1.8, §2.5, §3.2).
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SessionRecords : public SessionTest {
protected:
    SessionRecords() { authenticate(); }

    const tracking::Record& record(std::size_t message, std::size_t entry = 0) {
        return std::get<tracking::Record>(host.offered.at(message).at(entry).what);
    }
    const db::RawMessage& raw(std::size_t message, std::size_t entry = 0) {
        return std::get<db::RawMessage>(host.offered.at(message).at(entry).what);
    }
};

TEST_F(SessionRecords, ALocationIsAnsweredAfterItsCommitAndNotBefore) {
    EXPECT_THAT(talk(wire.location()), IsEmpty());
    ASSERT_THAT(host.offered, SizeIs(1));
    EXPECT_EQ(record(0).vehicle, bus);
    EXPECT_EQ(record(0).told_by, bus_terminal.value);
    EXPECT_EQ(record(0).kind(), tracking::RecordKind::position);
    EXPECT_EQ(record(0).received_at, now.at);
    EXPECT_THAT(commit(), ElementsAre("0x0200 #1 -> 0"));
}

TEST_F(SessionRecords, ABatchIsOneMessageAndOneAnswer) {
    feed(wire.batch(3, jt808::BatchKind::blind_area));
    ASSERT_THAT(host.offered, SizeIs(1));
    ASSERT_THAT(host.offered[0], SizeIs(3));
    EXPECT_FALSE(host.offered[0][0].last);
    EXPECT_FALSE(host.offered[0][1].last);
    EXPECT_TRUE(host.offered[0][2].last);
    EXPECT_NE(record(0, 1).flags & tracking::flag::blind_area, 0);
    EXPECT_THAT(commit(), ElementsAre("0x0704 #1 -> 0"));
}

TEST_F(SessionRecords, ABatchOfNothingIsAnsweredAtOnce) {
    EXPECT_THAT(answers(wire.batch(0)), ElementsAre("0x0704 #1 -> 0"));
    EXPECT_THAT(host.offered, IsEmpty());
}

TEST_F(SessionRecords, OfADamagedBatchTheGoodLocationsAreTakenAndTheWholeIsKeptRaw) {
    WireBytes body{0, 2, 0};
    WireBytes locations;
    jt808::append_location(locations, report_at("260901071530"));
    body = joined({body, locations, {0, 5, 1, 2, 3, 4, 5}});
    feed(wire.frame(0x0704, body));
    ASSERT_THAT(host.offered.at(0), SizeIs(2));
    EXPECT_EQ(record(0, 0).kind(), tracking::RecordKind::position);
    EXPECT_EQ(raw(0, 1).body, std::string(body.begin(), body.end()));
    EXPECT_EQ(count(NetCount::damaged_batches), 1U);
    EXPECT_THAT(commit(), ElementsAre("0x0704 #1 -> 0"));
}

TEST_F(SessionRecords, APassengerCountIsARecord) {
    feed(wire.passenger_flow());
    const auto& flow = std::get<tracking::PassengerFlow>(record(0).payload);
    EXPECT_EQ(flow.boarded, 12);
    EXPECT_EQ(flow.alighted, 0);
    EXPECT_THAT(commit(), ElementsAre("0x1005 #1 -> 0"));
}

TEST_F(SessionRecords, ABodyShorterThanItsTableIsAnsweredWithTwoAndNotStored) {
    const WireBytes half(27, 0);
    EXPECT_THAT(answers(wire.frame(0x0200, half)), ElementsAre("0x0200 #1 -> 2"));
    EXPECT_THAT(host.offered, IsEmpty());
    EXPECT_EQ(counters.get(jt808::Reason::short_body), 1U);
}

TEST_F(SessionRecords, AnEncryptedBodyIsAnsweredWithThree) {
    WireBytes out;
    jt808::Header header = wire.header(0x0200);
    header.attributes |= 0x0400;
    jt808::append_frame(out, header, WireBytes(28, 0));
    EXPECT_THAT(answers(out), ElementsAre("0x0200 #1 -> 3"));
    EXPECT_EQ(counters.get(jt808::Reason::encrypted), 1U);
}

TEST_F(SessionRecords, AWrongChecksumIsCountedAndNotAnswered) {
    WireBytes frame = wire.location();
    frame[20] ^= 1;
    EXPECT_THAT(talk(frame), IsEmpty());
    EXPECT_THAT(host.offered, IsEmpty());
    EXPECT_EQ(counters.get(jt808::Reason::checksum), 1U);
    EXPECT_FALSE(session->closing());
}

TEST_F(SessionRecords, AWrongLengthIsAnsweredWithTwo) {
    // 0x0002 with a declared length of one and no body; XOR of all bytes is 0.
    const WireBytes frame{0x7e, 0x00, 0x02, 0x00, 0x01, 0x01, 0x39, 0x00,
                          0x00, 0x12, 0x34, 0x00, 0x05, 0x18, 0x7e};
    EXPECT_THAT(answers(frame), ElementsAre("0x0002 #5 -> 2"));
    EXPECT_EQ(counters.get(jt808::Reason::length), 1U);
}

TEST_F(SessionRecords, ARepeatedFrameIsAnsweredAgainAndGoesNoFurther) {
    const WireBytes frame = wire.location();
    feed(frame);
    commit();
    EXPECT_THAT(answers(frame), ElementsAre("0x0200 #1 -> 0"));
    EXPECT_THAT(host.offered, SizeIs(1));
    EXPECT_EQ(count(NetCount::duplicate_frames), 1U);
}

TEST_F(SessionRecords, AFrameRepeatedBeforeItsCommitIsStoredOnceAndAnsweredAsOftenAsItCame) {
    const WireBytes frame = wire.location();
    EXPECT_THAT(talk(joined({frame, frame, frame})), IsEmpty());
    EXPECT_THAT(host.offered, SizeIs(1));
    EXPECT_THAT(commit(), ElementsAre("0x0200 #1 -> 0", "0x0200 #1 -> 0", "0x0200 #1 -> 0"));
}

TEST_F(SessionRecords, ARepeatOnTheNextConnectionIsRecognisedToo) {
    const WireBytes frame = wire.location();
    feed(frame);
    commit();
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_THAT(answers(frame), ElementsAre("0x0200 #1 -> 0"));
    EXPECT_THAT(host.offered, SizeIs(1));
}

TEST_F(SessionRecords, TheSameSerialWithAnotherBodyIsNoRepeat) {
    feed(wire.location("260901071530"));
    commit();
    wire.serial = 1;
    feed(wire.location("260901071540"));
    EXPECT_THAT(host.offered, SizeIs(2));
}

TEST_F(SessionRecords, AfterTenMinutesARepeatIsLeftToTheRecordsOwnIdentity) {
    const WireBytes frame = wire.location();
    feed(frame);
    commit();
    advance(10min + 1s);
    feed(frame);
    ASSERT_THAT(host.offered, SizeIs(2));
    EXPECT_EQ(record(0).key, record(1).key);
}

TEST_F(SessionRecords, AMessageThatNoCommitTakesIsNeverAnsweredAndHoldsUpNoOther) {
    feed(joined({wire.location("260901071530"), wire.location("260901071540")}));
    committed = 1;
    EXPECT_THAT(commit(), ElementsAre("0x0200 #2 -> 0"));
    EXPECT_THAT(answers(wire.heartbeat()), ElementsAre("0x0002 #3 -> 0"));
}

TEST_F(SessionRecords, AMessageThatNoCommitTakesIsOfferedAnewWhenItIsSentAgain) {
    const WireBytes frame = wire.location();
    feed(frame);
    session->not_stored(host.offered.at(0).back().ticket);
    EXPECT_THAT(talk(frame), IsEmpty());
    EXPECT_THAT(host.offered, SizeIs(2));
    EXPECT_EQ(count(NetCount::duplicate_frames), 0U);
}

TEST_F(SessionRecords, AMessageThatNoCommitTookIsNotTakenForAnotherOfTheSameSerial) {
    wire.serial = 0;
    const WireBytes broken = wire.location("260901071530");
    wire.serial = 0;
    feed(joined({broken, wire.location("260901071540")}));
    session->committed(host.offered.at(1).back().ticket, now);
    EXPECT_THAT(general_answers(taken()), ElementsAre("0x0200 #0 -> 0"));
    EXPECT_THAT(answers(broken), IsEmpty());
    EXPECT_THAT(host.offered, SizeIs(3));
}

TEST_F(SessionRecords, AMessageWithoutFieldsHereIsKeptRawAndAnsweredAfterItsCommit) {
    const WireBytes body{1, 2, 3};
    EXPECT_THAT(talk(wire.frame(0x0700, body)), IsEmpty());
    EXPECT_EQ(raw(0).message_id, 0x0700);
    EXPECT_EQ(raw(0).terminal, bus_terminal);
    EXPECT_EQ(raw(0).body, (std::string{1, 2, 3}));
    EXPECT_THAT(commit(), ElementsAre("0x0700 #1 -> 0"));
}

TEST_F(SessionRecords, AnUnknownMessageIsAnsweredWithThreeAndKeptRawUpToALimit) {
    settings.unknown_burst = 2;
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_THAT(answers(joined({wire.frame(0x0F01, {}), wire.frame(0x0F01, {}), wire.frame(0x0F01, {})})),
                ElementsAre("0x0f01 #1 -> 3", "0x0f01 #2 -> 3", "0x0f01 #3 -> 3"));
    EXPECT_THAT(host.offered, SizeIs(2));
    EXPECT_EQ(count(NetCount::unknown_messages), 3U);
    EXPECT_EQ(count(NetCount::unknown_not_kept), 1U);
    EXPECT_THAT(commit(), IsEmpty());
}

TEST_F(SessionRecords, MediaWantAnAnswerThisServerDoesNotGiveAndAreRefused) {
    EXPECT_THAT(answers(wire.frame(0x0801, WireBytes(40, 7))), ElementsAre("0x0801 #1 -> 3"));
}

TEST_F(SessionRecords, AnAnswerOfTheTerminalIsNeverAnswered) {
    EXPECT_THAT(talk(wire.answer_to(0x8104, 0)), IsEmpty());
    EXPECT_THAT(talk(wire.frame(0x0001, WireBytes{1})), IsEmpty());
    EXPECT_EQ(counters.get(jt808::Reason::short_body), 1U);
}

class SessionPackages : public SessionRecords {
protected:
    // The body of a batch, in halves.
    SessionPackages() {
        const WireBytes body = batch_of_three();
        const auto middle = body.begin() + 40;
        first.assign(body.begin(), middle);
        second.assign(middle, body.end());
        wire.first_serial = 50;
    }
    // A minute of silence passes; the body of the one 0x8003 that follows.
    WireBytes asked_after_a_minute() {
        advance(59s);
        sweep();
        EXPECT_THAT(taken(), IsEmpty());
        advance(1s);
        sweep();
        const auto asked = taken();
        EXPECT_THAT(asked, SizeIs(1));
        EXPECT_EQ(asked.at(0).header.message_id, 0x8003);
        return asked.at(0).body;
    }
    WireBytes first, second;
};

TEST_F(SessionPackages, EachPackageIsKeptRawBeforeItIsAnswered) {
    EXPECT_THAT(talk(wire.package(0x0704, 2, 1, first)), IsEmpty());
    ASSERT_THAT(host.offered.at(0), SizeIs(1));
    EXPECT_EQ(raw(0).package_total, 2);
    EXPECT_EQ(raw(0).package_index, 1);
    EXPECT_EQ(raw(0).serial, 50);
    EXPECT_EQ(raw(0).body, std::string(first.begin(), first.end()));
    EXPECT_THAT(commit(), ElementsAre("0x0704 #50 -> 0"));
}

TEST_F(SessionPackages, TheWholeMessagesRecordsTravelWithTheLastPackage) {
    feed(wire.package(0x0704, 2, 2, second));
    commit();
    feed(wire.package(0x0704, 2, 1, first));
    ASSERT_THAT(host.offered.at(1), SizeIs(4));
    EXPECT_EQ(raw(1, 0).package_index, 1);
    EXPECT_EQ(record(1, 3).kind(), tracking::RecordKind::position);
    EXPECT_THAT(commit(), ElementsAre("0x0704 #50 -> 0"));
}

TEST_F(SessionPackages, AMessageMayArriveOverTwoConnections) {
    feed(wire.package(0x0704, 2, 1, first));
    commit();
    open();
    wire.serial = 0;
    authenticate();
    feed(wire.package(0x0704, 2, 2, second));
    EXPECT_THAT(host.offered.at(1), SizeIs(4));
}

TEST_F(SessionPackages, APackageThatIsAskedForAgainIsTakenAlthoughItsLikeWasAnsweredBefore) {
    const WireBytes beginning = wire.package(0x0704, 2, 1, first);
    feed(beginning);
    commit();
    for (std::uint16_t other = 1; other <= 4; ++other) {
        wire.first_serial = static_cast<std::uint16_t>(1000 * other);
        feed(wire.package(0x0704, 2, 1, first));
    }
    ASSERT_EQ(count(NetCount::packages_given_up), 1U);
    wire.first_serial = 50;
    feed(wire.package(0x0704, 2, 2, second));
    commit();
    feed(beginning);
    EXPECT_THAT(host.offered.back(), SizeIs(4));
    EXPECT_THAT(commit(), ElementsAre("0x0704 #50 -> 0"));
}

TEST_F(SessionPackages, APackageWithAnImpossibleIndexIsAnsweredWithTwo) {
    EXPECT_THAT(answers(wire.package(0x0704, 2, 3, first)), ElementsAre("0x0704 #52 -> 2"));
    EXPECT_THAT(answers(wire.package(0x0704, 2, 0, first)), ElementsAre("0x0704 #49 -> 2"));
    EXPECT_THAT(host.offered, IsEmpty());
}

TEST_F(SessionPackages, AWholeThatIsTooShortIsKeptRawAndAnsweredWithTwo) {
    feed(wire.package(0x0200, 2, 1, WireBytes(10, 0)));
    commit();
    EXPECT_THAT(answers(wire.package(0x0200, 2, 2, WireBytes(10, 0))), ElementsAre("0x0200 #51 -> 2"));
    EXPECT_THAT(host.offered.at(1), SizeIs(1));
    EXPECT_THAT(commit(), IsEmpty());
}

TEST_F(SessionPackages, MissingPackagesAreAskedForInTheFormOfTheEdition) {
    feed(wire.package(0x0704, 3, 1, first));
    commit();
    EXPECT_THAT(asked_after_a_minute(), ElementsAre(0, 50, 2, 0, 2, 0, 3));
}

TEST_F(SessionPackages, A2019TerminalIsAskedWithACountOfTwoBytes) {
    wire = Wire{jt808::Edition::v2019};
    wire.first_serial = 50;
    feed(wire.package(0x0704, 3, 1, first));
    commit();
    EXPECT_THAT(asked_after_a_minute(), ElementsAre(0, 50, 0, 2, 0, 2, 0, 3));
}

TEST_F(SessionPackages, AfterFiveRoundsOfAskingTheMessageIsGivenUp) {
    feed(wire.package(0x0704, 3, 1, first));
    for (int round = 0; round < 8; ++round) {
        feed(wire.heartbeat());
        advance(60s);
        sweep();
    }
    EXPECT_EQ(count(NetCount::resend_requests), 5U);
    EXPECT_EQ(count(NetCount::packages_given_up), 1U);
    EXPECT_EQ(context.package_bytes, 0U);
}

TEST_F(SessionPackages, WhenAllTerminalsTogetherHoldTooMuchAPackageIsRefused) {
    settings.package_bytes = 30;
    feed(wire.package(0x0704, 3, 1, first));
    EXPECT_THAT(answers(wire.package(0x0704, 3, 2, first)), ElementsAre("0x0704 #51 -> 1"));
    EXPECT_EQ(count(NetCount::packages_refused), 1U);
}

// Packages that a run of the server before this one has stored and answered.
class SessionRecall : public SessionPackages {
protected:
    // A server that has just started, with the packages offered so far in its store.
    void restart() {
        host.memory = std::make_shared<TerminalMemory>(jt808::ReassemblyLimits{});
        for (const auto& message : std::exchange(host.offered, {}))
            for (const ingest::Entry& entry : message)
                if (const auto* package = std::get_if<db::RawMessage>(&entry.what))
                    host.memory->earlier.push_back(*package);
        committed = 0;
        open();
        wire.serial = 0;
        authenticate();
    }
};

TEST_F(SessionRecall, WhatComesAfterARestartIsPutTogetherWithWhatWasAnsweredBefore) {
    feed(wire.package(0x0704, 2, 1, first));
    commit();
    restart();
    feed(wire.package(0x0704, 2, 2, second));
    ASSERT_THAT(host.offered.at(0), SizeIs(4));
    EXPECT_EQ(record(0, 1).kind(), tracking::RecordKind::position);
    EXPECT_THAT(commit(), ElementsAre("0x0704 #51 -> 0"));
}

TEST_F(SessionRecall, WhatIsStillMissingAfterARestartIsAskedFor) {
    feed(wire.package(0x0704, 3, 2, second));
    commit();
    restart();
    EXPECT_THAT(asked_after_a_minute(), ElementsAre(0, 50, 2, 0, 1, 0, 3));
}

TEST_F(SessionRecall, AMessageThatWasWholeIsNeitherStoredAgainNorAskedFor) {
    feed(wire.package(0x0704, 2, 1, first));
    const WireBytes last = wire.package(0x0704, 2, 2, second);
    feed(last);
    commit();
    restart();
    EXPECT_THAT(answers(last), ElementsAre("0x0704 #51 -> 0"));
    advance(60s);
    sweep();
    EXPECT_THAT(taken(), IsEmpty());
    EXPECT_THAT(host.offered, IsEmpty());
    EXPECT_EQ(context.package_bytes, 0U);
}

TEST_F(SessionRecall, PackagesOfMessagesThatAreRefusedAreNotPutTogether) {
    feed(wire.package(0x0801, 2, 1, first));
    restart();
    EXPECT_EQ(context.package_bytes, 0U);
}

}  // namespace husong::net::test
