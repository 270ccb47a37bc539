// How a run begins, goes on and ends, apart from what is found in it.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;
using tracking::TripStage;

namespace {

// Drives as a terminal tells it whose ignition wire is not connected.
void drive_without_ignition(Story& story, Milliseconds length) {
    for (const Time end = story.now + length; story.now < end;) {
        story.north_m += 100;
        story.tell(telling::fix(story.now + 10s, {story.north_m, 36, false, false}));
    }
}

}  // namespace

TEST(Run, OfATerminalThatNeverTellsOfTheEngineGoesOnWhileItMoves) {
    Story story;
    story.stand(minutes{12}, false, false, 60s);
    story.stop(20, 0);
    drive_without_ignition(story, minutes{15});
    EXPECT_EQ(story.state.track.trip.stage, TripStage::under_way);
    EXPECT_EQ(story.finding(RuleId::sw_02), nullptr);
}

TEST(Run, EndsFiveMinutesAfterTheVehicleHasParkedAndNotBeforeThatIsKnown) {
    Story story;
    story.load(20);
    drive_without_ignition(story, minutes{10});
    const Time parked = story.now;
    story.stand(minutes{8}, false, false, 60s);
    const tracking::Trip& trip = story.state.track.trip;
    ASSERT_EQ(trip.stage, TripStage::over);
    EXPECT_GE(trip.ended_at, parked + minutes{5});
    const RuleTrack* found = story.finding(RuleId::sw_02);
    ASSERT_NE(found, nullptr) << "twenty boarded and nobody got off";
    EXPECT_GE(found->episode.from, trip.ended_at);
}

TEST(Run, OfABusThatDrivesOnEmptyLeavesItsSweepToBeSeenTo) {
    TripStory story;
    story.ride_counted(30);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 25));  // a counter that misses some
    story.gate(EventKind::gate_arrived);
    story.drive(minutes{6});
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R1"));
    EXPECT_NE(story.open().find("SW-01 likely"), std::string::npos);
}

namespace {

constexpr VehicleId relief_bus{31};

// county_with_run(), and from `at` on another bus carries R1.
registry::RegistryRows county_with_relief(VehicleId relieved_by, Time at) {
    auto rows = county_with_run();
    registry::Relief relief;
    relief.run = "R1";
    relief.vehicle = relieved_by;
    relief.driver = "D1";
    relief.escort = "E1";
    rows.reliefs = {lasting(relief)};
    rows.reliefs.front().valid_from = at;
    return rows;
}

}  // namespace

