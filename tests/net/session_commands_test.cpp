// What terminals are told to do, and what they answer (jt808.md §2.7, §6).
#include "server/jt808/parameters.hpp"
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {

using db::CommandState;
using jt808::AnswerResult;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SessionCommands : public SessionTest {
protected:
    SessionCommands() { authenticate(); }

    void queue(std::uint16_t message_id, const WireBytes& body, std::int64_t id = 1) {
        host.memory->commands.add({.id = id,
                                   .terminal = bus_terminal,
                                   .created_at = now.at,
                                   .message_id = message_id,
                                   .body = {body.begin(), body.end()}},
                                  now);
        sweep();
    }
    // The commands that go out now.
    std::vector<Downlink> commands() {
        std::vector<Downlink> found;
        for (Downlink& downlink : taken())
            if (downlink.header.message_id != jt808::PlatformAnswer::id) found.push_back(std::move(downlink));
        return found;
    }
    std::vector<Downlink> commands_after(Milliseconds wait) {
        advance(wait);
        feed(wire.heartbeat());
        sweep();
        return commands();
    }
    [[nodiscard]] std::vector<CommandState> states() const {
        std::vector<CommandState> all;
        for (const db::CommandProgress& progress : host.noted) all.push_back(progress.state);
        return all;
    }
};

TEST_F(SessionCommands, OneIsSentAndConfirmedByTheGeneralAnswer) {
    queue(0x8103, {1, 0, 0, 0, 0x29, 4, 0, 0, 0, 10});
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].header.message_id, 0x8103);
    EXPECT_EQ(sent[0].body.size(), 10U);
    EXPECT_THAT(states(), ElementsAre(CommandState::sent));
    feed(wire.answer_to(0x8103, sent[0].header.serial));
    EXPECT_THAT(states(), ElementsAre(CommandState::sent, CommandState::confirmed));
    EXPECT_THAT(commands_after(5s), IsEmpty());
}

TEST_F(SessionCommands, ItIsRepeatedUnchangedAfter5And10And30SecondsThenItIsTimedOut) {
    queue(0x8201, {});
    const auto first = commands();
    ASSERT_THAT(first, SizeIs(1));
    EXPECT_THAT(commands_after(4s), IsEmpty());
    for (const Milliseconds wait : {1'000ms, 10'000ms, 30'000ms}) {
        const auto again = commands_after(wait);
        ASSERT_THAT(again, SizeIs(1));
        EXPECT_EQ(again[0].header.serial, first[0].header.serial);
    }
    EXPECT_THAT(commands_after(30s), IsEmpty());
    EXPECT_THAT(states(), ElementsAre(CommandState::sent, CommandState::timed_out));
}

TEST_F(SessionCommands, TheTerminalsRefusalIsKept) {
    const std::pair<AnswerResult, CommandState> outcomes[] = {
        {AnswerResult::failure, CommandState::refused},
        {AnswerResult::message_error, CommandState::faulty},
        {AnswerResult::unsupported, CommandState::unsupported}};
    for (const auto& [result, state] : outcomes) {
        queue(0x8203, {0, 0, 0, 0, 0, 1});
        const auto sent = commands();
        ASSERT_THAT(sent, SizeIs(1));
        feed(wire.answer_to(0x8203, sent[0].header.serial, result));
        EXPECT_EQ(host.noted.back().state, state);
    }
}

TEST_F(SessionCommands, AnAnswerToAnotherSerialOrMessageIsNotIts) {
    queue(0x8103, {0});
    const auto sent = commands();
    feed(wire.answer_to(0x8103, static_cast<std::uint16_t>(sent.at(0).header.serial + 1)));
    feed(wire.answer_to(0x8105, sent.at(0).header.serial));
    EXPECT_THAT(states(), ElementsAre(CommandState::sent));
}

TEST_F(SessionCommands, AQuestionThatIsOnlyAcknowledgedWasNotAnswered) {
    queue(0x8104, {});
    const auto sent = commands();
    feed(wire.answer_to(0x8104, sent.at(0).header.serial));
    EXPECT_THAT(states(), ElementsAre(CommandState::sent)) << "its own answer may still come";
    EXPECT_THAT(commands_after(1h), IsEmpty());
    EXPECT_THAT(states(), ElementsAre(CommandState::sent, CommandState::timed_out));
}

TEST_F(SessionCommands, ParametersCompleteTheirQueryAndAreKept) {
    queue(0x8104, {});
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    feed(wire.answer_to(0x8104, sent[0].header.serial));  // some send both
    EXPECT_THAT(commands_after(50s), IsEmpty());          // acknowledged: not repeated
    WireBytes parameters;
    jt808::append_parameter(parameters, 0x29, WireBytes{0, 0, 0, 10});
    jt808::Parameters message;
    message.serial = sent[0].header.serial;
    message.parameters = parameters;
    feed(wire.message(message));
    ASSERT_THAT(states(), ElementsAre(CommandState::sent, CommandState::confirmed));
    EXPECT_EQ(host.noted[1].answer_id, 0x0104);
    EXPECT_EQ(host.noted[1].answer.size(), 2U + 1 + 9);
    EXPECT_EQ(std::get<db::RawMessage>(host.offered.back().at(0).what).message_id, 0x0104);
    EXPECT_EQ(commit().back().substr(0, 6), "0x0104");
}

TEST_F(SessionCommands, ParametersOfAnotherQueryCompleteNothing) {
    queue(0x8104, {});
    jt808::Parameters message;
    message.serial = static_cast<std::uint16_t>(commands().at(0).header.serial + 7);
    feed(wire.message(message));
    EXPECT_THAT(states(), ElementsAre(CommandState::sent));
}

TEST_F(SessionCommands, ALocationOnDemandIsAnOrdinaryPosition) {
    queue(0x8201, {});
    jt808::QueriedLocation message;
    message.serial = commands().at(0).header.serial;
    message.location = report_at("260901071530");
    feed(wire.message(message));
    const auto& record = std::get<tracking::Record>(host.offered.back().at(0).what);
    EXPECT_EQ(record.kind(), tracking::RecordKind::position);
    EXPECT_EQ(host.noted.back().state, CommandState::confirmed);
    EXPECT_EQ(commit().back().substr(0, 6), "0x0201");
    jt808::VehicleControlResult result;
    result.location = report_at("260901071540");
    feed(wire.message(result));
    EXPECT_TRUE(std::holds_alternative<tracking::Record>(host.offered.back().at(0).what));
}

TEST_F(SessionCommands, OneWaitsForTheOther) {
    queue(0x8201, {}, 1);
    queue(0x8107, {}, 2);
    const auto first = commands();
    ASSERT_THAT(first, SizeIs(1));
    feed(wire.answer_to(0x8201, first[0].header.serial, AnswerResult::failure));
    const auto second = commands();
    ASSERT_THAT(second, SizeIs(1));
    EXPECT_EQ(second[0].header.message_id, 0x8107);
}

TEST_F(SessionCommands, WhatWasOnItsWayIsSentAnewOnTheNextConnection) {
    queue(0x8201, {});
    ASSERT_THAT(commands(), SizeIs(1));
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_THAT(commands_after(1s), SizeIs(1));
}

TEST_F(SessionCommands, AResetIsNotSentAnew) {
    queue(0x8105, {4});
    ASSERT_THAT(commands(), SizeIs(1));
    open();
    wire.serial = 0;
    authenticate();
    EXPECT_THAT(commands_after(1s), IsEmpty());
    EXPECT_THAT(states(), ElementsAre(CommandState::sent, CommandState::timed_out));
}

TEST_F(SessionCommands, AResetThatWasSentBeforeTheServerStartedIsNotSentAnew) {
    for (const std::uint16_t message_id : {jt808::TerminalControl::id, jt808::LocationQuery::id})
        host.memory->commands.add({.id = message_id,
                                   .terminal = bus_terminal,
                                   .created_at = now.at,
                                   .message_id = message_id,
                                   .body = std::string(1, 4),
                                   .state = CommandState::sent},
                                  now);
    sweep();
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].header.message_id, jt808::LocationQuery::id);
    EXPECT_EQ(host.noted.at(0).state, CommandState::timed_out);
}

