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

// Two fixes so far apart in time and space, with these speeds.
bool may_have_stood(Milliseconds time, double metres, double from_kmh, double to_kmh) {
    const Fix before{telling::morning, {40.8, 118.2}, static_cast<float>(from_kmh / 3.6), 0, 0};
    Fix after = before;
    after.at += time;
    after.place.latitude_deg += metres / 111'043;  // a degree of latitude there
    after.speed_mps = static_cast<float>(to_kmh / 3.6);
    return tracking::may_have_stood(before, after, TrackingSettings{});
}

TEST(MayHaveStood, NotInTheTimeThatBrakingAndStartingTake) {
    EXPECT_FALSE(may_have_stood(10s, 0, 36, 36));
    EXPECT_TRUE(may_have_stood(10s, 0, 4, 4));
    EXPECT_TRUE(may_have_stood(20s, 0, 36, 36));
    EXPECT_FALSE(may_have_stood(8s, 0, 0.1, 0.1));
}

TEST(MayHaveStood, NotWhereTheWayTookAllTheTime) {
    // 22 s besides the stand, 10 s of them to brake and to start: in 12 s it is faster by 12 m/s and slower
    // again.
    EXPECT_FALSE(may_have_stood(30s, 250, 36, 36));
    EXPECT_TRUE(may_have_stood(30s, 230, 36, 36));
    // A quarter of an hour on a motorway, at 80 km/h all the way but 22 s to brake and to start.
    EXPECT_TRUE(may_have_stood(900s, 19'500, 80, 80));
    EXPECT_FALSE(may_have_stood(900s, 19'700, 80, 80));
}

}  // namespace
}  // namespace husong::tracking
