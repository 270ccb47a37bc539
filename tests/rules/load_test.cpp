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

TEST(Overload, InsideTheCountersBandItIsSuspected) {
    Story story{bus_for(20)};
    story.load(21);
    EXPECT_EQ(story.open(), "LD-01 suspected");
}

TEST(Overload, BeyondTheCountersBandItIsLikelyAndNeverConfirmed) {
    Story story{bus_for(20)};
    story.load(22);
    EXPECT_EQ(story.open(), "LD-01 likely");
    story.stop(20, 0);
    story.drive(300s);
    EXPECT_EQ(story.open(), "LD-01 likely");
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
    story.load(25);
    story.stop(0, 20);
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
    EXPECT_EQ(story.open(), "");
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
    story.load(90);
    EXPECT_EQ(story.open(), "LD-01 likely");
}

TEST(SeriousOverload, EndsWithACountBelowItsThreshold) {
    Story story;
    story.drive(60s);
    story.count(62, 2);
    story.drive(60s);
    story.count(50, 2);
    story.drive(70s);
    EXPECT_EQ(story.open(), "LD-01 confirmed");
}

std::string_view points(int approved, int people, char use_nature) {
    registry::Vehicle vehicle;
    vehicle.approved_persons = approved;
    vehicle.use_nature = use_nature;
    Figures figures;
    figures.approved_persons = static_cast<std::int16_t>(approved);
    figures.lower = static_cast<std::int16_t>(people);
    return overload_points(vehicle, false, figures);
}

TEST(OverloadPoints, OfASchoolBusTurnAtTwentyPercent) {
    EXPECT_EQ(points(20, 20, 'S'), "");
    EXPECT_EQ(points(20, 21, 'S'), "记 6 分");
    EXPECT_EQ(points(20, 23, 'S'), "记 6 分");
    EXPECT_EQ(points(20, 24, 'S'), "记 12 分");
    EXPECT_EQ(points(19, 28, 'S'), "记 12 分");
    EXPECT_EQ(points(45, 59, 'S'), "记 12 分");
}

TEST(OverloadPoints, OfAnotherSevenSeaterRiseInSteps) {
    EXPECT_EQ(points(7, 8, 'A'), "罚款");
    EXPECT_EQ(points(7, 9, 'A'), "记 6 分");
    EXPECT_EQ(points(7, 11, 'A'), "记 9 分");
    EXPECT_EQ(points(7, 14, 'A'), "记 12 分");
}

TEST(OverloadPoints, OfACarAreFewer) {
    EXPECT_EQ(points(5, 6, 'A'), "记 3 分");
    EXPECT_EQ(points(5, 8, 'A'), "记 6 分");
    EXPECT_EQ(points(5, 10, 'A'), "记 12 分");
}

}  // namespace
}  // namespace husong::rules
