#include "server/live/hub.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace husong::live {
namespace {

constexpr Time start{Milliseconds{1'788'218'130'000}};
constexpr std::uint64_t at_start = 1'788'218'130'000;
constexpr auto topic = Topic::police_findings;

std::vector<std::string> texts(const News& news) {
    std::vector<std::string> all;
    for (const Event& event : news.events) all.push_back(*event.data);
    return all;
}

using Texts = std::vector<std::string>;

TEST(Hub, NumbersEventsFromTheMillisecondOfItsStart) {
    Hub hub{start};
    EXPECT_EQ(hub.last(topic), at_start);
    hub.publish(topic, "a");
    hub.publish(topic, "b");
    const News news = hub.after(topic, at_start, 100);
    ASSERT_EQ(news.events.size(), 2U);
    EXPECT_EQ(news.events[0].number, at_start + 1);
    EXPECT_EQ(news.events[1].number, at_start + 2);
    EXPECT_EQ(news.last, at_start + 2);
}

TEST(Hub, GivesEachReaderWhatItHasNotSeen) {
    Hub hub{start};
    for (const char* text : {"a", "b", "c"}) hub.publish(topic, text);
    EXPECT_EQ(texts(hub.after(topic, at_start + 1, 100)), (Texts{"b", "c"}));
    EXPECT_EQ(texts(hub.after(topic, at_start + 3, 100)), Texts{});
    EXPECT_EQ(texts(hub.after(topic, at_start, 2)), (Texts{"a", "b"}));
}

TEST(Hub, TellsAReaderThatFellBehindToFetchAgain) {
    Hub hub{start, 2};
    for (const char* text : {"a", "b", "c"}) hub.publish(topic, text);
    const News lost = hub.after(topic, at_start, 100);
    EXPECT_TRUE(lost.reset);
    EXPECT_TRUE(lost.events.empty());
    EXPECT_EQ(lost.last, at_start + 3);
    EXPECT_FALSE(hub.after(topic, at_start + 1, 100).reset);
}

TEST(Hub, TellsAReaderFromBeforeARestartToFetchAgain) {
    const Hub hub{start};
    EXPECT_TRUE(hub.after(topic, at_start - 5, 100).reset);
    EXPECT_TRUE(hub.after(topic, at_start + 5, 100).reset);
}

TEST(Hub, ResetReachesEverybodyOnce) {
    Hub hub{start};
    hub.publish(topic, "a");
    hub.reset(topic);
    const News news = hub.after(topic, at_start + 1, 100);
    EXPECT_TRUE(news.reset);
    EXPECT_FALSE(hub.after(topic, news.last, 100).reset);
    hub.publish(topic, "b");
    EXPECT_EQ(texts(hub.after(topic, news.last, 100)), Texts{"b"});
}

TEST(Hub, KeepsTopicsApart) {
    Hub hub{start};
    hub.publish(Topic::office_findings, "for the office");
    EXPECT_TRUE(hub.after(Topic::police_findings, at_start, 100).events.empty());
}

TEST(Hub, WakesItsReadersAfterEachEvent) {
    Hub hub{start};
    int woken = 0;
    hub.on_news([&] {
        ++woken;
        EXPECT_EQ(hub.last(topic), at_start + static_cast<std::uint64_t>(woken));
    });
    hub.publish(topic, "a");
    hub.reset(topic);
    EXPECT_EQ(woken, 2);
}

TEST(Hub, LosesNothingWhenSeveralThreadsPublish) {
    Hub hub{start};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&hub] {
            for (int i = 0; i < 500; ++i) hub.publish(topic, "x");
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(hub.after(topic, at_start, 4'096).events.size(), 2'000U);
}

TEST(Topics, ArePoliceAndOfficeAndNobodyElse) {
    EXPECT_EQ(findings_topic(access::Role::police), Topic::police_findings);
    EXPECT_EQ(findings_topic(access::Role::bureau), Topic::office_findings);
    EXPECT_FALSE(findings_topic(access::Role::gate));
    EXPECT_FALSE(findings_topic(access::Role::device));
}

}  // namespace
}  // namespace husong::live
