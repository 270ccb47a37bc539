// How probable it is that too many are aboard.
#include "server/tracking/estimate.hpp"

#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace husong::tracking {
namespace {

constexpr CounterTraits of_45{45, true, true};

void leave_empty(Journey& bus, int alighted) {
    bus.stand(60s, true);
    bus.board(0, alighted);
    bus.stand(std::chrono::minutes{11}, true, false, 60s);
}

void board_and_drive(Journey& bus, int boarded) {
    bus.stand(60s, true);
    bus.board(boarded);
    bus.drive(90s);
}

// Carried so many each morning for so many days, and now has let `today` people in.
Journey used_to(int usual, int days, int today) {
    Journey bus{of_45};
    bus.park_empty();
    for (int day = 0; day < days; ++day) {
        bus.now = telling::morning + std::chrono::days{day + 1};
        board_and_drive(bus, usual);
        leave_empty(bus, usual);
    }
    bus.now = telling::morning + std::chrono::days{days + 1};
    board_and_drive(bus, today);
    return bus;
}

Estimate estimate(const Journey& bus) {
    return estimate_aboard(bus.state.load, {45, bus.state.motion.moving, bus.traits, bus.settings});
}

TEST(Estimate, KnowsNothingOfAVehicleThatToldNothing) {
    Journey bus{of_45};
    bus.drive(60s);
    EXPECT_FALSE(estimate(bus).known());
}

TEST(Estimate, OfAHumanCountIsExact) {
    Journey bus{of_45};
    bus.drive(60s);
    bus.count(44, 2);
    EXPECT_EQ(estimate(bus).over, 1);
    EXPECT_EQ(estimate(bus).lower, 46);
    bus.count(43, 2);
    EXPECT_EQ(estimate(bus).over, 0);
}

TEST(Estimate, OneReadingAboveTheLimitOfAnUnknownVehicleIsMoreProbablyAFullOne) {
    EXPECT_LT(estimate(used_to(0, 0, 47)).over, 0.1);
    EXPECT_GT(estimate(used_to(0, 0, 62)).over, 0.99);
}

TEST(Estimate, RisesWithTheReading) {
    double before = 0;
    for (int reading = 40; reading < 62; ++reading) {
        const double over = estimate(used_to(45, 10, reading)).over;
        EXPECT_GE(over, std::min(before, 0.99)) << reading;
        before = over;
    }
}

TEST(Estimate, TheSameReadingIsLikelyOfAVehicleThatIsUsuallyOverAndNotOfOneThatIsUsuallyFull) {
    EXPECT_GT(estimate(used_to(50, 10, 49)).over, 0.99);
    EXPECT_LT(estimate(used_to(45, 10, 49)).over, 0.5);
    EXPECT_LT(estimate(used_to(30, 10, 30)).over, 0.001);
}

TEST(Estimate, OneUnusualDayCanBeLikelyToo) { EXPECT_GT(estimate(used_to(45, 15, 56)).over, 0.99); }

TEST(Estimate, IsNarrowerThanTheCountersBandWhereTheUsualIsKnown) {
    const Journey bus = used_to(45, 10, 46);
    EXPECT_TRUE(estimate(bus).usual_known);
    EXPECT_LE(estimate(bus).upper - estimate(bus).lower, bus.people().upper - bus.people().lower);
    EXPECT_EQ(estimate(bus).expected, 45);
}

TEST(Estimate, OfABadCounterDoesNotExist) {
    Journey bus = used_to(50, 10, 50);
    ASSERT_TRUE(estimate(bus).known());
    expose(bus.state.load.counter, counter_fault::drift);
    EXPECT_FALSE(estimate(bus).known());
}

TEST(Estimate, AWindowToldTwiceAfterAHumanCountIsNoOverload) {
    Journey bus = used_to(44, 10, 44);
    bus.count(42, 2);
    ASSERT_EQ(estimate(bus).over, 0);
    board_and_drive(bus, 44);
    EXPECT_LT(estimate(bus).over, 0.99);
}

TEST(Estimate, AWindowToldTwiceInARowIsNoOverloadNeitherThenNorLater) {
    Journey bus = used_to(43, 10, 43);
    board_and_drive(bus, 43);
    EXPECT_LT(estimate(bus).over, 0.5);
    bus.stand(60s, true);
    bus.board(0, 6);
    bus.drive(90s);
    EXPECT_LT(estimate(bus).over, 0.5);
}

TEST(Estimate, AWindowToldTwiceOfAVehicleHardlyKnownIsNoOverloadWhilePeopleGetOff) {
    Journey bus = used_to(43, 1, 43);
    board_and_drive(bus, 43);
    for (int stop = 0; stop < 8; ++stop) {
        EXPECT_LT(estimate(bus).over, 0.99) << stop;
        bus.stand(60s, true);
        bus.board(0, 5);
        bus.drive(90s);
    }
    EXPECT_LT(estimate(bus).over, 0.5) << "forty have got off";
}

TEST(Estimate, OfAnOverloadIsNoneOnceEnoughHaveGotOff) {
    Journey bus = used_to(50, 10, 50);
    ASSERT_GT(estimate(bus).over, 0.99);
    bus.stand(60s, true);
    bus.board(0, 3);
    bus.drive(90s);
    EXPECT_GT(estimate(bus).over, 0.9) << "47 of 45";
    bus.stand(60s, true);
    bus.board(0, 6);
    bus.drive(90s);
    EXPECT_LT(estimate(bus).over, 0.1) << "41";
    EXPECT_NEAR(estimate(bus).expected, 41, 1);
}

TEST(Estimate, OfABadCounterIsNotKnownWhoGotOff) {
    Journey bus = used_to(45, 10, 45);
    AboardCase subject{45, false, bus.traits, bus.settings};
    subject.told = Told{.heads = {46, 2, 0}};
    expose(bus.state.load.counter, counter_fault::drift);
    const double before = estimate_aboard(bus.state.load, subject).over;
    bus.stand(60s, true);
    bus.board(0, 43);
    EXPECT_NEAR(estimate_aboard(bus.state.load, subject).over, before, 0.01);
}

TEST(Estimate, TwoStopsOfTheSameNumberHideNoOverload) {
    Journey bus = used_to(50, 10, 25);
    board_and_drive(bus, 12);
    board_and_drive(bus, 12);
    board_and_drive(bus, 2);
    EXPECT_GT(estimate(bus).over, 0.99);
}

TEST(Estimate, WhileStopsAreStillToComeTheUsualLoadIsNoProof) {
    Journey bus{of_45};
    bus.park_empty();
    for (int day = 0; day < 10; ++day) {
        bus.now = telling::morning + std::chrono::days{day + 1};
        board_and_drive(bus, 25);
        board_and_drive(bus, 25);
        leave_empty(bus, 50);
    }
    bus.now = telling::morning + std::chrono::days{11};
    board_and_drive(bus, 25);
    EXPECT_LT(estimate(bus).over, 0.01);
    board_and_drive(bus, 24);
    EXPECT_GT(estimate(bus).over, 0.99);
}

TEST(ContestedCount, OneAboveTheLimitThatTheCounterMakesDoubtfulIsAskedForAgain) {
    Journey bus = used_to(45, 10, 45);
    bus.count(53, 2);
    EXPECT_TRUE(bus.state.load.contested);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_FALSE(bus.count_is_fresh());
    EXPECT_EQ(bus.people().upper, 55);
    bus.count(53, 2);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{55, 55, 55}));
}

