// How a terminal comes in and goes out (jt808.md §2).
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using SessionEntry = SessionTest;

TEST_F(SessionEntry, TheRightCodeIsAnsweredAtOnceAndLetsTheTerminalIn) {
    EXPECT_THAT(answers(wire.authentication()), ElementsAre("0x0102 #0 -> 0"));
    EXPECT_TRUE(session->authenticated());
    EXPECT_EQ(session->teller().vehicle, bus);
    EXPECT_THAT(host.comings_and_goings, ElementsAre("in 70"));
    EXPECT_THAT(host.offered, IsEmpty());
}

TEST_F(SessionEntry, ACodeIsTheSameWithNulsAndSpacesAroundIt) {
    using namespace std::string_view_literals;
    EXPECT_THAT(answers(wire.authentication(" CODE1234 \0\0"sv)), ElementsAre("0x0102 #0 -> 0"));
}

TEST_F(SessionEntry, A2019TerminalAuthenticatesWithItsLongForm) {
    wire = Wire{jt808::Edition::v2019};
    const auto downlinks = talk(wire.authentication());
    EXPECT_THAT(general_answers(downlinks), ElementsAre("0x0102 #0 -> 0"));
    EXPECT_EQ(downlinks[0].header.layout, jt808::Layout::v2019);
}

TEST_F(SessionEntry, AnswersKeepTheTerminalsVersionByteAndPhoneBytes) {
    wire = Wire{jt808::Edition::v2019};
    wire.version = 3;
    const auto downlinks = talk(wire.authentication());
    ASSERT_THAT(downlinks, SizeIs(1));
    EXPECT_EQ(downlinks[0].header.version, 3);
    EXPECT_EQ(downlinks[0].header.phone, wire.phone);
    EXPECT_TRUE(downlinks[0].header.version_flag());
}

TEST_F(SessionEntry, AWrongCodeIsRefusedAndRecordedWithThePlateTheTerminalClaims) {
    feed(wire.registration("TEST01"));
    EXPECT_THAT(answers(wire.authentication("CODE9999")), ElementsAre("0x0102 #1 -> 1"));
    EXPECT_FALSE(session->authenticated());
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].reason, "wrong_code");
    EXPECT_EQ(host.refusals[0].phone, "13900001234");
    EXPECT_EQ(host.refusals[0].claimed_plate, "TEST01");
    EXPECT_EQ(host.refusals[0].peer, "192.0.2.1");
}

TEST_F(SessionEntry, TheThirdWrongCodeEndsTheSession) {
    feed(joined({wire.authentication("A"), wire.authentication("B")}));
    EXPECT_FALSE(session->closing());
    feed(wire.authentication("C"));
    EXPECT_EQ(session->closing(), CloseReason::wrong_code);
    EXPECT_THAT(host.refusals, SizeIs(1));
}

TEST_F(SessionEntry, AnEmptyCodeOpensNothingEvenWhereNoneIsSet) {
    host.keys["13900001234"].code.clear();
    EXPECT_THAT(answers(wire.authentication("")), ElementsAre("0x0102 #0 -> 1"));
}

TEST_F(SessionEntry, AStrangersPhoneIsRefusedAndRecorded) {
    wire = Wire{jt808::Edition::v2013, "13900009999"};
    EXPECT_THAT(answers(wire.authentication()), ElementsAre("0x0102 #0 -> 1"));
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].reason, "unknown_phone");
}

TEST_F(SessionEntry, EveryPhoneThatIsRefusedOnOneConnectionIsRecorded) {
    for (const char* phone : {"13900000771", "13900000772"})
        feed(Wire{jt808::Edition::v2013, phone}.location());
    ASSERT_THAT(host.refusals, SizeIs(2));
    EXPECT_EQ(host.refusals[0].phone, "13900000771");
    EXPECT_EQ(host.refusals[1].phone, "13900000772");
}

TEST_F(SessionEntry, ATerminalThatLeftTheRegisterIsRefusedAlthoughItKnowsACode) {
    host.admitted.clear();
    EXPECT_THAT(answers(wire.authentication()), ElementsAre("0x0102 #0 -> 1"));
}

