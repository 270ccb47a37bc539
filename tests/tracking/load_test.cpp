#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

constexpr CounterTraits sees_everybody{20, true, true};
constexpr CounterTraits sees_pupils_only{20, false, false};

// A bus that was empty, let people board at one stop and drives.
Journey loaded(int boarded, CounterTraits traits = sees_everybody) {
    Journey bus{traits};
    bus.park_empty();
    bus.stand(60s, true);
    bus.board(boarded);
    bus.drive(60s);
    return bus;
}

constexpr People unknown{};

TEST(Load, WithoutACounterAndWithoutACountNobodyKnows) {
    Journey bus;
    bus.drive(600s);
    EXPECT_EQ(bus.people(), unknown);
}

TEST(Load, AnAutomaticCounterIsWrongByAFewPercentAndAtLeastByOne) {
    EXPECT_EQ(loaded(21).people(), (People{20, 21, 22}));
    EXPECT_EQ(loaded(49, {45, true, true}).people(), (People{47, 49, 51}));
}

TEST(Load, ACounterThatDoesNotSeeTheCrewIsCorrectedForIt) {
    // 19 at least, and the driver; 21 at most, the driver and perhaps an escort.
    EXPECT_EQ(loaded(20, sees_pupils_only).people(), (People{20, 22, 23}));
}

TEST(Load, TheDriverIsAboardWhileTheVehicleMoves) {
    Journey bus{CounterTraits{20, false, true}};
    bus.park_empty();
    bus.stand(20s, true);
    bus.board(0);
    bus.drive(60s);
    EXPECT_EQ(bus.people().lower, 1);
}

TEST(Load, FromAnUnknownBeginningTheCounterGivesALowerBoundOnly) {
    Journey bus{sees_everybody};
    bus.drive(60s);
    bus.stand(40s, true);
    bus.board(12);
    EXPECT_EQ(bus.people(), (People{11, 12, -1}));
}

TEST(Load, AHumanCountIsExact) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    EXPECT_EQ(bus.people(), (People{43, 43, 43}));
    EXPECT_TRUE(bus.state.load.is_head_count());
}

TEST(Load, AHumanCountEndsTheCountersError) {
    Journey bus = loaded(21);
    bus.count(18, 2, Source::police);
    EXPECT_EQ(bus.people(), (People{20, 20, 20}));
}

TEST(Load, AfterACountAStopWithCounterDataGivesAnInterval) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.drive(60s);
    bus.stand(40s, true);
    bus.board(3, 1);
    bus.drive(60s);
    EXPECT_EQ(bus.people(), (People{43, 45, 47}));
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(Load, AfterACountAStopWithoutCounterDataIsUnknown) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.drive(60s);
    bus.stand(40s);
    bus.drive(60s);
    EXPECT_EQ(bus.people(), unknown);
}

TEST(Load, ADoorSensorThatSawNoDoorOpenMakesAStandNoStop) {
    Journey bus = loaded(10);
    bus.stand(60s, false);  // a jam
    bus.drive(60s);
    EXPECT_EQ(bus.people(), (People{9, 10, 11}));
}

TEST(Load, AWindowThatComesLaterCoversTheStop) {
    Journey bus{sees_everybody};
    bus.drive(60s);
    bus.count(10, 2);
    bus.drive(60s);
    bus.stand(40s);
    const Time stood = bus.now;
    bus.drive(120s);
    ASSERT_EQ(bus.people(), unknown);
    bus.tell(telling::flow(stood - 240s, bus.now, 4, 0));  // a window of some minutes, across the count
    EXPECT_EQ(bus.people(), (People{11, 12, 17}));
}

TEST(Load, WhenTheDataOfAStopIsLostTheFigureBeginsAnew) {
    Journey bus{sees_everybody};
    bus.drive(60s);
    bus.count(10, 2);
    bus.drive(60s);
    bus.stand(40s);
    bus.drive(300s);
    bus.stand(40s);
    bus.board(5);
    bus.drive(60s);
    EXPECT_EQ(bus.people(), (People{4, 5, -1}));
    EXPECT_TRUE(bus.state.load.oddities & oddity::stop_without_data);
}

