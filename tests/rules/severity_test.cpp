// Rules whose catalogue row has two severities: which of them a case is.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using std::chrono::minutes;
using telling::morning;
using namespace std::chrono_literals;

// "S2"; empty: no such finding.
std::string severity(const Story& story, RuleId rule, std::string_view subject = "") {
    const RuleTrack* track = story.finding(rule, subject);
    return track ? std::string{severity_name(severity_of(rule, track->episode.severity))} : "";
}

registry::RegistryRows bus_without_plate() {
    auto rows = lawful_county();
    rows.school_bus_plates.clear();
    return rows;
}

TEST(Severity, OfPupilsWithoutAPlateIsS2WhileItStandsAndS1OnceItMoves) {  // VL-01
    Story story{bus_without_plate()};
    story.stand(60s);
    story.count(12, 2);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S2");
    story.drive(60s);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S1");
    story.stand(60s);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S1") << "it has been driven with them";
}

TEST(Severity, OfPupilsWithoutAPlateIsS1WhereItsTerminalHasGoneSilent) {
    Story story{bus_without_plate()};
    story.stand(60s);
    story.wait(minutes{30});
    story.seen(Source::police, tracking::PupilsSeen::some);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S1");
}

TEST(Severity, OfPupilsSeenInAStandingBusIsNotS1BecauseItDrivesOnAnotherDay) {
    Story story{bus_without_plate()};
    story.stand(60s);
    story.seen(Source::hotline, tracking::PupilsSeen::some);
    story.wait(std::chrono::days{2});
    story.drive(60s);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S2");
}

TEST(Severity, OfPupilsWithoutAPlateIsS1WhereNoTerminalTellsWhetherItMoves) {
    Story story{bus_without_plate()};
    story.seen(Source::police, tracking::PupilsSeen::some);
    EXPECT_EQ(severity(story, RuleId::vl_01), "S1");
}

TEST(Severity, OfANonCommercialVehicleIsS2ByItsDaysAtAGateAndS1OnceReported) {  // VL-04
    auto rows = bus_without_plate();
    vehicle_of(rows).use_nature = 'A';
    TripStory story{std::move(rows)};
    for (int day = 0; day < 3; ++day) {
        story.wait(morning + std::chrono::days{day} - story.now);
        story.gate(EventKind::gate_refused);
    }
    EXPECT_EQ(severity(story, RuleId::vl_04), "S2");
    story.seen(Source::hotline, tracking::PupilsSeen::some);
    EXPECT_EQ(severity(story, RuleId::vl_04), "S1");
    EXPECT_EQ(story.finding(RuleId::vl_04)->head.level, Level::suspected);
}

TEST(Severity, OfAStopThatWasNotCountedIsS3AndS2AtTheSecondOfTheRun) {  // ES-02
    TripStory story;
    story.sign_in();
    for (const std::string expected : {"S3", "S2"}) {
        story.stand(30s, true);
        story.tell(telling::flow(story.now - 20s, story.now, 2, 0));
        story.stand(10s);
        story.drive(minutes{4});
        EXPECT_EQ(severity(story, RuleId::es_02, "R1"), expected);
    }
}

TEST(Severity, OfCountsThatDifferIsS3AndS2WhereTheEscortCountsMoreThanItMayCarry) {  // ES-03
    for (const auto& [pupils, expected] : {std::pair{30, "S3"}, std::pair{43, "S3"}, std::pair{44, "S2"}}) {
        Story story;
        story.load(pupils == 30 ? 40 : 36);
        story.count(pupils, 2);
        EXPECT_EQ(severity(story, RuleId::es_03), expected) << pupils;
    }
}

TEST(Severity, OfCountsThatDifferComesWithTheCountThatMakesItSo) {
    Story story;
    story.load(40);
    story.count(30, 2);
    story.count(60, 2);
    EXPECT_EQ(severity(story, RuleId::es_03), "S2");
    EXPECT_EQ(story.finding(RuleId::es_03)->episode.detail, "照管员清点 62 人，车门计数 40 人，请再点一次");
}

TEST(Severity, OfThoseWhoDidNotGetOffIsS1ByNameAndS2ByTheCounterAlone) {  // SW-02
    TripStory by_name;
    by_name.sign_in();
    by_name.stand(30s, true);
    by_name.board_all();
    by_name.drive_to_school();
    by_name.event(EventKind::alighted, "P1");
    by_name.event(EventKind::alighted, "P2");
    by_name.sweep_at_the_gate();
    by_name.wait(minutes{20});
    EXPECT_EQ(severity(by_name, RuleId::sw_02, "R1"), "S1");

    TripStory by_counter;
    by_counter.ride_counted(30);
    by_counter.tell(telling::flow(by_counter.now - 20s, by_counter.now, 0, 18));
    by_counter.stand(60s);
    by_counter.sweep_at_the_gate();
    by_counter.wait(minutes{20});
    EXPECT_EQ(severity(by_counter, RuleId::sw_02, "R1"), "S2");
}

TEST(Severity, OfAGatesCountIsS1WhereFewerCameAndS3WhereMoreDid) {  // GA-04
    for (const auto& [at_gate, expected] : {std::pair{29, "S1"}, std::pair{31, "S3"}, std::pair{30, ""}}) {
        TripStory story;
        story.sign_in();
        story.stand(30s, true);
        story.tell(telling::flow(story.now - 20s, story.now, 30, 0));
        story.count(30, 2);
        story.drive_to_school();
        story.count(at_gate, 2, Source::gate);
        EXPECT_EQ(severity(story, RuleId::ga_04, "R1"), expected) << at_gate;
    }
}

