// People who differ from the counter, and a counter that lies.
#include "server/rules/counter.hpp"

#include "tests/rules/story.hpp"

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
