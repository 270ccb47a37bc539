#include "server/rules/verdict.hpp"
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Trip, OfALawfulRunFindsNothing) {
    TripStory story;
    story.ride_to_school();
    story.sweep_at_the_gate();
    story.stand(minutes{20});
    EXPECT_EQ(story.open(), "");
    EXPECT_EQ(story.trip().stage, tracking::TripStage::over);
    EXPECT_TRUE(story.trip().at_last_place());
}

TEST(UnqualifiedDriver, IsFoundWhenHeDrivesARun) {
    TripStory story;
    story.sign_in("D2");
    story.board_all();
    EXPECT_EQ(story.open(), "DR-01 likely, DR-02 likely");
    EXPECT_EQ(story.finding(RuleId::dr_01, "R1")->episode.detail, "驾驶人 D2 没有校车驾驶资格");
}

TEST(UnqualifiedDriver, IsOverWhenAQualifiedOneTakesOver) {
    TripStory story;
    story.sign_in("D2");
    story.board_all();
    story.event(EventKind::walk_round, "D1");
    story.event(EventKind::driver_on, "D1");
    EXPECT_EQ(story.open(), "");
}

TEST(UnqualifiedDriver, WhoTookOverStaysOneWhenTheDriverBeforeSignsOff) {
    TripStory story;
    story.sign_in();
    story.board_all();
    story.event(EventKind::driver_on, "D2");
    ASSERT_EQ(story.open(), "DR-01 likely, DR-02 likely");
    story.event(EventKind::driver_off, "D1");
    EXPECT_EQ(story.open(), "DR-01 likely, DR-02 likely") << "D2 drives";
    story.event(EventKind::driver_off, "D2");
    EXPECT_EQ(story.open(), "");
}

TEST(UnqualifiedDriver, ByTheListAloneIsOnlySuspected) {
    auto rows = county_with_run();
    rows.departures.front().value.driver = "D2";
    TripStory story{rows};
    story.stand(60s);
    story.board_all();
    EXPECT_EQ(story.open().substr(0, 15), "DR-01 suspected");
}

TEST(UnqualifiedDriver, TheQualificationHoldsOnItsLastDay) {
    auto rows = county_with_run();
    rows.drivers.front().value.qualified_until = china_midnight(morning) + std::chrono::days{1};
    TripStory lawful{rows};
    lawful.sign_in();
    lawful.board_all();
    EXPECT_EQ(lawful.open(), "");
    rows.drivers.front().value.qualified_until = china_midnight(morning);
    TripStory story{rows};
    story.sign_in();
    story.board_all();
    EXPECT_EQ(story.open(), "DR-01 likely");
}

TEST(UnqualifiedDriver, OfARunUnderWayForbidsTheRideToThePolice) {
    TripStory story;
    story.sign_in("D2");
    story.board_all();
    const auto asked = [&] {
        return judge_for_police(&story.state, bus, story.registry, story.now, {story.tracking, story.rules})
            .headline;
    };
    EXPECT_EQ(asked().word, VerdictWord::must_not);
    EXPECT_EQ(asked().reason.substr(asked().reason.find("没有")), "没有校车驾驶资格");
    story.event(EventKind::driver_on, "D1");
    EXPECT_NE(asked().word, VerdictWord::must_not) << "a qualified driver took over";
}

TEST(UnqualifiedDriver, WhoHasSignedInIsAskedOfOnARunThatTheRegisterDoesNotKnow) {
    auto rows = county_with_run();
    rows.departures.clear();
    TripStory story{rows};
    story.sign_in("D2");
    story.load(20);
    ASSERT_TRUE(story.trip().active());
    EXPECT_NE(story.open().find("DR-01"), std::string::npos);
    const auto asked =
        judge_for_police(&story.state, bus, story.registry, story.now, {story.tracking, story.rules});
    EXPECT_EQ(asked.headline.word, VerdictWord::must_not);
}

