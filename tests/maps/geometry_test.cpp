#include "maps/geometry.hpp"

#include <gtest/gtest.h>

namespace husong::maps {
namespace {

constexpr Wgs84 centre = county_centre;

TEST(Geometry, OneDegreeOfLatitudeAtTheEquatorIsTheEllipsoids) {
    EXPECT_NEAR(distance_m({0, 0}, {1, 0}), 110'574.389, 0.001);  // the textbook value of the WGS-84 meridian
    EXPECT_NEAR(distance_m({0, 0}, {0, 1}), 111'319.491, 0.001);
}

TEST(Geometry, FastDistanceIsWithinHalfAPercentBelow50Kilometres) {
    for (const double latitude : {0.0, 23.5, 40.8, 53.5})
        for (int course = 0; course < 360; course += 15)
            for (const double metres : {1.0, 30.0, 800.0, 12'000.0, 49'900.0}) {
                const Wgs84 start{latitude, 118.2};
                const Wgs84 end = destination(start, course, metres);
                EXPECT_NEAR(fast_distance_m(start, end), distance_m(start, end), 0.005 * metres)
                    << latitude << " north, course " << course << ", " << metres << " m";
            }
}

TEST(Geometry, FastDistanceBetweenEqualPointsIsZero) { EXPECT_EQ(fast_distance_m(centre, centre), 0); }

TEST(Geometry, ADestinationLiesAtItsDistanceInItsDirection) {
    const Wgs84 end = destination(centre, 237, 8'500);
    EXPECT_NEAR(distance_m(centre, end), 8'500, 1e-6);
    EXPECT_NEAR(course_deg(centre, end), 237, 1e-6);
}

TEST(Geometry, CoursesRunClockwiseFromNorthBelow360) {
    EXPECT_NEAR(course_deg({40, 118}, {41, 118}), 0, 1e-9);
    EXPECT_NEAR(course_deg({0, 118}, {0, 119}), 90, 1e-9);
    EXPECT_NEAR(course_deg({0, 119}, {0, 118}), 270, 1e-9);
}

TEST(Geometry, TheRimOfAFenceBelongsToIt) {
    const CircleFence fence{centre, fast_distance_m(centre, {40.801, 118.2})};
    EXPECT_TRUE(inside(fence, {40.801, 118.2}));
    EXPECT_TRUE(inside(fence, centre));
    EXPECT_FALSE(inside(fence, {40.80101, 118.2}));
}

TEST(Geometry, TheCountyBoxHoldsTheCountyAndItsMarginTheNeighbours) {
    EXPECT_TRUE(inside(county_box, {40.7703, 118.1697}));
    EXPECT_FALSE(inside(county_box, {39.9, 116.4}));  // Beijing, 180 km away
    EXPECT_TRUE(inside(widened(county_box, county_box_margin_m), {40.9519, 117.0}));
    EXPECT_FALSE(inside(widened(county_box, county_box_margin_m), {0, 0}));
}

TEST(Geometry, AWidenedBoxReachesItsMarginOnEverySide) {
    const Box wide = widened(county_box, 10'000);
    EXPECT_NEAR(distance_m({county_box.south_deg, 118}, {wide.south_deg, 118}), 10'000, 20);
    EXPECT_NEAR(distance_m({county_box.north_deg, 118}, {wide.north_deg, 118}), 10'000, 20);
    EXPECT_GE(distance_m({40.8, county_box.west_deg}, {40.8, wide.west_deg}), 10'000);
    EXPECT_GE(distance_m({40.8, county_box.east_deg}, {40.8, wide.east_deg}), 10'000);
}

}  // namespace
}  // namespace husong::maps
