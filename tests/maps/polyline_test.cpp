#include "maps/polyline.hpp"

#include <gtest/gtest.h>

namespace husong::maps {
namespace {

// 1 km north, then 2 km east, then 1 km back south.
Polyline hook() {
    const Wgs84 a = county_centre;
    const Wgs84 b = destination(a, 0, 1'000);
    const Wgs84 c = destination(b, 90, 2'000);
    return Polyline{{a, b, c, destination(c, 180, 1'000)}};
}

TEST(Polyline, ItsLengthIsTheSumOfItsSegments) {
    EXPECT_NEAR(hook().length_m(), 4'000, 4);
    EXPECT_EQ(Polyline{}.length_m(), 0);
    EXPECT_EQ(Polyline{{county_centre}}.length_m(), 0);
}

TEST(Polyline, APointAtADistanceLiesThatFarAlong) {
    const Wgs84 point = hook().point_at(1'500);
    EXPECT_NEAR(distance_m(hook().points()[1], point), 500, 1);
    EXPECT_NEAR(distance_m(hook().points()[2], point), 1'500, 2);
}

TEST(Polyline, BeforeTheStartAndBeyondTheEndTheEndsAreGiven) {
    EXPECT_EQ(hook().point_at(-5), hook().points().front());
    EXPECT_EQ(hook().point_at(1e9), hook().points().back());
}

TEST(Polyline, TheCourseTurnsAtTheCorners) {
    EXPECT_NEAR(hook().course_at_deg(500), 0, 0.1);
    EXPECT_NEAR(hook().course_at_deg(2'000), 90, 0.1);
    EXPECT_NEAR(hook().course_at_deg(3'500), 180, 0.1);
    EXPECT_NEAR(hook().course_at_deg(1e9), 180, 0.1);
}

TEST(Polyline, TheNearestPlaceIsTheFootOfThePerpendicular) {
    const Wgs84 aside = destination(hook().point_at(600), 270, 80);
    const LinePosition found = hook().nearest(aside);
    EXPECT_NEAR(found.along_m, 600, 1);
    EXPECT_NEAR(found.offset_m, 80, 0.5);
}

TEST(Polyline, AWindowKeepsTheSearchOffTheWayBack) {
    const Wgs84 near_the_end = destination(hook().point_at(3'700), 90, 10);
    EXPECT_NEAR(hook().nearest(near_the_end).along_m, 3'700, 1);
    const LinePosition early = hook().nearest(near_the_end, 0, 1'200);
    EXPECT_NEAR(early.along_m, 1'200, 1);
    EXPECT_GT(early.offset_m, 1'000);
}

TEST(Polyline, BeyondAnEndTheEndIsNearest) {
    const Wgs84 beyond = destination(hook().points().front(), 180, 40);
    EXPECT_NEAR(hook().nearest(beyond).along_m, 0, 1e-9);
    EXPECT_NEAR(hook().nearest(beyond).offset_m, 40, 0.5);
}

TEST(Polyline, ARepeatedPointDoesNoHarm) {
    const Polyline line{{county_centre, county_centre, destination(county_centre, 90, 100)}};
    EXPECT_NEAR(line.length_m(), 100, 0.5);
    EXPECT_NEAR(line.nearest(line.point_at(50)).along_m, 50, 0.01);
}

}  // namespace
}  // namespace husong::maps
