#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;

namespace {

// At the school, everybody off, nobody has looked through the bus.
struct Arrived : TripStory {
    Arrived() {
        ride_to_school();
        gate(EventKind::gate_arrived);
    }
};

}  // namespace

TEST(Sweep, IsMissingFiveMinutesAfterTheLastPlace) {
    Arrived story;
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{2});
    EXPECT_EQ(story.open(), "SW-01 likely");
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(Sweep, FiveMinutesAreAllowedForIt) {
    Arrived story;
    const Time due = story.trip().reached_at + minutes{5};
    story.wait(due - 1ms - story.now);
    EXPECT_EQ(story.open(), "");
    story.event(EventKind::swept, "E1");
    story.wait(minutes{20});
    EXPECT_EQ(story.finding(RuleId::sw_01), nullptr);
}

TEST(Sweep, GoesToTheSchoolAtEightAndToTheBureauAtThirteenMinutes) {
    Arrived story;
    story.wait(minutes{5});
    EXPECT_EQ(story.finding(RuleId::sw_01, "R1")->worst_excess, 1);
    story.wait(minutes{3});
    EXPECT_EQ(story.finding(RuleId::sw_01, "R1")->worst_excess, 2);
    story.wait(minutes{5});
    EXPECT_EQ(story.finding(RuleId::sw_01, "R1")->worst_excess, 3);
}

TEST(Sweep, BeforeTheLastPlaceTellsNothing) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::swept, "E1");
    story.drive_to_school();
    story.all_off();
    story.wait(minutes{6});
    EXPECT_NE(story.open().find("SW-01 likely"), std::string::npos);
}

TEST(Sweep, OfARunWithoutPupilsIsNotAskedFor) {
    TripStory story;
    story.sign_in();
    story.drive_to_school();
    story.wait(minutes{10});
    EXPECT_EQ(story.open(), "");
}

TEST(CabinMotion, AfterTheEngineIsOffIsFoundAtOnceAndEndsWhenSomebodyHasLooked) {
    Arrived story;
    story.event(EventKind::swept, "E1");
    story.stand(minutes{7}, false, false, 60s);
    story.event(EventKind::cabin_motion, "", 0, Source::terminal);
    EXPECT_EQ(story.open(), "SW-03 likely");
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(CabinMotion, WhileItRunsIsNothing) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::cabin_motion, "", 0, Source::terminal);
    EXPECT_EQ(story.open(), "");
}

namespace {

// R1 is over and swept, the engine is off, and R2 leaves at noon.
struct ParkedUntilNoon : TripStory {
    ParkedUntilNoon() : TripStory{county_with_way_home()} {
        ride_to_school();
        sweep_at_the_gate();
    }
    void park_until(Milliseconds after_seven) {
        while (now < morning + after_seven) stand(minutes{1}, false, false, 60s);
    }
    void stir() { event(EventKind::cabin_motion, "", 0, Source::terminal); }
    void ride_home() {
        sign_in();
        board_all();
        go_to(stops_m.back());
        stand(60s, true);
        all_off();
    }
};

}  // namespace

