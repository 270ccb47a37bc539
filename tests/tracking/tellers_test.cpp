// How often whoever counts heads is wrong, by what his counts turned out to be.
#include "tests/tracking/journey.hpp"

#include <gtest/gtest.h>

namespace husong::tracking {
namespace {

constexpr std::int64_t escort = 7, other = 8;

// In the stand that lasts, of the same people.
void count(Journey& bus, int pupils, std::int64_t by, Source source = Source::escort) {
    Record told = telling::count(bus.now, pupils, 2, source);
    told.told_by = by;
    told.key += static_cast<std::uint64_t>(by);
    bus.tell(told);
    bus.now += 1s;
}

TellerHash who(const Journey& bus) { return bus.state.load.count.who; }

double wrong_share(const Journey& bus, TellerHash teller, Source source = Source::escort) {
    return bus.state.load.tellers.wrong_share(teller, source, bus.settings.head_count);
}

TEST(Tellers, AreWrongAsOftenAsOthersUntilTheirOwnCountsSayMore) {
    const Journey bus;
    EXPECT_DOUBLE_EQ(wrong_share(bus, 1, Source::escort), 0.02);
    EXPECT_DOUBLE_EQ(wrong_share(bus, 1, Source::gate), 0.01);
    EXPECT_DOUBLE_EQ(wrong_share(bus, 1, Source::police), 0);
}

TEST(Tellers, AreWrongMoreOftenWhenTheGateCountsTheSamePeopleOtherwise) {
    Journey bus;
    bus.stand(60s, true);
    count(bus, 30, escort);
    const TellerHash teller = who(bus);
    count(bus, 33, other, Source::gate);
    EXPECT_GT(wrong_share(bus, teller), 0.025);
    EXPECT_LT(wrong_share(bus, who(bus), Source::gate), 0.01);  // one count, and nobody says it was wrong
}

TEST(Tellers, AreWrongLessOftenTheMoreOfTheirCountsStand) {
    Journey bus;
    bus.stand(60s, true);
    for (int i = 0; i < 100; ++i) {
        count(bus, 30, escort);
        count(bus, 30, other, Source::gate);
    }
    EXPECT_LT(wrong_share(bus, who(bus), Source::gate), 0.007);
}

TEST(Tellers, AreNotWrongWhereSomebodyMayHaveBoardedBetween) {
    Journey bus;
    bus.stand(60s, true);
    count(bus, 30, escort);
    const TellerHash teller = who(bus);
    bus.drive(60s);
    bus.stand(60s, true);
    count(bus, 33, other, Source::gate);
    EXPECT_LE(wrong_share(bus, teller), 0.02);
}

TEST(Tellers, WhoCountAgainAfterOthersBoardedAtTheSameStopWereRight) {
    Journey bus;
    bus.park_empty();
    for (int stop = 0; stop < 40; ++stop) {
        bus.stand(60s, true);
        bus.board(20);
        count(bus, 18, escort);
        bus.stand(60s, true);
        bus.board(4);
        count(bus, 22, escort);
        bus.drive(60s);
        bus.board(0, 24);
        bus.park_empty();
    }
    EXPECT_LT(wrong_share(bus, who(bus)), 0.02);
}

TEST(Tellers, AreNotSetRightByWhoKnowsLess) {
    Journey bus;
    bus.stand(60s, true);
    count(bus, 30, other, Source::gate);
    const TellerHash gate = who(bus);
    count(bus, 33, escort);
    EXPECT_LE(wrong_share(bus, gate, Source::gate), 0.01);
}

TEST(Tellers, WhoseCountsAreMostlyWrongAreAskedAgainWhereOthersAreBelieved) {
    const auto contested = [](int lessons) {
        Journey bus{{45, true, true}};
        for (int i = 0; i < lessons; ++i) {
            bus.stand(60s, true);
            count(bus, 20, escort);
            count(bus, i % 4 == 0 ? 20 : 24, other, Source::gate);
            bus.drive(60s);
        }
        bus.park_empty();
        bus.stand(60s, true);
        bus.board(52);
        bus.drive(60s);
        count(bus, 50, escort);
        return bus.state.load.contested;
    };
    EXPECT_FALSE(contested(0));
    EXPECT_TRUE(contested(60));
}

TEST(Tellers, OfOneVehicleAreAtMostFourAndTheOldestGivesWay) {
    Tellers tellers;
    const HeadCountSettings settings;
    for (TellerHash teller = 1; teller <= 5; ++teller) tellers.counted(teller, settings);
    tellers.counted(2, settings);
    EXPECT_EQ(tellers.count, Tellers::capacity);
    EXPECT_EQ(tellers.find(1), nullptr);
    EXPECT_EQ(tellers.entries.front().who, 2U);
    EXPECT_GT(tellers.find(2)->counts, 1.9);
    for (TellerHash teller = 2; teller <= 5; ++teller) EXPECT_NE(tellers.find(teller), nullptr) << teller;
    tellers.was_wrong(77);
    EXPECT_EQ(tellers.find(77), nullptr);
}

TEST(Tellers, OfWhomNobodySaysWhoTheyAreTeachNothing) {
    Journey bus;
    bus.stand(60s, true);
    count(bus, 30, 0);
    count(bus, 33, 0, Source::gate);
    EXPECT_EQ(bus.state.load.tellers.count, 0);
}

}  // namespace
}  // namespace husong::tracking
