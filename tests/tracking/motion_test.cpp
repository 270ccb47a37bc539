#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

#include <random>

namespace husong::tracking {
namespace {

TEST(Motion, BeginsAfterFifteenSecondsAboveEightKilometresAnHour) {
    Journey bus;
    bus.stand(60s);
    bus.tell(telling::fix(bus.now + 10s, {30, 12}));
    bus.tell(telling::fix(bus.now + 10s, {60, 12}));
    EXPECT_FALSE(bus.state.motion.moving);
    bus.fire_until(bus.now + 4'999ms);
    EXPECT_FALSE(bus.state.motion.moving);
    bus.fire_until(bus.now + 5s);
    EXPECT_TRUE(bus.state.motion.moving);
    EXPECT_EQ(bus.state.motion.since, bus.now + 5s);
}

TEST(Motion, OneFastFixProvesNothing) {
    Journey bus;
    bus.stand(60s);
    bus.tell(telling::fix(bus.now + 10s, {0, 40}));
    bus.fire_until(bus.now + 300s);
    EXPECT_FALSE(bus.state.motion.moving);
}

TEST(Motion, CrawlingBetweenTheThresholdsTogglesNothing) {
    Journey bus;
    bus.drive(60s);
    ASSERT_TRUE(bus.state.motion.moving);
    bus.drive(120s, 5);
    EXPECT_TRUE(bus.state.motion.moving);
    bus.stand(60s);
    ASSERT_FALSE(bus.state.motion.moving);
    bus.drive(40s, 5);
    EXPECT_FALSE(bus.state.motion.moving);
}

TEST(Motion, EndsTwentySecondsAfterTheFirstStillFix) {
    Journey bus;
    bus.drive(60s);
    bus.stand(10s);
    const Time stood = bus.now;
    bus.fire_until(stood + 19'999ms);
    EXPECT_TRUE(bus.state.motion.moving);
    bus.fire_until(stood + 20s);
    EXPECT_FALSE(bus.state.motion.moving);
}

TEST(Motion, AVehicleThatReportsNoSpeedMovesByItsPlace) {
    Journey phone;
    for (int i = 0; i < 6; ++i) phone.tell(telling::fix(phone.now + 10s, {0, 0}, Source::phone));
    for (int i = 1; i < 8; ++i) phone.tell(telling::fix(phone.now + 10s, {i * 100.0, 0}, Source::phone));
    EXPECT_TRUE(phone.state.motion.moving);
}

TEST(Motion, TwelveHoursOfNoiseAreNoMotion) {
    Journey bus;
    std::mt19937 random{1};
    std::normal_distribution<double> noise_m{0, 10};
    for (int i = 0; i < 12 * 360; ++i) {
        Record record = telling::fix(bus.now + 10s, {noise_m(random), 0});
        std::get<Position>(record.payload).longitude_deg += noise_m(random) / 84'000;
        bus.tell(record);
        ASSERT_FALSE(bus.state.motion.moving) << i;
    }
    EXPECT_FALSE(bus.state.motion.has_moved);
}

TEST(Motion, AnOutlierMovesNothing) {
    Journey bus;
    bus.stand(60s);
    const VehicleState before = bus.state;
    bus.tell(telling::fix(bus.now + 10s, {4'000, 60}));
    EXPECT_EQ(bus.state.fix.good, before.fix.good);
    EXPECT_EQ(bus.state.motion, before.motion);
    EXPECT_EQ(bus.state.last_fix.verdict, FixVerdict::suspect);
}

TEST(Doors, SettleThirtySecondsAfterTheyClosed) {
    Journey bus;
    bus.stand(20s, true);
    bus.stand(10s, false);
    bus.fire_until(bus.now + 29s);
    EXPECT_FALSE(bus.state.doors.settled);
    bus.fire_until(bus.now + 30s);
    EXPECT_TRUE(bus.state.doors.settled);
}

TEST(Doors, APhoneKnowsNoDoorsAndIsTakenAsSettled) {
    Journey bus;
    bus.tell(telling::fix(bus.now, {0, 0, true}, Source::phone));
    bus.fire_until(bus.now + 30s);
    EXPECT_TRUE(bus.state.doors.settled);
    EXPECT_FALSE(bus.state.doors.known);
}

}  // namespace
}  // namespace husong::tracking
