#include "server/tracking/arrival_accuracy.hpp"

#include "tests/tracking/telling.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

using namespace std::chrono_literals;

const Time came_at = telling::morning;

// One prediction, made so long before the vehicle came, that was wrong by so much; positive: it came later.
Accuracy judged(Milliseconds ahead, Milliseconds error) {
    const Prediction prediction{came_at - ahead, came_at - error};
    return judge(std::span{&prediction, 1}, came_at);
}
bool accurate(Milliseconds ahead, Milliseconds error) {
    const Accuracy accuracy = judged(ahead, error);
    std::size_t hits = 0;
    for (const BucketCount& bucket : accuracy.buckets) hits += bucket.accurate;
    return hits == 1;
}

// The table of the ETA Accuracy Benchmark, its edges inclusive.
struct Edge {
    Milliseconds ahead, earliest, latest;
};
struct Bucket : ::testing::TestWithParam<Edge> {};
TEST_P(Bucket, ItsEdgesAreAccurateAndAMillisecondBeyondIsNot) {
    const auto [ahead, earliest, latest] = GetParam();
    EXPECT_TRUE(accurate(ahead, earliest));
    EXPECT_FALSE(accurate(ahead, earliest - 1ms));
    EXPECT_TRUE(accurate(ahead, latest));
    EXPECT_FALSE(accurate(ahead, latest + 1ms));
}
INSTANTIATE_TEST_SUITE_P(OfTheBenchmark, Bucket,
                         ::testing::Values(Edge{0s, -30s, 90s}, Edge{179'999ms, -30s, 90s},
                                           Edge{3min, -60s, 150s}, Edge{359'999ms, -60s, 150s},
                                           Edge{6min, -60s, 210s}, Edge{599'999ms, -60s, 210s},
                                           Edge{10min, -90s, 270s}, Edge{899'999ms, -90s, 270s}));

TEST(Accuracy, AQuarterOfAnHourBeforeIsInNoBucket) { EXPECT_EQ(judged(15min, 0s), Accuracy{}); }

TEST(Accuracy, WhatWasSaidAfterItCameIsInNoBucket) { EXPECT_EQ(judged(-1s, 0s), Accuracy{}); }

TEST(Accuracy, AnArrivalFarFromWhatWasSaidIsAnother) {
    EXPECT_EQ(judged(5min, -15min).unmatched, 0U);
    EXPECT_EQ(judged(5min, -15min - 1ms).unmatched, 1U);
    EXPECT_EQ(judged(5min, 25min).unmatched, 0U);
    EXPECT_EQ(judged(5min, 25min + 1ms).unmatched, 1U);
}

TEST(Accuracy, TheWholeIsTheMeanOfTheFourSharesNotOfThePredictions) {
    Accuracy accuracy;
    for (int i = 0; i < 9; ++i) accuracy += judged(1min, 0s);
    accuracy += judged(5min, 10min);
    EXPECT_FALSE(accuracy.overall()) << "two buckets are empty";
    accuracy += judged(8min, 0s);
    accuracy += judged(12min, 10min);
    EXPECT_DOUBLE_EQ(*accuracy.overall(), 0.5);
}

TEST(Accuracy, ToBeEarlyIsWorseThanToBeLate) {
    for (const Milliseconds ahead : {1min, 5min, 8min, 12min}) {
        EXPECT_FALSE(accurate(ahead, -91s)) << "it came before it was said";
        EXPECT_TRUE(accurate(ahead, 90s));
    }
}

TEST(Accuracy, APredictionIsKeptEveryHalfMinuteOfAQuarterOfAnHour) {
    EXPECT_TRUE(is_to_keep({}, {came_at - 10min, came_at}));
    EXPECT_FALSE(is_to_keep({}, {came_at - 15min, came_at}));
    EXPECT_FALSE(is_to_keep(came_at - 10min - 29s, {came_at - 10min, came_at}));
    EXPECT_TRUE(is_to_keep(came_at - 10min - 30s, {came_at - 10min, came_at}));
}

TEST(LeaveNow, WhoeverIsToldToLeaveWaitsFromThereOn) {
    const std::vector<LeaveAdvice> advice{{came_at - 10min, came_at - 7min},
                                          {came_at - 9min, came_at - 8min}};
    const auto leaver = follow(advice, 6min, came_at);
    ASSERT_TRUE(leaver);
    EXPECT_EQ(leaver->left, came_at - 8min) << "the last word counts";
    EXPECT_EQ(leaver->waited, 2min);
    EXPECT_TRUE(leaver->in_time());
}

TEST(LeaveNow, AdviceThatComesTooLateIsFollowedAtOnce) {
    const std::vector<LeaveAdvice> advice{{came_at - 4min, came_at - 6min}};
    const auto leaver = follow(advice, 5min, came_at);
    ASSERT_TRUE(leaver);
    EXPECT_EQ(leaver->waited, -1min);
    EXPECT_FALSE(leaver->in_time());
}

TEST(LeaveNow, WithoutAdviceNobodyLeaves) { EXPECT_FALSE(follow({}, 5min, came_at)); }

TEST(LeaveNow, TheMedianWaitIsOfThoseWhoWereInTime) {
    const std::vector<Leaver> leavers{{{}, {}, -1min}, {{}, {}, 1min}, {{}, {}, 2min}, {{}, {}, 9min}};
    const Leaving leaving = sum_up(leavers);
    EXPECT_EQ(leaving.all, 4U);
    EXPECT_EQ(leaving.in_time, 3U);
    EXPECT_EQ(leaving.median_wait, 2min);
}

}  // namespace
}  // namespace husong::tracking
