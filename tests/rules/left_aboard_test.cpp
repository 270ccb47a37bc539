// Pupils who got on and did not get off, or are not where they should be.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;

TEST(NotAllOff, APupilWithoutAMarkIsSuspectedAndLikelyWhenTheRollCallMissesHer) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive_to_school();
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::alighted, pupil);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 2));
    story.event(EventKind::swept, "E1");  // though a pupil sleeps in the last row
    story.gate(EventKind::gate_arrived);
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "SW-02 suspected");
    story.wait(minutes{13});
    EXPECT_EQ(story.open(), "SW-02 likely");
    story.event(EventKind::at_school, "P3");
    EXPECT_EQ(story.open(), "");
}

TEST(NotAllOff, NobodyIsMissingWhileTheyGetOff) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 30, 0));
    for (const char* pupil : {"P1", "P2", "P3"}) story.event(EventKind::boarded, pupil);
    story.event(EventKind::stop_counted, "E1", 30);
    story.drive_to_school();
    story.gate(EventKind::gate_arrived);
    story.stand(minutes{3}, true);  // the window of that door comes when it closes
    EXPECT_EQ(story.open(), "");
    for (const char* pupil : {"P1", "P2", "P3"}) story.event(EventKind::alighted, pupil);
    story.tell(telling::flow(story.now - 200s, story.now, 0, 30));
    story.stand(60s);
    story.event(EventKind::swept, "E1");
    story.wait(minutes{20});
    EXPECT_TRUE(std::ranges::none_of(
        story.changes, [](const FindingChange& change) { return change.head.rule == RuleId::sw_02; }));
}

TEST(NotAllOff, APupilWhoseMarkIsMissingIsAskedForWhenTheCrewSaysThatItLooked) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive_to_school();
    story.gate(EventKind::gate_arrived);
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::alighted, pupil);
    story.wait(minutes{5});
    EXPECT_EQ(story.open(), "SW-01 likely, SW-02 suspected");
    story.event(EventKind::alighted, "P3");
    EXPECT_EQ(story.open(), "SW-01 likely");
}

TEST(NotAllOff, ALastWindowThatNeverCameIsNoEvidence) {
    TripStory story;
    story.ride_counted(30);
    story.stand(60s);
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

TEST(NotAllOff, ALostWindowOnTheWayIsNoEvidence) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 30, 0));
    story.event(EventKind::stop_counted, "E1", 30);
    story.go_to(stops_m.at(1));
    story.stand(60s, true);  // twenty get off, and no window tells of it
    story.drive_to_school();
    story.tell(telling::flow(story.now - 20s, story.now, 0, 10));
    story.stand(60s);
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

TEST(NotAllOff, ThirtyOneBoardedAndThirtyAlightedIsS1) {  // rules.md §2.13
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    for (int i = 0; i < 31; ++i) story.event(EventKind::boarded, "Q" + std::to_string(i));
    story.event(EventKind::stop_counted, "E1", 31);
    story.drive_to_school();
    for (int i = 0; i < 30; ++i) story.event(EventKind::alighted, "Q" + std::to_string(i));
    story.sweep_at_the_gate();
    story.wait(minutes{3});
    ASSERT_NE(story.finding(RuleId::sw_02, "R1"), nullptr);
    EXPECT_TRUE(story.finding(RuleId::sw_02, "R1")->open());
    EXPECT_EQ(rule_of(RuleId::sw_02).severity, Severity::s1);
}

TEST(NotAllOff, TheCountersOwnErrorsAreNoEvidence) {
    TripStory story;
    story.ride_counted(30);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 28));
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

TEST(NotAllOff, ACounterFarBeyondThemIs) {
    TripStory story;
    story.ride_counted(30);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 18));
    story.stand(60s);
    story.sweep_at_the_gate();
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "SW-02 suspected");
}

namespace {

// Thirty pupils come to the school, by the escort's count, and the gate counts so many.
struct CountedAtTheGate : TripStory {
    explicit CountedAtTheGate(int pupils) {
        sign_in();
        stand(30s, true);
        tell(telling::flow(now - 20s, now, 30, 0));
        count(30, 2);
        drive_to_school();
        count(pupils, 2, Source::gate);
        tell(telling::flow(now - 20s, now, 0, pupils));
        event(EventKind::swept, "E1");
    }
};

}  // namespace

TEST(GateCount, FewerThanTheCrewHadAboardIsFoundWhateverTheCrewConfirms) {
    CountedAtTheGate story{29};
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "SW-02 likely, GA-04 confirmed");
}

TEST(GateCount, AsManyAsTheCrewHadAboardIsInOrderAndOneMoreIsNot) {
    CountedAtTheGate same{30};
    same.wait(minutes{3});
    EXPECT_EQ(same.open(), "");
    CountedAtTheGate more{31};
    more.wait(minutes{3});
    EXPECT_EQ(more.open(), "GA-04 likely");
}

TEST(GateCount, FewerThanTheEscortCountedIsFoundThoughSheMarkedNotAll) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    for (int i = 0; i < 27; ++i) story.event(EventKind::boarded, "Q" + std::to_string(i));
    story.count(30, 2);
    story.drive_to_school();
    story.count(29, 2, Source::gate);
    for (int i = 0; i < 27; ++i) story.event(EventKind::alighted, "Q" + std::to_string(i));
    story.event(EventKind::swept, "E1");
    story.wait(minutes{3});
    EXPECT_NE(story.open().find("SW-02 likely"), std::string::npos) << story.open();
    EXPECT_NE(story.open().find("GA-04 confirmed"), std::string::npos) << story.open();
}

