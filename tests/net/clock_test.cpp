// A terminal whose clock is ahead is never judged, as its records are of a time that has not come: people are
// told.
#include "tests/net/session_fixture.hpp"

namespace husong::net::test {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

// The session's clock stands at 07:15:30.
class ClockAhead : public SessionTest {
protected:
    ClockAhead() { authenticate(); }
};

TEST_F(ClockAhead, IsRecordedWithHowFar) {
    feed(wire.location("260901071830"));
    ASSERT_THAT(host.refusals, SizeIs(1));
    EXPECT_EQ(host.refusals[0].phone, "13900001234");
    EXPECT_EQ(host.refusals[0].reason, "clock_ahead");
    EXPECT_EQ(host.refusals[0].detail, "+180 s");
    EXPECT_EQ(host.refusals[0].at, now.at);
    EXPECT_THAT(host.offered, SizeIs(1)) << "its record is stored all the same";
}

TEST_F(ClockAhead, IsRecordedOnceAnHourWhateverTheConnection) {
    feed(wire.location("260901071830"));
    advance(30min);
    open();
    feed(joined({wire.authentication(), wire.location("260901074900"), wire.location("260901075000")}));
    EXPECT_THAT(host.refusals, SizeIs(1));
    advance(30min);
    feed(wire.location("260901082000"));
    EXPECT_THAT(host.refusals, SizeIs(2));
}

TEST_F(ClockAhead, ByAMinuteIsOrdinary) {
    feed(wire.location("260901071630"));
    EXPECT_THAT(host.refusals, IsEmpty());
}

}  // namespace
}  // namespace husong::net::test
