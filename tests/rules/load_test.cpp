#include "server/rules/load.hpp"

#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {
using registry::VehicleClass;

registry::RegistryRows bus_for(int approved_persons, VehicleClass vehicle_class = VehicleClass::large,
                               char use_nature = 'S') {
    auto rows = lawful_county();
    vehicle_of(rows).approved_persons = approved_persons;
    vehicle_of(rows).vehicle_class = vehicle_class;
    vehicle_of(rows).use_nature = use_nature;
    return rows;
}

std::string open_after_police_counted(registry::RegistryRows rows, int people) {
    Story story{std::move(rows)};
    story.drive(60s);
    story.count(people - 2, 2, Source::police);
    return story.open();
}

TEST(Overload, AFullLawfulBusHasNoFindings) {
    EXPECT_EQ(open_after_police_counted(bus_for(20), 20), "");
    Story story;
    story.load(45);
    EXPECT_EQ(story.open(), "");
    EXPECT_TRUE(story.changes.empty());
}

TEST(Overload, OneHeadOverIsOverload) {
    EXPECT_EQ(open_after_police_counted(bus_for(20), 21), "LD-01 confirmed");
}

TEST(Overload, FortyFivePupilsDriverAndEscortAreTwoTooManyFor45) {
    Story story;
    story.drive(60s);
    story.count(45, 2);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
    const auto overload =
        overload_of(story.state.track.load.count.heads, story.registry.rows().vehicles.front().value, true);
    EXPECT_EQ(overload->over, 2);
    EXPECT_EQ(overload->tenths_of_percent(), 44);
}

TEST(Overload, MorePupilsThanTheLicenceStatesIsOverloadToo) {
    auto rows = lawful_county();
    vehicle_of(rows).approved_pupils = 40;
    Story story{rows};
    story.drive(60s);
    story.count(43, 2);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
    const auto overload = overload_of({43, 2, 0}, vehicle_of(rows), true);
    EXPECT_EQ(overload->over, 3);
    EXPECT_TRUE(overload->of_pupils);
    // The larger excess is shown.
    EXPECT_FALSE(overload_of({44, 6, 0}, vehicle_of(rows), true)->of_pupils);
}

TEST(Overload, OfAVehicleOfWhichNothingIsKnownAFigureAboveTheLimitIsSuspected) {
    for (const int reading : {21, 22}) {
        Story story{bus_for(20)};
        story.load(reading);
        EXPECT_EQ(story.open(), "LD-01 suspected") << reading;
    }
    Story within{bus_for(20)};
    within.load(20);
    EXPECT_EQ(within.open(), "");
}

TEST(Overload, WhereItIsAllButCertainItIsLikelyAndNeverConfirmed) {
    Story story{bus_for(20)};
    story.load(31);
    EXPECT_EQ(story.open(), "LD-01 likely");
    story.stop(5, 0);
    story.drive(300s);
    EXPECT_EQ(story.open(), "LD-01 likely");
}

// Rides each morning with so many, and is empty in between; today with `today`.
void ride_usually(Story& story, int aboard, int today) {
    for (int day = 0; day < 10; ++day) {
        story.now = morning + std::chrono::days{day};
        story.load(aboard);
        story.stop(0, aboard);
        story.stand(std::chrono::minutes{12}, true, false, 60s);
    }
    story.state.rules = {};
    story.now = morning + std::chrono::days{10};
    story.load(today);
}
std::string open_when_usually(int aboard, int today) {
    Story story;
    ride_usually(story, aboard, today);
    return story.open();
}

TEST(Overload, OfAVehicleThatIsUsuallyOverIsLikelyAtAReadingThatIsNoneOfOneThatIsUsuallyFull) {
    EXPECT_EQ(open_when_usually(50, 49), "LD-01 likely");
    EXPECT_EQ(open_when_usually(45, 48), "");
    EXPECT_EQ(open_when_usually(45, 45), "");
}

TEST(Overload, OneCountAboveTheLimitThatTheCounterMakesDoubtfulIsConfirmedByTheNext) {
    Story story;
    ride_usually(story, 45, 45);
    story.count(53, 2);
    EXPECT_EQ(story.open(), "LD-01 suspected, ES-03 likely");
    story.count(53, 2);
    EXPECT_EQ(story.finding(RuleId::ld_01)->head.level, Level::confirmed);
}

TEST(Overload, AWholeBusloadMoreThanWasJustCountedIsAskedForAgain) {
    Story story;
    story.drive(60s);
    story.count(37, 2);
    story.drive(60s);
    story.count(73, 12, Source::gate);  // 37 typed the wrong way round, or nearly
    story.drive(60s);
    EXPECT_EQ(story.open(), "LD-01 suspected");
    story.count(73, 12, Source::gate);
    EXPECT_EQ(story.open(), "LD-01 confirmed, LD-02 confirmed") << "who counts again is believed";
}

TEST(Overload, ACountWithinTheLimitClearsADoubtfulOne) {
    Story story;
    ride_usually(story, 45, 45);
    story.count(53, 2);
    story.count(43, 2);
    story.drive(90s);
    EXPECT_EQ(story.open(), "");
}