TEST(ContestedCount, OneThatTheCounterSupportsIsBelievedAtOnce) {
    Journey bus = used_to(50, 10, 50);
    bus.count(48, 2);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{50, 50, 50}));
}

TEST(ContestedCount, OfThePoliceIsBelievedAtOnce) {
    Journey bus = used_to(45, 10, 45);
    bus.count(53, 2, Source::police);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{55, 55, 55}));
}

TEST(ContestedCount, WithoutACounterAHumanCountIsBelievedAtOnce) {
    Journey bus{of_45};
    bus.drive(60s);
    bus.count(45, 2);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{47, 47, 47}));
}

TEST(ContestedCount, AboveTheLimitIsAskedForAgainWhereAWindowOfTheCounterIsMissing) {
    Journey bus = used_to(45, 10, 20);
    bus.stand(60s, true);
    bus.drive(90s);
    ASSERT_EQ(bus.people(), People{});
    bus.count(44, 2);  // one more than may be aboard: half of all vehicles are exactly full
    EXPECT_TRUE(bus.state.load.contested);
    bus.count(44, 2);
    EXPECT_EQ(bus.people(), (People{46, 46, 46}));
}

TEST(ContestedCount, AboveTheLimitIsAskedForAgainWhereTheCounterIsBad) {
    Journey bus = used_to(45, 10, 45);
    expose(bus.state.load.counter, counter_fault::drift);
    bus.count(44, 2);
    EXPECT_TRUE(bus.state.load.contested);
    bus.count(44, 2);
    EXPECT_EQ(bus.people(), (People{46, 46, 46}));
}

