#include "tests/property/deliveries.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

// Records of a story, delivered as a test likes.
struct Day {
    Story scene;
    Records records;
    Time now = morning;
    double north_m = 0;

    void drive(Milliseconds length) {
        for (const Time end = now + length; now < end;) {
            now += 10s;
            north_m += 100;
            records.push_back(telling::fix(now, {north_m, 36}));
        }
    }
    tracking::Record count(int pupils) {
        records.push_back(telling::count(now, pupils, 2));
        return records.back();
    }
};

void deliver(Deliveries& to, const Records& records, bool take_checkpoint = false) {
    to.deliver(records, take_checkpoint);
    to.refold();
}

std::vector<Finding> standing(const Deliveries& delivered) {
    std::vector<Finding> all;
    for (const auto& [id, finding] : delivered.found().all())
        if (!finding.withdrawn_at) all.push_back(finding);
    return all;
}

TEST(Reconcile, AFindingThatBeganEarlierThanThoughtKeepsItsId) {
    Day day;
    day.drive(60s);
    Deliveries delivered{day.scene.context};
    deliver(delivered, day.records, true);
    day.records.clear();

    day.drive(60s);
    const auto late = day.count(55);
    day.records.pop_back();
    day.drive(60s);
    day.count(52);
    deliver(delivered, day.records);
    ASSERT_EQ(standing(delivered).size(), 1U);
    const FindingId id = standing(delivered).front().head.id;

    deliver(delivered, {late});
    ASSERT_EQ(standing(delivered).size(), 1U);
    EXPECT_EQ(standing(delivered).front().head.id, id);
    EXPECT_EQ(standing(delivered).front().episodes.front().from, late.measured_at);
    EXPECT_EQ(delivered.state().rules.tracks.find(RuleId::ld_01)->head.id, id);
}

TEST(Reconcile, WhatNoLongerHoldsIsWithdrawnAndNotDeleted) {
    Day day;
    day.drive(60s);
    Deliveries delivered{day.scene.context};
    deliver(delivered, day.records, true);
    day.records.clear();

    // Sixty boarded and thirty got off again: an overload, unless the door stood open meanwhile.
    const Time stop = day.now;
    day.drive(60s);
    Records told = day.records;
    told.push_back(telling::flow(stop - 5s, stop + 1s, 60, 0));
    told.push_back(telling::flow(stop + 12s, stop + 22s, 0, 30));
    const auto door_open = telling::fix(stop - 1s, {day.north_m - 610, 36, true});
    deliver(delivered, told);
    ASSERT_EQ(standing(delivered).size(), 1U);
    const FindingId id = standing(delivered).front().head.id;

    deliver(delivered, {door_open});
    EXPECT_TRUE(standing(delivered).empty());
    EXPECT_TRUE(delivered.found().all().contains(id.value));
}

TEST(Reconcile, WhatBeganBeforeTheCheckpointStandsAsTheCheckpointKnewIt) {
    Day day;
    day.drive(60s);
    day.count(50);
    day.drive(60s);
    Deliveries delivered{day.scene.context};
    deliver(delivered, day.records, true);
    const auto before = standing(delivered);
    day.records.clear();

    day.drive(60s);
    const auto late = telling::fix(day.now - 5s, {day.north_m - 50, 36});
    day.count(53);
    deliver(delivered, day.records);
    deliver(delivered, {late});
    const auto after = standing(delivered);
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after.front().head.id, before.front().head.id);
    EXPECT_EQ(after.front().episodes.size(), 1U);
    EXPECT_EQ(after.front().episodes.front().worst.lower, 55);
    EXPECT_EQ(after.front().episodes.front().from, before.front().episodes.front().from);
}

TEST(Reconcile, WhatWasWithdrawnAndHoldsAgainIsTheSameFinding) {
    Finding withdrawn;
    withdrawn.head = {FindingId{7}, RuleId::ld_01, bus, china_midnight(morning), 0, Level::likely, ""};
    Episode episode;
    episode.from = morning + 60s;
    episode.until = morning + 120s;
    withdrawn.episodes = {episode};
    withdrawn.withdrawn_at = morning + 300s;
    FindingChange again{withdrawn.head, 0, episode};
    again.head.id = FindingId{8};
    again.episode.from = morning + 70s;
    VehicleFold state;
    const auto plan = reconcile({withdrawn}, {again}, Time{}, state);
    ASSERT_EQ(plan.changes.size(), 1U);
    EXPECT_EQ(plan.changes.front().head.id, FindingId{7});
    EXPECT_TRUE(reconcile({withdrawn}, {}, Time{}, state).withdrawn.empty());
}

TEST(Reconcile, CheckpointsOfTheRefoldFollowTheKeptId) {
    Day day;
    day.drive(60s);
    day.count(50);
    std::vector<FindingChange> changes;
    VehicleFold state;
    for (const auto& record : day.records) fold(state, record, day.scene.context, changes);
    Finding stored;
    stored.head = changes.front().head;
    stored.head.id = FindingId{77};
    stored.episodes = {changes.front().episode};
    VehicleFold checkpoint = state;

    const Reconciliation plan = reconcile({stored}, changes, Time{}, state);
    ASSERT_EQ(plan.renamed.size(), 1U);
    EXPECT_EQ(plan.changes.front().head.id, FindingId{77});
    EXPECT_EQ(state.rules.tracks.find(RuleId::ld_01)->head.id, FindingId{77});
    rename(checkpoint, plan.renamed);
    EXPECT_TRUE(checkpoint == state);
}

}  // namespace
}  // namespace husong::rules
