#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using registry::Direction;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using tracking::PlaceTimes;
using Buckets = std::array<tracking::BucketCount, 4>;

const Time midnight = china_midnight(morning);
constexpr std::chrono::days day{1};

struct Runs : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    // From home to school in half an hour; seen an hour before and two after.
    [[nodiscard]] KeptRun run(const std::string& code, Time leaves_at = morning) const {
        KeptRun run{.code = code,
                    .vehicle = bus,
                    .seen_from = leaves_at - 1h,
                    .seen_until = leaves_at + 3h,
                    .times = {"L7", Direction::to_school, tracking::DayClass::weekday, leaves_at, {}},
                    .accuracy = {}};
        run.times.places = {{"柳湾", leaves_at, leaves_at + 1min}, {"学校", leaves_at + 30min, {}}};
        run.accuracy.buckets = Buckets{{{6, 6}, {6, 5}, {0, 0}, {10, 9}}};
        return run;
    }
    std::int64_t claim(const KeptRun& run) {
        std::int64_t id = 0;
        db.write([&](Writer& writer) { id = writer.claim_run(run).value(); });
        return id;
    }
    bool keep(KeptRun run, std::int64_t id) {
        run.id = id;
        bool kept = false;
        db.write([&](Writer& writer) {
            kept = writer.keep_run(run).value();
            writer.sum_up_accuracy(china_midnight(run.times.leaves_at)).value();
        });
        return kept;
    }
    std::int64_t put(const KeptRun& run) {
        const std::int64_t id = claim(run);
        EXPECT_TRUE(keep(run, id));
        return id;
    }
    void drop(Time earliest, Time latest) {
        db.write([&](Writer& writer) { writer.drop_runs(bus, earliest, latest).value(); });
    }
    [[nodiscard]] std::vector<std::string> codes_of_line(Time before = end_of_time,
                                                         std::size_t limit = 20) const {
        std::vector<std::string> codes;
        const LineQuery query{"L7", Direction::to_school, before, limit};
        for (const RunHead& head : db.reader->runs_of_line(query).value()) codes.push_back(head.code);
        return codes;
    }
    [[nodiscard]] Buckets accuracy(Time from = Time{}, Time until = end_of_time) const {
        return db.reader->accuracy_between(from, until).value().buckets;
    }
    [[nodiscard]] std::size_t made() const { return db.reader->made_runs(Time{}).value().size(); }
};

TEST_F(Runs, WhatIsKeptIsReadAsItWas) {
    const KeptRun kept = run("T1");
    const std::int64_t id = put(kept);
    EXPECT_THAT(db.reader->made_runs(morning).value(),
                ElementsAre(RunHead{id, "T1", bus, morning, tracking::DayClass::weekday}));
    EXPECT_EQ(db.reader->times_of_run(id).value(), kept.times.places);
    EXPECT_EQ(accuracy(), kept.accuracy.buckets);
    EXPECT_THAT(db.reader->made_runs(morning + 1ms).value(), IsEmpty());
}

TEST_F(Runs, AClaimIsNoRunYet) {
    claim(run("T1"));
    EXPECT_EQ(made(), 0U);
    EXPECT_THAT(codes_of_line(), IsEmpty());
}

TEST_F(Runs, OneThatWasNotSeenIsKeptAndTellsNothingOfItsLine) {
    KeptRun unseen = run("T1");
    unseen.times.places.clear();
    unseen.accuracy = {};
    put(unseen);
    EXPECT_EQ(made(), 1U);
    EXPECT_THAT(codes_of_line(), IsEmpty());
    EXPECT_EQ(accuracy(), Buckets{});
}

TEST_F(Runs, RecordsThatComeBetweenTheClaimAndTheRowsLeaveNothingKept) {
    const std::int64_t id = claim(run("T1"));
    drop(morning, morning);
    EXPECT_FALSE(keep(run("T1"), id));
    EXPECT_EQ(made(), 0U);
    EXPECT_THAT(db.reader->times_of_run(id).value(), IsEmpty());
    EXPECT_EQ(accuracy(), Buckets{});
}

