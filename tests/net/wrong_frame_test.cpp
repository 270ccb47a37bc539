// What cannot be read of a terminal's frames is recorded once in a while, with message, reason, field and
// offset.
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class WrongFrame : public SessionTest {
protected:
    WrongFrame() { authenticate(); }

    WireBytes half_a_location() { return wire.frame(0x0200, WireBytes(27, 0)); }

    WireBytes wrong_checksum() {
        WireBytes frame = wire.frame(0x0200, WireBytes(28, 0));
        frame[frame.size() - 2] ^= 1;
        return frame;
    }
};

TEST_F(WrongFrame, IsRecordedWithFieldAndOffset) {
    feed(half_a_location());
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].phone, "13900001234");
    EXPECT_EQ(host.refusals[0].reason, "wrong_frame");
    EXPECT_EQ(host.refusals[0].detail, "0x0200 short_body: time at offset 22");
    EXPECT_EQ(host.refusals[0].at, now.at);
}

TEST_F(WrongFrame, WithoutATrustworthyHeaderIsRecordedForTheTerminalOfTheConnection) {
    feed(wrong_checksum());
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].phone, "13900001234");
    EXPECT_THAT(host.refusals[0].detail, testing::StartsWith("checksum: "));
}

TEST_F(WrongFrame, IsRecordedOnceAnHourWhateverTheConnectionAndCountedEachTime) {
    feed(half_a_location());
    advance(30min);
    open();
    feed(joined({wire.authentication(), half_a_location(), wrong_checksum()}));
    EXPECT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(counters.get(jt808::Reason::short_body), 2U);
    EXPECT_EQ(counters.get(jt808::Reason::checksum), 1U);
    advance(30min);
    feed(half_a_location());
    EXPECT_THAT(host.refusals, SizeIs(2));
}

TEST_F(WrongFrame, InABatchIsRecordedAndTheRestIsStored) {
    WireBytes body{0, 2, 0, 0, 28};
    body.insert(body.end(), 28, 0);
    body.insert(body.end(), {0, 27});
    body.insert(body.end(), 27, 0);
    feed(wire.frame(0x0704, body));
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].detail, "0x0704 short_body: time at offset 22");
    ASSERT_THAT(host.offered, SizeIs(1));
    EXPECT_THAT(host.offered[0], SizeIs(2)) << "the one that can be read, and the batch as it came";
}

TEST_F(WrongFrame, ThatWasToBeARegistrationIsRecordedForWhomItClaimsToBe) {
    open();
    feed(wire.frame(0x0100, WireBytes(5, 0)));
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].phone, "13900001234");
    EXPECT_EQ(host.refusals[0].reason, "wrong_frame");
    EXPECT_THAT(host.refusals[0].detail, testing::StartsWith("0x0100 short_body: "));
}

TEST_F(WrongFrame, OfAStrangerIsOnlyCounted) {
    open();
    feed(wrong_checksum());
    EXPECT_THAT(host.refusals, IsEmpty());
    EXPECT_EQ(counters.get(jt808::Reason::checksum), 1U);
}

}  // namespace
}  // namespace husong::net::test
