// What a door counter shows of itself, and when it is no longer believed.
#include "server/tracking/counter.hpp"

#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

const CounterSettings rules_of_thumb;

// A whole run: so many board and leave as the counter says, then the engine is off long enough.
void ride(Journey& bus, int boarded, int alighted) {
    bus.stand(60s, true);
    bus.board(boarded);
    bus.drive(60s);
    bus.stand(60s, true);
    bus.board(0, alighted);
    bus.stand(std::chrono::minutes{11}, true, false, 60s);
}

Journey parked_empty() {
    Journey bus{CounterTraits{45, true, true}};
    bus.park_empty();
    bus.stand(10s, true);
    return bus;
}

TEST(Counter, ShowsItsErrorByWhatIsLeftOverAfterWholeRuns) {
    Journey steady = parked_empty(), poor = parked_empty();
    for (int run = 0; run < 20; ++run) {
        ride(steady, 40, 40);
        ride(poor, 40, run % 2 == 0 ? 43 : 37);
    }
    EXPECT_LT(variance_of(steady.state.load.counter, rules_of_thumb), 0.02);
    EXPECT_GT(variance_of(poor.state.load.counter, rules_of_thumb), 0.09);
    const auto band = [](Journey& bus) {
        bus.stand(60s, true);
        bus.board(40);
        bus.drive(60s);
        return bus.people().upper - bus.people().lower;
    };
    EXPECT_LT(band(steady), band(poor));
}

TEST(Counter, ThatMissesAThirdAtOneDoorIsExposedWithinThreeRuns) {
    Journey bus = parked_empty();
    for (int run = 0; run < 3; ++run) ride(bus, 30, 20);
    EXPECT_TRUE(bus.state.load.counter.faults & counter_fault::drift);
}

TEST(Counter, ThatMissesAThirdAtBothDoorsIsExposedByPeople) {
    Journey bus = parked_empty();
    for (int run = 0; run < 3; ++run) {
        bus.stand(60s, true);
        bus.board(28);
        bus.count(40, 2);
        bus.drive(60s);
        bus.stand(60s, true);
        bus.board(0, 28);
        bus.stand(std::chrono::minutes{11}, true, false, 60s);
    }
    EXPECT_TRUE(bus.state.load.counter.faults & counter_fault::people);
}

TEST(Counter, ThatIsOffByAFewIsNotExposed) {
    Journey bus = parked_empty();
    for (int run = 0; run < 20; ++run) ride(bus, 40 + run % 3, 41);
    EXPECT_FALSE(bus.state.load.counter.exposed());
}

TEST(Counter, OfMoreThanTwiceTheApprovedNumberIsExposed) {
    EXPECT_FALSE(loaded(40).state.load.counter.exposed());
    EXPECT_TRUE(loaded(41).state.load.counter.faults & counter_fault::impossible);
}

TEST(Counter, FromWhichFarMoreAlightThanBoardedIsExposed) {
    Journey bus = loaded(10);
    bus.stand(40s, true);
    bus.board(0, 30);
    EXPECT_TRUE(bus.state.load.counter.faults & counter_fault::negative);
}

TEST(Counter, ThatStandsStillOverThreeStopsWhileHumanCountsChangeIsExposed) {
    const auto exposed = [](int stops, int later) {
        Journey bus = loaded(10);
        bus.count(8, 2);
        for (int stop = 0; stop < stops; ++stop) {
            bus.stand(60s, true);
            bus.tell(telling::flow(bus.now - 20s, bus.now, 0, 0));
            bus.drive(60s);
        }
        bus.count(later, 2);
        return bus.state.load.counter.exposed();
    };
    EXPECT_TRUE(exposed(3, 14));
    EXPECT_FALSE(exposed(3, 8));
    EXPECT_FALSE(exposed(2, 14));
}

TEST(Counter, ThatTellsTheSameWindowAgainAndAgainIsExposed) {
    Journey bus{CounterTraits{45, true, true}};
    bus.park_empty();
    for (int stop = 0; stop < 5; ++stop) {
        bus.stand(60s, true);
        bus.board(6);
        bus.drive(60s);
    }
    EXPECT_TRUE(bus.state.load.counter.faults & counter_fault::repeats);
}

TEST(Counter, TellsNothingWhileItIsExposed) {
    Journey bus = loaded(41);
    EXPECT_EQ(bus.people(), unknown);
    bus.count(18, 2);
    EXPECT_EQ(bus.people(), (People{20, 20, 20}));
    bus.stand(60s, true);
    bus.board(3);
    EXPECT_EQ(bus.people(), unknown);
}

TEST(Counter, IsBelievedAgainAfterFiveRunsThatAgree) {
    Journey bus = parked_empty();
    for (int run = 0; run < 3; ++run) ride(bus, 30, 20);
    // The first of them still stand beside bad ones.
    for (int run = 0; run < 4; ++run) ride(bus, 30, 30);
    EXPECT_TRUE(bus.state.load.counter.exposed());
    for (int run = 0; run < 3; ++run) ride(bus, 30, 30);
    EXPECT_FALSE(bus.state.load.counter.exposed());
}

TEST(Counter, WhatPeopleFoundOutOnlyPeopleTakeBack) {
    CounterRecord counter;
    for (int run = 0; run < 3; ++run) learn_check(counter, {14, 28, 42}, true, rules_of_thumb);
    ASSERT_TRUE(counter.exposed());
    for (int run = 0; run < 20; ++run) learn_run(counter, 28, 28, rules_of_thumb);
    EXPECT_TRUE(counter.exposed());
    for (int run = 0; run < 5; ++run) learn_check(counter, {0, 42, 42}, true, rules_of_thumb);
    EXPECT_FALSE(counter.exposed());
}

TEST(Counter, OneMistypedHumanCountExposesNothingAndTeachesNothing) {
    CounterRecord counter;
    learn_check(counter, {0, 42, 42}, true, rules_of_thumb);
    learn_check(counter, {10, 42, 52}, true, rules_of_thumb);
    learn_check(counter, {0, 42, 42}, true, rules_of_thumb);
    EXPECT_FALSE(counter.exposed());
    EXPECT_EQ(bias_of(counter, rules_of_thumb), 0);
}

TEST(Counter, AnEscortWhoAlwaysTellsFewerDoesNotDisarmIt) {
    const auto told_fewer = [](Source source) {
        Journey bus = parked_empty();
        for (int run = 0; run < 6; ++run) {
            bus.stand(60s, true);
            bus.board(58);
            bus.count(42, 2, source);
            bus.drive(60s);
            bus.stand(60s, true);
            bus.board(0, 58);
            bus.stand(std::chrono::minutes{11}, true, false, 60s);
        }
        return bus.state.load.counter.exposed();
    };
    EXPECT_FALSE(told_fewer(Source::escort));
    EXPECT_TRUE(told_fewer(Source::gate));
}

}  // namespace
}  // namespace husong::tracking