TEST_F(Runs, ARunThatIsMadeAgainHasOneSetOfRowsAndAnotherId) {
    const std::int64_t first = put(run("T1"));
    KeptRun again = run("T1");
    again.accuracy.buckets = Buckets{{{1, 0}, {}, {}, {}}};
    const std::int64_t second = put(again);
    EXPECT_GT(second, first);
    EXPECT_THAT(db.reader->times_of_run(first).value(), IsEmpty());
    EXPECT_EQ(db.reader->times_of_run(second).value().size(), 2U);
    EXPECT_EQ(accuracy(), again.accuracy.buckets) << "and the day counts it once";
}

TEST_F(Runs, AnIdIsNeverGivenTwice) {
    const std::int64_t first = put(run("T1"));
    drop(morning, morning);
    EXPECT_GT(put(run("T1")), first) << "or a page would take the new run for the one it knows";
}

TEST_F(Runs, TwiceKeptIsOnceKept) {
    const std::int64_t id = put(run("T1"));
    EXPECT_FALSE(keep(run("T1"), id));
    EXPECT_EQ(db.reader->times_of_run(id).value().size(), 2U);
}

TEST_F(Runs, LateRecordsDropTheRunsInWhoseTimeTheyWereMeasured) {
    put(run("before", morning - 6h));
    put(run("T1"));
    put(run("after", morning + 6h));
    drop(morning - 1h, morning - 1h);
    EXPECT_THAT(codes_of_line(), ElementsAre("after", "before"));
    put(run("T1"));
    drop(morning + 3h, morning + 3h);
    EXPECT_THAT(codes_of_line(), ElementsAre("after", "T1", "before")) << "its time has ended by then";
    drop(morning - 6h, morning + 6h);
    EXPECT_THAT(codes_of_line(), IsEmpty());
}

TEST_F(Runs, ALinesRunsComeNewestFirstAndNoMoreThanAsked) {
    for (int i = 0; i < 5; ++i) put(run("T" + std::to_string(i), morning - day * i));
    EXPECT_THAT(codes_of_line(midnight), ElementsAre("T1", "T2", "T3", "T4"));
    EXPECT_THAT(codes_of_line(midnight, 2), ElementsAre("T1", "T2"));
    EXPECT_THAT(db.reader->runs_of_line({"L7", Direction::home, end_of_time, 20}).value(), IsEmpty());
    EXPECT_THAT(db.reader->runs_of_line({"L8", Direction::to_school, end_of_time, 20}).value(), IsEmpty());
}

TEST_F(Runs, DaysAddUpAndOtherDaysDoNot) {
    put(run("T1"));
    put(run("T2", morning + 6h));
    put(run("T3", morning + day));
    EXPECT_EQ(accuracy(midnight, midnight + day), (Buckets{{{12, 12}, {12, 10}, {0, 0}, {20, 18}}}));
    EXPECT_EQ(accuracy(midnight, midnight + 2 * day), (Buckets{{{18, 18}, {18, 15}, {0, 0}, {30, 27}}}));
    EXPECT_EQ(accuracy(midnight + 1ms, midnight + day), Buckets{});
}

TEST_F(Runs, AfterTheirYearRunsGoAndTheSumsOfTheirDaysStay) {
    const std::int64_t old = put(run("T1"));
    put(run("T2", morning + day));
    db.write(
        [&](Writer& writer) { (void)writer.apply_retention({.runs_before = morning + 1ms}, 1'000).value(); });
    EXPECT_THAT(codes_of_line(), ElementsAre("T2"));
    EXPECT_THAT(db.reader->times_of_run(old).value(), IsEmpty());
    EXPECT_EQ(accuracy(midnight, midnight + day), run("T1").accuracy.buckets);
}

TEST_F(Runs, ManyRunsGoAFewAtATime) {
    for (int i = 0; i < 100; ++i) put(run("T" + std::to_string(i)));
    db.write(
        [&](Writer& writer) { (void)writer.apply_retention({.runs_before = end_of_time}, 320).value(); });
    EXPECT_EQ(made(), 80U);
}

}  // namespace
}  // namespace husong::db::testing
