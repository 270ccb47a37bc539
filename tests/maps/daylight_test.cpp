// When it gets dark, against published tables of civil twilight.
#include "maps/daylight.hpp"

#include <gtest/gtest.h>

namespace husong::maps {
namespace {

using namespace std::chrono;

constexpr Wgs84 beijing{39.9042, 116.4074};

// Minutes after midnight in China.
double minutes_of(year_month_day day, Wgs84 place) {
    const auto dusk = civil_dusk(day, place);
    return dusk ? duration<double, std::ratio<60>>(*dusk - china_midnight(day)).count() : -1;
}

TEST(CivilDusk, IsThatOfTheAlmanac) {
    constexpr double within_minutes = 2;
    EXPECT_NEAR(minutes_of(2026y / 12 / 21, beijing), 17 * 60 + 22, within_minutes);
    EXPECT_NEAR(minutes_of(2026y / 6 / 21, beijing), 20 * 60 + 18, within_minutes);
    EXPECT_NEAR(minutes_of(2026y / 3 / 21, beijing), 18 * 60 + 54, within_minutes);
}

TEST(CivilDusk, IsOfTheDayThatIsAskedFor) {
    for (const year_month_day day : {2026y / 1 / 1, 2026y / 2 / 28, 2027y / 12 / 31}) {
        const auto dusk = civil_dusk(day, beijing);
        ASSERT_TRUE(dusk);
        EXPECT_EQ(china_date(*dusk), day);
    }
}

TEST(CivilDusk, IsEarlierInTheEast) {
    const Wgs84 east{beijing.latitude_deg, beijing.longitude_deg + 15};
    EXPECT_NEAR(minutes_of(2026y / 9 / 1, beijing) - minutes_of(2026y / 9 / 1, east), 60, 1);
}

TEST(CivilDusk, IsNoneWhereItDoesNotGetDark) { EXPECT_FALSE(civil_dusk(2026y / 6 / 21, Wgs84{70, 116})); }

}  // namespace
}  // namespace husong::maps
