#include "server/live/finding_view.hpp"

#include <gtest/gtest.h>

namespace husong::live {
namespace {

using access::Role;

const Time morning = *parse_time("2026-09-01T07:10:00+08:00");

// 47 aboard of 45, counted; the bus drives at 36 km/h.
FindingScene overload() {
    FindingScene scene;
    scene.finding.head.id = FindingId{1234};
    scene.finding.head.rule = rules::RuleId::ld_01;
    scene.finding.head.level = rules::Level::confirmed;
    rules::Episode episode;
    episode.from = morning;
    episode.worst = {.lower = 47, .upper = 47, .pupils = 45, .adults = 2, .approved_persons = 45};
    scene.finding.episodes = {episode};
    scene.finding.found_at = morning + 2s;
    scene.finding.updated_at = morning + 30s;
    scene.summary.over = 2;
    scene.plate = {"冀H00318", registry::PlateColour::yellow};
    rules::PositionView position;
    position.fix.at = morning;
    position.fix.place = {40.8, 118.2};
    position.fix.speed_mps = 10;
    position.age = 8'900ms;
    scene.summary.position = position;
    scene.summary.moving = true;
    return scene;
}

TEST(FindingView, TellsThePoliceRuleVehicleFiguresAndPlace) {
    const auto json = finding_json(overload(), Role::police);
    EXPECT_EQ(json.at("id"), "1234");
    EXPECT_EQ(json.at("rule"), "LD-01");
    EXPECT_EQ(json.at("severity"), "S1");
    EXPECT_EQ(json.at("level_zh"), "查实");
    EXPECT_EQ(json.at("state"), "open");
    EXPECT_EQ(json.at("closed_at"), nullptr);
    EXPECT_EQ(json.at("found_at"), "2026-09-01T07:10:02.000+08:00");
    EXPECT_EQ(json.at("over"), 2);
    EXPECT_EQ(json.at("updated_at"), "2026-09-01T07:10:30.000+08:00");
    EXPECT_EQ(json.at("plate").at("display"), "冀H·00318");
    EXPECT_EQ(json.at("figures").at("people"), 47);
    EXPECT_EQ(json.at("figures").at("over"), 2);
    EXPECT_EQ(json.at("figures").at("approved_pupils"), nullptr);
    EXPECT_EQ(json.at("position").at("speed_kmh"), 36.0);
    EXPECT_EQ(json.at("position").at("age_s"), 8);
    EXPECT_EQ(json.at("distance_m"), nullptr);
}

TEST(FindingView, IsNullWhereARoleMayNotRead) {
    const auto json = finding_json(overload(), Role::gate);
    EXPECT_EQ(json.at("position"), nullptr);
    EXPECT_EQ(json.at("moving"), nullptr);
    EXPECT_EQ(json.at("rule"), nullptr);
    EXPECT_FALSE(json.at("figures").is_null());
    for (const auto& member : finding_json(overload(), Role::patrol)) EXPECT_TRUE(member.value().is_null());
}

TEST(FindingView, MeasuresTheDistanceFromTheReader) {
    FindingScene scene = overload();
    scene.reader_at = maps::Wgs84{40.8, 118.2};
    EXPECT_EQ(finding_json(scene, Role::police).at("distance_m"), 0);
    scene.summary.position.reset();
    EXPECT_EQ(finding_json(scene, Role::police).at("distance_m"), nullptr);
    EXPECT_EQ(finding_json(scene, Role::police).at("position"), nullptr);
}

TEST(FindingView, MeasuresFromWhereItsNewestEpisodeBeganWhenTheVehicleTellsNoPosition) {
    FindingScene scene = overload();
    scene.reader_at = maps::Wgs84{40.8, 118.2};
    scene.summary.position.reset();
    scene.finding.episodes.push_back(scene.finding.episodes.back());
    scene.finding.episodes.back().latitude_deg = 40.8;
    scene.finding.episodes.back().longitude_deg = 118.2;
    EXPECT_EQ(finding_json(scene, Role::police).at("distance_m"), 0);
    EXPECT_EQ(finding_json(scene, Role::gate).at("distance_m"), nullptr);
}

TEST(FindingView, SaysWhenItClosedOrWasWithdrawn) {
    FindingScene scene = overload();
    scene.finding.episodes[0].until = morning + 5min;
    EXPECT_EQ(finding_json(scene, Role::police).at("state"), "closed");
    EXPECT_EQ(finding_json(scene, Role::police).at("closed_at"), "2026-09-01T07:15:00.000+08:00");
    scene.finding.withdrawn_at = morning + 9min;
    EXPECT_EQ(finding_json(scene, Role::police).at("state"), "withdrawn");
    EXPECT_EQ(finding_json(scene, Role::police).at("closed_at"), "2026-09-01T07:19:00.000+08:00");
}

TEST(FindingView, CountsTheExcessOfPupilsWhenItIsTheLarger) {
    const rules::Figures figures{
        .lower = 46, .upper = 46, .pupils = 44, .adults = 2, .approved_persons = 45, .approved_pupils = 40};
    EXPECT_EQ(figures_json(figures).at("over"), 4);
    EXPECT_EQ(figures_json({}).at("over"), nullptr);
    EXPECT_EQ(figures_json({.lower = 43, .upper = 47, .approved_persons = 45}).at("people"), nullptr);
}

}  // namespace
}  // namespace husong::live
