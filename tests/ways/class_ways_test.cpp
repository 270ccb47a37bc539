// What a class's pupils told, what is kept from before, and what a new answer does to the register.
#include "server/ways/class_ways.hpp"

#include "server/ways/school_ways.hpp"

#include <gtest/gtest.h>

namespace husong::ways {
namespace {

using registry::Pupil;
using registry::Travel;

Time at(const char* text) { return parse_time(text).value(); }
Time day(const char* text) { return china_midnight(parse_date(text).value()); }
const Time now = at("2026-09-10T09:30:00+08:00");

Pupil pupil(const std::string& code, const std::string& of = "七1班") {
    return {.code = code,
            .name = "学生" + code,
            .school = "S1",
            .class_name = of,
            .boarding = true,
            .home_place = ""};
}

registry::Versioned<Travel> told(const std::string& code, Direction direction, const std::string& mode,
                                 Time from, Time until = end_of_time, std::int64_t version = 1) {
    registry::Versioned<Travel> row;
    row.value.pupil = code;
    row.value.direction = direction;
    row.value.mode = mode;
    row.valid_from = from;
    row.valid_until = until;
    row.version = version;
    return row;
}

template <class T>
registry::Versioned<T> always(T value) {
    registry::Versioned<T> row;
    row.value = std::move(value);
    return row;
}

registry::RegistryRows school() {
    registry::RegistryRows rows;
    registry::School one;
    one.code = "S1";
    one.name = "松岭镇初中";
    one.stage = "junior_high";
    rows.schools = {always(one)};
    rows.lines = {always(registry::Line{"L7", "柳湾线", "S1"}), always(registry::Line{"L9", "石门线", "S2"})};
    rows.stops = {always(registry::Stop{"L7", 1, "柳湾站", 40.8, 118.1, std::chrono::minutes{20}})};
    return rows;
}

TEST(Terms, BeginInAugustAndInFebruary) {
    EXPECT_EQ(term_at(now).name, "2026 年秋季学期");
    EXPECT_EQ(term_at(now).from, day("2026-08-01"));
    EXPECT_EQ(term_at(day("2026-08-01") - 1ms).name, "2026 年春季学期");
    EXPECT_EQ(term_at(day("2027-02-01") - 1ms).name, "2026 年秋季学期");
    EXPECT_EQ(term_at(day("2027-01-01")).from, day("2026-08-01"));
    EXPECT_EQ(term_at(day("2027-02-01")).name, "2027 年春季学期");
    for (const char* each : {"2026-08-01", "2027-01-31", "2027-02-01", "2027-07-31"}) {
        const Term term = term_at(day(each));
        EXPECT_TRUE(term.from <= day(each) && day(each) < term.until) << each;
    }
}

TEST(Classes, AreTheScopeOfAnAccount) {
    EXPECT_EQ(parse_class("S01/三年级2班"), (SchoolClass{"S01", "三年级2班"}));
    EXPECT_EQ(parse_class("S01/3/2"), (SchoolClass{"S01", "3/2"}));
    for (const char* none : {"", "S01", "/", "S01/", "/三年级2班"}) EXPECT_FALSE(parse_class(none)) << none;
}

TEST(KnownWays, OfThisTermAreToldOfAnEarlierOneKept) {
    const Pupil one = pupil("A");
    const auto origin = [&](const TravelRows& rows) {
        return known_way(one, Direction::home, rows, now).origin;
    };
    EXPECT_EQ(origin({}), Origin::none);
    EXPECT_EQ(origin({told("A", Direction::home, "walk", day("2026-08-01"))}), Origin::this_term);
    EXPECT_EQ(origin({told("A", Direction::home, "walk", day("2026-08-01") - 1ms)}), Origin::before);
    EXPECT_EQ(origin({told("A", Direction::home, "walk", day("2026-03-01"), day("2026-07-01"))}),
              Origin::before);
    EXPECT_EQ(origin({told("A", Direction::home, "walk", day("2026-10-01"))}), Origin::none) << "not yet";
    EXPECT_EQ(origin({told("A", Direction::to_school, "walk", day("2026-08-01"))}), Origin::none);
    EXPECT_EQ(origin({told("B", Direction::home, "walk", day("2026-08-01"))}), Origin::none);
}

TEST(KnownWays, OnlyTheRowThatHoldsNowIsSeenByItsVersion) {
    const Pupil one = pupil("A");
    const TravelRows ended{told("A", Direction::home, "walk", day("2026-03-01"), day("2026-07-01"), 5)};
    EXPECT_EQ(known_way(one, Direction::home, ended, now).version, 0);
    const TravelRows holds{told("A", Direction::home, "walk", day("2026-03-01"), end_of_time, 6)};
    EXPECT_EQ(known_way(one, Direction::home, holds, now).version, 6);
}

TEST(KnownWays, WithoutAnyTheLineOfThePupilsOwnRowIsKept) {
    Pupil one = pupil("A");
    one.line = "L7";
    one.stop = "柳湾站";
    const KnownWay way = known_way(one, Direction::to_school, {}, now);
    EXPECT_EQ(way.origin, Origin::pupil_row);
    EXPECT_EQ(way.way.mode, "school_bus");
    EXPECT_EQ(way.way.stop, "柳湾站");
    one.stop.clear();
    EXPECT_EQ(known_way(one, Direction::to_school, {}, now).origin, Origin::none) << "no bus without a stop";
}

TEST(NewWays, HoldFromTheDayOnWhichTheyAreToldAndLeaveLaterDaysAsTheyAre) {
    Travel way = told("A", Direction::home, "walk", now).value;
    const auto holiday = told("A", Direction::home, "charter", day("2026-10-01"), day("2026-10-08"));
    const TravelRows rows =
        rows_telling(way,
                     {told("A", Direction::home, "bicycle", day("2026-03-01"), day("2026-10-01")), holiday,
                      told("A", Direction::to_school, "bicycle", day("2026-12-01"))},
                     now);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].valid_from, day("2026-09-10"));
    EXPECT_EQ(rows[0].valid_until, day("2026-10-01"));
    EXPECT_EQ(rows[1].valid_from, holiday.valid_from);
    EXPECT_EQ(rows[1].value.mode, "charter");
}