TEST(CabinMotion, IsFoundWhileTheNextRunIsOnlyExpected) {
    ParkedUntilNoon story;
    story.park_until(minutes{245});
    ASSERT_EQ(story.trip().direction, Direction::home);
    story.stir();
    EXPECT_EQ(story.open(), "SW-03 likely");
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(CabinMotion, StaysUntilSomebodyHasLookedThoughTheNextRunComesNear) {
    ParkedUntilNoon story;
    story.park_until(minutes{210});
    story.stir();
    story.park_until(minutes{290});
    ASSERT_EQ(story.trip().direction, Direction::home);
    EXPECT_TRUE(story.is_open(RuleId::sw_03, "R1")) << story.open();
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(CabinMotion, GivesWayToTheMissingSweepOfTheNextRun) {
    ParkedUntilNoon story;
    story.park_until(minutes{210});
    story.stir();
    story.park_until(minutes{295});
    story.ride_home();
    EXPECT_EQ(story.open(), "SW-03 likely");
    story.stand(minutes{6});
    EXPECT_EQ(story.open(), "SW-01 likely");
    EXPECT_TRUE(story.is_open(RuleId::sw_01, "R2"));
}

TEST(ParkedAway, StaysThoughTheNextRunComesNearAndGivesWayToIt) {
    TripStory story{county_with_way_home()};
    story.ride_to_school();
    story.gate(EventKind::gate_arrived);
    story.drive(minutes{5});
    while (story.now < morning + minutes{290}) story.stand(minutes{1}, false, false, 60s);
    ASSERT_EQ(story.trip().direction, Direction::home);
    EXPECT_TRUE(story.is_open(RuleId::sw_04, "R1")) << story.open();
    story.go_to(school_m);
    story.sign_in();
    story.board_all();
    story.go_to(stops_m.back());
    story.stand(60s, true);
    story.all_off();
    story.stand(minutes{6});
    EXPECT_EQ(story.open(), "SW-01 likely");
}

TEST(ParkedAway, WithoutASweepIsFoundAfterHalfAnHour) {
    Arrived story;
    story.drive(minutes{5});
    story.stand(minutes{28}, false, false, 60s);
    EXPECT_EQ(story.open().find("SW-04"), std::string::npos);
    story.stand(minutes{4}, false, false, 60s);
    EXPECT_NE(story.open().find("SW-04 likely"), std::string::npos);
    story.event(EventKind::swept, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(ParkedAway, IsNobodyWhoWaitsAtTheLastPlaceOrHasBeenLookedThrough) {
    Arrived waits;
    waits.stand(minutes{40}, false, false, 60s);
    EXPECT_EQ(waits.open(), "SW-01 likely");
    Arrived swept;
    swept.event(EventKind::swept, "E1");
    swept.drive(minutes{5});
    swept.stand(minutes{40}, false, false, 60s);
    EXPECT_EQ(swept.open(), "");
}

TEST(GateArrival, IsVerifiedWithinTenMinutesWhereTheGateDoesSo) {
    TripStory story;
    story.now = morning - std::chrono::hours{2};
    story.gate(EventKind::gate_arrived);  // of a run before
    story.now = morning;
    story.ride_to_school();
    story.event(EventKind::swept, "E1");
    story.wait(minutes{7});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "GA-01 likely");
    story.gate(EventKind::gate_arrived);
    EXPECT_EQ(story.open(), "");
}

TEST(CrewDiffers, FromTheGatesListUntilComparedAgain) {
    Arrived story;
    story.event(EventKind::swept, "E1");
    story.gate(EventKind::gate_checked, tracking::gate_differs::driver);
    EXPECT_EQ(story.open(), "GA-03 confirmed");
    story.gate(EventKind::gate_checked, 0);
    EXPECT_EQ(story.open(), "");
}

TEST(CrewDiffers, SaysWho) {
    namespace differs = tracking::gate_differs;
    for (const auto& [bits, detail] :
         {std::pair{differs::driver, "校门核对：驾驶人与名单不符"},
          {differs::escort, "校门核对：照管人员与名单不符"},
          {differs::driver | differs::escort, "校门核对：驾驶人和照管人员与名单不符"}}) {
        Arrived story;
        story.gate(EventKind::gate_checked, bits);
        EXPECT_EQ(story.finding(RuleId::ga_03, "R1")->episode.detail, detail);
    }
    Arrived other_plate;
    other_plate.gate(EventKind::gate_checked, differs::plate);
    EXPECT_EQ(other_plate.finding(RuleId::ga_03), nullptr) << "the crew is the one on the list";
}

TEST(OverloadedAtTheGate, IsNotReleasedUntilItIsCountedAgain) {
    TripStory story{county_with_run(Direction::home)};
    story.north_m = school_m;
    story.sign_in();
    story.count(44, 2, Source::gate);
    EXPECT_NE(story.open().find("GA-06 confirmed"), std::string::npos);
    story.count(43, 2, Source::gate);
    EXPECT_EQ(story.open().find("GA-06"), std::string::npos);
}

TEST(Absent, HoweverManyTheyAreHideNoOverload) {
    auto rows = county_with_run();
    while (rows.pupils.size() < 90) {
        rows.pupils.push_back(rows.pupils.front());
        rows.pupils.back().value.code = "P" + std::to_string(rows.pupils.size());
    }
    TripStory story{std::move(rows)};
    story.ride_to_school();
    story.sweep_at_the_gate();
    story.wait(std::chrono::minutes{20});
    ASSERT_NE(story.open().find("GA-05"), std::string::npos);
    story.count(70, 2, Source::police);
    EXPECT_NE(story.open().find("LD-01 confirmed"), std::string::npos) << story.open();
    EXPECT_NE(story.open().find("LD-02 confirmed"), std::string::npos) << story.open();
}

TEST(OverloadedAtTheGate, IsSuspectedWhereTheCounterMakesTheCountDoubtful) {
    TripStory story{county_with_run(Direction::home)};
    story.north_m = school_m;
    story.stand(std::chrono::minutes{12}, false, false, 60s);
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 40, 0));
    story.count(46, 2, Source::gate);
    EXPECT_NE(story.open().find("GA-06 suspected"), std::string::npos) << story.open();
    story.count(43, 2);
    EXPECT_NE(story.open().find("GA-06 suspected"), std::string::npos)
        << "the crew takes back no count of the gate";
    EXPECT_NE(story.open().find("LD-01 suspected"), std::string::npos) << story.open();
    story.count(41, 2, Source::gate);
    EXPECT_EQ(story.open().find("GA-06"), std::string::npos) << story.open();
}

TEST(OverloadedAtTheGate, IsWhoLeavesAndNotWhoComesOrIsOnNoList) {
    const auto open_after_gate_counted = [](registry::RegistryRows rows) {
        TripStory story{std::move(rows)};
        story.stand(60s);
        story.count(44, 2, Source::gate);
        story.drive(60s);
        return story.open();
    };
    EXPECT_EQ(open_after_gate_counted(county_with_run()), "LD-01 confirmed");
    auto rows = county_with_run();
    rows.departures.clear();
    EXPECT_EQ(open_after_gate_counted(rows), "LD-01 confirmed");
}

TEST(WrongCollector, IsSomebodyWhoIsOnNoList) {
    auto rows = county_with_run(Direction::home);
    registry::Travel travel;
    travel.pupil = "P1";
    travel.mode = "school_bus";
    travel.line = "L01";
    travel.stop = "站3";
    travel.collector = "祖母甲";
    rows.travels = {lasting(travel)};
    registry::Guardian guardian;
    guardian.code = "G1";
    guardian.pupil = "P1";
    guardian.name = "母亲甲";
    rows.guardians = {lasting(guardian)};
    TripStory story{rows};
    story.north_m = school_m;
    story.sign_in();
    story.board_all();
    story.go_to(0);
    story.stand(60s, true);
    story.event({EventKind::alighted, "", "P1", "祖母甲", 0, ""});
    story.event({EventKind::alighted, "", "P1", "母亲甲", 0, ""});
    story.event({EventKind::alighted, "", "P2", "路人", 0, ""});  // nobody is named for her
    EXPECT_EQ(story.open(), "");
    story.event({EventKind::alighted, "", "P1", "路人", 0, ""});
    EXPECT_EQ(story.open(), "GA-07 likely");
    story.event({EventKind::alighted, "", "P1", "祖母甲", 0, ""});
    EXPECT_EQ(story.open(), "") << "it was she, as somebody has checked";
}

TEST(WrongCollector, ToldByMistakeIsTakenBack) {
    TripStory story{county_with_run(Direction::home)};
    story.stand(60s);
    for (const EventKind told : {EventKind::collector_refused, EventKind::alighted}) {
        story.event({EventKind::collector_refused, "", "P1", "路人", 0, ""});
        EXPECT_EQ(story.open(), "GA-07 likely");
        story.event({EventKind::taken_back, "", "P1", "", static_cast<std::int32_t>(told), ""});
        EXPECT_EQ(story.open(), "");
    }
}

TEST(NearlyFull, IsSaidWhileStopsAreAhead) {
    auto rows = county_with_run();
    vehicle_of(rows).approved_persons = 20;
    TripStory story{rows};
    story.sign_in();
    story.count(16, 2);
    story.drive(60s);
    EXPECT_EQ(story.open(), "");
    for (const int pupils : {17, 18}) {
        story.count(pupils, 2);
        EXPECT_EQ(story.open(), "LD-05 likely") << pupils;
    }
    story.go_to(6'000);
    story.stand(60s);
    EXPECT_EQ(story.open(), "");  // no stop to come
}

TEST(NearlyFull, IsNotSaidOfOneThatIsOverNorOnTheWayHome) {
    auto rows = county_with_run();
    vehicle_of(rows).approved_persons = 20;
    TripStory over{rows};
    over.sign_in();
    over.count(19, 2);
    EXPECT_EQ(over.open(), "LD-01 confirmed");
    rows = county_with_run(Direction::home);
    vehicle_of(rows).approved_persons = 20;
    TripStory home{rows};
    home.north_m = school_m;
    home.sign_in();
    home.count(18, 2);
    home.drive(60s);
    EXPECT_EQ(home.open(), "");
}

}  // namespace husong::rules