TEST_F(SessionCommands, WhatIsNotOfferedIsNeverSent) {
    constexpr std::uint8_t controls[] = {1, 2, 3, 5, 0x64, 0x65};
    for (const std::uint8_t control : controls) queue(0x8105, {control});
    queue(0x8105, {});
    queue(0x8500, {1});
    queue(0x8300, {1, 65});
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_THAT(states(), testing::AllOf(SizeIs(9), testing::Each(CommandState::unsupported)));
}

TEST_F(SessionCommands, OneThatWaitedADayIsNotSentAnyMore) {
    host.memory->commands.add({.id = 1,
                               .terminal = bus_terminal,
                               .created_at = now.at - 24h - 1ms,
                               .message_id = 0x8201,
                               .body = {}},
                              now);
    sweep();
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_THAT(states(), ElementsAre(CommandState::timed_out));
}

TEST_F(SessionCommands, WhatThereIsNoRoomForIsWrittenDownLater) {
    host.room = false;
    queue(0x8201, {});
    EXPECT_THAT(states(), IsEmpty());
    host.room = true;
    sweep();
    EXPECT_THAT(states(), ElementsAre(CommandState::sent));
}

// 0x0004 and 0x0005.

TEST_F(SessionCommands, TheTimeIsToldInUtc) {
    const auto told = talk(wire.message(jt808::TimeQuery{}));
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told[0].header.message_id, 0x8004);
    EXPECT_EQ(told[0].body, (WireBytes{0x26, 0x08, 0x31, 0x23, 0x15, 0x30}));
}

TEST_F(SessionCommands, OfAMessageUnderWayThePackagesAskedForGoOutAgain) {
    queue(0x8201, {});
    const auto sent = commands();
    jt808::TerminalResendRequest request;
    request.first_serial = sent.at(0).header.serial;
    const WireBytes packages{0, 1, 0, 2};
    request.packages = packages;
    const auto again = talk(wire.message(request));
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].header.serial, sent[0].header.serial);
    EXPECT_EQ(count(NetCount::resends), 1U);
}

TEST_F(SessionCommands, PackagesThatAreGoneAreAnsweredWithFailure) {
    jt808::TerminalResendRequest request;
    request.first_serial = 4711;
    const WireBytes packages{0, 1};
    request.packages = packages;
    EXPECT_THAT(answers(wire.message(request)), ElementsAre("0x0005 #1 -> 1"));
    EXPECT_THAT(answers(wire.frame(0x0005, WireBytes{0})), ElementsAre("0x0005 #2 -> 2"));
}

}  // namespace husong::net::test