TEST(NewWays, AreCheckedAgainstTheLinesOfTheSchool) {
    const registry::Registry registry{school()};
    const auto fault = [&](const std::string& mode, const std::string& line, const std::string& stop) {
        Travel way = told("A", Direction::home, mode, now).value;
        way.line = line;
        way.stop = stop;
        const auto found = fault_of(way, "S1", registry, now);
        return found ? found->field : "";
    };
    EXPECT_EQ(fault("school_bus", "L7", "柳湾站"), "");
    EXPECT_EQ(fault("school_bus", "", ""), "stop");
    EXPECT_EQ(fault("school_bus", "L7", ""), "stop");
    EXPECT_EQ(fault("school_bus", "L7", "石门"), "stop");
    EXPECT_EQ(fault("school_bus", "L9", "石门"), "stop") << "another school's";
    EXPECT_EQ(fault("charter", "", ""), "");
    EXPECT_EQ(fault("charter", "L9", ""), "stop");
    EXPECT_EQ(fault("line_coach", "县城—石门", ""), "") << "a coach's line is in no register";
    EXPECT_EQ(fault("non_commercial", "", ""), "") << "forbidden, and told all the same";
    EXPECT_EQ(fault("", "", ""), "mode");
    EXPECT_EQ(fault("rocket", "", ""), "mode");
}

TEST(Concerns, AreForbiddenWaysAndEBikesOfTheYoung) {
    for (const auto& mode : registry::travel_modes) {
        const Travel way = told("A", Direction::home, std::string{mode.code}, now).value;
        const bool forbidden = mode.standing == registry::TravelStanding::forbidden;
        EXPECT_EQ(!concern_about(way, "senior_high").empty(), forbidden) << mode.code;
        EXPECT_EQ(!concern_about(way, "junior_high").empty(), forbidden || mode.code == "e_bike")
            << mode.code;
    }
}

TEST(SchoolWays, AddUpTheClassesAndNameWhomToTalkTo) {
    registry::RegistryRows rows = school();
    rows.pupils = {always(pupil("A")), always(pupil("B")), always(pupil("C", "七2班"))};
    rows.travels = {told("A", Direction::to_school, "walk", day("2026-09-01")),
                    told("A", Direction::home, "walk", day("2026-09-01")),
                    told("B", Direction::to_school, "walk", day("2026-03-01")),
                    told("B", Direction::home, "banned", day("2026-03-01"))};
    const registry::Registry registry{std::move(rows)};
    const auto schools = ways_of_schools(registry, "", now);
    ASSERT_EQ(schools.size(), 1U);
    const SchoolWays& one = schools[0];
    ASSERT_EQ(one.classes.size(), 2U);
    EXPECT_EQ(one.classes[0].sums.told, 1);
    EXPECT_EQ(one.sums.pupils, 3);
    EXPECT_EQ(one.sums.unknown, 1);
    ASSERT_EQ(one.concerns.size(), 1U);
    EXPECT_EQ(one.concerns[0].pupil->code, "B");
    EXPECT_EQ(forbidden_zh(one.sums), "三轮、农用、货车、摩托 1");
    EXPECT_EQ(added_up(schools).by_mode.front().to_school, 2);
    EXPECT_TRUE(ways_of_schools(registry, "S2", now).empty());
}

}  // namespace
}  // namespace husong::ways
