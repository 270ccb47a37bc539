// Look-ups on the ways of pupils and lines.
#include "server/registry/registry.hpp"

#include <gtest/gtest.h>

namespace husong::registry {
namespace {

using Names = std::vector<std::string>;

const Time term = parse_time("2026-09-01T00:00:00+08:00").value();
const Time next_term = parse_time("2027-03-01T00:00:00+08:00").value();

Versioned<Pupil> pupil(std::string code, std::string line, std::string stop) {
    Pupil row;
    row.code = std::move(code);
    row.line = std::move(line);
    row.stop = std::move(stop);
    return {.value = row};
}

Versioned<Travel> way(std::string code, Direction direction, std::string mode, std::string line,
                      std::string stop) {
    Travel row;
    row.pupil = std::move(code);
    row.direction = direction;
    row.mode = std::move(mode);
    row.line = std::move(line);
    row.stop = std::move(stop);
    return {.value = row, .valid_from = term, .valid_until = next_term};
}

// "P1@东沟", in order.
Names riders(const RegistryRows& rows, const char* line, Direction direction, Time at) {
    const Registry registry{rows};
    Names found;
    for (const Rider& rider : registry.travels_of_line(line, direction, at))
        found.push_back(rider.pupil->value.code + "@" + std::string{rider.stop});
    return found;
}

struct Riders : ::testing::Test {
    RegistryRows rows;
    Riders() { rows.pupils = {pupil("P2", "L7", "柳湾"), pupil("P1", "L7", "东沟"), pupil("P3", "", "")}; }
};

TEST_F(Riders, WithoutAnythingToldOfTheirWaysPupilsRideTheirOwnLineBothWays) {
    EXPECT_EQ(riders(rows, "L7", Direction::home, term), (Names{"P1@东沟", "P2@柳湾"}));
    EXPECT_EQ(riders(rows, "L7", Direction::to_school, term), (Names{"P1@东沟", "P2@柳湾"}));
    EXPECT_EQ(riders(rows, "L8", Direction::home, term), Names{});
}

TEST_F(Riders, AWayToldOfOneDirectionHoldsForThatDirectionAlone) {
    rows.travels = {way("P1", Direction::to_school, "guardian", "", "")};
    EXPECT_EQ(riders(rows, "L7", Direction::to_school, term), Names{"P2@柳湾"});
    EXPECT_EQ(riders(rows, "L7", Direction::home, term), (Names{"P1@东沟", "P2@柳湾"}));
}

TEST_F(Riders, AWayToldBringsAPupilToAnotherLineAndStop) {
    rows.travels = {way("P2", Direction::home, "school_bus", "L8", "北沟"),
                    way("P3", Direction::home, "charter", "L7", "下河"),
                    way("P1", Direction::home, "school_bus", "L7", "柳湾")};
    EXPECT_EQ(riders(rows, "L7", Direction::home, term), (Names{"P1@柳湾", "P3@下河"}));
    EXPECT_EQ(riders(rows, "L8", Direction::home, term), Names{"P2@北沟"});
}

TEST_F(Riders, WhatWasToldOfATermHoldsUntilItsEnd) {
    rows.travels = {way("P1", Direction::home, "walk", "", "")};
    EXPECT_EQ(riders(rows, "L7", Direction::home, next_term - 1ms), Names{"P2@柳湾"});
    EXPECT_EQ(riders(rows, "L7", Direction::home, next_term), (Names{"P1@东沟", "P2@柳湾"}));
}

TEST_F(Riders, APupilWhoIsNoLongerThereRidesNothing) {
    rows.travels = {way("P1", Direction::home, "school_bus", "L7", "东沟")};
    for (auto& row : rows.pupils) row.valid_until = term + 24h;
    EXPECT_EQ(riders(rows, "L7", Direction::home, term), (Names{"P1@东沟", "P2@柳湾"}));
    EXPECT_EQ(riders(rows, "L7", Direction::home, term + 24h), Names{});
}

TEST_F(Riders, TheWayOfAPupilIsToldByDirectionAndInstant) {
    rows.travels = {way("P1", Direction::home, "walk", "", "")};
    const Registry registry{rows};
    ASSERT_NE(registry.travel("P1", Direction::home, term), nullptr);
    EXPECT_EQ(registry.travel("P1", Direction::home, term)->value.mode, "walk");
    EXPECT_EQ(registry.travel("P1", Direction::to_school, term), nullptr);
    EXPECT_EQ(registry.travel("P1", Direction::home, next_term), nullptr);
    EXPECT_EQ(registry.travel("P2", Direction::home, term), nullptr);
}

TEST(Ways, TheGuardiansOfAPupilAreThoseOfThatInstant) {
    RegistryRows rows;
    rows.guardians = {{.value = {"G2", "P1", "乙", "姨", "", true, {}}},
                      {.value = {"G1", "P1", "甲", "母亲", "", true, {}}, .valid_until = next_term},
                      {.value = {"G3", "P2", "丙", "父亲", "", false, {}}}};
    const Registry registry{rows};
    const auto names = [&](Time at) {
        Names found;
        for (const Guardian* guardian : registry.guardians_of("P1", at)) found.push_back(guardian->code);
        return found;
    };
    EXPECT_EQ(names(term), (Names{"G1", "G2"}));
    EXPECT_EQ(names(next_term), Names{"G2"});
    EXPECT_TRUE(registry.guardians_of("P9", term).empty());
}

TEST(Ways, ACarIsTheOwnOneOfWhoeverNamesItAtThatInstant) {
    const VehicleId car{7};
    RegistryRows rows;
    rows.guardians = {{.value = {"G1", "P1", "甲", "母亲", "", true, {}, car}, .valid_until = next_term},
                      {.value = {"G2", "P2", "甲", "母亲", "", true, {}, car}},
                      {.value = {"G3", "P3", "乙", "父亲", "", true, {}}}};
    const Registry registry{rows};
    EXPECT_EQ(registry.guardians_with_car(car, term).size(), 2U);
    ASSERT_EQ(registry.guardians_with_car(car, next_term).size(), 1U);
    EXPECT_EQ(registry.guardians_with_car(car, next_term)[0]->code, "G2");
    EXPECT_TRUE(registry.guardians_with_car({}, term).empty()) << "no car is nobody's";
    EXPECT_TRUE(registry.is_guardians_car(car));
    EXPECT_FALSE(registry.is_guardians_car(VehicleId{8}));
}

TEST(Ways, TimetablesAreThoseOfThatInstantByCode) {
    RegistryRows rows;
    Timetable run;
    run.code = "T2";
    rows.timetables = {{.value = run, .valid_from = term}};
    run.code = "T1";
    rows.timetables.push_back({.value = run, .valid_from = term, .valid_until = next_term});
    const Registry registry{rows};
    EXPECT_TRUE(registry.timetables(term - 1ms).empty());
    ASSERT_EQ(registry.timetables(term).size(), 2U);
    EXPECT_EQ(registry.timetables(term)[0]->value.code, "T1");
    ASSERT_EQ(registry.timetables(next_term).size(), 1U);
    EXPECT_EQ(registry.timetables(next_term)[0]->value.code, "T2");
}

TEST(Ways, RoadSectionsGoFromTheSchoolOutwards) {
    RegistryRows rows;
    rows.road_sections = {{.value = {"L7", 1'200, 9'000, "ordinary", 60, "cliff", ""}},
                          {.value = {"L7", 0, 1'200, "street", 30, "", ""}},
                          {.value = {"L8", 0, 500, "street", 0, "", ""}}};
    const Registry registry{rows};
    const auto sections = registry.road_sections_of("L7", term);
    ASSERT_EQ(sections.size(), 2U);
    EXPECT_EQ(sections[0]->limit_kmh, 30);
    EXPECT_EQ(sections[1]->limit_kmh, 60);
}

}  // namespace
}  // namespace husong::registry
