// Pupils marked by name, or by card, tell how many are aboard where no counter and nobody else does.
#include "tests/rules/trip_story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {

using std::chrono::minutes;

namespace {

// So many are marked at the first stop, and the counter tells what it saw; then it drives off.
void board_by_name(TripStory& story, int names, int counted) {
    story.sign_in();
    story.stand(30s, true);
    for (int i = 0; i < names; ++i) story.event(EventKind::boarded, "Q" + std::to_string(i));
    if (counted > 0) story.tell(telling::flow(story.now - 20s, story.now, counted, 0));
    story.event(EventKind::stop_counted, "E1", names);
    story.drive(minutes{3});
}

}  // namespace

TEST(NamedRiders, AsManyAsThereAreSeatsAreLawful) {
    TripStory story;
    board_by_name(story, 43, 0);  // and driver and escort
    EXPECT_EQ(story.open(), "");
}

TEST(NamedRiders, OneMoreIsSuspectedSinceANameMayBeWrong) {
    TripStory story;
    board_by_name(story, 44, 0);
    EXPECT_EQ(story.open(), "LD-01 suspected");
}

TEST(NamedRiders, TwoMoreAreLikelyWithoutAnyCounter) {
    TripStory story;
    board_by_name(story, 45, 0);
    EXPECT_EQ(story.open(), "LD-01 likely");
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.detail, "记名在车学生 45 人");
    story.count(45, 2, Source::police);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
    story.count(43, 2, Source::police);
    story.drive(minutes{2});
    EXPECT_EQ(story.open(), "LD-05 likely");  // every place is taken, and stops are ahead
}

TEST(NamedRiders, OnceTheFirstGotOffNamesTellNothing) {
    TripStory story;
    board_by_name(story, 43, 0);
    story.stand(30s, true);
    story.event(EventKind::alighted, "Q1");
    for (int i = 43; i < 48; ++i) story.event(EventKind::boarded, "Q" + std::to_string(i));
    story.event(EventKind::stop_counted, "E1", 5);
    story.drive(minutes{3});
    EXPECT_EQ(story.open(), "");
}

TEST(NamedRiders, AsManyAsTheEscortCountedDifferFromNobody) {
    TripStory story;
    board_by_name(story, 30, 0);
    story.count(30, 2);
    story.drive(minutes{2});
    EXPECT_EQ(story.open(), "");
}

TEST(NamedRiders, ThatDifferFromTheEscortsCountAreAskedForUntilTheyAgree) {
    const auto open_after = [](int counted) {
        TripStory story;
        board_by_name(story, 30, 0);
        story.count(counted, 2);
        story.drive(minutes{1});
        return story.open();
    };
    EXPECT_EQ(open_after(29), "ES-03 likely") << "a name too many: who is it?";
    EXPECT_EQ(open_after(31), "ES-03 suspected") << "a mark may be forgotten";
    TripStory story;
    board_by_name(story, 30, 0);
    story.count(31, 2);
    story.drive(minutes{1});
    EXPECT_EQ(story.finding(RuleId::es_03)->episode.detail,
              "照管员清点学生 31 人，记名上车 30 人，请再点一次");
    story.event(EventKind::boarded, "Q30");
    story.drive(minutes{2});
    EXPECT_EQ(story.open(), "");
}

TEST(NamedRiders, AreNotHeldAgainstACountThatIsStillBeingWrittenDown) {
    TripStory story;
    story.sign_in();
    story.stand(30s, true);
    story.event(EventKind::boarded, "P1");
    story.count(3, 2);
    story.stand(20s, true);
    EXPECT_EQ(story.open(), "") << "she counts first and marks then";
    story.event(EventKind::boarded, "P2");
    story.event(EventKind::boarded, "P3");
    story.drive(minutes{3});
    EXPECT_EQ(story.finding(RuleId::es_03), nullptr);
}

TEST(NamedRiders, ACounterThatMissesAThirdOfThemIsBadWithinThreeRuns) {
    tracking::CounterRecord counter;
    for (int run = 0; run < 3 && !counter.exposed(); ++run) {
        TripStory story;
        story.state.track.load.counter = counter;
        board_by_name(story, 30, 20);
        story.drive_to_school();
        story.tell(telling::flow(story.now - 20s, story.now, 0, 20));  // as many there: no imbalance tells
        story.stand(minutes{6});
        counter = story.state.track.load.counter;
    }
    EXPECT_TRUE(counter.exposed());
}

}  // namespace husong::rules
