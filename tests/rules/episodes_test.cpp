#include "server/rules/episodes.hpp"

#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using tracking::RecordKind;

TEST(Finding, HasTheSameIdInEveryFold) {
    Story once, again;
    for (Story* story : {&once, &again}) {
        story->drive(60s);
        story->count(50, 2);
    }
    ASSERT_EQ(once.changes.size(), 1U);
    EXPECT_EQ(once.changes.front().head, again.changes.front().head);
    EXPECT_GT(once.changes.front().head.id.value, 0);
    EXPECT_NE(finding_id(RuleId::ld_01, bus, "", morning), finding_id(RuleId::ld_02, bus, "", morning));
    EXPECT_NE(finding_id(RuleId::ld_01, bus, "", morning),
              finding_id(RuleId::ld_01, VehicleId{8}, "", morning));
    EXPECT_NE(finding_id(RuleId::ld_01, bus, "", morning), finding_id(RuleId::ld_01, bus, "", morning + 1ms));
}

TEST(Finding, ChangesOnlyWhenSomethingVisibleChanges) {
    Story story;
    story.drive(60s);
    story.count(50, 2);
    const auto opened = story.changes.size();
    EXPECT_EQ(opened, 1U);
    story.drive(std::chrono::minutes{30});
    EXPECT_EQ(story.changes.size(), opened);
    story.count(51, 2);  // worse
    EXPECT_EQ(story.changes.size(), opened + 1);
    story.drive(60s);
    story.count(43, 2);  // evidence
    EXPECT_EQ(story.changes.size(), opened + 2);
    story.drive(120s);  // closed
    EXPECT_EQ(story.changes.size(), opened + 3);
    EXPECT_TRUE(story.changes.back().episode.until.has_value());
    story.drive(std::chrono::minutes{30});
    EXPECT_EQ(story.changes.size(), opened + 3);
}

TEST(Finding, RisesInLevelAndKeepsTheHighest) {
    Story story;
    story.load(46);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.level, Level::suspected);
    story.stop(15, 0);
    story.drive(90s);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.level, Level::likely);
    story.count(59, 2);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.level, Level::confirmed);
    story.stop(2, 0);
    story.drive(90s);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.level, Level::confirmed);
    // What a person counted is not replaced by a sensor's larger figure.
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.worst.lower, 61);
}

TEST(Finding, ShowsTheWorstFiguresAndTheRowsItWasJudgedBy) {
    Story story;
    story.drive(60s);
    story.count(50, 2);
    const Time opened = story.now;
    story.count(53, 2);
    story.drive(60s);
    story.count(48, 2);
    const Episode& episode = story.finding(RuleId::ld_01)->episode;
    EXPECT_EQ(episode.from, opened);
    EXPECT_EQ(episode.worst, (Figures{55, 55, 53, 2, 45, -1}));
    EXPECT_EQ(episode.versions, (std::array<std::int64_t, 3>{11, 12, 13}));
    EXPECT_NEAR(episode.longitude_deg, 118.2, 1e-9);
}

TEST(Finding, KeepsTheFirstTheWorstAndTheLatestCountAsEvidence) {
    Story story;
    story.load(52);
    const RecordRef first = story.finding(RuleId::ld_01)->episode.evidence[0];
    EXPECT_EQ(first.kind, RecordKind::passenger_flow);
    story.count(50, 2);
    const Time worst_at = story.now;
    story.drive(60s);
    story.count(49, 2);
    const auto& evidence = story.finding(RuleId::ld_01)->episode.evidence;
    EXPECT_EQ(evidence[0], first);
    EXPECT_EQ(evidence[1].measured_at, worst_at);
    EXPECT_EQ(evidence[2].measured_at, story.now);
    EXPECT_EQ(evidence[2].kind, RecordKind::head_count);
    EXPECT_EQ(evidence[3], RecordRef{});
}

