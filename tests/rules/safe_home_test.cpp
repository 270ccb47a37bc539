// Who has got off on the way home is to be told safe at home, and a guardian who waits tells that nobody
// came.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;
using telling::morning;
using namespace std::chrono_literals;

namespace {

// The three pupils are aboard at school.
struct WayHome : TripStory {
    explicit WayHome(registry::RegistryRows rows = county_with_run(Direction::home))
        : TripStory{std::move(rows)} {
        north_m = school_m;
        sign_in();
        board_all();
    }
    // All of them get off at the farthest stop, and the escort looks through the bus.
    void bring_home() {
        go_to(0);
        stand(60s, true);
        all_off();
        event(EventKind::swept, "E1");
    }
};

}  // namespace

TEST(SafeHome, IsAskedOfEachPupilAnHourAfterHerOwnStop) {
    WayHome story;
    story.go_to(6'000);
    story.stand(60s, true);
    story.event(EventKind::alighted, "P1");
    const Time alighted = story.now;
    story.stand(minutes{30});
    story.go_to(0);
    story.stand(60s, true);
    for (const char* pupil : {"P2", "P3"}) story.event(EventKind::alighted, pupil);
    story.event(EventKind::swept, "E1");
    story.event(EventKind::safe_home, "P2");
    story.wait(alighted + minutes{59} - story.now);
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{2});
    EXPECT_TRUE(story.finding(RuleId::sw_05, "P1") && story.finding(RuleId::sw_05, "P1")->open());
    EXPECT_EQ(story.finding(RuleId::sw_05, "P3"), nullptr);
    story.wait(minutes{60});
    EXPECT_NE(story.finding(RuleId::sw_05, "P3"), nullptr);
}

TEST(SafeHome, IsNotAskedWhereNobodyEverTells) {
    WayHome story;
    story.bring_home();
    story.wait(minutes{90});
    EXPECT_EQ(story.open(), "");
}

TEST(SafeHome, IsMissingAnHourAfterThePupilAlighted) {
    WayHome story;
    story.bring_home();
    story.event(EventKind::safe_home, "P1");
    story.event(EventKind::safe_home, "P2");
    story.wait(minutes{50});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{11});
    EXPECT_EQ(story.open(), "SW-05 suspected");
    EXPECT_NE(story.finding(RuleId::sw_05, "P3"), nullptr);
    story.event(EventKind::safe_home, "P3");
    EXPECT_EQ(story.open(), "");
}

TEST(SafeHome, IsMissingAtOnceWhereAGuardianSaysSo) {
    WayHome story;
    story.go_to(3'000);
    story.event({EventKind::not_home, "R1", "P3", "", 0, ""}, Source::guardian);
    EXPECT_EQ(story.open(), "SW-05 likely") << "she waits at the stop, whatever is marked";
    story.event({EventKind::safe_home, "R1", "P3", "", 0, ""}, Source::guardian);
    EXPECT_EQ(story.open(), "");
    story.event({EventKind::not_home, "R1", "P3", "", 0, ""}, Source::guardian);
    EXPECT_EQ(story.open(), "SW-05 likely") << "told by mistake before";
}

TEST(SafeHome, WhoIsMissingStaysSoWhenTheVehicleGoesOnToItsNextRun) {
    auto rows = county_with_run(Direction::home);
    registry::Departure next = rows.departures.front().value;
    next.code = "R2";
    next.leaves_at += minutes{60};
    rows.departures.push_back(lasting(next));
    WayHome story{std::move(rows)};
    story.bring_home();
    story.event({EventKind::not_home, "R1", "P3", "", 0, ""}, Source::guardian);
    story.go_to(school_m);
    story.stand(telling::morning + minutes{65} - story.now, true);
    ASSERT_EQ(story.trip().departure, tracking::code_hash("R2"));
    EXPECT_TRUE(story.finding(RuleId::sw_05, "P3") && story.finding(RuleId::sw_05, "P3")->open());
    story.event({EventKind::not_home, "R1", "P2", "", 0, ""}, Source::guardian);
    EXPECT_TRUE(story.finding(RuleId::sw_05, "P2") && story.finding(RuleId::sw_05, "P2")->open())
        << "told when the vehicle is on its next run";
    EXPECT_EQ(story.trip().riders.with(tracking::rider::seen_off), 0);
    for (const char* pupil : {"P2", "P3"})
        story.event({EventKind::safe_home, "R1", pupil, "", 0, ""}, Source::guardian);
    EXPECT_FALSE(story.finding(RuleId::sw_05, "P2")->open());
    EXPECT_FALSE(story.finding(RuleId::sw_05, "P3")->open());
    EXPECT_EQ(story.trip().riders.with(tracking::rider::seen_off), 0) << "of this run nobody has told";
}

}  // namespace husong::rules
