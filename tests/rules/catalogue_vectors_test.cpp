// The rule catalogue's own examples of people aboard. Those of papers, ages and pupils who got off stand
// beside their rules.
#include "server/rules/load.hpp"
#include "tests/rules/story.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using registry::VehicleClass;

registry::RegistryRows registered(int approved_persons, VehicleClass vehicle_class, char use_nature,
                                  bool has_plate) {
    auto rows = lawful_county();
    vehicle_of(rows).approved_persons = approved_persons;
    vehicle_of(rows).vehicle_class = vehicle_class;
    vehicle_of(rows).use_nature = use_nature;
    if (!has_plate) rows.school_bus_plates.clear();
    return rows;
}

// What the police find by counting, with the points of the overload: "LD-01 confirmed: 记 6 分".
std::string counted(registry::RegistryRows rows, int pupils, int adults) {
    Story story{std::move(rows)};
    story.drive(60s);
    story.count(pupils, adults, Source::police);
    std::string found = story.open();
    for (const RuleId rule : {RuleId::ld_01, RuleId::ld_03})
        if (const RuleTrack* track = story.finding(rule))
            found += ": " + std::string{overload_points(story.registry.rows().vehicles.front().value,
                                                        !story.registry.rows().school_bus_plates.empty(),
                                                        track->episode.worst)};
    return found;
}

TEST(Vectors, OfASchoolBusFor20) {
    const auto with = [](int people) {
        return counted(registered(20, VehicleClass::large, 'S', true), people - 2, 2);
    };
    EXPECT_EQ(with(20), "");
    EXPECT_EQ(with(21), "LD-01 confirmed: 记 6 分");
    EXPECT_EQ(with(23), "LD-01 confirmed: 记 6 分");
    EXPECT_EQ(with(24), "LD-01 confirmed: 记 12 分");
}

TEST(Vectors, OfAMediumBusFor19AndALargeOneFor45) {
    const auto medium = [](int people) {
        return counted(registered(19, VehicleClass::medium, 'S', true), people - 2, 2);
    };
    EXPECT_EQ(medium(28), "LD-01 confirmed: 记 12 分");
    EXPECT_EQ(medium(29), "LD-01 confirmed, LD-02 confirmed: 记 12 分");
    const auto large = [](int people) {
        return counted(registered(45, VehicleClass::large, 'S', true), people - 2, 2);
    };
    EXPECT_EQ(large(59), "LD-01 confirmed: 记 12 分");
    EXPECT_EQ(large(60), "LD-01 confirmed, LD-02 confirmed: 记 12 分");
}

TEST(Vectors, OfAPrivateVanFor7WithPupils) {
    const auto with = [](int people) {
        return counted(registered(7, VehicleClass::small, 'A', false), people - 1, 1);
    };
    const std::string unlawful = "VL-01 confirmed, VL-04 confirmed";
    EXPECT_EQ(with(7), unlawful);
    EXPECT_EQ(with(8), unlawful + ", LD-03 confirmed: 罚款");
    EXPECT_EQ(with(9), unlawful + ", LD-03 confirmed: 记 6 分");
    EXPECT_EQ(with(11), unlawful + ", LD-03 confirmed: 记 9 分");
    EXPECT_EQ(with(14), "VL-01 confirmed, VL-04 confirmed, LD-02 confirmed, LD-03 confirmed: 记 12 分");
}

TEST(Vectors, OfALineCoachFor30WithFreeChildren) {
    const auto coach = registered(30, VehicleClass::large, 'B', false);
    EXPECT_EQ(counted(coach, 3, 30), "");
    EXPECT_EQ(counted(coach, 4, 30), "LD-01 confirmed: 记 6 分");
}

TEST(Vectors, OfACounterBesideALimitOf20) {
    const auto saw = [](int reading, bool sees_crew) {
        auto rows = registered(20, VehicleClass::large, 'S', true);
        vehicle_of(rows).counts_driver = vehicle_of(rows).counts_escort = sees_crew;
        Story story{rows};
        story.load(reading);
        const RuleTrack* found = story.finding(RuleId::ld_01);
        return story.open() + (found ? " from " + std::to_string(found->episode.worst.lower) : "");
    };
    EXPECT_EQ(saw(20, true), "");
    EXPECT_EQ(saw(21, true), "LD-01 suspected from 20");
    EXPECT_EQ(saw(22, true), "LD-01 suspected from 21") << "one such reading is over in a case of 25";
    EXPECT_EQ(saw(20, false), "LD-01 suspected from 20") << "and driver and escort: 22, or one fewer";
}

TEST(Vectors, OneFixAtFullSpeedAmongSlowOnesIsNothing) {
    Story story;
    story.drive(60s, 48);
    story.drive(10s, 110);
    story.drive(60s, 50);
    EXPECT_TRUE(story.changes.empty());
}

}  // namespace
}  // namespace husong::rules
