#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using std::chrono::hours;
using std::chrono::minutes;

// ---- HM-09 ----

// At 远村 it is dark at 18:50 on that day.
reg::RegistryRows leaving_at(minutes leaves_at) {
    auto rows = holiday_county();
    rows.departures = {row(holiday_run("A1", holiday, leaves_at), "2026-08-30")};
    return rows;
}

TEST(LateDrops, AreAfterCivilDuskAtTheLastStop) {
    EXPECT_EQ(Look{}.of(RuleId::hm_09, holiday_county()), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_09, leaving_at(hours{18})), "") << "at 18:45 one still sees";
    EXPECT_EQ(Look{}.of(RuleId::hm_09, leaving_at(hours{18} + minutes{15})), "7 A1 since 2026-08-30");
    EXPECT_EQ(Look{}.detail(RuleId::hm_09, leaving_at(hours{18} + minutes{15})),
              "2026-09-11 18:15 一号线 离校：末站远村 19:00 才到，当地 18:50 天黑，应当提早发车");
}

TEST(LateDrops, AreOfTheStopsThatThePublishedRunServes) {
    auto rows = leaving_at(hours{18} + minutes{15});
    rows.departures.front().value.note = "近村 8人";
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "") << "there at 18:35";
}

TEST(LateDrops, AreOfTheSeason) {
    auto rows = holiday_county();
    rows.departures = {row(holiday_run("A1", "2026-12-11", hours{16} + minutes{15}), "2026-08-30")};
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows, "2026-12-01"), "") << "there at 17:00";
    rows.departures.front().value.leaves_at += minutes{30};
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows, "2026-12-01"), "7 A1 since 2026-11-27");
}

TEST(LateDrops, AreNoneOnTheWayBackNorWhereTheStopIsNotKnown) {
    auto rows = leaving_at(hours{19});
    rows.departures.front().value.direction = reg::Direction::to_school;
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "") << "the school has lamps";
    rows = leaving_at(hours{19});
    rows.stops.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "");
    rows = leaving_at(hours{19});
    rows.departures.front().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_09, rows), "");
}

}  // namespace
}  // namespace husong::rules
