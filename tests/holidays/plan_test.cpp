// The published weeks, a day's runs and a school's notice, of a county with two schools.
#include "server/holidays/plan.hpp"

#include "server/holidays/published.hpp"
#include "server/holidays/run_states.hpp"

#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using std::chrono::year_month_day;
using tracking::GateAct;
using tracking::GateActKind;

constexpr year_month_day monday{std::chrono::year{2026}, std::chrono::November, std::chrono::day{23}};
const Time now = *parse_time("2026-11-27T15:00:00+08:00");  // a Friday
const VehicleId first_bus{1}, second_bus{2};

template <class T>
registry::Versioned<T> always(T value) {
    return {.value = std::move(value), .valid_from = *parse_time("2026-01-01T00:00:00+08:00")};
}

Departure run(const std::string& code, const char* at, VehicleId vehicle, Direction direction) {
    return {.code = code,
            .school = "S1",
            .direction = direction,
            .leaves_at = *parse_time(at),
            .line = "L7",
            .vehicle = vehicle,
            .driver = "D1",
            .escort = "E1",
            .seats = 43,
            .status = DepartureStatus::planned,
            .note = "",
            .sequence = 0};
}

registry::RegistryRows county() {
    registry::RegistryRows rows;
    for (const auto& [code, name] :
         {std::pair{"S1", "松岭镇初中"}, std::pair{"S2", "石门镇初中"}, std::pair{"S3", "云山乡小学"}}) {
        registry::School school;
        school.code = code;
        school.name = name;
        rows.schools.push_back(always(school));
    }
    rows.lines = {always(registry::Line{"L7", "柳湾线 L07", "S1"})};
    rows.stops = {always(registry::Stop{"L7", 1, "柳湾站", 40.9, 118.1, 40min}),
                  always(registry::Stop{"L7", 2, "后梨树台", 41.0, 118.1, 55min})};
    registry::Driver driver;
    driver.code = "D1";
    driver.name = "欧阳大伟";
    rows.drivers = {always(driver)};
    rows.escorts = {always(registry::Escort{"E1", "周小梅", ""})};
    rows.boarders = {always(registry::Boarders{"S1", "柳湾镇", 40}),
                     always(registry::Boarders{"S1", "柳湾站", 6}),
                     always(registry::Boarders{"S2", "石门镇", 12})};
    rows.identities = {{{"冀H00318", registry::PlateColour::yellow}, first_bus},
                       {{"冀H00419", registry::PlateColour::yellow}, second_bus}};
    rows.departures = {always(run("T1", "2026-11-27T16:22:00+08:00", first_bus, Direction::home)),
                       always(run("T2", "2026-11-27T16:30:00+08:00", second_bus, Direction::home)),
                       always(run("T3", "2026-11-29T15:30:00+08:00", first_bus, Direction::to_school))};
    return rows;
}

const SchoolRow& row_of(const Plan& plan, std::string_view code) {
    for (const SchoolRow& row : plan.schools)
        if (row.code == code) return row;
    throw std::out_of_range{std::string{code}};
}

TEST(Plan, ADepartureStandsInTheCellOfItsSchoolDayAndDirection) {
    const registry::Registry registry{county()};
    const Plan plan = make_plan(registry, monday, now);
    const SchoolRow& row = row_of(plan, "S1");
    EXPECT_EQ(row.days.at(4).home.vehicles, 2);
    EXPECT_EQ(row.days.at(4).home.seats, 86);
    EXPECT_EQ(row.days.at(4).to_school.vehicles, 0);
    EXPECT_EQ(row.days.at(6).to_school.vehicles, 1);
    EXPECT_EQ(row.days.at(5).home.vehicles, 0);
    EXPECT_EQ(plan.days.at(4).home.seats, 86);
    EXPECT_EQ(plan.days.at(6).to_school.seats, 43);
}

TEST(Plan, AVehicleThatGoesTwiceIsOneVehicleWithTheSeatsOfBothRuns) {
    auto rows = county();
    rows.departures.push_back(always(run("T4", "2026-11-27T18:30:00+08:00", first_bus, Direction::home)));
    const registry::Registry registry{std::move(rows)};
    const Plan plan = make_plan(registry, monday, now);
    EXPECT_EQ(row_of(plan, "S1").days.at(4).home.vehicles, 2);
    EXPECT_EQ(row_of(plan, "S1").days.at(4).home.seats, 129);
}

