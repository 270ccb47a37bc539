// What a crew's page asks and tells of how many are aboard: a stop's count, and a run that is not cleared.
#include "tests/http/crew_fixture.hpp"

namespace husong::http {
namespace {

using test::CrewDuty;

TEST_F(CrewDuty, MoreThanTheVehicleHoldsAtAStopIsAskedForOnceMoreAndThenCountedAsHeads) {
    set_clock(16, 10);
    sign("on");
    const Response page = count_stop("60");
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "核载 45 人，这一站上来 60 名学生？再填一次就记下；超员的车不要开"));
    EXPECT_TRUE(says(page, "name=\"number\" inputmode=\"numeric\" autocomplete=\"off\" value=\"60\""));
    EXPECT_TRUE(says(page, "name=\"sure\" value=\"60\""));
    EXPECT_EQ(told(), "escort_on E1 0");
    EXPECT_EQ(tell_of("riders", {{"mark", "counted"}, {"number", "61"}, {"sure", "60"}}).status, 422U)
        << "another number";
    EXPECT_EQ(tell_of("riders", {{"mark", "counted"}, {"number", "60"}, {"sure", "60"}}).status, 303U);
    EXPECT_EQ(told(), "escort_on E1 0, stop_counted E1 60");
    const auto count = world().state(county_.lawful)->track.load.count;
    EXPECT_EQ(count.source, tracking::Source::escort);
    EXPECT_EQ(count.heads, (tracking::HeadCount{60, 2, 0}));
    EXPECT_TRUE(is_open("LD-01"));
}

TEST_F(CrewDuty, WhoIsAboardByNameFromAnEarlierStopCountsWithThoseOfThisOne) {
    set_clock(16, 10);
    sign("on");
    mark("boarded/**");
    EXPECT_EQ(count_stop("43").status, 303U) << "the three are of this stop";
    pass(60s);
    EXPECT_TRUE(says(count_stop("41"), "核载 45 人，这一站上来 41 名学生")) << "3 + 41 + 2";
    EXPECT_EQ(count_stop("40").status, 303U);
}

TEST_F(CrewDuty, ARunThatIsNotSweptStandsFirstUntilItIs) {
    bring_two_to_their_stop();
    set_clock(17, 5);
    ride(60s, 0);
    const auto first = [&] {
        const std::string page{get("/c").text()};
        return page.find("/c/t/T1") < page.find("/c/t/T2");
    };
    EXPECT_TRUE(first()) << "two are still aboard";
    EXPECT_TRUE(says(get("/c"), "还没清车"));
    mark("alighted/**");
    ride(std::chrono::minutes{6}, 0);
    ASSERT_TRUE(is_open("SW-01"));
    EXPECT_TRUE(first());
    EXPECT_TRUE(says(get("/c"), "还没清车"));
    EXPECT_EQ(sweep().status, 303U);
    EXPECT_FALSE(first());
    EXPECT_FALSE(says(get("/c"), "还没清车"));
}

}  // namespace
}  // namespace husong::http