TEST(ContestedCount, AboveTheLimitIsAskedForAgainWhereAnotherCountedAndTheCounterAgreedWithHim) {
    Journey bus = used_to(43, 10, 43);
    bus.count(43, 2);
    bus.drive(60s);
    bus.count(52, 2, Source::gate);  // 43 and two, by another key
    EXPECT_TRUE(bus.state.load.contested);
    bus.count(43, 2, Source::gate);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{45, 45, 45}));
}

// Stands on the next morning, and its doors have told nothing yet.
Journey before_the_doors_told(int usual, std::chrono::days later = std::chrono::days{1}) {
    Journey bus = used_to(usual, 10, usual);
    leave_empty(bus, usual);
    bus.now = telling::morning + std::chrono::days{11} + later;
    bus.stand(60s, true);
    return bus;
}

TEST(ContestedCount, AboveTheLimitIsAskedForAgainBeforeTheDoorsHaveTold) {
    Journey bus = before_the_doors_told(43);
    bus.count(73, 2);
    EXPECT_TRUE(bus.state.load.contested) << "43, by another key";
}

TEST(ContestedCount, OfACounterThatHasNotToldForDaysIsBelievedAtOnce) {
    Journey bus = before_the_doors_told(43, std::chrono::days{20});
    bus.count(46, 2);
    EXPECT_FALSE(bus.state.load.contested);
}

TEST(ContestedCount, IsConfirmedByWhoeverCountsTooManyNext) {
    Journey bus = before_the_doors_told(43);
    bus.count(46, 2);
    ASSERT_TRUE(bus.state.load.contested);
    bus.drive(300s);
    bus.count(50, 2);
    EXPECT_FALSE(bus.state.load.contested) << "at the next stop there are more";
    EXPECT_EQ(bus.state.load.people, 52);
}

TEST(ContestedCount, AnotherNumberFarAboveASoundCounterConfirmsNothing) {
    Journey bus = used_to(15, 10, 15);
    bus.count(60, 2);
    ASSERT_TRUE(bus.state.load.contested);
    bus.count(51, 2);
    EXPECT_TRUE(bus.state.load.contested) << "15, by two other keys";
    bus.count(15, 2);
    EXPECT_FALSE(bus.state.load.contested);
}

TEST(ContestedCount, IsSureOnceItsOwnWindowSaysTheSame) {
    Journey bus = before_the_doors_told(43);
    const Time opened = bus.now - 40s;
    bus.count(48, 2);
    ASSERT_TRUE(bus.state.load.contested);
    bus.tell(telling::flow(opened, bus.now + 10s, 50, 0));
    EXPECT_FALSE(bus.state.load.count.followed);
    bus.drive(90s);
    bus.stand(30s, true);
    bus.board(1);
    EXPECT_TRUE(bus.state.load.count.followed);
}

TEST(ContestedCount, AboveTheLimitIsAskedForAgainWhereAnotherHasJustCountedAFewLess) {
    Journey bus{of_45};
    bus.drive(60s);
    bus.count(43, 2);
    bus.count(46, 2, Source::gate);
    EXPECT_TRUE(bus.state.load.contested);
    bus.count(47, 2, Source::gate);
    EXPECT_EQ(bus.people(), (People{49, 49, 49}));
}

TEST(ContestedCount, FarAboveWhatAnotherHasJustCountedIsBelievedAtOnce) {
    Journey bus{of_45};
    bus.drive(60s);
    bus.count(43, 2);
    bus.count(66, 2, Source::gate);
    EXPECT_EQ(bus.people(), (People{68, 68, 68})) << "no slip of a few, and grave";
}

TEST(ContestedCount, ExpiresLikeOneThatIsBelieved) {
    Journey bus{of_45};
    bus.count(43, 2);
    bus.now += 30s;
    bus.count(46, 2, Source::gate);
    ASSERT_TRUE(bus.state.load.contested);
    bus.now += std::chrono::hours{24};
    bus.count(30, 2);
    EXPECT_FALSE(bus.state.load.contested) << "the crew of another day";
    EXPECT_EQ(bus.state.load.people, 32);
}

TEST(ContestedCount, ACountWithinTheLimitSettlesIt) {
    Journey bus = used_to(45, 10, 45);
    bus.count(53, 2);
    bus.count(43, 2);
    EXPECT_FALSE(bus.state.load.contested);
    EXPECT_EQ(bus.people(), (People{45, 45, 45}));
}

}  // namespace
}  // namespace husong::tracking
