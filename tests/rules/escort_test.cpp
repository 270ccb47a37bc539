// Who looks after the pupils on a run, what she counts, and whom somebody saw beside them.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;

TEST(NoEscort, IsFoundAfterTwoMinutesOfDrivingWithPupils) {
    TripStory story;
    story.stand(60s);
    story.event(EventKind::walk_round, "D1");
    story.event(EventKind::driver_on, "D1");
    story.board_uncounted();
    story.drive(100s);
    EXPECT_EQ(story.open(), "");
    story.drive(60s);
    EXPECT_EQ(story.open(), "ES-01 suspected");
    story.event(EventKind::escort_on, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(NoEscort, WhoCountsIsAboardThoughSheForgotToSignIn) {
    TripStory story;
    story.stand(60s);
    story.event(EventKind::walk_round, "D1");
    story.event(EventKind::driver_on, "D1");
    story.board_all();
    story.count(3, 2);
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "");
}

TEST(NoEscort, NonePlannedAndNobodySignedInIsLikely) {
    auto rows = county_with_run();
    rows.departures.front().value.escort.clear();
    TripStory story{rows};
    story.stand(60s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 8, 0));
    story.stand(20s);
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "ES-01 likely");
}

TEST(NoEscort, WhoeverCountedTwoAdultsSawHer) {
    TripStory story;
    story.stand(60s);
    story.event(EventKind::walk_round, "D1");
    story.event(EventKind::driver_on, "D1");
    story.board_all();
    story.count(3, 2, Source::gate);
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "");
    TripStory alone;
    alone.stand(60s);
    alone.board_all();
    alone.count(3, 1, Source::gate);
    alone.drive(minutes{4});
    EXPECT_NE(alone.open().find("ES-01 confirmed"), std::string::npos);
}

TEST(NoEscort, OfABusOfWhichNobodyEverTellsNothingIsKnown) {
    TripStory story;
    story.stand(60s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 3, 0));
    story.stand(20s);
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "");
}

TEST(StopNotCounted, IsFoundTwoMinutesAfterTheStop) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 2, 0));
    story.stand(10s);
    story.drive(100s);
    EXPECT_EQ(story.open(), "");
    story.drive(60s);
    EXPECT_EQ(story.open(), "ES-02 likely");
    story.event(EventKind::stop_counted, "E1", 2);
    EXPECT_EQ(story.open(), "");
}

TEST(StopNotCounted, ACountAtTheLastOfTheTwoMinutesIsInTime) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 2, 0));
    story.stand(10s);
    while (story.trip().count_due == tracking::never) story.drive(10s);
    story.now = story.trip().count_due - 1ms;
    story.event(EventKind::stop_counted, "E1", 2);
    story.drive(minutes{3});
    EXPECT_EQ(story.finding(RuleId::es_02), nullptr);
    EXPECT_EQ(story.open(), "");
}

TEST(StopNotCounted, SaysHowOftenOnThisRun) {
    TripStory story;
    story.sign_in();
    for (int stop = 0; stop < 2; ++stop) {
        story.stand(30s, true);
        story.tell(telling::flow(story.now - 20s, story.now, 2, 0));
        story.stand(10s);
        story.drive(minutes{4});
    }
    EXPECT_EQ(story.finding(RuleId::es_02, "R1")->episode.detail, "有学生上车而没有清点，本趟 2 次");
}

TEST(StopNotCounted, AddsUpTheWindowsOfOneStand) {
    TripStory story;
    story.sign_in();
    for (const int boarded : {2, 0}) {
        story.stand(30s, true);
        story.tell(telling::flow(story.now - 20s, story.now, boarded, 0));
    }
    story.stand(10s);
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "ES-02 likely");
}

TEST(StopNotCounted, IsOneThoughItsWindowsAreToldOneAfterTheOtherOnTheWay) {
    TripStory story;
    story.sign_in();
    story.stand(40s, true);
    for (int window = 0; window < 3; ++window) {
        story.drive(30s);
        story.tell(telling::flow(story.now - 40s, story.now, 2, 0));
    }
    story.drive(minutes{4});
    EXPECT_EQ(story.finding(RuleId::es_02, "R1")->episode.detail, "有学生上车而没有清点，本趟 1 次");
}

TEST(StopNotCounted, IsEachOfSeveralStopsThatFollowWithinTheTwoMinutes) {
    TripStory story;
    story.sign_in();
    for (const double stop_m : {0.0, 800.0, 1'600.0, 2'400.0}) {
        story.go_to(stop_m);
        story.stand(20s, true);
        story.tell(telling::flow(story.now - 15s, story.now, 5, 0));
    }
    story.drive(minutes{4});
    EXPECT_EQ(story.finding(RuleId::es_02, "R1")->episode.detail, "有学生上车而没有清点，本趟 4 次");
}

TEST(StopNotCounted, IsNoneThatSheCountsAtTheNextOneInTime) {
    TripStory story;
    story.sign_in();
    for (const double stop_m : {0.0, 800.0}) {
        story.go_to(stop_m);
        story.stand(20s, true);
        story.tell(telling::flow(story.now - 15s, story.now, 5, 0));
    }
    story.event(EventKind::stop_counted, "E1", 10);
    story.drive(minutes{4});
    EXPECT_EQ(story.finding(RuleId::es_02), nullptr);
    EXPECT_EQ(story.open(), "");
}