TEST(UnqualifiedDriver, OnlyNamedForTheRunIsToBeLookedAtByThePolice) {
    auto rows = county_with_run();
    rows.departures.front().value.driver = "D2";
    TripStory story{rows};
    story.board_all();
    const auto asked =
        judge_for_police(&story.state, bus, story.registry, story.now, {story.tracking, story.rules});
    EXPECT_EQ(asked.headline.word, VerdictWord::check);
    EXPECT_NE(asked.headline.reason.find("没有校车驾驶资格，请核对谁在开"), std::string::npos);
}

TEST(UnqualifiedDriver, NeedsTheClassOfTheVehicle) {
    auto rows = county_with_run();
    rows.drivers.front().value.licence_class = "B1";
    TripStory story{rows};
    story.sign_in();
    story.board_all();
    EXPECT_EQ(story.open(), "DR-01 likely");
}

TEST(UnqualifiedDriver, IsWhoeverDrivesTheClassOfItsLicence) {
    const auto may_drive = [](std::string licence, registry::VehicleClass vehicle_class) {
        auto rows = county_with_run();
        rows.drivers.front().value.licence_class = std::move(licence);
        vehicle_of(rows).vehicle_class = vehicle_class;
        TripStory story{rows};
        story.sign_in();
        story.board_all();
        return story.open().empty();
    };
    using enum registry::VehicleClass;
    EXPECT_TRUE(may_drive("A1", large));
    EXPECT_TRUE(may_drive("A1D", large)) << "as licences say it that hold several";
    EXPECT_FALSE(may_drive("A2", large));
    EXPECT_FALSE(may_drive("A3B1", large));
    EXPECT_TRUE(may_drive("B1", medium));
    EXPECT_FALSE(may_drive("B2", medium));
    EXPECT_TRUE(may_drive("C1E", small));
    EXPECT_FALSE(may_drive("C2", small));
}

TEST(UnqualifiedDriver, OfACoachIsOneWhereTheCoachHasASchoolBusPlate) {
    auto rows = county_with_run();
    vehicle_of(rows).use_nature = 'B';
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    EXPECT_EQ(story.open(), "DR-01 likely, DR-02 likely");
    rows.school_bus_plates.clear();
    TripStory coach{rows};
    coach.sign_in("D2");
    coach.board_all();
    EXPECT_EQ(coach.open(), "") << "a line coach is driven without 校车驾驶资格";
}

TEST(UnqualifiedDriver, IsConfirmedByAGateThatComparedHimWithItsListAndNotByOneThatSawTheBus) {
    auto rows = county_with_run();
    rows.departures.front().value.driver = "D2";
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    story.gate(EventKind::gate_arrived);
    story.count(3, 2, Source::gate);
    EXPECT_EQ(story.open(), "DR-01 likely, DR-02 likely");
    story.gate(EventKind::gate_checked, 0);
    EXPECT_EQ(story.open(), "DR-01 confirmed, DR-02 confirmed");
}

TEST(UnqualifiedDriver, WhoIsNotOnTheGatesListIsNotConfirmedByIt) {
    TripStory story;  // D1 is on the list
    story.sign_in("D2");
    story.board_all();
    story.gate(EventKind::gate_checked, 0);
    EXPECT_EQ(story.open(), "DR-01 likely, DR-02 likely");
}

TEST(DriverNotOnPlate, IsNoneOfSeveralOnIt) {
    auto rows = county_with_run();
    rows.drivers.back().value.qualified_until = morning + std::chrono::days{9};
    rows.school_bus_plates.front().value.driver_codes = {"D1", "D2"};
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    EXPECT_EQ(story.open(), "");
}

TEST(DriverNotOnPlate, IsOverWhenThePlateIsIssuedAnew) {
    auto rows = county_with_run();
    rows.drivers.back().value.qualified_until = morning + std::chrono::days{9};
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    ASSERT_EQ(story.open(), "DR-02 likely");
    rows.school_bus_plates.front().value.driver_codes = {"D1", "D2"};
    story.edit(rows);
    story.drive(60s);
    EXPECT_EQ(story.open(), "");
}

TEST(DriverNotOnPlate, StandsBesideThoseOnIt) {
    auto rows = county_with_run();
    rows.drivers.back().value.qualified_until = morning + std::chrono::days{9};
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    EXPECT_EQ(story.open(), "DR-02 likely");
    story.event(EventKind::driver_on, "D1");
    story.event(EventKind::walk_round, "D1");
    EXPECT_EQ(story.open(), "");
}