TEST(Plan, WhatWasTakenBackIsNotCounted) {
    auto rows = county();
    rows.departures[0].value.status = DepartureStatus::cancelled;
    rows.departures[2].value.status = DepartureStatus::cancelled;
    const registry::Registry registry{std::move(rows)};
    const Plan plan = make_plan(registry, monday, now);
    EXPECT_EQ(row_of(plan, "S1").days.at(4).home.vehicles, 1);
    EXPECT_EQ(row_of(plan, "S1").days.at(4).cancelled, 1);
    EXPECT_EQ(plan.days.at(4).home.seats, 43);
    EXPECT_EQ(plan.days.at(6).to_school.seats, 0);
    EXPECT_TRUE(plan.days.at(6).has_departures()) << "there is something to look at";
}

TEST(Plan, RowsAreTheSchoolsWithDeparturesOrBoarders) {
    const registry::Registry registry{county()};
    const Plan plan = make_plan(registry, monday, now);
    ASSERT_EQ(plan.schools.size(), 2U) << "S3 has neither";
    EXPECT_EQ(plan.schools[0].name, "松岭镇初中");
    EXPECT_EQ(plan.schools[0].boarders, 46);
    EXPECT_EQ(plan.schools[1].boarders, 12);
}

TEST(Plan, FourWeeksEndBeforeTheMondayAfterThemAndTheNextDayIsTold) {
    auto rows = county();
    rows.departures.push_back(always(run("T8", "2026-12-20T23:59:00+08:00", first_bus, Direction::home)));
    rows.departures.push_back(always(run("T9", "2026-12-21T00:00:00+08:00", first_bus, Direction::home)));
    rows.departures.push_back(always(run("T0", "2026-11-22T23:59:00+08:00", first_bus, Direction::home)));
    const registry::Registry registry{std::move(rows)};
    const Plan plan = make_plan(registry, monday, now);
    ASSERT_EQ(plan.days.size(), 28U);
    EXPECT_EQ(plan.days.back().home.seats, 43);
    EXPECT_EQ(to_iso(plan.next.value()), "2026-12-21");
    EXPECT_EQ(plan.days.front().home.seats, 0);
}

TEST(Plan, PublicDaysAreMarkedButNotPlainOnes) {
    auto rows = county();
    const auto day = [](unsigned number, const char* kind) {
        return always(registry::PublicDay{monday.year() / monday.month() / std::chrono::day{number}, kind,
                                          "校庆", "县通知"});
    };
    rows.public_days = {day(24, "off"), day(25, "work"), day(26, "plain")};
    const registry::Registry registry{std::move(rows)};
    const Plan plan = make_plan(registry, monday, now);
    EXPECT_EQ(plan.days.at(0).public_day, nullptr);
    ASSERT_NE(plan.days.at(1).public_day, nullptr);
    EXPECT_EQ(plan.days.at(2).public_day->kind, "work");
    EXPECT_EQ(plan.days.at(3).public_day, nullptr);
}

TEST(Plan, WeeksBeginOnMonday) {
    EXPECT_EQ(monday_of(monday), monday);
    EXPECT_EQ(monday_of(days_after(monday, 6)), monday);
    EXPECT_EQ(monday_of(days_after(monday, 7)), days_after(monday, 7));
}

GateAct act(std::int64_t id, GateActKind kind, const std::string& departure) {
    GateAct it;
    it.id = id;
    it.kind = kind;
    it.departure = departure;
    it.at = now + std::chrono::minutes{id};
    return it;
}

TEST(Published, ARunIsToldByNamesAndPeopleByTheirFamilyName) {
    const registry::Registry registry{county()};
    const auto runs = published_on(registry, china_date(now), {}, now);
    ASSERT_EQ(runs.size(), 2U);
    EXPECT_EQ(runs[0].school, "松岭镇初中");
    EXPECT_EQ(runs[0].line, "柳湾线 L07");
    EXPECT_EQ(runs[0].plate.text, "冀H00318");
    EXPECT_EQ(runs[0].driver, "欧阳某");
    EXPECT_EQ(runs[0].escort, "周某");
    ASSERT_EQ(runs[0].stops.size(), 2U) << "the school itself is none";
    EXPECT_EQ(runs[0].stops[0].name, "柳湾站");
    EXPECT_EQ(to_iso(runs[0].stops[0].due).substr(11, 5), "17:02");
}

TEST(Published, TheWayToSchoolBeginsAtTheLastStopAndEndsAtTheSchool) {
    const registry::Registry registry{county()};
    const auto runs = published_on(registry, days_after(monday, 6), {}, now);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].stops.front().name, "后梨树台");
    EXPECT_EQ(to_iso(runs[0].at_school).substr(11, 5), "16:25");
}

