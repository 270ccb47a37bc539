#include "server/http/receipts.hpp"

#include <gtest/gtest.h>

namespace husong::http {
namespace {

constexpr Time noon{std::chrono::hours{24 * 365 * 56}};

TEST(Receipts, GiveTheSameActToldAgainTheInstantOfTheFirstTime) {
    Receipts receipts;
    EXPECT_EQ(receipts.admit(1, 100, noon), noon);
    EXPECT_EQ(receipts.admit(1, 100, noon + 5s), noon);
    EXPECT_TRUE(receipts.knows(1));
    EXPECT_FALSE(receipts.knows(2));
}

TEST(Receipts, NoticeAnotherContentUnderTheSameKey) {
    Receipts receipts;
    EXPECT_TRUE(receipts.admit(1, 100, noon));
    EXPECT_FALSE(receipts.admit(1, 101, noon));
    EXPECT_TRUE(receipts.admit(2, 101, noon));
}

TEST(Receipts, ForgetTheOldestBeyondTheirNumber) {
    Receipts receipts{2};
    for (const std::uint64_t key : {1U, 2U, 3U}) EXPECT_TRUE(receipts.admit(key, 0, noon));
    EXPECT_FALSE(receipts.knows(1));
    EXPECT_TRUE(receipts.knows(2));
    EXPECT_EQ(receipts.admit(1, 7, noon + 1s), noon + 1s);
}

}  // namespace
}  // namespace husong::http