TEST(WalkRound, IsMissingWhenTheRunDrivesOff) {
    TripStory story;
    story.stand(60s);
    story.event(EventKind::driver_on, "D1");
    story.event(EventKind::escort_on, "E1");
    story.board_all();
    EXPECT_EQ(story.open(), "");
    story.drive(60s);
    EXPECT_EQ(story.open(), "DR-08 likely");
    story.event(EventKind::walk_round, "D1");
    EXPECT_EQ(story.open(), "");
}

TEST(WalkRound, OfAnotherDriverOrAnotherDayIsNone) {
    const auto open_after = [](const std::string& who, Milliseconds before) {
        TripStory story;
        story.now = morning - before;
        story.event(EventKind::walk_round, who);
        story.now = morning;
        story.stand(60s);
        story.event(EventKind::driver_on, "D1");
        story.event(EventKind::escort_on, "E1");
        story.board_all();
        story.drive(60s);
        return story.open();
    };
    EXPECT_EQ(open_after("D1", minutes{1}), "");
    EXPECT_EQ(open_after("D9", minutes{1}), "DR-08 likely");
    EXPECT_EQ(open_after("D1", hours{7} - minutes{1}), "") << "a minute after midnight";
    EXPECT_EQ(open_after("D1", hours{7} + minutes{1}), "DR-08 likely") << "a minute before";
}

TEST(WalkRound, OfTheMorningStandsThoughOthersHaveSignedSince) {
    const auto open_after = [](std::initializer_list<const char*> signers) {
        TripStory story;
        story.now = morning - hours{1};
        for (const char* who : signers) {
            story.event(EventKind::walk_round, who);
            story.now += minutes{5};
        }
        story.now = morning;
        story.stand(60s);
        story.event(EventKind::driver_on, "D1");
        story.event(EventKind::escort_on, "E1");
        story.board_all();
        story.drive(60s);
        return story.open();
    };
    EXPECT_EQ(open_after({"D1", "D8"}), "");
    EXPECT_EQ(open_after({"D1", "D8", "D9"}), "");
    EXPECT_EQ(open_after({"D1", "D8", "D8", "D8", "D9"}), "") << "who signs again is one";
    EXPECT_EQ(open_after({"D8", "D9"}), "DR-08 likely");
}

TEST(Trip, TakenOverByAnotherVehicleInTheRegisterIsNotThisOnes) {
    auto rows = county_with_run();
    rows.departures.front().value.vehicle = VehicleId{99};
    TripStory story{rows};
    story.stand(60s);
    EXPECT_EQ(story.trip().stage, tracking::TripStage::none);
}

TEST(Trip, OfATimetableGoesOnSchoolDaysOnly) {
    auto rows = county_with_run();
    rows.departures.clear();
    registry::Timetable timetable;
    timetable.code = "T1";
    timetable.line = "L01";
    timetable.direction = Direction::to_school;
    timetable.weekdays = "12345";  // 2026-09-01 is a Tuesday
    timetable.leaves_at = hours{7} + minutes{10};
    timetable.vehicle = bus;
    timetable.driver = "D1";
    timetable.escort = "E1";
    rows.timetables = {lasting(timetable)};
    TripStory story{rows};
    story.sign_in("D2");
    story.board_all();
    EXPECT_NE(story.finding(RuleId::dr_01, "T1/2026-09-01"), nullptr);

    registry::PublicDay holiday;
    holiday.on = china_date(morning);
    holiday.kind = "off";
    rows.public_days = {lasting(holiday)};
    TripStory at_home{rows};
    at_home.stand(60s);
    EXPECT_EQ(at_home.trip().stage, tracking::TripStage::none);
}

TEST(Trip, WithPupilsAndWithoutAPlanIsUnplanned) {
    Story story;
    story.load(20);
    EXPECT_EQ(story.state.track.trip.stage, tracking::TripStage::under_way);
    EXPECT_EQ(story.state.track.trip.departure, 0U);
}

}  // namespace husong::rules