TEST(Run, ThatIsTakenOverEndsThenAndLeavesWhoIsNotHandedOverToBeSeenTo) {
    TripStory story{county_with_relief(relief_bus, morning + minutes{20})};
    story.sign_in();
    story.board_all();
    story.go_to(stops_m.at(1));
    story.stand(morning + minutes{21} - story.now, true);
    EXPECT_EQ(story.trip().stage, TripStage::over);
    EXPECT_EQ(story.trip().ended_at, morning + minutes{20});
    EXPECT_EQ(story.trip().riders.aboard(), 3);
    story.event({EventKind::handed_over, "R1", "P1", "", 0, ""});
    story.event({EventKind::handed_over, "R1", "P2", "", 0, ""});
    EXPECT_EQ(story.trip().riders.aboard(), 1);
    story.stand(minutes{10}, true);
    EXPECT_NE(story.open().find("SW-02"), std::string::npos) << "P3 went over to nobody: " << story.open();
    story.event({EventKind::handed_over, "R1", "P3", "", 0, ""});
    story.tell(telling::flow(story.now - 20s, story.now, 0, 3));
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(Run, ThatItTakesOverIsFollowedFromThatInstantWithItsRiders) {
    auto rows = county_with_relief(bus, morning + minutes{20});
    rows.departures.front().value.vehicle = relief_bus;  // which broke down
    TripStory story{std::move(rows)};
    story.stand(minutes{15});
    EXPECT_FALSE(story.trip().known()) << "not before";
    story.go_to(stops_m.at(1));
    story.stand(morning + minutes{21} - story.now, true);
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R1"));
    EXPECT_EQ(story.trip().riders.with(tracking::rider::planned), 3);
    story.sign_in();
    for (const char* pupil : {"P1", "P2", "P3"}) story.event(EventKind::boarded, pupil);
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
    story.drive_to_school();
    story.all_off();
    story.sweep_at_the_gate();
    story.stand(minutes{6});
    EXPECT_EQ(story.trip().stage, TripStage::over);
    EXPECT_EQ(story.open(), "");
}

TEST(Run, ThatTheFirstVehicleTakesBackKeepsWhoIsAboard) {
    auto rows = county_with_relief(relief_bus, morning + minutes{20});
    rows.reliefs.push_back(rows.reliefs.front());
    rows.reliefs.back().value.vehicle = bus;
    rows.reliefs.back().valid_from = morning + minutes{25};
    TripStory story{std::move(rows)};
    story.sign_in();
    story.board_all();
    story.stand(morning + minutes{22} - story.now);
    ASSERT_EQ(story.trip().stage, TripStage::over);
    story.stand(morning + minutes{32} - story.now);
    EXPECT_TRUE(story.trip().active());
    EXPECT_EQ(story.trip().riders.aboard(), 3);
}

TEST(Run, OfItsOwnIsNotCutByOneThatTheVehicleTakesOverAfterwards) {
    auto rows = county_with_relief(bus, morning + minutes{60});
    registry::Departure own = rows.departures.front().value;
    rows.departures.front().value.vehicle = relief_bus;
    rows.departures.front().value.leaves_at = morning + minutes{15};  // later than its own
    own.code = "R2";
    rows.departures.push_back(lasting(own));
    TripStory story{std::move(rows)};
    story.sign_in();
    story.board_all();
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R2"));
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
}

TEST(Run, WhoGotOffTheFirstVehicleStaysOffWhenBoardingTheSecondIsTakenBack) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::alighted, "P1");
    story.event(EventKind::handed_over, "P1");
    story.event(EventKind::handed_over, "P2");
    for (const char* pupil : {"P1", "P2"})
        story.event(EventKind::taken_back, pupil, static_cast<int>(EventKind::handed_over));
    EXPECT_EQ(story.trip().riders.aboard(), 2) << "P2 and P3";
}

TEST(Run, OfItsOwnWaitsWhileTheVehicleTakesOverAnotherOne) {
    auto rows = county_with_relief(bus, morning + minutes{20});
    registry::Departure own = rows.departures.front().value;
    rows.departures.front().value.vehicle = relief_bus;
    own.code = "R2";
    own.line = "L02";
    own.leaves_at = morning + minutes{40};
    rows.departures.push_back(lasting(own));
    TripStory story{std::move(rows)};
    story.stand(minutes{15});
    ASSERT_EQ(story.trip().departure, tracking::code_hash("R2")) << "it leaves within the hour";
    story.stand(morning + minutes{26} - story.now);
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R1"));
    story.sign_in();
    for (const char* pupil : {"P1", "P2", "P3"}) story.event(EventKind::boarded, pupil);
    story.drive_to_school();
    story.all_off();
    story.sweep_at_the_gate();
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R1"));
    story.stand(minutes{20});
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R2")) << "late, but not forgotten";
}

