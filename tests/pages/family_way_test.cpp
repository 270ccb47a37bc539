// Who is bound to which run, so that it is missed when nobody marks it; and which runs are a child's own.
#include "server/pages/family.hpp"

#include <gtest/gtest.h>

#include <array>
#include <utility>
#include <vector>

namespace husong::pages {
namespace {

using registry::Departure;
using registry::Direction;

const Time seven = *parse_time("2026-09-01T07:00:00+08:00");  // a Tuesday

class FamilyWays : public testing::Test {
protected:
    FamilyWays() {
        rows_.schools = {{registry::School{.code = "S1", .name = "第一小学", .stage = "primary"}}};
        rows_.lines = {{registry::Line{"L1", "北沟线", "S1"}}};
        rows_.pupils = {{pupil(false)}};
    }
    static registry::Pupil pupil(bool boarding) {
        registry::Pupil pupil;
        pupil.code = "P1";
        pupil.school = "S1";
        pupil.line = "L1";
        pupil.stop = "北沟站";
        pupil.boarding = boarding;
        return pupil;
    }
    static Departure departure(std::string code, Time leaves_at) {
        Departure departure;
        departure.code = std::move(code);
        departure.school = "S1";
        departure.line = "L1";
        departure.direction = Direction::to_school;
        departure.leaves_at = leaves_at;
        departure.vehicle = VehicleId{7};
        return departure;
    }
    void add_timetable() {
        registry::Timetable daily;
        daily.code = "D1";
        daily.line = "L1";
        daily.direction = Direction::to_school;
        daily.weekdays = "12345";
        daily.leaves_at = std::chrono::hours{7};
        daily.vehicle = VehicleId{7};
        rows_.timetables = {{daily}};
    }
    void add_travel(std::string mode, std::string line, std::string stop) {
        registry::Travel way;
        way.pupil = "P1";
        way.direction = Direction::to_school;
        way.mode = std::move(mode);
        way.line = std::move(line);
        way.stop = std::move(stop);
        rows_.travels = {{way}};
    }
    void add_departure(const std::string& code, Time leaves_at) {
        rows_.departures.push_back({departure(code, leaves_at)});
    }
    [[nodiscard]] FamilyWay way(const Departure& run, bool boarding = false) const {
        const registry::Registry registry{registry::RegistryRows{rows_}};
        return way_of(pupil(boarding), run, registry);
    }

    registry::RegistryRows rows_;
};

TEST_F(FamilyWays, ADayPupilIsBoundToTheTimetablesRunAndABoarderIsNot) {
    add_timetable();
    const Departure daily = departure("D1/2026-09-01", seven);
    EXPECT_TRUE(way(daily).bound);
    rows_.pupils = {{pupil(true)}};
    EXPECT_FALSE(way(daily, true).bound) << "it is at school";
}

TEST_F(FamilyWays, ABoarderIsBoundToADepartureAndADayPupilOnlyWhereThereIsNoTimetable) {
    add_departure("T1", seven);
    EXPECT_TRUE(way(departure("T1", seven)).bound);
    add_timetable();
    EXPECT_FALSE(way(departure("T1", seven)).bound);
    rows_.pupils = {{pupil(true)}};
    EXPECT_TRUE(way(departure("T1", seven), true).bound);
}

TEST_F(FamilyWays, WhoGoesAnotherWayInThisDirectionIsBoundToNoRun) {
    add_departure("T1", seven);
    add_travel("guardian", "", "");
    EXPECT_FALSE(way(departure("T1", seven)).bound);
}

TEST_F(FamilyWays, TheStopIsThatOfTheTravelRegisterWhereItTellsOne) {
    add_departure("T1", seven);
    EXPECT_EQ(way(departure("T1", seven)).stop, "北沟站");
    add_travel("school_bus", "L1", "大桥");
    EXPECT_EQ(way(departure("T1", seven)).stop, "大桥");
}

TEST_F(FamilyWays, TheRunsAreThoseOfTheLineThatIsToldOfTheWayAndElseOfThePupilsOwn) {
    add_departure("T1", seven);
    rows_.lines.push_back({registry::Line{"L2", "南沟线", "S1"}});
    Departure other = departure("T2", seven + std::chrono::minutes{5});
    other.line = "L2";
    rows_.departures.push_back({other});
    const auto code_now = [&] {
        const registry::Registry registry{rows_};
        const auto found = departures_for(pupil(false), registry, seven - std::chrono::minutes{10}, {});
        return found.now ? found.now->code : "none";
    };
    EXPECT_EQ(code_now(), "T1");
    add_travel("school_bus", "L2", "");
    EXPECT_EQ(code_now(), "T2");
    rows_.travels.clear();
    add_travel("guardian", "", "");
    EXPECT_EQ(code_now(), "none") << "the guardian brings the child: no bus is its";
}

TEST_F(FamilyWays, WhereSeveralRunsShareTheLineNobodyIsBoundToOne) {
    add_departure("T1", seven);
    add_departure("T2", seven + std::chrono::minutes{10});
    EXPECT_FALSE(way(departure("T1", seven)).bound);
}

TEST_F(FamilyWays, OfTheDaysRunsTheRiddenOneAloneIsTold) {
    const Departure first = departure("T1", seven);
    const Departure second = departure("T2", seven + std::chrono::hours{1});
    FamilyDepartures found;
    found.now = &second;
    found.runs = {&second};
    found.of_day = {&first, &second};
    keep_ridden(found, {}, seven);
    EXPECT_EQ(found.now, &second);
    EXPECT_EQ(found.of_day.size(), 2U);
    const std::array ridden{&first};
    keep_ridden(found, ridden, seven);
    EXPECT_EQ(found.now, &first);
    EXPECT_EQ(found.runs, std::vector{&first});
    EXPECT_EQ(found.of_day, std::vector{&first});
}

}  // namespace
}  // namespace husong::pages
