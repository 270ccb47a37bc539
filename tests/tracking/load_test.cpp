#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

constexpr CounterTraits sees_pupils_only{20, false, false};

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

TEST(Load, NobodyCountedOnAMovingBusIsNoImpossibleInterval) {
    Journey bus;
    bus.drive(60s);
    bus.count(0, 0);
    bus.drive(10s);
    EXPECT_LE(bus.people().lower, bus.people().upper);
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
