#include "server/tracking/arrival.hpp"

#include "server/tracking/robust.hpp"
#include "tests/tracking/telling.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace husong::tracking {
namespace {

using registry::Direction;
using namespace std::chrono_literals;

const Time starts_at = telling::morning;
const Time day_before = starts_at - std::chrono::days{1};

maps::Wgs84 north(double metres, double east_m = 0) {
    const maps::Wgs84 origin{40.8, 118.2};
    return {origin.latitude_deg + metres / telling::metres_per_degree,
            origin.longitude_deg + east_m / maps::degree_lengths(origin.latitude_deg).longitude_m};
}

// Five places on a straight road, 5 km and, by the timetable, ten minutes apart.
struct Arrival : ::testing::Test {
    Arrival() {
        const std::vector<std::string> names{"学校", "甲村", "乙村", "丙村", "丁村"};
        for (std::size_t i = 0; i < names.size(); ++i)
            plan.places.push_back({names[i], north(5'000.0 * static_cast<double>(i)), i == 0 ? 100.0 : 150.0,
                                   starts_at + 10min * static_cast<int>(i)});
    }

    // A past run that took `stretch` from place to place and stood `stood` at each.
    [[nodiscard]] RunTimes run(int days_ago, Milliseconds stretch = 8min, Milliseconds stood = 30s) const {
        RunTimes run{"L7", Direction::home, DayClass::weekday, starts_at - std::chrono::days{days_ago}, {}};
        Time at = run.leaves_at;
        for (const TripPlace& place : plan.places) {
            run.places.push_back({place.name, at, at + stood});
            at += stood + stretch;
        }
        return run;
    }
    [[nodiscard]] std::vector<RunTimes> usual_runs(int count = 10) const {
        std::vector<RunTimes> runs;
        for (int i = 1; i <= count; ++i) runs.push_back(run(i, 8min + 4s * (i % 5 - 2)));
        return runs;
    }
    [[nodiscard]] SegmentHistory usual() const {
        return learn_history(plan, usual_runs(), DayClass::weekday);
    }

    void at(Time when, double north_m, double east_m = 0, float speed_mps = 10) {
        Position position;
        const maps::Wgs84 place = north(north_m, east_m);
        position.latitude_deg = place.latitude_deg;
        position.longitude_deg = place.longitude_deg;
        position.speed_mps = speed_mps;
        position.located = true;
        records.push_back(telling::finished(when, position, Source::terminal));
    }
    // From the school to so far along the road, at an even pace from the start, reporting every ten seconds.
    void drive_to(double north_m, Milliseconds length) {
        at(starts_at - 1min, 0, 0, 0);
        for (Milliseconds gone{0}; gone <= length; gone += 10s)
            at(starts_at + gone,
               north_m * static_cast<double>(gone.count()) / static_cast<double>(length.count()));
    }
    [[nodiscard]] ArrivalEstimates estimate(Time now) const { return estimate(now, usual()); }
    [[nodiscard]] ArrivalEstimates estimate(Time now, const SegmentHistory& history) const {
        return estimate_arrivals(plan, trace_trip(plan, records, {}), history, now);
    }

    TripPlan plan{Direction::home, {}};
    std::vector<Record> records;
};

TEST_F(Arrival, HalfWayOfAStretchHalfOfItsUsualTimeIsLeft) {
    drive_to(2'500, 4min);
    const auto told = estimate(starts_at + 4min);
    ASSERT_FALSE(told.reason);
    ASSERT_NE(told.of(1), nullptr);
    EXPECT_LT(std::chrono::abs(told.of(1)->median - (starts_at + 8min)), 20s);
    EXPECT_LT(std::chrono::abs(told.of(2)->median - (starts_at + 16min + 30s)), 40s)
        << "and it stands half a minute at the stop between";
}

TEST_F(Arrival, ASlowDayGoesOnSlowlyAsFarAsDaysDiffer) {
    auto runs = usual_runs();
    for (std::size_t i = 0; i < runs.size(); i += 2) runs[i] = run(static_cast<int>(i) + 1, 10min);
    const auto differing = learn_history(plan, runs, DayClass::weekday);
    drive_to(7'500, 18min);  // half as slow again as the fast ones
    const auto told = estimate(starts_at + 18min, differing);
    ASSERT_FALSE(told.reason);
    EXPECT_GT(told.of(3)->median - told.of(2)->median, 10min);
}

TEST_F(Arrival, NoDayIsTakenForMoreThanNineFifthsAsSlow) {
    drive_to(7'500, 70min);
    const auto told = estimate(starts_at + 70min);
    ASSERT_FALSE(told.reason);
    const auto stretch = told.of(4)->median - told.of(3)->median;
    EXPECT_LE(stretch, Milliseconds{8min} * 18 / 10 + 1min);
}

TEST_F(Arrival, PlacesAreReachedInTheirOrder) {
    drive_to(2'500, 4min);
    const auto told = estimate(starts_at + 4min);
    ASSERT_EQ(told.ahead.size(), 4U);
    for (std::size_t i = 1; i < told.ahead.size(); ++i) {
        EXPECT_LT(told.ahead[i - 1].median, told.ahead[i].median);
        EXPECT_LT(told.ahead[i - 1].early(), told.ahead[i].early());
        EXPECT_LT(told.ahead[i - 1].late(), told.ahead[i].late());
    }
}

TEST_F(Arrival, WhatIsFartherAheadIsLessCertain) {
    drive_to(2'500, 4min);
    const auto told = estimate(starts_at + 4min);
    ASSERT_EQ(told.ahead.size(), 4U);
    for (std::size_t i = 1; i < told.ahead.size(); ++i)
        EXPECT_LT(told.ahead[i - 1].late() - told.ahead[i - 1].early(),
                  told.ahead[i].late() - told.ahead[i].early());
}

TEST_F(Arrival, ItMayComeMuchLaterButNotMuchEarlier) {
    drive_to(2'500, 4min);
    const auto told = estimate(starts_at + 4min);
    ASSERT_FALSE(told.reason);
    for (const PlaceArrival& each : told.ahead)
        EXPECT_LT(each.median - each.early(), each.late() - each.median);
}

TEST_F(Arrival, NobodyIsToldThatItCameBeforeNow) {
    drive_to(4'800, 8min);
    const Time now = starts_at + 9min;  // the last fix is a minute old
    const auto told = estimate(now);
    ASSERT_FALSE(told.reason);
    EXPECT_GE(told.of(1)->early(), now);
}

TEST_F(Arrival, TheStopAtWhichItStandsIsBehindAndItsStandIsCountedOnce) {
    drive_to(5'000, 8min);
    for (int i = 1; i <= 2; ++i) at(starts_at + 8min + 10s * i, 5'000, 0, 0);
    const auto told = estimate(starts_at + 8min + 20s);
    ASSERT_FALSE(told.reason);
    EXPECT_EQ(told.of(1), nullptr);
    EXPECT_LT(std::chrono::abs(told.of(2)->median - (starts_at + 16min + 30s)), 30s);
}

TEST_F(Arrival, LeaveHomeBeforeAlmostAllOfTheVehiclesMinusTheWay) {
    drive_to(2'500, 4min);
    const auto told = estimate(starts_at + 4min);
    ASSERT_FALSE(told.reason);
    const PlaceArrival& arrival = *told.of(2);
    EXPECT_LT(leave_home_at(arrival, 5min), arrival.early() - 5min);
    EXPECT_EQ(leave_home_at(arrival, 0min) - leave_home_at(arrival, 7min), 7min);
}

TEST_F(Arrival, NothingIsSaidOfALineWithoutStops) {
    plan.places.clear();
    EXPECT_EQ(estimate(starts_at, {}).reason, NoEstimate::nothing_planned);
}

TEST_F(Arrival, NothingIsSaidOfARunWithoutAVehicle) {
    plan.has_vehicle = false;
    const auto told = estimate(starts_at - 10min);
    EXPECT_EQ(told.reason, NoEstimate::not_assigned);
    EXPECT_TRUE(told.ahead.empty());
}

TEST_F(Arrival, BeforeItStartsTheTimetableIsToldAndMarkedSo) {
    at(starts_at - 5min, 0, 0, 0);
    const auto told = estimate(starts_at - 5min);
    EXPECT_TRUE(told.by_timetable());
    ASSERT_NE(told.of(2), nullptr);
    EXPECT_EQ(told.of(2)->median, starts_at + 20min);
}

TEST_F(Arrival, ARunThatShouldHaveStartedCannotComeSoonerThanItsWayTakes) {
    at(starts_at + 15min, 0, 0, 0);
    const Time now = starts_at + 15min;
    const auto told = estimate(now);
    EXPECT_TRUE(told.by_timetable());
    EXPECT_EQ(told.of(2)->median, now + 20min);
    EXPECT_GT(told.of(2)->at(0.001), now + 10min);
}

TEST_F(Arrival, AFixOlderThanNinetySecondsTellsNothing) {
    drive_to(2'500, 4min);
    EXPECT_FALSE(estimate(starts_at + 4min + 90s).reason);
    EXPECT_EQ(estimate(starts_at + 4min + 90s + 1ms).reason, NoEstimate::unheard);
}

TEST_F(Arrival, AMinuteBesideItsWayItIsOffItsRoute) {
    auto history = usual();
    std::vector<DrivenRun> drives(1);
    for (int i = 0; i <= 48; ++i)
        drives[0].fixes.push_back({day_before + 10s * i, north(5'000.0 / 48 * i), 10, 0, 10});
    drives[0].visits.resize(5);
    drives[0].visits[0].left = day_before;
    drives[0].visits[1].arrived = day_before + 480s;
    history.way = learn_way(plan, drives);
    history.way.stretches[2] = history.way.stretches[3] = history.way.stretches[4] =
        history.way.stretches[1];  // known, and elsewhere
    drive_to(2'000, 4min);
    at(starts_at + 4min + 20s, 2'100, 200);
    at(starts_at + 4min + 50s, 2'200, 400);
    EXPECT_FALSE(estimate(starts_at + 4min + 50s, history).reason) << "50 s beside it: a receiver errs";
    at(starts_at + 5min, 2'200, 500);
    EXPECT_EQ(estimate(starts_at + 5min, history).reason, NoEstimate::off_route);
}

TEST_F(Arrival, ARunThatHasEndedIsNotEstimated) {
    drive_to(20'000, 40min);
    EXPECT_EQ(estimate(starts_at + 41min).reason, NoEstimate::ended);
}

TEST_F(Arrival, EachReasonHasItsOwnWords) {
    std::vector<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(NoEstimate::off_route); ++i)
        words.push_back(no_estimate_name_zh(static_cast<NoEstimate>(i)));
    std::sort(words.begin(), words.end());
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end());
}

TEST_F(Arrival, TheOrderInWhichPastRunsAreReadDoesNotMatter) {
    auto runs = usual_runs(23);
    const auto learnt = learn_history(plan, runs, DayClass::weekday);
    for (int i = 0; i < 5; ++i) {
        std::rotate(runs.begin(), runs.begin() + 7, runs.end());
        std::swap(runs.front(), runs[11]);
        const auto again = learn_history(plan, runs, DayClass::weekday);
        for (std::size_t k = 1; k < plan.places.size(); ++k) {
            EXPECT_EQ(again.stretches[k].median_s, learnt.stretches[k].median_s);
            EXPECT_EQ(again.stretches[k].spread, learnt.stretches[k].spread);
            EXPECT_EQ(again.stands[k].median_s, learnt.stands[k].median_s);
        }
    }
}

TEST_F(Arrival, OneRunThatBrokeDownMovesNoMedian) {
    auto runs = usual_runs();
    const auto without = learn_history(plan, runs, DayClass::weekday);
    runs.push_back(run(0, 55min));
    const auto with = learn_history(plan, runs, DayClass::weekday);
    for (std::size_t i = 1; i < plan.places.size(); ++i) {
        EXPECT_NEAR(with.stretches[i].median_s, without.stretches[i].median_s, 0.001);
        EXPECT_NEAR(with.stretches[i].spread, without.stretches[i].spread, 0.0001);
    }
}

TEST_F(Arrival, OnlyTheLastTwentyRunsCount) {
    auto runs = usual_runs(20);
    const auto learnt = learn_history(plan, runs, DayClass::weekday);
    for (int i = 21; i < 40; ++i) runs.push_back(run(i, 12min));
    EXPECT_EQ(learn_history(plan, runs, DayClass::weekday).stretches[2].median_s,
              learnt.stretches[2].median_s);
}

TEST_F(Arrival, NewerRunsCountMore) {
    std::vector<RunTimes> runs;
    for (int i = 1; i <= 10; ++i) runs.push_back(run(i, 7min));
    for (int i = 11; i <= 20; ++i) runs.push_back(run(i, 9min));
    EXPECT_LT(learn_history(plan, runs, DayClass::weekday).stretches[1].median_s, 7.5 * 60);
}

TEST_F(Arrival, FewerThanThreeRunsLeaveTheTimetable) {
    EXPECT_EQ(learn_history(plan, usual_runs(2), DayClass::weekday).stretches[1].runs, 0U);
    EXPECT_EQ(learn_history(plan, usual_runs(2), DayClass::weekday).stretches[1].median_s, 600);
    EXPECT_EQ(learn_history(plan, usual_runs(3), DayClass::weekday).stretches[1].runs, 3U);
}

TEST_F(Arrival, RunsOfTheOtherDirectionTellNothing) {
    auto runs = usual_runs();
    for (RunTimes& run : runs) run.direction = Direction::to_school;
    EXPECT_EQ(learn_history(plan, runs, DayClass::weekday).stretches[1].runs, 0U);
}

TEST_F(Arrival, HolidaysAreLearntFromHolidaysWhereThereAreEnough) {
    auto runs = usual_runs(10);
    for (int i = 1; i <= 10; ++i) {
        runs.push_back(run(i, 6min));
        runs.back().day = DayClass::holiday;
    }
    EXPECT_NEAR(learn_history(plan, runs, DayClass::holiday).stretches[1].median_s, 360, 1);
    EXPECT_NEAR(learn_history(plan, runs, DayClass::weekday).stretches[1].median_s, 480, 12);
    std::vector<RunTimes> few(runs.begin(), runs.begin() + 12);  // two holidays
    EXPECT_NEAR(learn_history(plan, few, DayClass::holiday).stretches[1].median_s, 480, 12);
}

TEST_F(Arrival, AStandIsADoorAndEachRider) {
    std::vector<RunTimes> runs;
    for (int i = 1; i <= 8; ++i) {
        RunTimes past = run(i);
        for (std::size_t k = 1; k < past.places.size(); ++k) {
            const int riders = (i + static_cast<int>(k)) % 6;
            past.places[k].riders = riders;
            past.places[k].left = *past.places[k].arrived + 9s + 4s * riders;
        }
        runs.push_back(std::move(past));
    }
    plan.places[2].riders = 20;
    const auto learnt = learn_history(plan, runs, DayClass::weekday);
    EXPECT_NEAR(learnt.stand_s, 9, 0.5);
    EXPECT_NEAR(learnt.stand_per_rider_s, 4, 0.1);
    EXPECT_NEAR(learnt.stands[2].median_s, 89, 2) << "as many as are expected today";
}

TEST_F(Arrival, ANewStopMakesNewStretchesAndLeavesTheOthers) {
    const auto runs = usual_runs();
    plan.places.insert(plan.places.begin() + 2, {"新村", north(7'000), 150, starts_at + 14min});
    const auto learnt = learn_history(plan, runs, DayClass::weekday);
    EXPECT_EQ(learnt.stretches[1].runs, 10U);
    EXPECT_EQ(learnt.stretches[2].runs, 0U);
    EXPECT_EQ(learnt.stretches[3].runs, 0U);
    EXPECT_EQ(learnt.stretches[4].runs, 10U);
}

TEST_F(Arrival, ARunThatDroveIsARunOfTheHistory) {
    at(starts_at - 1min, 0, 0, 0);
    at(starts_at, 0, 0, 0);
    for (int i = 1; i < 50; ++i) at(starts_at + 10s * i, 100.0 * i);
    for (int i = 0; i < 4; ++i) at(starts_at + 500s + 10s * i, 5'000, 0, 0);
    for (int i = 1; i < 5; ++i) at(starts_at + 530s + 10s * i, 5'000 + 100.0 * i);
    const RunTimes seen = run_times("L7", plan, trace_trip(plan, records, {}), DayClass::weekday);
    ASSERT_TRUE(seen.places[0].left && seen.places[1].arrived && seen.places[1].left);
    EXPECT_LT(std::chrono::abs(*seen.places[0].left - starts_at), 10s);
    EXPECT_LT(std::chrono::abs(*seen.places[1].arrived - (starts_at + 500s)), 10s);
    EXPECT_LT(std::chrono::abs(*seen.places[1].left - (starts_at + 530s)), 10s);
    EXPECT_FALSE(seen.places[2].arrived);
}

TEST_F(Arrival, AStopPassedBetweenTwoFixesIsPassed) {
    at(starts_at - 10s, 0, 0, 0);
    for (int i = 0; i <= 7; ++i) at(starts_at + 30s * i, 650 + 667.0 * i, 0, 22);
    at(starts_at + 240s, 5'400, 0, 22);  // 80 km/h, a report every 30 s
    const TripTrace trace = trace_trip(plan, records, {});
    EXPECT_EQ(trace.reached, 2U);
    ASSERT_TRUE(trace.visits[1].arrived);
    EXPECT_EQ(trace.visits[1].arrived, trace.visits[1].left);
}

TEST_F(Arrival, OneFixThatJumpsChangesNoEstimate) {
    drive_to(2'500, 4min);
    const Time now = starts_at + 4min + 20s;
    at(now, 2'700);
    const auto without = estimate(now);
    records.pop_back();
    at(starts_at + 4min + 10s, 12'500);
    at(now, 2'700);
    const auto with = estimate(now);
    ASSERT_TRUE(with.of(3) && without.of(3));
    EXPECT_EQ(with.of(3)->median, without.of(3)->median);
}

TEST_F(Arrival, WithoutAnyHistoryTheTimetablesStretchesAreDrivenAtTodaysPace) {
    drive_to(7'500, 30min);  // twice as long as the timetable has it
    const auto told = estimate(starts_at + 30min, {});
    ASSERT_FALSE(told.reason);
    EXPECT_GT(told.of(4)->median - told.of(3)->median, 10min);
}

TEST(LineWay, AlongABendTheTimeIsSharedOutAsVehiclesTookIt) {
    TripPlan plan{Direction::home, {{"a", north(0), 100, starts_at}, {"b", north(0, 2'000), 150, starts_at}}};
    DrivenRun drive;
    // North for a kilometre, then east and back south: the bend is 2 km and takes 300 s, the rest 100 s.
    for (int i = 0; i <= 10; ++i) drive.fixes.push_back({starts_at + 30s * i, north(100.0 * i, 100.0 * i)});
    for (int i = 1; i <= 10; ++i)
        drive.fixes.push_back({starts_at + 300s + 10s * i, north(1'000 - 100.0 * i, 1'000 + 100.0 * i)});
    drive.visits = {{{}, starts_at}, {starts_at + 400s, {}}};
    const LineWay way = learn_way(plan, std::span{&drive, 1});
    ASSERT_TRUE(way.stretches[1].known());
    const OnStretch top = locate(way.stretches[1], north(1'000, 1'000));
    EXPECT_NEAR(top.share, 0.75, 0.02);
    EXPECT_LT(top.offset_m, 10);
    EXPECT_GT(locate(way.stretches[1], north(0, 1'000)).offset_m, 150) << "the straight way is no road";
}

TEST(Robust, QuantilesOfABell) {
    EXPECT_NEAR(sigmas_at(0.5), 0, 1e-5);
    EXPECT_NEAR(sigmas_at(0.1), -1.28155, 1e-4);
    EXPECT_NEAR(sigmas_at(0.99), 2.32635, 1e-4);
}

}  // namespace
}  // namespace husong::tracking