TEST(GateCount, OfMoreThanWereMarkedContradictsNobodySinceAMarkMayBeForgotten) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    for (int i = 0; i < 20; ++i) story.event(EventKind::boarded, "Q" + std::to_string(i));
    story.event(EventKind::stop_counted, "E1", 21);
    story.drive_to_school();
    story.count(21, 2, Source::gate);
    for (int i = 0; i < 20; ++i) story.event(EventKind::alighted, "Q" + std::to_string(i));
    story.event(EventKind::swept, "E1");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "");
}

TEST(GateCount, TakenBeforeTheBusIsSeenToStandIsKept) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.count(30, 2);
    story.go_to(school_m);
    story.now += 5s;
    story.count(29, 2, Source::gate);
    story.stand(minutes{2}, true);
    story.event(EventKind::swept, "E1");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "SW-02 likely, GA-04 confirmed");
}

TEST(GateCount, OfTheEmptyVehicleAccusesNobody) {
    CountedAtTheGate story{30};
    story.count(0, 2, Source::gate);
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "");
}

TEST(GateCount, IsInOrderOnceItIsCountedAgain) {
    CountedAtTheGate story{29};
    story.wait(minutes{3});
    story.count(30, 2, Source::gate);
    EXPECT_EQ(story.open(), "");
}

TEST(Absent, IsWhoeverNeitherBoardedNorAskedLeaveNorIsAtSchoolAtTheRollCall) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.event(EventKind::boarded, "P1");
    story.event(EventKind::excused, "P2");
    story.drive_to_school();
    story.event(EventKind::alighted, "P1");
    story.sweep_at_the_gate();
    story.event(EventKind::at_school, "P1");
    story.wait(minutes{13});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "GA-05 likely");
    EXPECT_NE(story.finding(RuleId::ga_05, "P3"), nullptr);
    story.event(EventKind::at_school, "P3");
    EXPECT_EQ(story.open(), "");
}

TEST(Absent, IsWhoeverTheRollCallMissesThoughNobodyMarkedThisRun) {
    TripStory story;
    story.ride_counted(3);
    story.event(EventKind::swept, "E1");  // falsely
    story.gate(EventKind::gate_arrived);
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");  // no roll was called: nothing is known of anybody
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::at_school, pupil, 0, Source::gate);
    EXPECT_EQ(story.open(), "");  // the roll is being called
    story.wait(minutes{4});
    EXPECT_EQ(story.open(), "GA-05 likely");
    EXPECT_NE(story.finding(RuleId::ga_05, "P3"), nullptr);
}

TEST(Absent, OfARollThatNobodyCalledNothingIsSaid) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::boarded, pupil);
    story.drive_to_school();
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::alighted, pupil);
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    ASSERT_EQ(story.open(), "GA-05 suspected");
    EXPECT_EQ(story.changes.back().episode.detail, "应乘车，没有登记上车，没有请假，还没有点名");
}

TEST(Absent, IsAPupilWhomTheCrewMarkedOffAndTheRollCallMisses) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive_to_school();
    story.all_off();  // P3 sleeps in the last row, and is marked with the others
    story.sweep_at_the_gate();
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::at_school, pupil, 0, Source::gate);
    story.wait(minutes{13});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "GA-05 likely");
    EXPECT_NE(story.finding(RuleId::ga_05, "P3"), nullptr);
}

TEST(Absent, IsNotWhoeverIsMarkedOffThoughNobodyMarkedHerOn) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::boarded, pupil);
    story.drive_to_school();
    story.all_off();
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

TEST(Absent, IsNotWhoAskedLeaveLongBeforeTheRun) {
    auto rows = county_with_run();
    rows.departures.front().value.leaves_at += std::chrono::hours{5};
    TripStory story{rows};
    story.stand(30s);
    story.event({EventKind::excused, "R1", "P3", "", 0, ""}, Source::phone);
    story.wait(std::chrono::hours{5});
    story.sign_in();
    story.stand(30s, true);
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::boarded, pupil);
    story.event(EventKind::stop_counted, "E1", 2);
    story.drive_to_school();
    for (const char* pupil : {"P1", "P2"}) story.event(EventKind::alighted, pupil);
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

TEST(Sweep, ThatIsMissingOnEachDayFillsNoList) {
    auto rows = county_with_run();
    const registry::Departure first = rows.departures.front().value;
    for (int day = 1; day < 10; ++day) {
        registry::Departure next = first;
        next.code = "R" + std::to_string(day + 1);
        next.leaves_at += std::chrono::days{day};
        rows.departures.push_back(lasting(next));
    }
    TripStory story{rows};
    for (int day = 0; day < 10; ++day) {
        story.north_m = 0;
        story.sign_in();
        story.board_all();
        story.drive_to_school();
        story.all_off();
        story.gate(EventKind::gate_arrived);
        story.wait(minutes{30});
        const auto* track = story.state.rules.tracks.find(RuleId::sw_01, "R" + std::to_string(day + 1));
        ASSERT_TRUE(track && track->open()) << day;
        EXPECT_EQ(std::ranges::count_if(
                      story.state.rules.tracks,
                      [](const RuleTrack& each) { return each.head.rule == RuleId::sw_01 && each.open(); }),
                  1);
        story.wait(morning + std::chrono::days{day + 1} - story.now);
    }
}

TEST(Absent, OfALineWithSeveralVehiclesNobodyKnows) {
    auto rows = county_with_run();
    registry::Departure other = rows.departures.front().value;
    other.code = "R2";
    other.vehicle = VehicleId{99};
    rows.departures.push_back(lasting(other));
    TripStory story{rows};
    story.sign_in();
    story.stand(30s, true);
    story.event(EventKind::boarded, "P1");
    story.drive_to_school();
    story.event(EventKind::alighted, "P1");
    story.sweep_at_the_gate();
    story.wait(minutes{20});
    EXPECT_EQ(story.open(), "");
}

}  // namespace husong::rules