namespace {

// The last stop before the school lies beyond it: the bus passes the gate on its way there.
registry::RegistryRows county_with_stop_beyond() {
    auto rows = county_with_run();
    rows.stops.front().value.latitude_deg = north(12'000).latitude_deg;
    return rows;
}

}  // namespace

TEST(Run, GoesOnWhenItStandsAtTheGateOnTheWayToAStopBeyond) {
    TripStory story{county_with_stop_beyond()};
    story.sign_in();
    story.board_all();
    story.go_to(school_m - 50);
    story.stand(20s);
    story.go_to(12'000, 12);  // a quarter of an hour
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
    EXPECT_EQ(story.open(), "") << "nobody has to look through it yet";
    story.stand(30s, true);
    story.event(EventKind::boarded, "P4");
    story.event(EventKind::stop_counted, "E1", 1);
    story.stand(20s);
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
    EXPECT_FALSE(story.trip().at_last_place());
    story.drive_to_school();
    story.all_off();
    story.event(EventKind::alighted, "P4");
    story.sweep_at_the_gate();
    story.stand(minutes{6});
    EXPECT_TRUE(story.trip().at_last_place());
    EXPECT_EQ(story.trip().stage, TripStage::over);
    EXPECT_EQ(story.open(), "");
}

TEST(Run, GoesOnWhenItHardlyStandsAtTheGate) {
    TripStory story{county_with_stop_beyond()};
    story.sign_in();
    story.board_all();
    story.go_to(school_m - 50);
    story.stand(12s, false, true, 4s);
    EXPECT_TRUE(story.trip().at_last_place());
    story.go_to(12'000, 12);
    EXPECT_FALSE(story.trip().at_last_place());
    EXPECT_EQ(story.open(), "");
}

TEST(Run, OfWhichNothingTellsWhoIsAboardGoesOnToAStopBeyondTheGateToo) {
    TripStory story{county_with_stop_beyond()};
    story.stand(60s);
    story.go_to(school_m - 50);
    story.stand(20s);
    story.go_to(12'000, 12);
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
    story.stand(30s);
    EXPECT_FALSE(story.trip().at_last_place());
    story.go_to(school_m);
    story.stand(minutes{3});
    EXPECT_TRUE(story.trip().at_last_place());
    EXPECT_EQ(story.trip().stage, TripStage::over);
}

TEST(Run, ThatPassesOverAStopIsAtItsLastPlaceWhereTheyGetOffThoughThatIsToldLater) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive_to_school();
    const Time came = story.trip().reached_at;
    story.drive(60s);
    EXPECT_FALSE(story.trip().at_last_place()) << "nobody has got off";
    story.all_off();
    EXPECT_TRUE(story.trip().at_last_place());
    EXPECT_EQ(story.trip().reached_at, came);
    story.stand(minutes{5});
    EXPECT_EQ(story.trip().stage, TripStage::over);
    EXPECT_NE(story.open().find("SW-01"), std::string::npos);
}

TEST(Run, ThatParksWhereverNobodyHasGotOffIsOver) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive_to_school();
    story.drive(minutes{2});
    story.stand(minutes{11}, false, false);
    EXPECT_EQ(story.trip().stage, TripStage::over);
    EXPECT_NE(story.open().find("SW-01"), std::string::npos);
    TripStory at_school;
    at_school.sign_in();
    at_school.board_all();
    at_school.drive_to_school();
    at_school.stand(minutes{6}, false, false);
    EXPECT_EQ(at_school.trip().stage, TripStage::over);
    EXPECT_TRUE(at_school.trip().at_last_place());
    EXPECT_NE(at_school.open().find("SW-01"), std::string::npos);
}

namespace {

// R1 leaves at 07:10; R2 of the same bus twenty minutes after that.
registry::RegistryRows county_with_runs_close_together() {
    auto rows = county_with_run();
    rows.departures.push_back(rows.departures.front());
    rows.departures.back().value.code = "R2";
    rows.departures.back().value.leaves_at += minutes{20};
    return rows;
}

}  // namespace

TEST(Run, WithPupilsAboardIsNotEndedByTheNextOnesTime) {
    TripStory story{county_with_runs_close_together()};
    story.sign_in();
    story.board_all();
    story.drive(minutes{26}, 10);  // slow: it is still on the way when R2 should leave
    ASSERT_GT(story.now, telling::morning + minutes{30} - minutes{4});
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R1"));
    EXPECT_EQ(story.trip().riders.aboard(), 3);
    story.drive_to_school();
    story.all_off();
    EXPECT_EQ(story.trip().riders.aboard(), 0) << "they are marked off the run that they are on";
    story.stand(minutes{3});
    story.sweep_at_the_gate();
    story.stand(minutes{10});
    EXPECT_EQ(story.trip().departure, tracking::code_hash("R2"));
}

TEST(Run, ThatEndsWithPupilsAboardIsKeptUntilTheyHaveBeenAskedFor) {
    TripStory story{county_with_runs_close_together()};
    story.sign_in();
    story.board_all();
    story.drive(minutes{26}, 10);
    story.drive_to_school();
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::alighted, pupil);
    story.stand(minutes{12});  // nobody looks through the bus, and R2 is late
    EXPECT_TRUE(story.is_open(RuleId::sw_02, "R1")) << story.open();
}

TEST(Run, TheCrewMaySignInForItBeforeItsTime) {
    TripStory story;
    story.now = morning - minutes{70};
    story.event({EventKind::walk_round, "R1", "D1", "", 0, ""});
    story.event({EventKind::driver_on, "R1", "D1", "", 0, ""});
    story.event({EventKind::escort_on, "R1", "E1", "", 0, ""});
    story.now = morning;
    story.stand(60s);
    story.board_all();
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "");
}

