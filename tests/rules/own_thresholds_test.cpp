// Thresholds that the county set itself: what lasts is judged by those that held when it began, and the
// finding names the county's document.
#include "server/rules/thresholds.hpp"
#include "server/rules/verdict.hpp"
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

#include <set>

namespace husong::rules {

using std::chrono::minutes;

namespace {

constexpr std::string_view cited = "（《接送学生车辆管理细则》第九条，县教发〔2026〕3 号）";

using OwnRules = std::vector<registry::Versioned<registry::LocalRule>>;

registry::RegistryRows with_rules(OwnRules own, Direction direction = Direction::to_school) {
    auto rows = county_with_run(direction);
    rows.local_rules = std::move(own);
    return rows;
}

// At the school, everybody off, nobody has looked through the bus.
struct AtSchool : TripStory {
    explicit AtSchool(OwnRules own) : TripStory{with_rules(std::move(own))} {
        ride_to_school();
        gate(EventKind::gate_arrived);
    }
    [[nodiscard]] std::string detail(RuleId rule) const {
        const RuleTrack* track = finding(rule, "R1");
        return track ? track->episode.detail : "";
    }
    void wait_until_after_arrival(Milliseconds length) { wait(trip().reached_at + length - now); }
};

// When the bus comes to the school, whatever the county set.
Time arrival() { return AtSchool{{}}.trip().reached_at; }

}  // namespace

TEST(OwnThresholds, AStricterOneIsBrokenWhereTheLawsIsNot) {
    AtSchool lawful{{}}, own{{local_rule("sweep_minutes", "3")}};
    lawful.wait_until_after_arrival(minutes{3});
    own.wait_until_after_arrival(minutes{3} - 1s);
    EXPECT_EQ(own.open(), "");
    own.wait(1s);
    EXPECT_EQ(lawful.open(), "");
    EXPECT_EQ(own.open(), "SW-01 likely");
    EXPECT_EQ(own.detail(RuleId::sw_01),
              "到达终点 3 分钟，没有清车确认；本县规定：清车确认 3 分钟" + std::string{cited});
    lawful.wait_until_after_arrival(minutes{5});
    EXPECT_EQ(lawful.detail(RuleId::sw_01), "到达终点 5 分钟，没有清车确认");
}

TEST(OwnThresholds, BeforeItsFirstDayAndAfterItsLastTheLawsHolds) {
    const Time today = china_midnight(morning), tomorrow = today + std::chrono::days{1};
    for (const auto& rule : {local_rule("sweep_minutes", "3", tomorrow),
                             local_rule("sweep_minutes", "3", today - std::chrono::days{9}, today)}) {
        AtSchool story{{rule}};
        story.wait_until_after_arrival(minutes{4});
        EXPECT_EQ(story.open(), "");
        story.wait(minutes{1});
        EXPECT_EQ(story.open(), "SW-01 likely");
        EXPECT_EQ(story.detail(RuleId::sw_01).find("本县规定"), std::string::npos);
    }
}

// Else the deadline of three minutes would pass when five are asked for, and nobody would ask again.
TEST(OwnThresholds, OneThatEndsDuringTheWaitStillHoldsForIt) {
    AtSchool story{{local_rule("sweep_minutes", "3", {}, arrival() + minutes{2})}};
    story.wait_until_after_arrival(minutes{3});
    EXPECT_EQ(story.open(), "SW-01 likely");
    EXPECT_NE(story.detail(RuleId::sw_01).find("清车确认 3 分钟（《"), std::string::npos);
}

TEST(OwnThresholds, OneThatBeginsDuringTheWaitDoesNotHoldForIt) {
    AtSchool story{{local_rule("sweep_minutes", "3", arrival() + minutes{1})}};
    story.wait_until_after_arrival(minutes{4});
    EXPECT_EQ(story.open(), "");
    story.wait_until_after_arrival(minutes{5});
    EXPECT_EQ(story.open(), "SW-01 likely");
    EXPECT_EQ(story.detail(RuleId::sw_01).find("本县规定"), std::string::npos);
}

TEST(OwnThresholds, OneFollowsAnother) {
    const Time change = arrival() - minutes{1};
    AtSchool story{{local_rule("sweep_minutes", "2", {}, change), local_rule("sweep_minutes", "4", change)}};
    story.wait_until_after_arrival(minutes{3});
    EXPECT_EQ(story.open(), "");
    story.wait_until_after_arrival(minutes{4});
    EXPECT_NE(story.detail(RuleId::sw_01).find("清车确认 4 分钟"), std::string::npos);
}

TEST(OwnThresholds, WhatTheTableDoesNotAllowIsAppliedToNothing) {
    AtSchool story{{local_rule("sweep_minutes", "6"), local_rule("driver_max_age", "63"),
                    local_rule("parked_away_minutes", "ten"), local_rule("approved_persons", "60")}};
    EXPECT_TRUE(story.context.thresholds->own_at(morning).empty());
    story.wait_until_after_arrival(minutes{5});
    EXPECT_EQ(story.open(), "SW-01 likely");
}

TEST(OwnThresholds, AFindingNamesAllThatTheCountySetForItsRuleAndEachDocumentOnce) {
    auto other = local_rule("sweep_bureau_minutes", "10");
    other.value.title = "《清车办法》";
    other.value.file = "";
    AtSchool story{{other, local_rule("sweep_school_minutes", "6"), local_rule("sweep_minutes", "3"),
                    local_rule("gate_check_minutes", "5")}};
    story.wait_until_after_arrival(minutes{3});
    EXPECT_EQ(story.detail(RuleId::sw_01),
              "到达终点 3 分钟，没有清车确认；本县规定：清车确认 3 分钟、未清车报学校 6 分钟" +
                  std::string{cited} + "、未清车报教育局 10 分钟（《清车办法》第九条）");
    story.wait_until_after_arrival(minutes{6});
    EXPECT_EQ(story.finding(RuleId::sw_01, "R1")->worst_excess, 2);
    story.wait_until_after_arrival(minutes{10});
    EXPECT_EQ(story.finding(RuleId::sw_01, "R1")->worst_excess, 3);
}

TEST(OwnThresholds, TheGateMayBeGivenMoreTimeThanTheCatalogueProposes) {
    TripStory story{with_rules({local_rule("gate_check_minutes", "20")})};
    story.now = morning - std::chrono::hours{2};
    story.gate(EventKind::gate_arrived);  // of a run before
    story.now = morning;
    story.ride_to_school();
    story.event(EventKind::swept, "E1");
    story.wait(minutes{17});
    EXPECT_EQ(story.open(), "");
    story.wait(minutes{3});
    EXPECT_EQ(story.open(), "GA-01 likely");
    EXPECT_EQ(story.finding(RuleId::ga_01, "R1")->episode.detail,
              "到校 20 分钟，校门没有登记；本县规定：到校查验 20 分钟" + std::string{cited});
}

TEST(OwnThresholds, ParkedAwayAndSafeHomeAreWaitedForAsLongAsTheCountySays) {
    AtSchool parked{{local_rule("parked_away_minutes", "10")}};
    parked.drive(minutes{5});
    parked.stand(minutes{12}, false, false, 60s);
    EXPECT_NE(parked.open().find("SW-04 likely"), std::string::npos);
    EXPECT_NE(parked.detail(RuleId::sw_04).find("停放 10 分钟"), std::string::npos);

    TripStory home{with_rules({local_rule("safe_home_minutes", "20")}, Direction::home)};
    home.north_m = school_m;
    home.sign_in();
    home.board_all();
    home.go_to(0);
    home.stand(60s, true);
    home.all_off();
    home.event(EventKind::swept, "E1");
    home.event(EventKind::safe_home, "P1");
    home.wait(minutes{18});
    EXPECT_EQ(home.open(), "");
    home.wait(minutes{3});
    ASSERT_NE(home.finding(RuleId::sw_05, "P3"), nullptr);
    EXPECT_NE(home.finding(RuleId::sw_05, "P3")->episode.detail.find("下车后 20 分钟"), std::string::npos);
}

TEST(OwnThresholds, HoursAtTheWheelAreThoseThatHeldWhenTheyBegan) {
    Story own{with_rules({local_rule("day_driving_minutes", "120", {}, morning + minutes{90}),
                          local_rule("rest_minutes", "30")})};
    own.drive(minutes{115}, 36, 60s);
    EXPECT_EQ(own.open(), "DR-07 suspected");
    own.drive(minutes{10}, 36, 60s);
    EXPECT_EQ(own.open(), "DR-07 likely");
    const std::string detail = own.finding(RuleId::dr_07)->episode.detail;
    EXPECT_NE(detail.find("没有休息 30 分钟；本县规定：连续驾驶 120 分钟、停车休息 30 分钟（"),
              std::string::npos)
        << detail;

    Story lawful{with_rules({local_rule("day_driving_minutes", "120", morning + minutes{60})})};
    lawful.drive(minutes{130}, 36, 60s);
    EXPECT_EQ(lawful.open(), "");
}

TEST(OwnThresholds, ThePolicesAnswerGoesByThoseOfItsInstant) {
    auto rows = lawful_county();
    rows.school_bus_plates.front().valid_until = china_midnight(morning) + std::chrono::days{20};
    const auto looks = [&](const OwnRules& own) {
        rows.local_rules = own;
        const Story story{rows};
        const auto verdict =
            judge_for_police(&story.state, bus, story.registry, morning, {story.tracking, story.rules});
        return verdict.headline.word;
    };
    EXPECT_EQ(looks({}), VerdictWord::unknown_load);
    EXPECT_EQ(looks({local_rule("expiry_soon_days", "30")}), VerdictWord::check);
    EXPECT_EQ(looks({local_rule("expiry_soon_days", "30", morning + 1s)}), VerdictWord::unknown_load);
}

TEST(LocalParameters, TheLawsValueIsWithinTheBoundsAndWhatIsSetIsWhatIsGot) {
    std::set<std::string_view> names;
    for (const LocalParameter& each : local_parameters()) {
        EXPECT_TRUE(names.insert(each.name).second) << each.name;
        EXPECT_FALSE(each.bound.empty()) << each.name;
        EXPECT_LT(each.least, each.most) << each.name;
        const OwnSettings usual;
        EXPECT_GE(each.setting.get(usual), each.least) << each.name;
        EXPECT_LE(each.setting.get(usual), each.most) << each.name;
        for (const int value : {each.least, each.most}) {
            OwnSettings set;
            each.setting.set(set, value);
            EXPECT_EQ(each.setting.get(set), value) << each.name;
        }
    }
}

TEST(LocalParameters, BearOnRulesThatThereAre) {
    for (const LocalParameter& each : local_parameters())
        for (std::size_t from = 0; from < each.rules.size(); from += 6) {
            const auto rule = parse_rule(each.rules.substr(from, 5));
            ASSERT_TRUE(rule) << each.name;
            EXPECT_TRUE(each.bears_on(*rule)) << each.name;
        }
    EXPECT_TRUE(find_local_parameter("sweep_minutes")->judges_records());
    EXPECT_FALSE(find_local_parameter("driver_edu_days")->judges_records());
    EXPECT_FALSE(find_local_parameter("expiry_soon_days")->judges_records());
}

}  // namespace husong::rules
