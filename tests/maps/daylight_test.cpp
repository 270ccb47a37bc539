// When it gets dark, against published tables of civil twilight.
#include "maps/daylight.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

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

// libnova keeps what it reckoned last; the fold and a request may ask at the same time.
TEST(CivilDusk, IsTheSameForTwoThreadsAtOnce) {
    const auto year_of = [](Wgs84 place) {
        std::vector<std::optional<Time>> dusks;
        for (int day = 0; day < 60; ++day)
            dusks.push_back(
                civil_dusk(std::chrono::sys_days{2026y / 9 / 1} + std::chrono::days{3 * day}, place));
        return dusks;
    };
    const Wgs84 elsewhere{30, 104};
    const auto alone = year_of(beijing), also_alone = year_of(elsewhere);
    auto other = std::async(std::launch::async, [&] { return year_of(elsewhere); });
    EXPECT_EQ(year_of(beijing), alone);
    EXPECT_EQ(other.get(), also_alone);
}

TEST(CivilDusk, IsNoneWhereItDoesNotGetDark) { EXPECT_FALSE(civil_dusk(2026y / 6 / 21, Wgs84{70, 116})); }

}  // namespace
}  // namespace husong::maps
