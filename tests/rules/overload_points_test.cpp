// Penalty points in whole numbers, rules.md 1.5.
#include "server/rules/load.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

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