TEST(Overload, APoliceCountIsConfirmedWhateverTheCounterSays) {
    Story story;
    ride_usually(story, 45, 45);
    story.count(44, 2, Source::police);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
}

TEST(Overload, OfACounterThatIsKnownToBeBadIsNeitherLikelyNorSuspected) {
    Story story;
    ride_usually(story, 50, 0);
    expose(story.state.track.load.counter, tracking::counter_fault::drift);
    story.stop(50, 0);
    story.drive(90s);
    EXPECT_EQ(story.open(), "LD-07 likely");
    story.count(48, 2);
    EXPECT_EQ(story.open(), "LD-01 confirmed, LD-07 likely");
}

TEST(Overload, OfAVehicleThatIsNeitherSchoolBusNorCoachIsAnotherRule) {
    const auto open = [](char use_nature, bool with_plate) {
        auto rows = bus_for(7, VehicleClass::small, use_nature);
        if (!with_plate) rows.school_bus_plates.clear();
        Story story{rows};
        story.drive(60s);
        story.count(7, 1, Source::police);
        const bool first = story.state.rules.has_open(RuleId::ld_01);
        const bool third = story.state.rules.has_open(RuleId::ld_03);
        EXPECT_NE(first, third) << use_nature;
        return first ? "LD-01" : "LD-03";
    };
    for (const char use_nature : {'B', 'E', 'O', 'P', 'Q', 'S'})
        EXPECT_STREQ(open(use_nature, false), "LD-01");
    for (const char use_nature : {'A', 'C', 'D', 'G', 'L'}) EXPECT_STREQ(open(use_nature, false), "LD-03");
    EXPECT_STREQ(open('A', true), "LD-01");
}

TEST(Overload, OfAnotherVehicleBeginsBeyondItsApprovedNumber) {
    auto rows = bus_for(7, VehicleClass::small, 'C');
    rows.school_bus_plates.clear();
    EXPECT_EQ(open_after_police_counted(rows, 7), "");
    EXPECT_EQ(open_after_police_counted(rows, 8), "LD-03 confirmed");
}

TEST(Overload, OfAnotherVehicleIsClearedByACountToo) {
    auto rows = bus_for(7, VehicleClass::small, 'C');
    rows.school_bus_plates.clear();
    Story story{rows};
    story.drive(60s);
    story.count(7, 1, Source::police);
    ASSERT_EQ(story.open(), "LD-03 confirmed");
    story.count(6, 1, Source::police);
    story.drive(70s);
    EXPECT_EQ(story.open(), "");
}

TEST(Overload, ACounterThatSeesNeitherDriverNorEscortIsCorrected) {
    auto rows = bus_for(20);
    vehicle_of(rows).counts_driver = vehicle_of(rows).counts_escort = false;
    Story story{rows};
    story.load(20);
    EXPECT_EQ(story.open(), "LD-01 suspected");
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.worst.lower, 20);
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.worst.upper, 23);
}

TEST(Overload, ASensorIsJudgedOnlyWhileMovingWithDoorsSettled) {
    Story story{bus_for(20)};
    story.stand(std::chrono::minutes{12}, false, false, 60s);
    story.stop(30, 0);
    EXPECT_EQ(story.open(), "");
    story.stand(300s);
    EXPECT_EQ(story.open(), "");
    story.drive(20s);
    EXPECT_EQ(story.open(), "");
    story.drive(20s);
    EXPECT_EQ(story.open(), "LD-01 likely");
}

TEST(Overload, ASilentCounterIsNoEvidence) {
    Story story;
    story.drive(600s);
    EXPECT_EQ(story.open(), "");
}

TEST(Overload, ALowerCounterDoesNotCloseItAPersonMustCount) {
    Story story{bus_for(20)};
    story.load(31);
    story.stop(0, 26);
    story.drive(std::chrono::minutes{10});
    EXPECT_EQ(story.open(), "LD-01 likely");
    story.count(3, 2);
    EXPECT_EQ(story.open(), "");
    EXPECT_EQ(story.finding(RuleId::ld_01)->episode.until, story.now);
}

