#include "maps/gcj02.hpp"

#include <gtest/gtest.h>

namespace husong::maps {
namespace {

// The example that the README of the coordtransform library prints.
TEST(Gcj02, AgreesWithThePublishedExample) {
    const Gcj02 there = to_gcj02({39.915, 116.404});
    EXPECT_NEAR(there.latitude_deg, 39.91640428150164, 1e-9);
    EXPECT_NEAR(there.longitude_deg, 116.41024449916938, 1e-9);
}

TEST(Gcj02, TheShiftInTheCountyIsBetween500And620Metres) {
    for (double latitude = county_box.south_deg; latitude <= county_box.north_deg; latitude += 0.1)
        for (double longitude = county_box.west_deg; longitude <= county_box.east_deg; longitude += 0.1) {
            const Gcj02 there = to_gcj02({latitude, longitude});
            const double shift_m =
                distance_m({latitude, longitude}, {there.latitude_deg, there.longitude_deg});
            EXPECT_GT(shift_m, 500);
            EXPECT_LT(shift_m, 620);
        }
}

TEST(Gcj02, ThereAndBackIsWithinACentimetre) {
    for (double latitude = 20; latitude < 50; latitude += 3.7)
        for (double longitude = 80; longitude < 130; longitude += 4.1) {
            const Wgs84 point{latitude, longitude};
            EXPECT_LT(distance_m(to_wgs84(to_gcj02(point)), point), 0.01);
        }
}

TEST(Gcj02, OutsideChinaNothingIsShifted) {
    EXPECT_EQ(to_gcj02({48.85, 2.35}), (Gcj02{48.85, 2.35}));
    EXPECT_EQ(to_wgs84({48.85, 2.35}), (Wgs84{48.85, 2.35}));
}

}  // namespace
}  // namespace husong::maps