TEST(Run, WhileItIsUnderWayNobodySignsInForAnother) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event({EventKind::driver_on, "R9", "D2", "", 0, ""});
    EXPECT_EQ(story.open(), "");
}

TEST(Run, ExpectsWhoRidesByTheWaysOfTravelling) {
    auto rows = county_with_run();
    registry::Travel travel;
    travel.pupil = "P3";
    travel.direction = Direction::to_school;
    travel.mode = "guardian";
    rows.travels = {lasting(travel)};
    TripStory story{rows};
    story.stand(60s);
    EXPECT_EQ(story.trip().riders.with(tracking::rider::planned), 2);
}

TEST(Run, ThatIsPutOffStaysTheSameRun) {
    auto rows = county_with_run();
    TripStory story{rows};
    story.sign_in();
    story.board_all();
    rows.departures.front().value.leaves_at += minutes{20};
    const registry::Registry edited{rows};
    const FoldContext context{edited, story.tracking, story.rules};
    for (int i = 0; i < 12; ++i) {
        story.north_m += 100;
        story.now += 10s;
        fold(story.state, telling::fix(story.now, {story.north_m, 36}), context, story.changes);
    }
    EXPECT_EQ(story.trip().stage, TripStage::under_way);
    EXPECT_EQ(story.trip().riders.aboard(), 3);
}

TEST(Run, AMarkMadeByMistakeIsTakenBackAndTheOthersStay) {
    TripStory story;
    story.sign_in();
    story.board_all();
    const auto take_back = [&](EventKind mark) {
        story.event({EventKind::taken_back, "", "P1", "", static_cast<std::int32_t>(mark), ""});
    };
    const auto& riders = story.trip().riders;
    EXPECT_EQ(riders.aboard(), 3);
    take_back(EventKind::boarded);
    EXPECT_EQ(riders.aboard(), 2);
    story.event(EventKind::boarded, "P1");
    story.event(EventKind::alighted, "P1");
    EXPECT_EQ(riders.aboard(), 2);
    take_back(EventKind::alighted);
    EXPECT_EQ(riders.aboard(), 3) << "she is aboard again";
    story.event(EventKind::excused, "P1");
    take_back(EventKind::excused);
    EXPECT_EQ(riders.with(tracking::rider::excused), 0);
    take_back(EventKind::swept);
    EXPECT_EQ(riders.aboard(), 3) << "what is no mark of a rider takes nothing back";
}

}  // namespace husong::rules