TEST(Overload, ACountBelowTheLimitClosesItAfterAMinute) {
    Story story;
    story.drive(60s);
    story.count(50, 2);
    story.drive(60s);
    story.count(43, 2, Source::police);
    story.wait(59'999ms);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
    story.wait(1ms);
    EXPECT_EQ(story.open(), "");
}

TEST(Overload, IsClosedByTheCountEvenIfTheDoorOpensMeanwhile) {
    Story story;
    story.drive(60s);
    story.count(45, 2);
    ASSERT_EQ(story.open(), "LD-01 confirmed");
    story.stand(60s);
    story.count(43, 2, Source::police);
    story.stand(20s);
    story.stand(20s, true);  // the officer gets out
    EXPECT_EQ(story.open(), "LD-01 confirmed");
    story.drive(60s);
    EXPECT_EQ(story.open(), "");
}

TEST(Overload, AnOldCountFromBeforeItDoesNotCloseIt) {
    Story story{bus_for(20)};
    story.load(10);
    story.count(8, 2);
    story.stop(20, 0);
    story.drive(90s);
    story.stop(0, 20);
    story.drive(300s);
    EXPECT_EQ(story.open(), "LD-01 likely");
}

TEST(Overload, ACountTheCounterContradictsDoesNotCloseIt) {
    Story story{bus_for(20)};
    story.load(30);
    story.count(12, 2, Source::gate);
    story.drive(300s);
    EXPECT_EQ(story.open(), "LD-01 likely");
    story.count(12, 2, Source::police);
    story.drive(120s);
    EXPECT_EQ(story.open(), "LD-07 likely");  // two people say that the counter is wrong
}

TEST(Overload, OneMoreHeadNeverClearsAnOverload) {
    for (int people = 46; people < 120; ++people)
        EXPECT_NE(open_after_police_counted(lawful_county(), people), "") << people;
}

TEST(Overload, ALineCoachMayCarryATenthMoreFreeChildren) {
    auto rows = bus_for(30, VehicleClass::large, 'B');
    rows.school_bus_plates.clear();
    EXPECT_EQ(open_after_police_counted(rows, 33), "");
    EXPECT_EQ(open_after_police_counted(rows, 34), "LD-01 confirmed");
    EXPECT_EQ(open_after_police_counted(bus_for(30, VehicleClass::large, 'B'), 31), "LD-01 confirmed");
}

TEST(Overload, OnALineCoachOnlyChildrenTravelFree) {
    auto rows = bus_for(30, VehicleClass::large, 'B');
    rows.school_bus_plates.clear();
    const auto open_after = [&](int pupils, int adults) {
        Story story{rows};
        story.drive(60s);
        story.count(pupils, adults, Source::police);
        return story.open();
    };
    EXPECT_EQ(open_after(0, 31), "LD-01 confirmed");
    EXPECT_EQ(open_after(2, 30), "");
    EXPECT_EQ(open_after(2, 31), "LD-01 confirmed");
    EXPECT_EQ(open_after(3, 30), "");
}

TEST(SeriousOverload, FollowsTheSizeClass) {
    const auto medium = bus_for(19, VehicleClass::medium);
    EXPECT_EQ(open_after_police_counted(medium, 28), "LD-01 confirmed");
    EXPECT_EQ(open_after_police_counted(medium, 29), "LD-01 confirmed, LD-02 confirmed");
    EXPECT_EQ(open_after_police_counted(lawful_county(), 59), "LD-01 confirmed");
    EXPECT_EQ(open_after_police_counted(lawful_county(), 60), "LD-01 confirmed, LD-02 confirmed");
    const auto small = bus_for(7, VehicleClass::small);
    EXPECT_EQ(open_after_police_counted(small, 13), "LD-01 confirmed");
    EXPECT_EQ(open_after_police_counted(small, 14), "LD-01 confirmed, LD-02 confirmed");
    const auto share = bus_for(20, VehicleClass::large);  // half over before fifteen are
    EXPECT_EQ(open_after_police_counted(share, 29), "LD-01 confirmed");
    EXPECT_EQ(open_after_police_counted(share, 30), "LD-01 confirmed, LD-02 confirmed");
}

TEST(SeriousOverload, ASensorNeverFindsIt) {
    Story story;
    story.load(75);
    EXPECT_EQ(story.open(), "LD-01 likely");
}

TEST(SeriousOverload, ThatTheCounterContradictsIsNoneUntilSomebodyCountsAgain) {
    const auto after = [](Source first, bool again) {
        Story story;
        story.load(54);
        story.count(58, 2, first);
        if (again) story.count(58, 2, first);
        return story.open();
    };
    EXPECT_EQ(after(Source::escort, false), "LD-01 likely, ES-03 likely");
    EXPECT_EQ(after(Source::escort, true), "LD-01 confirmed, LD-02 confirmed, ES-03 likely");
    EXPECT_EQ(after(Source::gate, false), "LD-01 likely");
    EXPECT_EQ(after(Source::gate, true), "LD-01 confirmed, LD-02 confirmed");
    EXPECT_EQ(after(Source::police, false), "LD-01 confirmed, LD-02 confirmed");
}

TEST(SeriousOverload, EndsWithACountBelowItsThresholdOfSomebodyOutside) {
    for (const Source source : {Source::gate, Source::police}) {
        Story story;
        story.drive(60s);
        story.count(62, 2, source);
        story.drive(60s);
        story.count(57, 2, source);
        story.drive(70s);
        EXPECT_EQ(story.open(), "LD-01 confirmed");
    }
}

TEST(SeriousOverload, IsNeverEndedByACountOfTheOperators) {
    Story story;
    story.drive(60s);
    story.count(62, 2);
    ASSERT_EQ(story.open(), "LD-01 confirmed, LD-02 confirmed");
    story.count(43, 2);
    story.drive(70s);
    EXPECT_EQ(story.open(), "LD-02 confirmed");
    story.stop(0, 45);
    story.stand(std::chrono::minutes{12}, true, false, 60s);
    EXPECT_EQ(story.open(), "") << "parked and empty";
}

}  // namespace
}  // namespace husong::rules