registry::RegistryRows county_with_run_home(Time leaves_at) {
    auto rows = county_with_run(Direction::home);
    rows.departures.front().value.leaves_at = leaves_at;
    return rows;
}

// A run home on the first of September, when civil twilight ends at 19:05 there. Two of three are told safe.
struct WayHomeAt : TripStory {
    explicit WayHomeAt(Milliseconds leaves) : WayHomeAt{leaves, county_with_run_home(of_day(leaves))} {}
    WayHomeAt(Milliseconds leaves, registry::RegistryRows rows) : TripStory{std::move(rows)} {
        wait(of_day(leaves) - minutes{5} - now);
        north_m = school_m;
        sign_in();
        board_all();
        go_to(0);
        stand(60s, true);
        all_off();
        event(EventKind::swept, "E1");
        event(EventKind::safe_home, "P1");
        event(EventKind::safe_home, "P2");
    }
    static Time of_day(Milliseconds hour) { return china_midnight(morning) + hour; }
};

TEST(Severity, OfAPupilWhoIsNotSafeHomeIsS3ByDayAndS1OnceItIsDark) {  // SW-05
    WayHomeAt story{17h};
    story.wait(minutes{70});
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S3");
    EXPECT_EQ(story.finding(RuleId::sw_05, "P3")->episode.detail, "下车后 60 分钟没有报平安");
    story.wait(minutes{60});  // nothing is told meanwhile
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S1");
    EXPECT_EQ(story.finding(RuleId::sw_05, "P3")->episode.detail, "下车后 60 分钟没有报平安，天已黑");
    EXPECT_EQ(severity(story, RuleId::sw_05, "P2"), "");
}

TEST(Severity, OfAPupilWhoIsNotSafeHomeIsS1AtDuskThoughTheBusIsOnItsNextRun) {
    auto rows = county_with_run_home(WayHomeAt::of_day(16h));
    registry::Departure next = rows.departures.front().value;
    next.code = "R2";
    next.leaves_at = WayHomeAt::of_day(17h) + minutes{30};
    rows.departures.push_back(lasting(next));
    WayHomeAt story{16h, std::move(rows)};
    story.go_to(school_m);
    story.stand(next.leaves_at + minutes{5} - story.now, true);
    ASSERT_EQ(story.trip().departure, tracking::code_hash("R2"));
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S3");
    EXPECT_TRUE(story.is_open(RuleId::sw_05, "P3"));
    story.wait(WayHomeAt::of_day(19h) + minutes{30} - story.now);
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S1");
    story.event({EventKind::safe_home, "R1", "P3", "", 0, ""}, Source::guardian);
    EXPECT_FALSE(story.is_open(RuleId::sw_05, "P3"));
    EXPECT_FALSE(story.is_open(RuleId::sw_05, "P1")) << "told on the first run";
}

TEST(Severity, OfAPupilWhoIsNotSafeHomeIsToldThoughTheBusFallsSilentOnItsNextRun) {
    auto rows = county_with_run_home(WayHomeAt::of_day(16h));
    registry::Departure next = rows.departures.front().value;
    next.code = "R2";
    next.leaves_at = WayHomeAt::of_day(16h) + minutes{45};
    rows.departures.push_back(lasting(next));
    WayHomeAt story{16h, std::move(rows)};
    while (story.trip().departure != tracking::code_hash("R2")) story.stand(10s);
    ASSERT_EQ(severity(story, RuleId::sw_05, "P3"), "") << "not an hour";
    EXPECT_LT(story.trip().home_due, story.now + minutes{60}) << "in what the next run begins with";
    story.wait(WayHomeAt::of_day(18h) - story.now);
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S3");
}

TEST(Severity, OfAPupilWhoGotOffInTheDarkIsS1) {
    WayHomeAt story{19h};
    story.wait(minutes{70});
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S1");
}

TEST(Severity, OfAPupilWhoGotOffAfterMidnightIsS1) {
    WayHomeAt story{23h + minutes{50}};
    story.wait(minutes{90});
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S1");
}

TEST(Severity, OfAPupilWhomAGuardianMissesIsS1) {
    WayHomeAt story{12h};
    story.event({EventKind::not_home, "R1", "P3", "", 0, ""}, Source::guardian);
    EXPECT_EQ(severity(story, RuleId::sw_05, "P3"), "S1");
}

TEST(Severity, OfAFindingIsThatOfItsGravestEpisode) {
    Finding finding;
    finding.head.rule = RuleId::ga_04;
    EXPECT_EQ(severity_of(finding), Severity::s1) << "the rule's";
    finding.episodes.resize(2);
    finding.episodes[0].severity = finding.episodes[1].severity = Severity::s3;
    EXPECT_EQ(severity_of(finding), Severity::s3);
    finding.episodes[1].severity = Severity::s2;
    EXPECT_EQ(severity_of(finding), Severity::s2);
    finding.episodes[0].severity.reset();
    EXPECT_EQ(severity_of(finding), Severity::s1);
}

TEST(Severity, IsReadAsItIsWritten) {
    for (const Severity each : {Severity::s1_plus, Severity::s1, Severity::s2, Severity::s3, Severity::s4})
        EXPECT_EQ(parse_severity(severity_name(each)), each);
    EXPECT_FALSE(parse_severity("S5"));
    EXPECT_FALSE(parse_severity(""));
}

}  // namespace
}  // namespace husong::rules
