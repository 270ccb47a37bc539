// Drivers' cards and makers' data, as a session stores them (jt808.md §5.1, §5.4).
#include "server/base/hex.hpp"
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SessionCards : public SessionTest {
protected:
    SessionCards() { authenticate(); }

    const db::DriverCard& card(std::size_t message) {
        return std::get<db::DriverCard>(host.offered.at(message).at(0).what);
    }
    WireBytes frame(std::uint16_t id, std::string_view body) {
        return wire.frame(id, from_hex(body).value());
    }
};

constexpr std::string_view card_in =
    "012609010630000006cdf5d0a1c3f7343130303030313930303031303130303158000010c9ccc7f0cad0bdbbcda8d4cbcae4bed6"
    "20301231";

TEST_F(SessionCards, ACardIsAnEntryOfItsOwnAndAnsweredAfterItsCommit) {
    EXPECT_THAT(talk(frame(0x0702, card_in)), IsEmpty());
    ASSERT_THAT(host.offered, SizeIs(1));
    ASSERT_THAT(host.offered[0], SizeIs(1));
    EXPECT_EQ(card(0).vehicle, bus);
    EXPECT_EQ(card(0).terminal, bus_terminal);
    EXPECT_EQ(card(0).state, db::CardState::on_duty);
    EXPECT_THAT(commit(), ElementsAre("0x0702 #1 -> 0"));
}

TEST_F(SessionCards, ARepeatIsAnsweredAgainAndNotStoredAgain) {
    const WireBytes out = frame(0x0702, "02260901171000");
    feed(out);
    commit();
    EXPECT_THAT(answers(out), ElementsAre("0x0702 #1 -> 0"));
    EXPECT_THAT(host.offered, SizeIs(1));
}

TEST_F(SessionCards, OneThatCannotBeReadIsAnsweredWithTwoAndNothingOfItIsKept) {
    EXPECT_THAT(answers(frame(0x0702, card_in.substr(0, 40))), ElementsAre("0x0702 #1 -> 2"));
    EXPECT_THAT(host.offered, IsEmpty());
}

TEST_F(SessionCards, InPackagesItIsRefusedAsTheseAreKeptRaw) {
    EXPECT_THAT(answers(wire.package(0x0702, 2, 1, WireBytes{1, 2, 3})), ElementsAre("0x0702 #0 -> 2"));
    EXPECT_THAT(host.offered, IsEmpty());
}

TEST_F(SessionCards, AMakersDataIsKeptAsItCame) {
    feed(frame(0x0900, "f1434e543b313b30"));
    const auto& raw = std::get<db::RawMessage>(host.offered.at(0).at(0).what);
    EXPECT_EQ(raw.message_id, 0x0900);
    EXPECT_EQ(raw.body.size(), 8U);
    EXPECT_THAT(commit(), ElementsAre("0x0900 #1 -> 0"));
    EXPECT_THAT(answers(frame(0x0900, "")), ElementsAre("0x0900 #2 -> 2"));
}

// §1.6, what is wrong with a frame and is answered all the same.
TEST_F(SessionCards, BodiesLongerThanTheirTableAreTaken) {
    EXPECT_THAT(talk(frame(0x0702, "02260901171000ffee")), IsEmpty());
    EXPECT_EQ(card(0).state, db::CardState::off_duty);
    EXPECT_THAT(commit(), ElementsAre("0x0702 #1 -> 0"));
    feed(frame(0x0104, "000801000000290400 00000affee"));
    EXPECT_THAT(commit(), ElementsAre("0x0104 #2 -> 0"));
    EXPECT_THAT(answers(frame(0x0104, "000802")), ElementsAre("0x0104 #3 -> 2"));
    EXPECT_THAT(answers(frame(0x0107, "0008")), ElementsAre("0x0107 #4 -> 2"));
    EXPECT_THAT(answers(frame(0x0201, "0008")), ElementsAre("0x0201 #5 -> 2"));
}

TEST_F(SessionCards, EncryptedOnesAreAnsweredWithThree) {
    constexpr std::uint16_t ids[] = {0x0702, 0x0104, 0x0201, 0x0900};
    for (const std::uint16_t id : ids) {
        WireBytes out;
        jt808::Header header = wire.header(id);
        header.attributes |= 0x0400;
        jt808::append_frame(out, header, WireBytes(30, 0));
        EXPECT_THAT(answers(out), ElementsAre(testing::EndsWith("-> 3")));
    }
    EXPECT_THAT(host.offered, IsEmpty());
}

}  // namespace husong::net::test