TEST_F(SessionEntry, BothCodesOpenUntilTheNewOneWasUsed) {
    host.keys["13900001234"].next_code = "NEXT5678";
    authenticate();
    EXPECT_THAT(host.adopted, IsEmpty());
    open();
    EXPECT_THAT(answers(wire.authentication("NEXT5678")), ElementsAre("0x0102 #1 -> 0"));
    EXPECT_THAT(host.adopted, ElementsAre("13900001234 NEXT5678"));
}

TEST_F(SessionEntry, ACodeJustGivenByARegistrationOpensBeforeTheRegisterIsReadAgain) {
    feed(wire.registration());
    session->registered(host.registrations.at(0),
                        ingest::RegistrationAnswer{ingest::RegistrationResult::success, "NEXT5678"});
    taken();
    EXPECT_THAT(answers(wire.authentication("NEXT5678")), ElementsAre("0x0102 #1 -> 0"));
    EXPECT_THAT(host.adopted, ElementsAre("13900001234 NEXT5678"));
}

TEST_F(SessionEntry, ACodeGivenToOnePhoneOpensNoOther) {
    feed(wire.registration());
    session->registered(host.registrations.at(0),
                        ingest::RegistrationAnswer{ingest::RegistrationResult::success, "NEXT5678"});
    taken();
    host.keys["13900005555"] = host.keys["13900001234"];
    Wire other{jt808::Edition::v2013, "13900005555"};
    EXPECT_THAT(answers(other.authentication("NEXT5678")), ElementsAre("0x0102 #0 -> 1"));
}

TEST_F(SessionEntry, BeforeAuthenticationOnlyTheMessagesOfEntryAreAccepted) {
    EXPECT_THAT(answers(wire.heartbeat()), ElementsAre("0x0002 #0 -> 0"));
    EXPECT_THAT(answers(wire.logout()), ElementsAre("0x0003 #1 -> 1"));
    EXPECT_THAT(answers(wire.location()), ElementsAre("0x0200 #2 -> 1"));
    EXPECT_THAT(answers(wire.batch(2)), ElementsAre("0x0704 #3 -> 1"));
    EXPECT_THAT(answers(wire.passenger_flow()), ElementsAre("0x1005 #4 -> 1"));
    EXPECT_THAT(host.offered, IsEmpty());
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].reason, "not_authenticated");
    EXPECT_EQ(count(NetCount::not_authenticated), 4U);
}

TEST_F(SessionEntry, TheTimeQueryIsAnsweredInUtc) {
    wire = Wire{jt808::Edition::v2019};
    const auto downlinks = talk(wire.frame(0x0004, {}));
    ASSERT_THAT(downlinks, SizeIs(1));
    EXPECT_EQ(downlinks[0].header.message_id, 0x8004);
    EXPECT_THAT(downlinks[0].body, ElementsAre(0x26, 0x08, 0x31, 0x23, 0x15, 0x30));
}

TEST_F(SessionEntry, ARegistrationIsHandedOnAsTextAndAnsweredWhenItIsStored) {
    EXPECT_THAT(talk(wire.registration("\xBC\xBDH00318")), IsEmpty());  // 冀 in GBK
    ASSERT_THAT(host.registrations, SizeIs(1));
    const RegistrationRequest& request = host.registrations[0];
    EXPECT_EQ(request.claim.phone, "13900001234");
    EXPECT_EQ(request.claim.maker, "MAKER");
    EXPECT_EQ(request.claim.terminal_id, "T000001");
    EXPECT_EQ(request.claim.plate, "冀H00318");

    session->registered(request, ingest::RegistrationAnswer{ingest::RegistrationResult::success, "CODE1234"});
    const auto downlinks = taken();
    ASSERT_THAT(downlinks, SizeIs(1));
    EXPECT_EQ(downlinks[0].header.message_id, 0x8100);
    EXPECT_THAT(downlinks[0].body, ElementsAre(0, 0, 0, 'C', 'O', 'D', 'E', '1', '2', '3', '4'));
}

TEST_F(SessionEntry, A2011TerminalGetsItsCodeWithANulBehind) {
    wire = Wire{jt808::Edition::v2011};
    feed(wire.registration());
    session->registered(host.registrations.at(0),
                        ingest::RegistrationAnswer{ingest::RegistrationResult::success, "CODE1234"});
    EXPECT_EQ(taken().at(0).body.back(), 0);
}

