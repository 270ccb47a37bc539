// People who differ from the counter, and a counter that lies.
#include "server/rules/counter.hpp"

#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

TEST(DifferingCounts, AreClosedByACountThatAgrees) {
    Story story;
    story.load(40);
    story.count(30, 2);
    EXPECT_EQ(story.open(), "ES-03 likely");
    EXPECT_EQ(story.finding(RuleId::es_03)->episode.detail, "照管员清点 32 人，车门计数 40 人，请再点一次");
    story.count(37, 2);
    story.drive(90s);
    EXPECT_EQ(story.open(), "");
}

TEST(DifferingCounts, AreNoneWithinTheCountersBand) {
    for (const int people : {38, 40, 42}) {
        Story story;
        story.load(40);
        story.count(people - 2, 2);
        EXPECT_EQ(story.open(), "") << people;
    }
}

TEST(DifferingCounts, EndWithTheRun) {
    Story story;
    story.load(40);
    story.count(30, 2);
    ASSERT_EQ(story.open(), "ES-03 likely");
    story.stop(0, 40);
    story.stand(std::chrono::minutes{70}, true, false, 60s);
    EXPECT_EQ(story.open(), "");
}

// The line has so many pupils. On each run the counter tells so many in, and as many out at school; nobody
// counts and nobody marks names.
struct Uncounted {
    int riders;
    tracking::CounterRecord counter{};

    // The finding on the counter after it; none.
    std::optional<Episode> ride(int told) {
        registry::RegistryRows rows = county_with_run();
        for (int i = static_cast<int>(rows.pupils.size()); i < riders; ++i) {
            rows.pupils.push_back(rows.pupils.front());
            rows.pupils.back().value.code = "P" + std::to_string(i + 1);
        }
        TripStory story{std::move(rows)};
        story.state.track.load.counter = counter;
        story.sign_in();
        story.stand(30s, true);
        story.tell(telling::flow(story.now - 20s, story.now, told, 0));
        story.drive_to_school();
        story.tell(telling::flow(story.now - 20s, story.now, 0, told));
        story.stand(std::chrono::minutes{6});
        counter = story.state.track.load.counter;
        const auto* found = story.finding(RuleId::ld_07);
        return found == nullptr ? std::nullopt : std::optional{found->episode};
    }
};

TEST(BadCounter, ThatMissesAThirdInAndOutIsSuspectedAfterThreeRunsByThoseWhoAreToRide) {
    Uncounted line{30};
    for (int run = 0; run < 2; ++run) EXPECT_FALSE(line.ride(20)) << run;
    const auto third = line.ride(20);
    ASSERT_TRUE(third);
    EXPECT_EQ(third->detail, "车门计数器三趟都比应乘学生少四分之一以上，请清点一次");
    EXPECT_EQ(third->level, Level::suspected) << "the plan may be wrong";
}

TEST(BadCounter, IsNoneWhereAFewStayAtHome) {
    Uncounted line{30};
    for (int run = 0; run < 6; ++run) line.ride(24);
    EXPECT_FALSE(line.counter.exposed());
}

TEST(BadCounter, IsNoneOnceACountSaysThatFewerRideThanArePlanned) {
    Uncounted line{30};
    for (int run = 0; run < 3; ++run) line.ride(20);
    ASSERT_TRUE(line.counter.exposed());
    learn_check(line.counter, {0, 20, 20}, false, {});
    EXPECT_FALSE(line.counter.exposed());
    for (int run = 0; run < 6; ++run) line.ride(20);
    EXPECT_FALSE(line.counter.exposed()) << "it was answered";
}

TEST(BadCounter, StaysBadWhereACountSaysThatAllRide) {
    Uncounted line{30};
    for (int run = 0; run < 3; ++run) line.ride(20);
    learn_check(line.counter, {10, 20, 30}, false, {});
    EXPECT_TRUE(line.counter.exposed());
}

TEST(BadCounter, IsFoundByWhatItSaysAndClosedWhenItAgreesAgain) {
    Story story;
    const auto ride = [&](int boarded, int alighted) {
        story.load(boarded);
        story.stop(0, alighted);
        story.stand(std::chrono::minutes{12}, true, false, 60s);
    };
    ride(30, 30);
    EXPECT_EQ(story.open(), "");
    for (int run = 0; run < 3; ++run) ride(30, 20);
    EXPECT_EQ(story.open(), "LD-07 likely");
    EXPECT_EQ(story.finding(RuleId::ld_07)->episode.detail, "车门计数器上车与下车人数对不上");
    for (int run = 0; run < 7; ++run) ride(30, 30);
    story.drive(120s);
    EXPECT_EQ(story.open(), "");
}

}  // namespace
}  // namespace husong::rules