TEST(Load, ASilenceOfTenMinutesIsAHole) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.fire_until(bus.now + std::chrono::minutes{9});
    EXPECT_EQ(bus.people().upper, 43);
    bus.fire_until(bus.now + std::chrono::minutes{10});
    EXPECT_EQ(bus.people(), unknown);
}

TEST(Load, NeverFallsBelowNobodyAndSaysSo) {
    Journey bus = loaded(3);
    bus.stand(40s, true);
    bus.board(0, 8);
    EXPECT_EQ(bus.state.load.people, 0);
    EXPECT_TRUE(bus.state.load.oddities & oddity::negative);
}

TEST(Load, AnOverlappingWindowIsNotAddedButWidens) {
    Journey bus = loaded(10);
    const Time last = bus.state.load.counted_until;
    bus.tell(telling::flow(last - 10s, bus.now, 2, 1));
    EXPECT_EQ(bus.people(), (People{8, 10, 13}));
    EXPECT_TRUE(bus.state.load.oddities & oddity::overlap);
}

TEST(Load, AnImpossibleWindowIsNotAdded) {
    Journey bus = loaded(10);
    Record record = telling::flow(bus.now + 10s, bus.now, 30, 0);
    bus.tell(record);
    record = telling::flow(bus.now - std::chrono::hours{25}, bus.now, 30, 0);
    bus.tell(record);
    EXPECT_EQ(bus.people(), (People{9, 10, 11}));
    EXPECT_TRUE(bus.state.load.oddities & oddity::bad_window);
}

TEST(Load, TenMinutesWithTheEngineOffAreAnEmptyBus) {
    Journey bus = loaded(10);
    bus.stand(60s, true);
    bus.stand(std::chrono::minutes{9}, false, false, 60s);
    EXPECT_EQ(bus.state.load.people, 10);
    bus.stand(std::chrono::minutes{3}, false, false, 60s);
    EXPECT_EQ(bus.state.load.people, 0);
    EXPECT_EQ(bus.state.load.basis, LoadBasis::empty);
}

TEST(Load, BehindDoorsThatStayShutPeopleWaitForAnHourWithTheEngineOff) {
    Journey bus = loaded(10);
    bus.stand(std::chrono::minutes{59}, false, false, 60s);
    EXPECT_EQ(bus.state.load.people, 10);
    bus.stand(std::chrono::minutes{2}, false, false, 60s);
    EXPECT_EQ(bus.state.load.basis, LoadBasis::empty);
}

TEST(Load, WhoWasCountedInTheSameStandIsStillThereWhenTheEngineHasBeenOffForTenMinutes) {
    Journey bus;
    bus.drive(60s);
    bus.stand(60s, true);
    bus.count(50, 2, Source::police);
    bus.stand(std::chrono::minutes{58}, true, false, 60s);
    EXPECT_EQ(bus.state.load.people, 52);
    EXPECT_EQ(bus.state.load.basis, LoadBasis::head_count);
    bus.stand(std::chrono::minutes{4}, true, false, 60s);
    EXPECT_EQ(bus.state.load.basis, LoadBasis::empty);
}

TEST(Load, PupilsWhoBoardWithTheEngineOffAreNotForgotten) {
    Journey bus = loaded(10);
    bus.stand(std::chrono::minutes{5}, true, false, 60s);
    bus.board(15);
    bus.stand(std::chrono::minutes{20}, true, false, 60s);
    EXPECT_EQ(bus.state.load.people, 25);
}

TEST(Load, ACountBelowWhatTheCounterIsSureOfIsKeptButDisputed) {
    Journey bus = loaded(21);
    bus.count(13, 2, Source::gate);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{15, 21, 22}));
    bus.count(13, 2, Source::police);
    EXPECT_FALSE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{15, 15, 15}));
}

TEST(Load, APoliceCountBelowItIsDisputedUntilTheyCountAgain) {
    Journey bus = loaded(48);
    bus.count(5, 2, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_FALSE(bus.count_is_fresh());
    bus.count(5, 2, Source::escort);
    EXPECT_TRUE(bus.state.load.count.disputed);
    bus.count(21, 2, Source::police);
    EXPECT_FALSE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{23, 23, 23}));
}

