// What was found of a run stays when the vehicle's next one is only expected, and what puts an end to it.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;

namespace {

// P1 has no mark that she got off, nobody has looked through the bus, and R2 is expected.
struct UnsweptBeforeTheNext : TripStory {
    UnsweptBeforeTheNext() : TripStory{county_with_way_home()} {
        sign_in();
        board_all();
        drive_to_school();
        for (const char* pupil : {"P2", "P3"}) event(EventKind::alighted, pupil);
        gate(EventKind::gate_arrived);
        wait(minutes{30});
        EXPECT_TRUE(is_unswept());
        wait(std::chrono::hours{4});
        stand(minutes{2}, false, false);
        EXPECT_EQ(trip().direction, Direction::home) << "the next run is expected";
    }
    [[nodiscard]] bool is_unswept() const {
        return is_open(RuleId::sw_01, "R1") && is_open(RuleId::sw_02, "R1");
    }
    [[nodiscard]] bool is_settled() const {
        return !is_open(RuleId::sw_01, "R1") && !is_open(RuleId::sw_02, "R1");
    }
};

}  // namespace

TEST(NotAllOff, StandsAndSoDoesTheMissingSweepWhenTheNextRunComesNear) {
    UnsweptBeforeTheNext story;
    EXPECT_TRUE(story.is_unswept());

    // Nobody stays behind when that one has been looked through.
    story.sign_in();
    story.board_all();
    story.go_to(stops_m.back());
    story.stand(60s, true);
    story.all_off();
    story.event(EventKind::swept, "E1");
    story.stand(minutes{10}, false, false);
    EXPECT_TRUE(story.is_settled()) << story.open();
}

TEST(Sweep, ToldBeforeTheNextRunHasBegunIsOfTheLastOne) {
    for (const char* run : {"", "R1", "R2"}) {
        UnsweptBeforeTheNext story;
        story.event({EventKind::swept, run, "E1", "", 0, ""});
        EXPECT_TRUE(story.is_settled()) << run << ": " << story.open();
    }
}

TEST(Sweep, OfTheLastRunIsNoneOfTheNext) {
    UnsweptBeforeTheNext story;
    story.event(EventKind::swept, "E1");
    story.sign_in();
    story.board_all();
    story.event({EventKind::swept, "R1", "E1", "", 0, ""});  // too late: others are aboard
    story.go_to(stops_m.back());
    story.stand(60s, true);
    story.all_off();
    story.stand(minutes{6}, false, false);
    EXPECT_TRUE(story.is_open(RuleId::sw_01, "R2")) << story.open();
}

namespace {

// The roll call misses P3, and now R2 is expected.
struct MissedBeforeTheNext : TripStory {
    MissedBeforeTheNext() : TripStory{county_with_way_home()} {
        ride_to_school();
        sweep_at_the_gate();
        for (const char* pupil : {"P1", "P2"}) event(EventKind::at_school, pupil, 0, Source::gate);
        wait(minutes{20});
        EXPECT_TRUE(is_missed());
        wait(std::chrono::hours{4});
        stand(minutes{2}, false, false);
        EXPECT_EQ(trip().direction, Direction::home) << "the next run is expected";
    }
    [[nodiscard]] bool is_missed() const { return is_open(RuleId::ga_05, "P3"); }
};

}  // namespace

TEST(Absent, StaysWhenTheNextRunComesNearUntilSheIsFound) {
    MissedBeforeTheNext story;
    EXPECT_TRUE(story.is_missed());
    for (const char* run : {"", "R1"}) {
        MissedBeforeTheNext found;
        found.event({EventKind::at_school, run, "P3", "", 0, ""}, Source::gate);
        EXPECT_FALSE(found.is_missed()) << run;
        EXPECT_EQ(found.trip().riders.with(tracking::rider::seen_off), 0) << "nobody is at home yet";
    }
    MissedBeforeTheNext ill;
    ill.event({EventKind::excused, "R2", "P3", "", 0, ""}, Source::phone);
    EXPECT_TRUE(ill.is_missed()) << "she does not ride home: where is she?";
    ill.event({EventKind::excused, "R1", "P3", "", 0, ""}, Source::phone);
    EXPECT_FALSE(ill.is_missed());
}

TEST(Absent, IsOverWhenSheRidesHomeOrIsToRideToSchoolAgain) {
    MissedBeforeTheNext story;
    story.sign_in();
    story.event(EventKind::boarded, "P1");
    EXPECT_TRUE(story.is_missed());
    story.event(EventKind::boarded, "P3");
    EXPECT_FALSE(story.is_missed());

    auto rows = county_with_run();
    rows.departures.push_back(rows.departures.front());
    rows.departures.back().value.code = "R2";
    rows.departures.back().value.leaves_at += std::chrono::days{1};
    TripStory next_day{rows};
    next_day.ride_to_school();
    next_day.sweep_at_the_gate();
    for (const char* pupil : {"P1", "P2"}) next_day.event(EventKind::at_school, pupil, 0, Source::gate);
    next_day.stand(minutes{20});
    next_day.go_to(0);
    next_day.wait(morning + std::chrono::days{1} - next_day.now);
    next_day.sign_in();
    EXPECT_TRUE(next_day.is_open(RuleId::ga_05, "P3"));
    next_day.board_all();
    next_day.drive(60s);
    EXPECT_EQ(next_day.open(), "");
}

TEST(GateCount, ThatDiffersStaysUntilTheNextRunHasEnded) {
    TripStory story{county_with_way_home()};
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 30, 0));
    story.count(30, 2);
    story.drive_to_school();
    story.count(29, 2, Source::gate);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 29));
    story.event(EventKind::swept, "E1");
    ASSERT_TRUE(story.is_open(RuleId::ga_04, "R1"));
    story.wait(std::chrono::hours{4} + minutes{30});
    story.stand(minutes{2}, false, false);
    ASSERT_EQ(story.trip().direction, Direction::home);
    EXPECT_TRUE(story.is_open(RuleId::ga_04, "R1")) << story.open();
    story.sign_in();
    story.board_all();
    story.go_to(stops_m.back());
    EXPECT_TRUE(story.is_open(RuleId::ga_04, "R1")) << story.open();
    story.stand(60s, true);
    story.all_off();
    story.event(EventKind::swept, "E1");
    story.stand(minutes{6});
    EXPECT_FALSE(story.is_open(RuleId::ga_04, "R1")) << story.open();
}

TEST(NotAllOff, IsNotAnsweredByARunThatNobodyDrove) {
    UnsweptBeforeTheNext story;
    while (story.now < morning + std::chrono::hours{8}) story.stand(minutes{1}, false, false, 60s);
    ASSERT_EQ(story.trip().stage, tracking::TripStage::over);
    ASSERT_EQ(story.trip().departure, tracking::code_hash("R2"));
    EXPECT_TRUE(story.is_unswept()) << story.open();
}

}  // namespace husong::rules
