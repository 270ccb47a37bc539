// The small parts: recent frames, token bucket, slots, driver texts, counters.
#include "server/net/driver_texts.hpp"
#include "server/net/slot_table.hpp"
#include "server/net/token_bucket.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace husong::net {

namespace {

FrameKey numbered(std::uint64_t fingerprint) { return {fingerprint, 0x0200, 1}; }

TEST(RecentFrames, TheLastThirtyTwoAreRemembered) {
    RecentFrames recent;
    for (std::uint64_t i = 0; i < 33; ++i) recent.add(numbered(i), 1s);
    EXPECT_FALSE(recent.contains(numbered(0), 1s));
    EXPECT_TRUE(recent.contains(numbered(1), 1s));
    EXPECT_TRUE(recent.contains(numbered(32), 1s));
}

TEST(RecentFrames, AFrameIsForgottenAfterTenMinutes) {
    RecentFrames recent;
    recent.add(numbered(1), 5s);
    EXPECT_TRUE(recent.contains(numbered(1), 5s + 10min));
    EXPECT_FALSE(recent.contains(numbered(1), 6s + 10min));
}

TEST(RecentFrames, IdSerialAndBodyTogetherAreTheIdentity) {
    const std::uint8_t a[] = {1}, b[] = {2};
    EXPECT_EQ(frame_key(0x0200, 1, a), frame_key(0x0200, 1, a));
    EXPECT_NE(frame_key(0x0200, 1, a), frame_key(0x0200, 1, b));
    EXPECT_NE(frame_key(0x0200, 1, a), frame_key(0x0200, 2, a));
    EXPECT_NE(frame_key(0x0200, 1, a), frame_key(0x0704, 1, a));
}

TEST(TokenBucket, GivesItsBurstAndThenItsRate) {
    TokenBucket bucket{2, 0s};
    EXPECT_TRUE(bucket.take());
    EXPECT_TRUE(bucket.take());
    EXPECT_FALSE(bucket.take());
    bucket.fill(10, 2, 100ms);
    EXPECT_TRUE(bucket.take());
    EXPECT_TRUE(bucket.empty());
    bucket.fill(10, 2, 1h);
    EXPECT_TRUE(bucket.take());
    EXPECT_TRUE(bucket.take());
    EXPECT_FALSE(bucket.take());
}

TEST(SlotTable, AReusedPlaceIsNotMistakenForItsFormerUser) {
    SlotTable<int> table;
    const SessionId first = table.next_id();
    table.put(std::make_unique<int>(1));
    ASSERT_NE(table.find(first), nullptr);
    table.erase(first);
    EXPECT_EQ(table.find(first), nullptr);

    const SessionId second = table.next_id();
    table.put(std::make_unique<int>(2));
    EXPECT_EQ(second.slot, first.slot);
    EXPECT_NE(second.generation, first.generation);
    EXPECT_EQ(table.find(first), nullptr);
    EXPECT_EQ(*table.find(second), 2);
    EXPECT_EQ(table.find(nobody), nullptr);
}

TEST(SlotTable, VisitingMayErase) {
    SlotTable<SessionId> table;
    for (int i = 0; i < 3; ++i) {
        const SessionId id = table.next_id();
        table.put(std::make_unique<SessionId>(id));
    }
    int visited = 0;
    table.for_each(
        [&](SessionId& id) {
            ++visited;
            table.erase(SessionId{id});
        },
        2);
    EXPECT_EQ(visited, 3);
    EXPECT_EQ(table.size(), 0U);
}

rules::FindingChange likely_overload() {
    rules::FindingChange change;
    change.head.id = FindingId{5};
    change.head.vehicle = VehicleId{70};
    change.episode.level = rules::Level::likely;
    return change;
}

NetSettings telling() {
    NetSettings settings;
    settings.driver_text = [](const rules::FindingChange&) {
        return std::optional<std::string>{"请清点人数"};
    };
    return settings;
}

TEST(DriverTexts, EachEpisodeIsToldOnce) {
    const NetSettings settings = telling();
    DriverTexts texts{settings};
    auto change = likely_overload();
    EXPECT_EQ(texts.text_for(change), "请清点人数");
    EXPECT_EQ(texts.text_for(change), std::nullopt);
    change.episode_ordinal = 1;
    EXPECT_EQ(texts.text_for(change), "请清点人数");
}

TEST(DriverTexts, ASuspicionIsNotToldUntilItIsLikely) {
    const NetSettings settings = telling();
    DriverTexts texts{settings};
    auto change = likely_overload();
    change.episode.level = rules::Level::suspected;
    EXPECT_EQ(texts.text_for(change), std::nullopt);
    change.episode.level = rules::Level::confirmed;
    EXPECT_NE(texts.text_for(change), std::nullopt);
}

TEST(DriverTexts, AnEpisodeThatIsOverIsNotTold) {
    const NetSettings settings = telling();
    DriverTexts texts{settings};
    auto change = likely_overload();
    change.episode.until = Time{1s};
    EXPECT_EQ(texts.text_for(change), std::nullopt);
}

TEST(DriverTexts, SwitchedOffTheySayNothing) {
    const NetSettings settings;
    DriverTexts texts{settings};
    EXPECT_EQ(texts.text_for(likely_overload()), std::nullopt);
}

TEST(NetCounters, EveryCounterHasANameOfItsOwn) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < net_count_size; ++i) {
        const NetCountName name = name_of(static_cast<NetCount>(i));
        EXPECT_FALSE(name.name.empty());
        names.insert(std::string{name.name} + "/" + std::string{name.label});
    }
    EXPECT_EQ(names.size(), net_count_size);
}

TEST(NetCounters, ReasonsAreCountedApart) {
    NetCounters counters;
    counters.add(jt808::Reason::encrypted);
    counters.add(CloseReason::stopping);
    EXPECT_EQ(counters.get(jt808::Reason::encrypted), 1U);
    EXPECT_EQ(counters.get(jt808::Reason::escape), 0U);
    EXPECT_EQ(counters.get(CloseReason::stopping), 1U);
    EXPECT_EQ(counters.get(CloseReason::by_terminal), 0U);
    EXPECT_EQ(name_of(NetCount::closed_last).label, "stopping");
    EXPECT_EQ(name_of(NetCount::rejected_first).label, "escape");
}

}  // namespace

}  // namespace husong::net