TEST_F(SessionEntry, ARefusedRegistrationIsAnsweredWithItsResultAndNoCode) {
    feed(wire.registration());
    session->registered(host.registrations.at(0),
                        ingest::RegistrationAnswer{ingest::RegistrationResult::terminal_taken, {}});
    EXPECT_THAT(taken().at(0).body, ElementsAre(0, 0, 3));
}

TEST_F(SessionEntry, ARegistrationThatWasNotStoredIsNotAnsweredAndMayBeRepeated) {
    feed(wire.registration());
    session->registered(host.registrations.at(0), Error{ErrorCode::unavailable, "disk full"});
    EXPECT_THAT(taken(), IsEmpty());
    feed(wire.registration());
    EXPECT_THAT(host.registrations, SizeIs(2));
}

TEST_F(SessionEntry, ARepeatedRegistrationDoesNotFillTheLaneOfActs) {
    feed(joined({wire.registration(), wire.registration(), wire.registration()}));
    EXPECT_THAT(host.registrations, SizeIs(1));
}

TEST_F(SessionEntry, AfterLogoutATerminalIsAStrangerAndMustRegisterAgain) {
    authenticate();
    EXPECT_THAT(answers(wire.logout()), IsEmpty()) << "not before it is stored";
    EXPECT_THAT(answers(wire.logout()), IsEmpty()) << "and once";
    ASSERT_THAT(host.logouts, SizeIs(1));
    session->logged_out(host.logouts[0], {}, now);
    EXPECT_THAT(general_answers(taken()), ElementsAre("0x0003 #1 -> 0"));
    EXPECT_FALSE(session->authenticated());
    EXPECT_THAT(host.comings_and_goings, ElementsAre("in 70", "out 70"));
    EXPECT_THAT(answers(wire.location()), ElementsAre("0x0200 #3 -> 1"));
}

TEST_F(SessionEntry, TheCodeOfATerminalThatHasLoggedOutOpensNothing) {
    host.keys["13900001234"].must_register = true;
    EXPECT_THAT(answers(wire.authentication()), ElementsAre("0x0102 #0 -> 1"));
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].reason, "logged_out");
}

TEST_F(SessionEntry, ALogoutThatWasNotStoredIsNotAnsweredAndMayBeRepeated) {
    authenticate();
    feed(wire.logout());
    session->logged_out(host.logouts.at(0), Error{ErrorCode::unavailable, "disk full"}, now);
    EXPECT_THAT(taken(), IsEmpty());
    EXPECT_TRUE(session->authenticated());
    feed(wire.logout());
    EXPECT_THAT(host.logouts, SizeIs(2));
}

TEST_F(SessionEntry, AnotherPhoneOnAnAuthenticatedConnectionIsAnsweredWithFailureAndNotStored) {
    authenticate();
    Wire other{jt808::Edition::v2013, "13900005555"};
    EXPECT_THAT(answers(other.location()), ElementsAre("0x0200 #0 -> 1"));
    EXPECT_THAT(host.offered, IsEmpty());
    EXPECT_EQ(count(NetCount::other_phone), 1U);
}

TEST_F(SessionEntry, ATerminalMayChangeToTheNewLayoutAndKeepsItsIdentity) {
    authenticate();
    wire = Wire{jt808::Edition::v2019};
    feed(wire.location());
    EXPECT_THAT(host.offered, SizeIs(1));
    EXPECT_EQ(commit(), Answers{"0x0200 #0 -> 0"});
}

TEST_F(SessionEntry, WhenTheRegisterMovesTheTerminalItSpeaksForTheOtherVehicle) {
    authenticate();
    host.admitted[bus_terminal].teller.vehicle = VehicleId{71};
    session->refresh(now);
    EXPECT_EQ(session->teller().vehicle, VehicleId{71});
    EXPECT_THAT(host.comings_and_goings, ElementsAre("in 70", "out 70", "in 71"));
    host.admitted.clear();
    session->refresh(now);
    EXPECT_EQ(session->closing(), CloseReason::withdrawn);
}

}  // namespace husong::net::test