TEST(StopNotCounted, NobodyBoardedNothingToCount) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive(120s);
    story.stand(30s, true);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 0));
    story.drive(minutes{4});
    EXPECT_EQ(story.open(), "");
}

TEST(OtherEscort, ThanPlannedIsAFindingUntilThePlannedOneComes) {
    TripStory story;
    story.sign_in("D1", "E2");
    story.board_all();
    EXPECT_EQ(story.open(), "ES-04 likely");
    story.event(EventKind::escort_on, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(OtherEscort, IsOverWhenTheListNamesHer) {
    auto rows = county_with_run();
    TripStory story{rows};
    story.sign_in("D1", "E2");
    story.board_all();
    ASSERT_EQ(story.open(), "ES-04 likely");
    rows.departures.front().value.escort = "E2";
    story.edit(rows);
    story.drive(60s);
    EXPECT_EQ(story.open(), "");
}

TEST(OtherEscort, IsNobodyWhereTheListNamesNone) {
    auto rows = county_with_run();
    rows.departures.front().value.escort.clear();
    TripStory story{rows};
    story.sign_in("D1", "E2");
    story.board_all();
    EXPECT_EQ(story.open(), "");
}

TEST(OtherEscort, IsSuspectedWhomTheRegisterOfEscortsDoesNotKnowWhereNoneIsPlanned) {
    auto rows = county_with_run();
    rows.departures.front().value.escort.clear();
    rows.escorts = {lasting(registry::Escort{"E1", "周小梅", ""})};
    TripStory story{rows};
    story.sign_in("D1", "E2");
    story.board_all();
    EXPECT_EQ(story.open(), "ES-04 suspected");
    EXPECT_EQ(story.finding(RuleId::es_04, "R1")->episode.detail, "签到的照管人员不在登记中");
    story.event(EventKind::escort_on, "E1");
    EXPECT_EQ(story.open(), "") << "she is on the register: nobody else was planned";
}

TEST(OtherEscort, IsNobodyWhoLeftTheRegisterAfterTheRun) {
    auto rows = county_with_run();
    rows.departures.front().value.escort.clear();
    for (const char* code : {"E1", "E2"}) rows.escorts.push_back(lasting(registry::Escort{code, "某", ""}));
    rows.escorts.back().valid_until = morning + std::chrono::hours{9};
    TripStory story{rows};
    story.sign_in("D1", "E2");
    story.board_all();
    EXPECT_EQ(story.open(), "");
    rows.escorts.back().valid_until = morning;
    TripStory before{rows};
    before.sign_in("D1", "E2");
    before.board_all();
    EXPECT_EQ(before.open(), "ES-04 suspected");
}

TEST(EscortLeft, BeforeTheLastPupil) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.drive(60s);
    story.event(EventKind::escort_off, "E1");
    EXPECT_EQ(story.open(), "ES-05 likely");
    story.event(EventKind::escort_on, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(EscortLeft, IsNobodyWhomAnotherOneHasRelieved) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::escort_on, "E2");
    ASSERT_EQ(story.open(), "ES-04 likely");
    story.event(EventKind::escort_off, "E1");
    EXPECT_EQ(story.open(), "ES-04 likely") << "E2 is aboard";
    story.event(EventKind::escort_off);
    EXPECT_EQ(story.open(), "ES-05 likely") << "whoever is on duty: nobody is named";
}

TEST(EscortLeft, AtTheLastPlaceACounterThatMissedSomeAccusesNobody) {
    TripStory story;
    story.ride_counted(30);
    story.tell(telling::flow(story.now - 20s, story.now, 0, 24));
    story.event(EventKind::escort_off, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(EscortLeft, AfterTheLastPupilSheMay) {
    TripStory story;
    story.ride_to_school();
    story.event(EventKind::escort_off, "E1");
    EXPECT_EQ(story.open(), "");
}

TEST(FrontSeatAndOutsiders, AreWhatSomebodySawUntilItIsPutRight) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::front_seat, "", 1, Source::police);
    story.event(EventKind::outsiders, "", 2, Source::police);
    EXPECT_EQ(story.open(), "ES-07 likely, ES-08 likely");
    story.event(EventKind::front_seat, "", 0, Source::police);
    story.event(EventKind::outsiders, "", 0, Source::police);
    EXPECT_EQ(story.open(), "");
}

TEST(FrontSeat, IsOfPupilsSeenThere) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::front_seat, "", 0, Source::gate);
    EXPECT_EQ(story.open(), "") << "somebody looked, and saw none";
    story.event(EventKind::front_seat, "", 1, Source::gate);
    EXPECT_EQ(story.open(), "ES-07 likely");
}

TEST(Outsiders, AreTheOthersOfACountAndNobodysConcernWithoutPupils) {
    const auto tell_others = [](TripStory& story, std::uint16_t pupils, std::uint16_t others) {
        story.tell(telling::finished(story.now, tracking::HeadCount{pupils, 2, others}, Source::gate));
        return story.open();
    };
    TripStory story;
    story.sign_in();
    story.board_all();
    EXPECT_EQ(tell_others(story, 3, 0), "");
    EXPECT_EQ(tell_others(story, 3, 1), "ES-08 likely");
    EXPECT_EQ(tell_others(story, 3, 0), "");
    TripStory empty;
    empty.sign_in();
    EXPECT_EQ(tell_others(empty, 0, 2), "") << "the mechanics drive it to the workshop";
}

}  // namespace husong::rules
