#include "tests/history/run_days.hpp"

#include <gmock/gmock.h>

#include <random>

namespace husong::history {
namespace {

using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct RunKeeping : RunDays {};

TEST_F(RunKeeping, ARunThatIsOverLeavesWhenItWasAtItsPlaces) {
    start();
    tell_day(0);
    set_clock(over_at(0));
    EXPECT_EQ(turn(), 1U);
    ASSERT_THAT(kept(), SizeIs(1));
    const db::RunHead head = kept().front();
    EXPECT_EQ(head.code, code(0));
    EXPECT_EQ(head.vehicle, county_.lawful);
    EXPECT_EQ(head.leaves_at, leaves_at(0));
    EXPECT_EQ(head.day, tracking::DayClass::weekday);

    const auto places = times(head);
    ASSERT_THAT(places, SizeIs(5));
    EXPECT_EQ(places[0].name, "松岭镇初中");
    EXPECT_EQ(places[4].name, "丁村");
    for (std::size_t i = 1; i < places.size(); ++i) {
        const Time came = leaves_at(0) + 8min * static_cast<int>(i) + 30s * static_cast<int>(i - 1);
        ASSERT_TRUE(places[i].arrived) << i;
        EXPECT_LT(std::chrono::abs(*places[i].arrived - came), 15s) << i;
    }
}

TEST_F(RunKeeping, NothingIsKeptBeforeItsTimeIsOver) {
    start();
    tell_day(0);
    set_clock(over_at(0) - 1ms);
    EXPECT_EQ(turn(), 0U);
    EXPECT_THAT(kept(), IsEmpty());
}

TEST_F(RunKeeping, ARunIsKeptOnceAlsoOneThatNobodySaw) {
    start();
    set_clock(over_at(0));
    EXPECT_EQ(turn(), 1U);
    EXPECT_EQ(turn(), 0U);
    ASSERT_THAT(kept(), SizeIs(1));
    EXPECT_THAT(times(kept().front()), IsEmpty());
}

TEST_F(RunKeeping, OneTurnTakesTwentyAndLooksBackTwoWeeks) {
    start();
    set_clock(over_at(days - 1));
    EXPECT_EQ(turn(), 14U) << "older ones are not made any more";
    EXPECT_EQ(kept().front().code, code(days - 14));

    registry::RegistryRows more;
    for (int i = 0; i < 50; ++i) {
        registry::Departure departure;
        departure.code = "X" + std::to_string(i);
        departure.school = "S1";
        departure.leaves_at = leaves_at(days - 1) - 4h;
        departure.line = "L7";
        departure.vehicle = county_.expired;
        more.departures.push_back({.value = departure, .valid_from = test::year_begin});
    }
    store_->admin().value()->put_rows(more, test::year_begin).value();
    restart();
    EXPECT_EQ(turn(), 20U);
    EXPECT_EQ(turn(), 20U);
    EXPECT_EQ(turn(), 10U);
    EXPECT_EQ(turn(), 0U);
}

TEST_F(RunKeeping, LateRecordsMakeARunAgainAsIfTheyHadComeInTime) {
    start();
    tell_day(0);
    set_clock(over_at(0));
    ASSERT_EQ(turn(), 1U);
    const auto in_time = all_times();

    const auto all = records_of(1);
    std::vector<Record> early, late;
    for (std::size_t i = 0; i < all.size(); ++i) (i < all.size() / 3 ? early : late).push_back(all[i]);
    set_clock(leaves_at(1) + 1h);
    tell_all(early);
    set_clock(over_at(1));
    ASSERT_EQ(turn(), 1U);
    const db::RunHead before = kept().back();
    EXPECT_FALSE(times(before).at(4).arrived);

    set_clock(over_at(1) + 5 * one_day);
    tell_all(late);
    EXPECT_THAT(kept(), SizeIs(1)) << "from the commit on that holds the late records";
    while (turn() > 0) {
    }
    const auto again = kept();
    ASSERT_EQ(again.at(1).code, code(1));
    EXPECT_GT(again.at(1).id, before.id);
    const auto made = times(again.at(1));
    for (std::size_t i = 0; i < made.size(); ++i) {
        EXPECT_EQ(made[i].name, in_time.front()[i].name);
        const auto a_day_later = [](const std::optional<Time>& at) {
            return at ? std::optional{*at + one_day} : std::nullopt;
        };
        EXPECT_EQ(made[i].arrived, a_day_later(in_time.front()[i].arrived)) << i;
        EXPECT_EQ(made[i].left, a_day_later(in_time.front()[i].left)) << i;
    }
}

TEST_F(RunKeeping, NoOrderOfArrivalAndNoRepeatChangesTheRows) {
    std::mt19937 random{7};
    std::vector<std::vector<std::vector<tracking::PlaceTimes>>> all;
    for (int attempt = 0; attempt < 4; ++attempt) {
        test::TempDir folder;
        store_ = db::open_sqlite(folder / "husong.db").value();
        county_ = test::County::put_into(*store_);
        put_register();
        set_clock(leaves_at(0));
        start();
        auto records = records_of(0);
        if (attempt > 0) std::shuffle(records.begin(), records.end(), random);
        if (attempt > 1) records.insert(records.end(), records.begin(), records.begin() + 50);
        const auto middle = records.begin() + static_cast<std::ptrdiff_t>(records.size() / 2);
        set_clock(leaves_at(0) + 1h);
        tell_all({records.begin(), middle});
        if (attempt == 3) {
            set_clock(over_at(0));
            ASSERT_EQ(turn(), 1U);
            restart();
        }
        tell_all({middle, records.end()});
        set_clock(over_at(0));
        EXPECT_EQ(turn(), 1U);
        all.push_back(all_times());
        intake_.reset();
        failing_.reset();
    }
    EXPECT_THAT(all, Each(all.front()));
    EXPECT_TRUE(all.front().front().at(4).arrived);
}

TEST_F(RunKeeping, RecordsThatWereToldBeforeMakeNothingAgain) {
    start();
    tell_day(0);
    set_clock(over_at(0));
    ASSERT_EQ(turn(), 1U);
    const auto before = kept();
    tell_all(records_of(0));
    EXPECT_EQ(turn(), 0U);
    EXPECT_EQ(kept(), before);
}

TEST_F(RunKeeping, WhateverCallOfTheStoreFailsOrWhoeverIsKilledTheRowsAreTheSame) {
    start();
    tell_day(0);
    tell_day(1, {.stretch = 9min});
    set_clock(over_at(1));
    ASSERT_EQ(turn(), 2U);
    const auto whole = all_times();
    const auto judged = accuracy();
    ASSERT_GT(judged.buckets[0].all, 0U);

    for (const std::string_view call : {"claim_run", "keep_run", "sum_up_accuracy", "commit"}) {
        for (int passed = 0; passed < 2; ++passed) {
            intake_.reset();
            {
                auto writer = store_->writer().value();
                writer->begin().value();
                writer->drop_runs(county_.lawful, leaves_at(0), leaves_at(1)).value();
                writer->commit().value();
            }
            ASSERT_THAT(kept(), IsEmpty());
            std::atomic<bool> broken = false;
            std::atomic<int> calls = 0;
            fails_ = [&](std::string_view name) { return broken && name == call && calls++ >= passed; };
            start();
            broken = true;
            const auto failed = make_keeper()->turn();
            EXPECT_FALSE(failed) << call;
            // The keeper is gone, and the writer's process with it.
            intake_.reset();
            fails_ = [](std::string_view) { return false; };
            start();
            while (turn() > 0) {
            }
            EXPECT_EQ(all_times(), whole) << call << " after " << passed;
            EXPECT_EQ(accuracy(), judged) << call << " after " << passed;
        }
    }
}

TEST_F(RunKeeping, ADepartureThatIsSetRightIsMadeAgain) {
    start();
    tell_day(0);
    set_clock(over_at(0));
    ASSERT_EQ(turn(), 1U);
    registry::RegistryRows rows;
    registry::Departure other = world_->registry()->departure_by_code(code(0))->value;
    other.vehicle = county_.expired;
    rows.departures.push_back({.value = other, .valid_from = test::year_begin});
    store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    restart();
    EXPECT_EQ(turn(), 1U);
    EXPECT_EQ(kept().front().vehicle, county_.expired);
    EXPECT_THAT(times(kept().front()), IsEmpty());
}

TEST_F(RunKeeping, TheThreadKeepsByItselfAndEndsWhileNobodyCommits) {
    start();
    tell_day(0);
    set_clock(over_at(0));
    auto keeper = make_keeper();
    keeper->start();
    while (kept().empty()) std::this_thread::yield();
    keeper->stop();

    intake_->stop();  // an act that nobody takes
    set_clock(over_at(1));
    auto waiting = make_keeper();
    waiting->start();
    waiting->stop();
    EXPECT_THAT(kept(), SizeIs(1));
}

TEST_F(RunKeeping, ATimetablesRunsAreKeptAndTellOfTheNextOnes) {
    registry::RegistryRows rows;
    rows.timetables = {always(registry::Timetable{.code = "TT7",
                                                  .line = "L7",
                                                  .direction = registry::Direction::home,
                                                  .weekdays = "12345",
                                                  .leaves_at = 16h + 22min,
                                                  .vehicle = county_.lawful,
                                                  .driver = "",
                                                  .escort = ""})};
    store_->admin().value()->put_rows(rows, test::year_begin).value();
    start();
    const int monday = days + 11;  // 12 October: no departures any more, the national holiday is over
    std::vector<double> overall;
    for (int day = monday; day < monday + 5; ++day) {
        tell_day(day, {.stretch = 15min});
        set_clock(over_at(day) + 30min);
        while (turn() > 0) {
        }
        const std::string run = "TT7/" + to_iso(china_date(leaves_at(day)));
        ASSERT_EQ(kept().back().code, run);
        EXPECT_THAT(times(kept().back()), SizeIs(5));
        overall.push_back(
            store_->reader()
                .value()
                ->accuracy_between(china_midnight(leaves_at(day)), china_midnight(leaves_at(day)) + one_day)
                .value()
                .overall()
                .value());
    }
    EXPECT_LT(overall.front(), 0.85) << "by the timetable, which this bus leaves behind";
    EXPECT_GT(overall.back(), 0.99) << "by what the line took on the days before";
    set_clock(over_at(monday + 5) + 30min);
    EXPECT_EQ(turn(), 0U) << "a Saturday has no run";
}

// What the first runs said was the timetable's, which this bus leaves behind; then the line is known.
TEST_F(RunKeeping, TheProductFindsItsOwnAccuracyAndHistoryRaisesIt) {
    start();
    std::vector<double> overall;
    for (int day = 0; day < 6; ++day) {
        tell_day(day, {.stretch = 15min});  // half as long again as the timetable
        set_clock(over_at(day) + 30min);
        ASSERT_EQ(turn(), 1U);
        tracking::Accuracy today =
            store_->reader()
                .value()
                ->accuracy_between(china_midnight(leaves_at(day)), china_midnight(leaves_at(day)) + one_day)
                .value();
        ASSERT_TRUE(today.overall()) << day;
        overall.push_back(*today.overall());
        EXPECT_EQ(today.buckets[0].all, 4U * 5)
            << "four stops, each half minute of three, but for the last in the stop's circle";
        EXPECT_EQ(today.buckets[1].all, 4U * 6);
        EXPECT_EQ(today.buckets[2].all, 4U * 8);
        EXPECT_EQ(today.buckets[3].all, 4U * 10 - 1) << "at first it was still in the gate's circle";
    }
    EXPECT_LT(overall.front(), 0.85);
    EXPECT_GT(overall.back(), 0.99);
}

}  // namespace
}  // namespace husong::history
