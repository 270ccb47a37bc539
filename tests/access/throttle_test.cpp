#include "server/access/throttle.hpp"

#include <gtest/gtest.h>

namespace husong::access {
namespace {

constexpr Time noon{std::chrono::hours{24 * 365 * 56}};

TEST(Throttle, LetsAnOwnerMistypeSevenTimesAndStopsAtTheEighth) {
    SignInThrottle throttle;
    for (int i = 0; i < 7; ++i) throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.1", noon), 0ms);
    throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.1", noon), 15min);
    EXPECT_EQ(throttle.wait("police2", "10.0.0.1", noon), 0ms);  // a colleague at the same station
}

TEST(Throttle, OneAddressThatGuessesDoesNotLockAnotherOut) {
    SignInThrottle throttle;
    for (int i = 0; i < 8; ++i) throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.9.9.9", noon), 0ms);
    throttle.succeeded("police1", "10.9.9.9", noon);
    EXPECT_GT(throttle.wait("police1", "10.0.0.1", noon), 0ms);
}

// Each address stays below the limits of its own.
void guess_from_many_addresses(SignInThrottle& throttle, const std::string& account, int guesses, Time at) {
    for (int i = 0; i < guesses; ++i) throttle.failed(account, "192.0.2." + std::to_string(i), at);
}

TEST(Throttle, StopsGuessesOfOneAccountThatAreSpreadOverManyAddresses) {
    SignInThrottle throttle;
    guess_from_many_addresses(throttle, "police1", 19, noon);
    EXPECT_EQ(throttle.wait("police1", "198.51.100.7", noon), 0ms);
    guess_from_many_addresses(throttle, "police1", 1, noon);
    EXPECT_EQ(throttle.wait("police1", "198.51.100.7", noon), 1h);
    EXPECT_EQ(throttle.wait("police2", "198.51.100.7", noon), 0ms);
    EXPECT_EQ(throttle.wait("police1", "198.51.100.7", noon + 1h), 0ms);
}

TEST(Throttle, NeverLocksTheOwnerOutOfWhereHeSignedInLately) {
    SignInThrottle throttle;
    throttle.succeeded("police1", "10.9.9.9", noon - std::chrono::days{29});
    guess_from_many_addresses(throttle, "police1", 1'000, noon);
    EXPECT_EQ(throttle.wait("police1", "10.9.9.9", noon), 0ms);
    EXPECT_GT(throttle.wait("police1", "10.9.9.8", noon), 0ms);
}

TEST(Throttle, AnAddressOfAMonthAgoIsNoUsualOne) {
    SignInThrottle throttle;
    throttle.signed_in_before("police1", "10.9.9.9", noon - std::chrono::days{30});
    guess_from_many_addresses(throttle, "police1", 20, noon);
    EXPECT_GT(throttle.wait("police1", "10.9.9.9", noon), 0ms);
}

TEST(Throttle, AUsualAddressOfOneAccountIsNoneOfAnother) {
    SignInThrottle throttle;
    throttle.succeeded("police2", "10.9.9.9", noon);
    guess_from_many_addresses(throttle, "police1", 20, noon);
    EXPECT_GT(throttle.wait("police1", "10.9.9.9", noon), 0ms);
}

TEST(Throttle, AnOwnersOwnMistakesAtAUsualAddressDoNotStopHimElsewhere) {
    SignInThrottle throttle;
    throttle.succeeded("police1", "10.9.9.9", noon);
    for (int i = 0; i < 20; ++i) throttle.failed("police1", "10.9.9.9", noon);
    EXPECT_EQ(throttle.wait("police1", "10.9.9.8", noon), 0ms);
}

TEST(Throttle, RemembersABoundedNumberOfPlaces) {
    UsualPlaces places;
    for (std::size_t i = 0; i <= UsualPlaces::most; ++i) places.note("place" + std::to_string(i), noon);
    EXPECT_EQ(places.size(), UsualPlaces::most);
    EXPECT_FALSE(places.knows("place0", noon));
    EXPECT_TRUE(places.knows("place1", noon));
}

TEST(Throttle, OpensAgainWhenTheWindowHasPassed) {
    SignInThrottle throttle;
    for (int i = 0; i < 8; ++i) throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.1", noon + 14min), 1min);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.1", noon + 15min), 0ms);
    throttle.failed("police1", "10.0.0.1", noon + 15min);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.1", noon + 15min), 0ms);  // a new window counts from one
}

TEST(Throttle, StopsAnAddressThatTriesManyAccounts) {
    SignInThrottle throttle;
    for (int i = 0; i < 60; ++i) throttle.failed("account" + std::to_string(i), "10.0.0.1", noon);
    EXPECT_GT(throttle.wait("police1", "10.0.0.1", noon), 0ms);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.2", noon), 0ms);
}

TEST(Throttle, ForgetsAnAccountsFailuresWhenItSignsInButNotTheAddresss) {
    SignInThrottle throttle;
    for (int i = 0; i < 59; ++i) throttle.failed("police" + std::to_string(i % 20), "10.0.0.1", noon);
    throttle.succeeded("police1", "10.0.0.1", noon);
    throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.0.0.2", noon), 0ms);
    EXPECT_GT(throttle.wait("police1", "10.0.0.1", noon), 0ms);
}

TEST(Throttle, RemembersABoundedNumberOfNamesAndDropsTheOldest) {
    FailureCounter counter{{1, 15min, 3}};
    for (const char* name : {"a", "b", "c"}) counter.failed(name, noon);
    counter.failed("a", noon + 1s);
    counter.failed("d", noon + 2s);
    EXPECT_EQ(counter.size(), 3U);
    EXPECT_EQ(counter.wait("b", noon + 2s), 0ms);  // b failed longest ago
    EXPECT_GT(counter.wait("a", noon + 2s), 0ms);
    EXPECT_GT(counter.wait("d", noon + 2s), 0ms);
}

TEST(PinThrottle, HoldsUpAKeeperAfterFiveMistakesAndAComputerAfterFifteen) {
    PinThrottle throttle;
    const Time now{};
    const PinThrottle::Who zhang{"S1", "张某", "session"};
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(throttle.wait(zhang, now), 0ms);
        throttle.failed(zhang, now);
    }
    EXPECT_EQ(throttle.wait(zhang, now), 15min);
    EXPECT_EQ(throttle.wait({"S1", "张某", "another"}, now), 15min) << "wherever he is tried";
    EXPECT_EQ(throttle.wait({"S2", "张某", "another"}, now), 0ms) << "of another school";
    for (int i = 0; i < 10; ++i) throttle.failed({"S1", "李" + std::to_string(i), "session"}, now);
    EXPECT_EQ(throttle.wait({"S1", "王某", "session"}, now), 15min);
    EXPECT_EQ(throttle.wait({"S1", "王某", "session"}, now + 15min), 0ms);
}

TEST(PinThrottle, ARightPinClearsTheKeeperAndNotTheComputer) {
    PinThrottle throttle;
    const PinThrottle::Who zhang{"S1", "张某", "session"};
    for (int i = 0; i < 15; ++i) {
        throttle.failed(zhang, Time{});
        throttle.succeeded(zhang);
    }
    EXPECT_EQ(throttle.wait({"S1", "张某", "another"}, Time{}), 0ms);
    EXPECT_EQ(throttle.wait(zhang, Time{}), 15min);
}

}  // namespace
}  // namespace husong::access
