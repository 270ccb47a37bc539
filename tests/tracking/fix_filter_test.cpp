#include "server/tracking/fix_filter.hpp"

#include "tests/tracking/telling.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

using telling::morning;

class FixFilterTest : public testing::Test {
protected:
    FixJudgement admit(const Record& record) {
        return tracking::admit(filter, record, std::get<Position>(record.payload), settings);
    }
    // A bus at 36 km/h that reports every ten seconds.
    void drive(int fixes) {
        for (int i = 0; i < fixes; ++i, now += 10s, north_m += 100)
            ASSERT_EQ(admit(telling::fix(now, {north_m, 36})).verdict, FixVerdict::good);
    }
    FixReason reason_for(void (*change)(Position&, Record&)) {
        Record record = telling::fix(now, {north_m, 36});
        change(std::get<Position>(record.payload), record);
        return admit(record).reason;
    }

    TrackingSettings settings;
    FixFilter filter;
    Time now = morning;
    double north_m = 0;
};

TEST_F(FixFilterTest, AnOrdinaryDriveIsGoodThroughout) { drive(30); }

TEST_F(FixFilterTest, WhatCannotBeAPlaceIsRejected) {
    drive(3);
    EXPECT_EQ(reason_for([](Position& p, Record&) { p.latitude_deg = p.longitude_deg = 0.005; }),
              FixReason::near_zero);
    EXPECT_EQ(reason_for([](Position&, Record& r) { r.flags = flag::out_of_range; }),
              FixReason::out_of_range);
    EXPECT_EQ(filter.good.at, now - 10s);
}

TEST_F(FixFilterTest, AnUnlocatedReportIsASignOfLifeOnly) {
    drive(3);
    const Fix before = filter.good;
    Record record = telling::fix(now, {5'000, 36});
    std::get<Position>(record.payload).located = false;
    EXPECT_EQ(admit(record).verdict, FixVerdict::no_fix);
    EXPECT_EQ(filter.good, before);
}

TEST_F(FixFilterTest, WeakFixesAreSuspect) {
    drive(3);
    EXPECT_EQ(reason_for([](Position& p, Record&) { p.satellites = 3; }), FixReason::few_satellites);
    EXPECT_EQ(reason_for([](Position& p, Record&) { p.accuracy_m = 101; }), FixReason::inaccurate);
    EXPECT_EQ(reason_for([](Position& p, Record&) { p.latitude_deg = 31; }), FixReason::outside_county);
    EXPECT_EQ(reason_for([](Position& p, Record&) { p.satellites = 255; }), FixReason::none);
}

TEST_F(FixFilterTest, OneOutlierIsSuspectAndTheNextFixIsGoodAgain) {
    drive(5);
    EXPECT_EQ(admit(telling::fix(now, {north_m + 3'000, 36})).reason, FixReason::jump);
    now += 10s;
    north_m += 100;
    drive(5);
}

TEST_F(FixFilterTest, ThreeFixesThatAgreeElsewhereAreTheTruth) {
    drive(5);
    north_m += 20'000;
    EXPECT_EQ(admit(telling::fix(now, {north_m, 36})).verdict, FixVerdict::suspect);
    EXPECT_EQ(admit(telling::fix(now + 10s, {north_m + 100, 36})).verdict, FixVerdict::suspect);
    EXPECT_EQ(admit(telling::fix(now + 20s, {north_m + 200, 36})).verdict, FixVerdict::good);
    EXPECT_EQ(filter.agreeing, 0);
}

TEST_F(FixFilterTest, ThreeOutliersInDifferentPlacesAreNotTheTruth) {
    drive(5);
    const Fix before = filter.good;
    for (const double jump_m : {20'000.0, -20'000.0, 40'000.0}) {
        EXPECT_EQ(admit(telling::fix(now, {north_m + jump_m, 36})).verdict, FixVerdict::suspect);
        now += 10s;
    }
    EXPECT_EQ(filter.good, before);
}

TEST_F(FixFilterTest, TheJumpIsMeasuredFromTheLastGoodFix) {
    drive(5);
    for (int outlier = 0; outlier < 2; ++outlier, now += 10s)
        EXPECT_EQ(admit(telling::fix(now, {north_m + 3'000.0 * (outlier + 1), 36})).verdict,
                  FixVerdict::suspect);
    EXPECT_EQ(admit(telling::fix(now, {north_m + 200, 36})).verdict, FixVerdict::good);
}

TEST_F(FixFilterTest, ASpeedThatContradictsTheDistanceThreeTimesIsNotBelieved) {
    for (int i = 0; i < 5; ++i, now += 10s, north_m += 200) admit(telling::fix(now, {north_m, 0}));
    EXPECT_NEAR(filter.good.speed_mps, 20, 0.2);
}

TEST_F(FixFilterTest, NoiseOfAStandingVehicleIsNoSpeed) {
    for (int i = 0; i < 50; ++i, now += 1s) admit(telling::fix(now, {i % 2 == 0 ? 0.0 : 20.0, 0}));
    EXPECT_EQ(filter.good.speed_mps, 0);
}

TEST(FixReason, EveryReasonHasAName) {
    EXPECT_EQ(reason_name_zh(FixReason::jump), "位置跳变");
    EXPECT_EQ(reason_name_zh(FixReason::none), "");
}

}  // namespace
}  // namespace husong::tracking