TEST(Finding, WithinHalfAnHourIsTheOldOneWithAnotherEpisode) {
    Story story;
    story.drive(60s);
    story.count(50, 2);
    story.drive(60s);
    story.count(43, 2);
    story.drive(90s);
    ASSERT_EQ(story.open(), "");
    const FindingHead head = story.finding(RuleId::ld_01)->head;
    story.drive(std::chrono::minutes{25});
    story.count(48, 2);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head, head);
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode_ordinal, 1);
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.worst.lower, 50);
}

TEST(Finding, AfterHalfAnHourIsTheNextOfItsDay) {
    Story story;
    for (std::uint16_t ordinal = 0; ordinal < 3; ++ordinal) {
        story.drive(60s);
        story.count(50, 2);
        EXPECT_EQ(story.finding(RuleId::ld_01)->head.ordinal, ordinal);
        EXPECT_EQ(story.finding(RuleId::ld_01)->head.day, china_midnight(morning));
        story.count(43, 2);
        story.drive(std::chrono::minutes{40});
    }
    story.wait(std::chrono::days{1});
    story.count(50, 2);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.ordinal, 0);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.day, china_midnight(morning) + std::chrono::days{1});
}

TEST(Finding, SilenceClearsNothing) {
    auto rows = lawful_county();
    rows.school_bus_plates.clear();
    Story story{rows};
    story.load(20);
    ASSERT_EQ(story.open(), "VL-01 likely");
    story.stop(0, 20);
    story.wait(std::chrono::hours{6});
    EXPECT_EQ(story.open(), "VL-01 likely");
    story.stand(30s);
    EXPECT_EQ(story.open(), "");
}

TEST(Finding, OneOutlierCreatesNothing) {
    Story story;
    story.load(45);
    const VehicleFold before = story.state;
    tracking::Record outlier = telling::fix(story.now + 1s, {story.north_m + 40'000, 90});
    story.tell(outlier);
    EXPECT_TRUE(story.changes.empty());
    EXPECT_EQ(story.state.track.fix.good, before.track.fix.good);
}

TEST(Finding, ASightingIsPlacedWhereItWasSeen) {
    auto rows = lawful_county();
    rows.school_bus_plates.clear();
    Story story{rows};
    story.seen(Source::gate);
    EXPECT_EQ(story.changes.back().episode.latitude_deg, 40.7);
    EXPECT_EQ(story.changes.back().episode.evidence[0].kind, RecordKind::sighting);
}

TEST(Finding, OfAnOverloadEndsWhenTheBusIsParkedAndEmptyThoughNobodyCounted) {
    Story story;
    story.load(60);
    ASSERT_EQ(story.open().substr(0, 5), "LD-01");
    story.stop(0, 60);
    story.stand(std::chrono::minutes{9}, false, false, 60s);
    EXPECT_EQ(story.open().substr(0, 5), "LD-01") << "who may still sit in it is not known";
    story.stand(std::chrono::minutes{3}, false, false, 60s);
    EXPECT_EQ(story.open().find("LD-01"), std::string::npos);
}

TEST(Rules, TheTableNamesEachRuleOnce) {
    for (const Rule& rule : all_rules()) {
        EXPECT_EQ(parse_rule(rule.code), rule.id);
        EXPECT_EQ(&rule_of(rule.id), &rule);
        EXPECT_FALSE(rule.name_zh.empty() || rule.name_en.empty() || rule.legal_basis_zh.empty());
    }
    EXPECT_EQ(vehicle_rules().size() + register_rules().size(), all_rules().size());
    EXPECT_EQ(parse_rule("LD-99"), std::nullopt);
    EXPECT_EQ(severity_name(rule_of(RuleId::ld_02).severity), "S1+");
    EXPECT_EQ(rule_of(RuleId::ld_01).name_zh, "校车超员");
}

TEST(Level, HasANameForPeopleAndForTheStore) {
    EXPECT_EQ(level_name(Level::likely), "likely");
    EXPECT_EQ(level_name_zh(Level::confirmed), "查实");
}

}  // namespace
}  // namespace husong::rules
