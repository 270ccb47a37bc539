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

TEST(Throttle, NeverLocksTheOwnerOutForWhatOthersGuessElsewhere) {
    SignInThrottle throttle;
    for (int i = 0; i < 60; ++i) throttle.failed("police1", "10.0.0.1", noon);
    EXPECT_EQ(throttle.wait("police1", "10.9.9.9", noon), 0ms);
    throttle.succeeded("police1", "10.9.9.9");
    EXPECT_GT(throttle.wait("police1", "10.0.0.1", noon), 0ms);
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
    throttle.succeeded("police1", "10.0.0.1");
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

}  // namespace
}  // namespace husong::access
