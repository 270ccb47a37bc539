// DR-07: hours at the wheel, as a terminal tells of them.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::hours;
using std::chrono::minutes;

namespace {

// Of somebody who began to drive then; until the clock shows `until`, hours and minutes after midnight.
struct AtTheWheel : Story {
    explicit AtTheWheel(Milliseconds since) { now = china_midnight(morning) + since; }
    std::string open_at(Milliseconds clock) {
        drive(china_midnight(morning) + clock - now, 36, 60s);
        return open();
    }
    // Since when it is known that it drives.
    [[nodiscard]] Time began() const { return state.track.trip.driving.since; }
};

}  // namespace

TEST(Fatigue, WarnsHalfAnHourEarlierAndEndsWithTwentyMinutesOfRest) {
    Story story;
    story.drive(hours{3} + minutes{20}, 36, 60s);
    EXPECT_EQ(story.open(), "");
    story.drive(minutes{20}, 36, 60s);
    EXPECT_EQ(story.open(), "DR-07 suspected");
    story.drive(minutes{35}, 36, 60s);
    EXPECT_EQ(story.open(), "DR-07 likely");
    story.stand(minutes{18}, false, true, 60s);
    EXPECT_EQ(story.open(), "DR-07 likely");
    story.stand(minutes{4}, false, true, 60s);
    EXPECT_EQ(story.open(), "");
}

TEST(Fatigue, FourHoursAreAllowedAndASecondMoreIsNot) {
    AtTheWheel story{hours{7}};
    story.open_at(hours{10} + minutes{59});
    story.wait(story.began() + hours{4} - story.now);
    EXPECT_EQ(story.open(), "DR-07 suspected");
    story.wait(1s);
    EXPECT_EQ(story.open(), "DR-07 likely");
}

TEST(Fatigue, HoursOfDaysAgoAreForgottenBeforeTheFirstMetre) {
    Story story;
    for (int part = 0; part < 4; ++part) {
        story.drive(hours{2} + minutes{5}, 10, 60s);
        story.stand(minutes{30}, false, true, 60s);
    }
    ASSERT_EQ(story.open(), "");  // 8 hours and 20 minutes, and at rest
    story.now += std::chrono::days{3};
    story.stand(minutes{2}, false, true, 15s);
    story.drive(minutes{5}, 36, 15s);
    EXPECT_EQ(story.open(), "");
}

TEST(Fatigue, AStopOfTwentyMinutesBeginsTheHoursAnew) {
    Story story;
    story.drive(hours{3}, 36, 60s);
    story.stand(minutes{22}, false, true, 60s);
    story.drive(hours{3}, 36, 60s);
    EXPECT_EQ(story.open(), "");
}

TEST(Fatigue, AShorterStopDoesNot) {
    Story story;
    story.drive(hours{3}, 36, 60s);
    story.stand(minutes{18}, false, true, 60s);
    story.drive(hours{1}, 36, 60s);
    EXPECT_EQ(story.open(), "DR-07 likely");
}

TEST(Fatigue, AnotherDriverBeginsHisOwnHours) {
    TripStory story;
    story.event(EventKind::driver_on, "D1");
    story.drive(hours{3}, 36, 60s);
    story.event(EventKind::driver_on, "D2");
    story.drive(hours{3}, 36, 60s);
    EXPECT_EQ(story.finding(RuleId::dr_07), nullptr);
}

TEST(Fatigue, AtNightTwoHoursAreTooLong) {
    AtTheWheel story{hours{22} + minutes{5}};
    EXPECT_EQ(story.open_at(hours{23} + minutes{30}), "");
    EXPECT_EQ(story.open_at(hours{24}), "DR-07 suspected");
    EXPECT_EQ(story.open_at(hours{24} + minutes{10}), "DR-07 likely");
}

TEST(Fatigue, TheHoursBeforeTenInTheEveningAreNoneOfTheNights) {
    AtTheWheel story{hours{19}};
    EXPECT_EQ(story.open_at(hours{22} + minutes{20}), "");
    EXPECT_EQ(story.open_at(hours{22} + minutes{40}), "DR-07 suspected") << "half an hour before the four";
    EXPECT_EQ(story.open_at(hours{23} + minutes{5}), "DR-07 likely");
}

TEST(Fatigue, MorningIsNoRest) {
    AtTheWheel story{hours{3} + minutes{30}};
    EXPECT_EQ(story.open_at(hours{5} + minutes{40}), "DR-07 likely");
    story.open_at(hours{6} + minutes{5});
    story.stand(minutes{2}, false, true, 60s);
    EXPECT_EQ(story.open_at(hours{6} + minutes{20}), "DR-07 likely");
    story.stand(minutes{22}, false, true, 60s);
    EXPECT_EQ(story.open(), "");
}

TEST(Fatigue, EightHoursInADayAreEnoughWhateverTheRests) {
    Story story;
    for (int leg = 0; leg < 4; ++leg) {
        story.drive(minutes{115}, 18, 60s);
        story.stand(minutes{25}, false, true, 60s);
    }
    EXPECT_EQ(story.open(), "");
    story.drive(minutes{30}, 18, 60s);
    EXPECT_EQ(story.open(), "DR-07 likely");
}

TEST(Fatigue, SilenceIsNotDriving) {
    Story story;
    story.drive(hours{1}, 36, 60s);
    story.wait(hours{5});
    EXPECT_EQ(story.open(), "");
    EXPECT_EQ(story.state.track.trip.driving.due, tracking::never) << "no night is waited for";
}

}  // namespace husong::rules