TEST(Published, ARunThatShouldHaveEndedAndOfWhichNoGateToldIsPast) {
    const registry::Registry registry{county()};
    const Time last_stop = *parse_time("2026-11-27T17:17:00+08:00");
    const auto state_at = [&](Time t) {
        return published_on(registry, days_after(monday, 4), {}, t)[0].state;
    };
    EXPECT_EQ(state_at(last_stop), RunState::planned);
    EXPECT_EQ(state_at(last_stop + 1ms), RunState::past);
}

TEST(Published, AVehicleThatWasCountedIsAtTheGate) {
    const registry::Registry registry{county()};
    const std::vector counted{act(1, GateActKind::counted, "T1")};
    EXPECT_EQ(published_on(registry, days_after(monday, 4), counted, now)[0].state, RunState::at_gate);
    const std::vector let_go{act(1, GateActKind::counted, "T1"), act(2, GateActKind::released, "T1"),
                             act(3, GateActKind::counted, "T1")};
    EXPECT_EQ(published_on(registry, days_after(monday, 4), let_go, now)[0].state, RunState::released);
}

TEST(Published, WhatTheGateDidIsToldUnlessItWasUndone) {
    const registry::Registry registry{county()};
    GateAct undone = act(4, GateActKind::undone, "T2");
    undone.undoes = 3;
    const std::vector acts{act(1, GateActKind::arrived, "T1"), act(2, GateActKind::arrived, "T2"),
                           act(3, GateActKind::released, "T2"), undone, act(5, GateActKind::released, "T1")};
    const auto runs = published_on(registry, china_date(now), acts, now);
    EXPECT_EQ(runs[0].state, RunState::released);
    EXPECT_EQ(runs[0].state_at, now + 5min);
    EXPECT_EQ(runs[1].state, RunState::at_gate);
    EXPECT_EQ(runs[1].state_at, now + 2min);
    const DaySums sums = sums_of(runs);
    EXPECT_EQ(sums.planned, 2);
    EXPECT_EQ(sums.at_gate, 1);
    EXPECT_EQ(sums.released, 1);
}

TEST(Published, ARunTakenBackIsCancelledWhateverTheGateDid) {
    auto rows = county();
    rows.departures[0].value.status = DepartureStatus::cancelled;
    const registry::Registry registry{std::move(rows)};
    const auto runs =
        published_on(registry, china_date(now), std::vector{act(1, GateActKind::arrived, "T1")}, now);
    EXPECT_EQ(runs[0].state, RunState::cancelled);
    EXPECT_EQ(sums_of(runs).cancelled, 1);
    EXPECT_EQ(sums_of(runs).planned, 1);
}

TEST(Published, OfARunThatWasTakenOverTheFirstPartSaysSoAndItIsCountedOnce) {
    auto rows = county();
    const VehicleId first = rows.departures[0].value.vehicle, second{77};
    registry::Relief relief;
    relief.run = "T1";
    relief.vehicle = second;
    const Time at = rows.departures[0].value.leaves_at + 5min;
    rows.reliefs = {{.value = relief, .valid_from = at}};
    const registry::Registry registry{std::move(rows)};
    std::vector<registry::Run> parts;
    for (const VehicleId vehicle : {first, second})
        for (registry::Run& run : registry::find_runs({.vehicle = vehicle}, registry))
            if (run.value.code == "T1") parts.push_back(std::move(run));
    GateAct of_first_vehicle = act(1, GateActKind::released, "T1");
    of_first_vehicle.vehicle = first;
    GateAct came = act(2, GateActKind::arrived, "T1");
    came.vehicle = second;
    const auto told = published(parts, registry, std::vector{of_first_vehicle, came}, at);
    ASSERT_EQ(told.size(), 2U);
    const auto& of_first = told[told[0].departure.vehicle == first ? 0 : 1];
    const auto& of_second = told[told[0].departure.vehicle == first ? 1 : 0];
    EXPECT_EQ(of_first.state, RunState::taken_over);
    EXPECT_EQ(of_first.state_at, at);
    EXPECT_EQ(of_second.state, RunState::at_gate) << "the first one's release is not its own";
    EXPECT_EQ(sums_of(told).planned, 1);
}