TEST(Load, APoliceCountOfLessThanHalfTheCountBeforeIsDisputedUntilTheyCountAgain) {
    Journey bus;
    bus.drive(60s);
    bus.count(50, 2);
    bus.drive(600s);
    bus.count(0, 1, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_FALSE(bus.count_is_fresh());
    EXPECT_EQ(bus.people(), (People{1, 52, 52}));
    bus.count(0, 1, Source::police);
    EXPECT_FALSE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{1, 1, 1}));
}

TEST(Load, ThatIsSoAfterAStopOfWhichNobodyKnowsWhoLeftToo) {
    Journey bus;
    bus.drive(60s);
    bus.count(50, 2);
    bus.drive(60s);
    bus.stand(60s, true);
    bus.count(0, 1, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), unknown);
    bus.count(0, 1, Source::police);
    EXPECT_TRUE(bus.count_is_fresh());
}

TEST(Load, ThatIsSoAfterWhatTheCounterSaidBeforeTheStopToo) {
    Journey bus = loaded(48);
    bus.stand(60s, true);
    bus.count(0, 1, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
}

TEST(Load, ALowerPoliceCountIsBelievedWhenHalfAreStillAboardOrSomethingShowsThatTheyLeft) {
    const auto counted = [](auto happens, int pupils) {
        Journey bus;
        bus.drive(60s);
        bus.count(50, 2);
        happens(bus);
        bus.count(pupils, 2, Source::police);
        return !bus.state.load.count.disputed;
    };
    EXPECT_TRUE(counted([](Journey& bus) { bus.drive(60s); }, 24));
    EXPECT_FALSE(counted([](Journey& bus) { bus.drive(60s); }, 23));
    EXPECT_TRUE(counted([](Journey& bus) { bus.park_empty(); }, 0));
    EXPECT_TRUE(counted([](Journey& bus) { bus.drive(std::chrono::minutes{61}); }, 0));
    const auto half_left = [](Journey& bus) {
        bus.drive(60s);
        bus.stand(60s, true);
        bus.board(0, 40);
    };
    EXPECT_TRUE(counted(half_left, 10));
}

TEST(Load, TheEscortsOwnLowerCountIsBelieved) {
    Journey bus;
    bus.drive(60s);
    bus.count(50, 2);
    bus.stand(60s, true);
    bus.count(0, 2);
    EXPECT_TRUE(bus.count_is_fresh());
}

// Drives, is counted by `first`, then something happens, and is counted by `second`: what is believed?
int believed(Source first, auto happens, Source second) {
    Journey bus;
    bus.drive(60s);
    bus.stand(60s);
    bus.count(50, 2, first);
    happens(bus);
    bus.count(38, 2, second);
    EXPECT_FALSE(bus.state.load.count.disputed);
    return bus.state.load.people;
}

TEST(Load, NobodyAboardTakesBackWhatPoliceOrGateCountedUntilPeopleMayHaveLeft) {
    const auto nothing = [](Journey&) {};
    const auto a_long_stand = [](Journey& bus) { bus.stand(std::chrono::minutes{8}); };
    const auto a_way = [](Journey& bus) { bus.drive(300s); };
    EXPECT_EQ(believed(Source::police, nothing, Source::escort), 52);
    EXPECT_EQ(believed(Source::police, a_long_stand, Source::escort), 52);
    EXPECT_EQ(believed(Source::police, a_way, Source::escort), 52);
    EXPECT_EQ(believed(Source::police, nothing, Source::gate), 52);
    EXPECT_EQ(believed(Source::gate, nothing, Source::escort), 52);

    const auto a_stop = [](Journey& bus) {
        bus.drive(300s);
        bus.stand(30s);
    };
    const auto an_hour = [](Journey& bus) { bus.drive(std::chrono::minutes{61}); };
    EXPECT_EQ(believed(Source::police, a_stop, Source::escort), 40);
    EXPECT_EQ(believed(Source::police, an_hour, Source::escort), 40);
    EXPECT_EQ(believed(Source::gate, nothing, Source::police), 40);
    EXPECT_EQ(believed(Source::gate, nothing, Source::gate), 40);
}

TEST(Load, AHigherCountIsBelievedOfAnybody) {
    Journey bus;
    bus.drive(60s);
    bus.count(38, 2, Source::police);
    bus.count(50, 2, Source::escort);
    EXPECT_EQ(bus.state.load.people, 52);
}

TEST(Load, ACountWithoutAdultsMayHaveLeftOutWhoDrives) {
    Journey bus;
    bus.stand(60s);
    bus.count(45, 0);
    EXPECT_EQ(bus.people(), (People{45, 45, 45}));
    bus.drive(60s);
    EXPECT_EQ(bus.people(), (People{45, 46, 46}));
}

TEST(Load, NobodyCountedOnAMovingBusIsNoImpossibleInterval) {
    Journey bus;
    bus.drive(60s);
    bus.count(0, 0);
    bus.drive(10s);
    EXPECT_LE(bus.people().lower, bus.people().upper);
}

TEST(FreshCount, LastsUntilTheNextStop) {
    Journey bus;
    bus.stand(60s);
    bus.count(41, 2);
    bus.drive(300s);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.stand(10s);
    bus.fire_until(bus.now + 7s);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.fire_until(bus.now + 8s);
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(FreshCount, LastsAnHourAtMost) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.drive(std::chrono::minutes{60} - 10s);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.drive(10s);
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(FreshCount, CoversTheStandItWasTakenInForTwoMinutes) {
    Journey bus;
    bus.stand(60s);
    bus.count(41, 2);
    bus.stand(110s);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.stand(20s);
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(FreshCount, EndsWhenADoorOpens) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.tell(telling::fix(bus.now + 5s, {bus.north_m, 20, true}));
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(FreshCount, EndsWhenTheCounterSawSomebodyBoard) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.drive(30s);
    bus.board(0, 1);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.tell(telling::flow(bus.now, bus.now + 1s, 1, 0));
    EXPECT_FALSE(bus.count_is_fresh());
}

TEST(FreshCount, EndsWhenTheVehicleWasNotSeenForAMinute) {
    Journey bus;
    bus.drive(60s);
    bus.count(41, 2);
    bus.fire_until(bus.now + 59s);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.fire_until(bus.now + 60s);
    EXPECT_FALSE(bus.count_is_fresh());
}

// Reports every `interval` at 36 km/h; in one of the intervals it comes only so far.
bool fresh_after(Milliseconds interval, double metres) {
    Journey bus;
    bus.drive(120s, 36, interval);
    bus.count(41, 2);
    bus.drive(interval, 36, interval);
    EXPECT_TRUE(bus.count_is_fresh());
    bus.north_m += metres;
    bus.tell(telling::fix(bus.now + interval, {bus.north_m, 36}));
    bus.drive(interval, 36, interval);
    return bus.count_is_fresh();
}

TEST(FreshCount, EndsWhereAStopFitsBetweenTwoReports) {
    EXPECT_TRUE(fresh_after(10s, 60));
    EXPECT_TRUE(fresh_after(20s, 160));
    EXPECT_FALSE(fresh_after(20s, 60));
    EXPECT_TRUE(fresh_after(30s, 290));
    EXPECT_FALSE(fresh_after(30s, 60));
}

TEST(Seen, OfOneTellerAndDayOnlyTheNewestIsKept) {
    Journey bus;
    bus.tell(telling::seen(bus.now, PupilsSeen::some, Source::gate));
    bus.tell(telling::seen(bus.now + 60s, PupilsSeen::some, Source::gate));
    bus.tell(telling::seen(bus.now + 60s, PupilsSeen::some, Source::patrol));
    EXPECT_EQ(bus.state.seen.all().size(), 2U);
    for (int day = 1; day < 20; ++day)
        bus.tell(telling::seen(telling::morning + std::chrono::days{day}, PupilsSeen::some, Source::gate));
    EXPECT_EQ(bus.state.seen.all().size(), SeenList::capacity);
    EXPECT_EQ(bus.state.seen.all().back().record.measured_at, bus.now);
}

TEST(Seen, ACameraAloneAndAReportOfNoPupilsAreNoSightingOfPupils) {
    Journey bus;
    bus.tell(telling::seen(bus.now, PupilsSeen::not_told, Source::camera));
    bus.tell(telling::seen(bus.now + 1s, PupilsSeen::none, Source::gate));
    EXPECT_TRUE(bus.state.seen.all().empty());
    bus.tell(telling::seen(bus.now + 2s, PupilsSeen::not_told, Source::gate));
    EXPECT_EQ(bus.state.seen.all().size(), 1U);
}

}  // namespace
}  // namespace husong::tracking
