// What a guardian tells at the end of the way home: that the child is there, or that it has not come.
#include "server/http/gzip.hpp"
#include "server/rules/rule.hpp"
#include "tests/http/family_fixture.hpp"

#include <gmock/gmock.h>

namespace husong::http::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace std::chrono_literals;
using tracking::EventKind;

constexpr const char* question = "孩子到家了吗";

class FamilyHome : public FamilyPage {
protected:
    FamilyHome() : mine{link("P1")} {}

    void set(Time at) { pass(at - now()); }
    // A fix every 20 seconds until then, on from where it was.
    void ride(Time until, double speed_mps) {
        for (Time at = now(); at <= until; at += 20s) {
            drive(county_.lawful, at, north_m_);
            north_m_ += speed_mps * 20;
        }
        set(until + 1s);
    }
    void leave_school() {
        ride(leaves_at, 0);
        ride(leaves_at + 3min, 10);
    }
    Response press(const std::string& path, const std::string& act, const std::string& run = "H1") {
        return post_raw(path, "run=" + run + "&act=" + act);
    }
    void mark(EventKind kind, const std::string& pupil, const std::string& run = "H1") {
        tracking::TripEvent event;
        event.kind = kind;
        event.trip = run;
        event.person = pupil;
        tell({husong::test::record_of(county_.lawful, now(), event, tracking::Source::escort)});
        pass(1s);
    }
    // "safe_home P1 H1 guardian", of what guardians told.
    std::vector<std::string> told(VehicleId vehicle) {
        std::vector<std::string> all;
        for (const auto& record :
             store_->reader().value()->trip_events(vehicle, now() - 24h, now() + 1h, 100).value()) {
            const auto& event = std::get<tracking::TripEvent>(record.payload);
            if (record.source == tracking::Source::guardian)
                all.push_back(std::string{tracking::event_name(event.kind)} + " " + event.person + " " +
                              event.trip);
        }
        return all;
    }
    std::string level_of(std::string_view rule, const std::string& pupil) {
        for (const auto& finding : store_->reader().value()->findings({}).value())
            if (rules::rule_code(finding.head.rule) == rule && finding.head.subject == pupil &&
                finding.open())
                return std::string{rules::level_name(finding.head.level)};
        return "";
    }

    std::string mine;
    double north_m_ = 0;
};

TEST_F(FamilyHome, IsAskedOnceTheVehicleHasLeftAndForSomeHoursAfterTheRun) {
    ride(leaves_at - 5min, 0);
    EXPECT_THAT(text(mine), Not(HasSubstr(question)));
    ride(leaves_at + 1min, 0);
    EXPECT_THAT(text(mine), Not(HasSubstr(question))) << "it still stands at the school";
    ride(leaves_at + 3min, 10);
    EXPECT_THAT(text(mine), HasSubstr(question));
    EXPECT_THAT(text(mine), HasSubstr("孩子已到家"));
    EXPECT_THAT(text(mine), HasSubstr("没接到孩子"));
    set(leaves_at + 21min);
    EXPECT_THAT(text(link("P3")), HasSubstr(question));
    EXPECT_THAT(text(link("P3")), Not(HasSubstr("下次离校"))) << "there is none";
    set(leaves_at + 30min + 3h + 59min);
    EXPECT_THAT(text(mine), HasSubstr(question)) << "though the page shows the next run";
    set(leaves_at + 30min + 4h + 1min);
    EXPECT_THAT(text(mine), Not(HasSubstr(question)));
}

TEST_F(FamilyHome, IsAskedWhereNoPositionCameAQuarterOfAnHourAfterItShouldHaveLeft) {
    set(leaves_at + 14min);
    EXPECT_THAT(text(mine), Not(HasSubstr(question)));
    set(leaves_at + 16min);
    EXPECT_THAT(text(mine), HasSubstr(question));
}

TEST_F(FamilyHome, IsNotAskedOnTheWayToSchoolNorOfWhoIsExcused) {
    auto back = departure("B1", "L7", county_.lawful, leaves_at - 6h);
    back.value.direction = registry::Direction::to_school;
    put(back);
    set(leaves_at - 5h - 40min);
    EXPECT_THAT(text(mine), Not(HasSubstr(question)));
    set(leaves_at - 9min);
    mark(EventKind::excused, "P1");
    leave_school();
    EXPECT_THAT(text(mine), Not(HasSubstr(question)));
    EXPECT_THAT(text(link("P2")), HasSubstr(question));
}

