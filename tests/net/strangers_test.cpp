// The order of those who have not authenticated.
#include "server/net/strangers.hpp"

#include <gtest/gtest.h>

namespace husong::net {

namespace {

TEST(Strangers, AreKnownInTheOrderInWhichTheyCameAndByAddress) {
    Strangers strangers;
    EXPECT_FALSE(strangers.oldest());
    const SessionId a{1, 1}, b{2, 1}, c{3, 1};
    strangers.add(a, "192.0.2.1");
    strangers.add(b, "192.0.2.2");
    strangers.add(c, "192.0.2.1");
    EXPECT_EQ(strangers.size(), 3U);
    EXPECT_EQ(strangers.oldest()->slot, a.slot);
    EXPECT_EQ(strangers.oldest_of("192.0.2.2")->slot, b.slot);
    EXPECT_EQ(strangers.count_of("192.0.2.1"), 2U);

    strangers.remove(a);
    strangers.remove(a);
    EXPECT_EQ(strangers.oldest()->slot, b.slot);
    EXPECT_EQ(strangers.oldest_of("192.0.2.1")->slot, c.slot);
    strangers.remove(b);
    strangers.remove(c);
    EXPECT_EQ(strangers.size(), 0U);
    EXPECT_FALSE(strangers.oldest_of("192.0.2.1"));
    EXPECT_EQ(strangers.count_of("192.0.2.1"), 0U);
}

}  // namespace
}  // namespace husong::net