// The first bus on its run home, T1, at 16:30: eight minutes after its time.
class RunOfToday : public testing::Test {
protected:
    RunOfToday() {
        auto rows = county();
        rows.schools[0].value.latitude_deg = 40.77;
        rows.schools[0].value.longitude_deg = 118.17;
        registry_.emplace(std::move(rows));
        state.contact_at = at;
        state.fix.good = {.at = at, .place = {40.80, 118.17}};  // three kilometres from the gate
        state.motion.moving = true;
        state.trip.stage = tracking::TripStage::under_way;
        state.trip.departure = tracking::code_hash("T1");
        state.trip.begun_at = at - 10min;
    }
    [[nodiscard]] Published told(const std::vector<GateAct>& acts = {}) const {
        auto runs = published_on(*registry_, china_date(at), acts, at);
        const auto track = [&](VehicleId vehicle) {
            return vehicle == first_bus ? std::optional{state} : std::nullopt;
        };
        tell_vehicles(runs, *registry_, track, at);
        return runs.at(0);
    }

    const Time at = *parse_time("2026-11-27T16:30:00+08:00");
    tracking::VehicleState state;

private:
    std::optional<registry::Registry> registry_;
};

TEST_F(RunOfToday, ABusThatDrivesIsUnderWayWhateverTheClockSays) {
    EXPECT_EQ(told().state, RunState::under_way);
    const Published released =
        told({act(1, GateActKind::arrived, "T1"), act(2, GateActKind::released, "T1")});
    EXPECT_EQ(released.state, RunState::under_way);
    EXPECT_EQ(sums_of(std::vector{released}).released, 1) << "it was let go, whatever it does now";
}

TEST_F(RunOfToday, WhatLeftAGateThatTellsWithoutReleaseIsNotAtTheGate) {
    EXPECT_EQ(told({act(1, GateActKind::counted, "T1")}).state, RunState::unreleased);
    state.trip.gate_tells = true;
    EXPECT_EQ(told().state, RunState::unreleased);
    state.fix.good.place = {40.7701, 118.17};
    EXPECT_EQ(told().state, RunState::at_gate) << "people board";
}

TEST_F(RunOfToday, LetGoAndStillAtTheGateItIsReleased) {
    state.fix.good.place = {40.7701, 118.17};
    const Published told_so = told({act(2, GateActKind::released, "T1")});
    EXPECT_EQ(told_so.state, RunState::released);
    EXPECT_EQ(told_so.state_at, now + 2min);
}

TEST_F(RunOfToday, OneThatIsNotHeardIsLostSinceItWasHeardLast) {
    state.contact_at = at - 6min;
    EXPECT_EQ(told().state, RunState::lost);
    EXPECT_EQ(told().state_at, at - 6min);
}

TEST_F(RunOfToday, AtItsLastPlaceItHasEnded) {
    state.trip.stage = tracking::TripStage::over;
    state.trip.ended_at = at - 1min;
    EXPECT_EQ(told().state, RunState::planned) << "merely out of time";
    state.trip.seen_to_end = true;
    EXPECT_EQ(told().state, RunState::ended);
    EXPECT_EQ(told().state_at, at - 1min);
}

TEST_F(RunOfToday, AnotherRunOfTheVehicleSaysNothing) {
    state.trip.departure = tracking::code_hash("T3");
    EXPECT_EQ(told().state, RunState::planned);
}

TEST(Notice, HoldsTheSchoolsOwnDaysAndThePublicOnes) {
    auto rows = county();
    rows.departures.push_back(always(run("F1", "2026-12-04T16:00:00+08:00", second_bus, Direction::home)));
    rows.departures.back().value.school = "S2";
    rows.departures.push_back(always(run("T6", "2026-11-26T16:00:00+08:00", second_bus, Direction::home)));
    rows.departures.push_back(always(run("T7", "2027-01-26T00:00:00+08:00", second_bus, Direction::home)));
    rows.public_days = {always(registry::PublicDay{
        std::chrono::year{2027} / std::chrono::January / std::chrono::day{1}, "off", "元旦", "未公布"})};
    const registry::Registry registry{std::move(rows)};
    const auto days = notice_of(registry, "S1", china_date(now), now);
    ASSERT_EQ(days.size(), 3U);
    EXPECT_EQ(to_iso(days[0].on), "2026-11-27");
    EXPECT_EQ(days[0].runs.size(), 2U);
    EXPECT_EQ(to_iso(days[1].on), "2026-11-29");
    EXPECT_EQ(days[2].public_day->name, "元旦");
}

}  // namespace
}  // namespace husong::holidays