TEST_F(FamilyHome, ThatTheChildHasNotComeIsFoundAtOnceAndSafeAtHomeEndsIt) {
    leave_school();
    const Response answer = press(mine, "missing");
    EXPECT_EQ(answer.status, 303U);
    EXPECT_EQ(header_of(answer, "Location"), mine);
    EXPECT_THAT(told(county_.lawful), ElementsAre("not_home P1 H1"));
    EXPECT_EQ(level_of("SW-05", "P1"), "likely");
    EXPECT_THAT(text(mine), HasSubstr("已告诉学校：没接到孩子"));
    EXPECT_THAT(text(link("P2")), Not(HasSubstr("没接到孩子</b>"))) << "of no other child";
    pass(1min);
    EXPECT_EQ(press(mine, "safe").status, 303U);
    EXPECT_EQ(level_of("SW-05", "P1"), "");
    EXPECT_THAT(text(mine), HasSubstr("已报平安"));
    EXPECT_THAT(text(mine), HasSubstr("按错了：没接到孩子"));
    pass(1min);
    press(mine, "missing");
    EXPECT_EQ(level_of("SW-05", "P1"), "likely") << "pressed by mistake before";
}

TEST_F(FamilyHome, ThatTheChildHasNotComeStandsOnTheSchoolsListUntilItHas) {
    leave_school();
    press(mine, "missing");
    sign_in_as(access::Role::gate, "S1");
    EXPECT_THAT(text("/g"), HasSubstr("要马上找的学生（1）"));
    EXPECT_THAT(text("/g"), HasSubstr("学生A（七1班）</b> 未报平安：家长说没有接到孩子"));
    sign_in_as(access::Role::gate, "S2");
    EXPECT_THAT(text("/g"), Not(HasSubstr("学生A")));
    press(mine, "safe");
    sign_in_as(access::Role::gate, "S1");
    EXPECT_THAT(text("/g"), Not(HasSubstr("要马上找的学生")));
}

TEST_F(FamilyHome, PressedAgainItIsOneAct) {
    leave_school();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(press(mine, "safe").status, 303U);
    EXPECT_THAT(told(county_.lawful), ElementsAre("safe_home P1 H1"));
    restart();
    EXPECT_EQ(press(mine, "safe").status, 303U);
    EXPECT_EQ(press(link("P1"), "safe").status, 303U) << "by the other guardian's link";
    EXPECT_THAT(told(county_.lawful), ElementsAre("safe_home P1 H1"));
}

TEST_F(FamilyHome, OnlyAnOpenLinkTellsAndOnlyOfItsOwnChildsRunNow) {
    leave_school();
    EXPECT_EQ(press("/f/" + access::make_secret(), "safe").status, 404U);
    press(mine, "safe", "H2");
    press(mine, "safe", "");
    press(mine, "arrived");
    EXPECT_THAT(told(county_.lawful), IsEmpty());
    EXPECT_THAT(told(county_.expired), IsEmpty());
    set(leaves_at + 6h);
    press(mine, "safe");
    EXPECT_THAT(told(county_.lawful), IsEmpty()) << "a page that was left open";
}

TEST_F(FamilyHome, WhatIsPressedToAndFroIsSlowedDown) {
    leave_school();
    for (const char* act : {"safe", "missing", "safe"}) {
        EXPECT_EQ(press(mine, act).status, 303U);
        pass(1ms);
    }
    const Response slowed = press(mine, "missing");
    EXPECT_EQ(slowed.status, 429U);
    EXPECT_THAT(std::string{slowed.text()}, HasSubstr("按得太快了"));
    EXPECT_EQ(press(link("P2"), "missing").status, 303U) << "another link is not";
    pass(11s);
    EXPECT_EQ(press(mine, "missing").status, 303U);
}

TEST_F(FamilyHome, WhileNothingCanBeStoredItSaysSo) {
    leave_school();
    refuse_acts_ = true;
    const Response answer = press(mine, "missing");
    EXPECT_EQ(answer.status, 503U);
    EXPECT_THAT(std::string{answer.text()}, HasSubstr("没有保存成功"));
}

TEST_F(FamilyHome, OfSeveralVehiclesOfTheLineAllAreAskedUntilTheChildIsMarkedInOne) {
    put(departure("H4", "L7", county_.private_van, leaves_at + 2min));
    set(leaves_at + 20min);
    press(mine, "missing", "H4");
    EXPECT_THAT(told(county_.lawful), ElementsAre("not_home P1 H1"));
    EXPECT_THAT(told(county_.private_van), ElementsAre("not_home P1 H4"));
    mark(EventKind::boarded, "P2");
    pass(30s);
    press(link("P2"), "missing", "H1");
    EXPECT_THAT(told(county_.private_van), ElementsAre("not_home P1 H4"));
}

TEST_F(FamilyHome, ThePageStaysWithin12Kilobytes) {
    leave_school();
    press(mine, "missing");
    EXPECT_LE(gzip(get(mine).text(), Effort::quick).size(), 12'000U);
}

}  // namespace
}  // namespace husong::http::test
