// Which human count is believed, and how long it holds.
#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

TEST(HumanCount, ACountBelowWhatTheCounterIsSureOfIsKeptButDisputed) {
    Journey bus = loaded(21);
    bus.count(13, 2, Source::gate);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{15, 21, 22}));
    bus.count(13, 2, Source::police);
    EXPECT_FALSE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{15, 15, 15}));
}

TEST(HumanCount, APoliceCountBelowItIsDisputedUntilTheyCountAgain) {
    Journey bus = loaded(48, {45, true, true});
    bus.count(5, 2, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
    EXPECT_FALSE(bus.count_is_fresh());
    bus.count(5, 2, Source::escort);
    EXPECT_TRUE(bus.state.load.count.disputed);
    bus.count(21, 2, Source::police);
    EXPECT_FALSE(bus.state.load.count.disputed);
    EXPECT_EQ(bus.people(), (People{23, 23, 23}));
}

TEST(HumanCount, APoliceCountOfLessThanHalfTheCountBeforeIsDisputedUntilTheyCountAgain) {
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

TEST(HumanCount, ThatIsSoAfterAStopOfWhichNobodyKnowsWhoLeftToo) {
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

TEST(HumanCount, ThatIsSoAfterWhatTheCounterSaidBeforeTheStopToo) {
    Journey bus = loaded(48);
    bus.stand(60s, true);
    bus.count(0, 1, Source::police);
    EXPECT_TRUE(bus.state.load.count.disputed);
}

TEST(HumanCount, ALowerPoliceCountIsBelievedWhenHalfAreStillAboardOrSomethingShowsThatTheyLeft) {
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

TEST(HumanCount, TheEscortsOwnLowerCountIsBelieved) {
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

TEST(HumanCount, NobodyAboardTakesBackWhatPoliceOrGateCountedUntilPeopleMayHaveLeft) {
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

TEST(HumanCount, AHigherCountIsBelievedOfAnybody) {
    Journey bus;
    bus.drive(60s);
    bus.count(38, 2, Source::police);
    bus.count(50, 2, Source::escort);
    EXPECT_EQ(bus.state.load.people, 52);
}

TEST(HumanCount, ACountWithoutAdultsMayHaveLeftOutWhoDrives) {
    Journey bus;
    bus.stand(60s);
    bus.count(45, 0);
    EXPECT_EQ(bus.people(), (People{45, 45, 45}));
    bus.drive(60s);
    EXPECT_EQ(bus.people(), (People{45, 46, 46}));
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

}  // namespace
}  // namespace husong::tracking
