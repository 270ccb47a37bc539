#include "server/tracking/arrival_replay.hpp"

#include "tests/tracking/telling.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace husong::tracking {
namespace {

using namespace std::chrono_literals;
using Counts = std::array<BucketCount, 4>;

const Time leaves = telling::morning;  // on a whole minute

// A stop 9 km from the school, 18 minutes by the timetable and by every past run.
struct Replay : ::testing::Test {
    Replay() {
        plan.places = {{"学校", {40.8, 118.2}, 100, leaves, {}},
                       {"柳湾", {40.8 + 9'000 / telling::metres_per_degree, 118.2}, 150, leaves + 18min, {}}};
        for (int day = 1; day <= 10; ++day) {
            const Time at = leaves - std::chrono::days{day};
            past.push_back({"L7",
                            registry::Direction::home,
                            DayClass::weekday,
                            at,
                            {{"学校", at - 5min, at}, {"柳湾", at + 18min, at + 19min}}});
        }
    }
    // Evenly; stands at the stop at the end. Each position came a second after it was measured.
    void drive(Milliseconds takes, Milliseconds delay = 1s) {
        for (Time at = leaves - 2min; at <= leaves + takes + 1min; at += 10s) {
            const double part = std::clamp(
                static_cast<double>((at - leaves).count()) / static_cast<double>(takes.count()), 0.0, 1.0);
            Position position;
            position.latitude_deg = 40.8 + 9'000 * part / telling::metres_per_degree;
            position.longitude_deg = 118.2;
            position.speed_mps =
                part > 0 && part < 1
                    ? static_cast<float>(9'000.0 * 1'000 / static_cast<double>(takes.count()))
                    : 0;
            position.located = true;
            records.push_back(telling::finished(at, position, Source::terminal));
            records.back().received_at = at + delay;
        }
    }
    [[nodiscard]] Accuracy judged() const {
        return judge_run(plan, records, learn_history(plan, past, DayClass::weekday));
    }

    TripPlan plan{registry::Direction::home, {}};
    std::vector<RunTimes> past;
    std::vector<Record> records;
};

TEST_F(Replay, ARunAsUsualIsPredictedAccuratelyEachHalfMinuteOfTheLastFifteen) {
    drive(18min);
    const Accuracy accuracy = judged();
    // 15 minutes are 30 half minutes: 10, 8, 6 and 6; the last is within the stop's circle, where it is
    // there.
    EXPECT_EQ(accuracy.buckets, (Counts{{{5, 5}, {6, 6}, {8, 8}, {10, 10}}}));
    EXPECT_EQ(accuracy.unmatched, 0U);
    EXPECT_EQ(accuracy.overall(), 1.0);
}

TEST_F(Replay, AStandstillOnTheWayMakesWhatWasSaidBeforeWrong) {
    drive(18min);
    // Two minutes before the stop it stands for fourteen.
    for (Record& record : records)
        if (record.measured_at > leaves + 16min) {
            record.measured_at += 14min;
            record.received_at += 14min;
        }
    const auto last = std::ranges::find(records, leaves + 16min, &Record::measured_at);
    ASSERT_NE(last, records.end());
    Record stood = *last;
    std::get<Position>(stood.payload).speed_mps = 0;
    for (Time at = leaves + 16min + 10s; at < leaves + 30min; at += 10s) {
        stood.measured_at = at;
        stood.received_at = at + 1s;
        records.push_back(stood);
    }
    std::ranges::sort(records, {}, &Record::measured_at);
    const Accuracy accuracy = judged();
    EXPECT_EQ(accuracy.buckets[3], (BucketCount{10, 0}))
        << "it was to come in two minutes, and took ten or more";
    EXPECT_EQ(accuracy.buckets[2], (BucketCount{8, 0}));
    EXPECT_EQ(accuracy.buckets[0], (BucketCount{5, 5})) << "and in the end it did take two";
}

TEST_F(Replay, WhatHadNotComeByThenWasNotSaid) {
    drive(18min, 30min);
    EXPECT_EQ(judged().buckets, Counts{}) << "all came when it was over";
}

TEST_F(Replay, NothingIsSaidOnceItIsUnheardForLong) {
    drive(18min);
    std::erase_if(records, [](const Record& record) {
        return record.measured_at > leaves + 6min && record.measured_at < leaves + 14min;
    });
    const Accuracy accuracy = judged();
    // It was heard 12 and 4 minutes before; an estimate is given for a minute and a half more.
    EXPECT_EQ(accuracy.buckets[2].all, 0U);
    EXPECT_EQ(accuracy.buckets[1].all, 2U);
    EXPECT_EQ(accuracy.buckets[3].all, 10U - 1) << "from 12 to 10.5 minutes before it is still said";
}

TEST_F(Replay, APlaceAtWhichNobodySawItJudgesNothing) {
    drive(18min);
    std::erase_if(records, [](const Record& record) { return record.measured_at > leaves + 16min; });
    EXPECT_EQ(judged(), Accuracy{});
    records.clear();
    EXPECT_EQ(judged(), Accuracy{});
    plan.places.clear();
    EXPECT_EQ(judged(), Accuracy{});
}

TEST_F(Replay, TheOrderOfTheRecordsIsNothing) {
    drive(17min);
    const Accuracy accuracy = judged();
    std::mt19937 random{3};
    // As the store gives them they are in order; here only those of the same instant could change places.
    std::vector<Record> shuffled = records;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    Heard heard{shuffled}, in_order{records};
    for (Time now = leaves - 3min; now < leaves + 20min; now += 30s) {
        const auto a = heard.by(now), b = in_order.by(now);
        ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end(),
                               [](const Record& x, const Record& y) { return x.order() == y.order(); }));
    }
    EXPECT_EQ(judged(), accuracy);
}

}  // namespace
}  // namespace husong::tracking
