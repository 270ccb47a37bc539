// What an operator has to see to, and the way a crew's run goes.
#include "server/fleet/fleet.hpp"

#include "server/fleet/crew.hpp"
#include "server/registry/runs.hpp"
#include "tests/support/county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::fleet {
namespace {

using registry::Departure;
using registry::Direction;
using registry::RegistryRows;
using test::school_day;
using test::year_begin;
using testing::HasSubstr;

constexpr VehicleId own_bus{1}, own_expired{2}, foreign_bus{3};

template <class T>
registry::Versioned<T> always(T value) {
    return {.value = std::move(value), .valid_from = year_begin};
}

registry::Driver driver(const std::string& code, const std::string& name,
                        std::optional<Time> qualified_until) {
    registry::Driver made;
    made.code = code;
    made.name = name;
    made.qualified_until = qualified_until;
    made.operator_code = "OP1";
    return made;
}

Departure run(const std::string& code, VehicleId vehicle, Direction direction) {
    return {.code = code,
            .school = "S1",
            .direction = direction,
            .leaves_at = school_day + 9h,
            .line = "L7",
            .vehicle = vehicle,
            .driver = "D1",
            .escort = "E1",
            .seats = 43,
            .status = {},
            .note = {},
            .sequence = 0};
}

RegistryRows rows_of_county() {
    RegistryRows rows = test::County{own_bus, own_expired, foreign_bus}.rows();
    rows.vehicles[0].value.operator_code = "OP1";
    rows.vehicles[1].value.operator_code = "OP1";
    rows.vehicles[2].value.operator_code = "OP2";
    rows.identities = {{test::lawful_plate, own_bus},
                       {test::expired_plate, own_expired},
                       {test::private_plate, foreign_bus}};
    rows.operators = {always(registry::Operator{"OP1", "松岭护苗校车服务公司", "school_bus_company"})};
    registry::School school;
    school.code = "S1";
    school.name = "松岭镇初中";
    school.latitude_deg = 40.77;
    school.longitude_deg = 118.17;
    rows.schools = {always(school)};
    rows.lines = {always(registry::Line{"L7", "柳湾线 L07", "S1"})};
    rows.stops = {always(registry::Stop{"L7", 1, "柳湾站", 40.9, 118.1, 40min}),
                  always(registry::Stop{"L7", 2, "后梨树台", 41.0, 118.1, 55min})};
    for (const auto& [code, stop] :
         {std::pair{"P1", "柳湾站"}, std::pair{"P2", "后梨树台"}, std::pair{"P3", "后梨树台"}}) {
        registry::Pupil pupil;
        pupil.code = code;
        pupil.school = "S1";
        pupil.line = "L7";
        pupil.stop = stop;
        rows.pupils.push_back(always(pupil));
    }
    rows.drivers = {always(driver("D1", "孙大伟", school_day + std::chrono::days{400}))};
    return rows;
}

class FleetOfOne : public testing::Test {
protected:
    Fleet fleet_at(Time now, const KnownVehicle& known_of_bus = {}) {
        const registry::Registry registry{rows_};
        const Known known = [&](VehicleId id) { return id == own_bus ? known_of_bus : KnownVehicle{}; };
        auto made = make_fleet({registry, "OP1", {}, known, findings_}, now, {tracking_, rules_});
        if (!made) throw std::runtime_error{"no such operator"};
        for (FleetVehicle& each : made->vehicles) each.vehicle = nullptr;  // the registry goes
        made->runs.clear();
        return std::move(*made);
    }
    // "plate or driver: text" of each matter.
    static std::vector<std::string> told(const Fleet& fleet) {
        std::vector<std::string> all;
        for (const Matter& matter : fleet.matters)
            all.push_back((matter.plate ? matter.plate->text : matter.driver) + ": " + matter.text);
        return all;
    }

    // Only the lawful bus, so that nothing is to be seen to.
    void keep_lawful_bus() { rows_.vehicles.erase(rows_.vehicles.begin() + 1); }
    // Somebody counted.
    KnownVehicle counted(tracking::HeadCount heads, Time at) {
        const registry::Registry registry{rows_};
        KnownVehicle known;
        known.state.emplace();
        tracking::Record record = test::record_of(own_bus, at, heads);
        record.source = tracking::Source::escort;
        std::vector<rules::FindingChange> changes;
        rules::fold(*known.state, record, {registry, tracking_, rules_}, changes);
        return known;
    }

    RegistryRows rows_ = rows_of_county();
    std::vector<rules::Finding> findings_;
    tracking::TrackingSettings tracking_;
    rules::RuleSettings rules_;
};

TEST_F(FleetOfOne, HoldsItsOwnVehiclesAndNoRetiredOne) {
    EXPECT_EQ(fleet_at(school_day).vehicles.size(), 2U);
    rows_.vehicles[0].value.status = registry::VehicleStatus::retired;
    EXPECT_EQ(fleet_at(school_day).vehicles.size(), 1U);
}

TEST_F(FleetOfOne, WhatForbidsPupilsComesFirst) {
    rows_.drivers[0].value.qualified_until = *parse_time("2026-09-21T00:00:00+08:00");
    const Fleet fleet = fleet_at(school_day);
    ASSERT_EQ(fleet.matters.size(), 2U);
    EXPECT_EQ(fleet.matters[0].urgency, Urgency::stops);
    EXPECT_THAT(told(fleet)[0], HasSubstr("冀H00419: 禁止载运学生"));
    EXPECT_EQ(fleet.matters[1].urgency, Urgency::soon);
    EXPECT_EQ(told(fleet)[1], "孙大伟: 校车驾驶资格 2026-09-20 到期，剩 19 天");
}

TEST_F(FleetOfOne, APaperIsToldFrom30DaysBeforeItsEndToItsLastDay) {
    keep_lawful_bus();
    const Time end = *parse_time("2026-10-01T00:00:00+08:00");
    rows_.school_bus_plates[0].valid_until = end;
    EXPECT_THAT(told(fleet_at(end - std::chrono::days{30} - 1ms)), testing::IsEmpty());
    EXPECT_THAT(told(fleet_at(end - std::chrono::days{30})),
                testing::ElementsAre("冀H00318: 校车标牌 2026-09-30 到期，剩 29 天"));
    EXPECT_THAT(told(fleet_at(end - 1ms)), testing::ElementsAre("冀H00318: 校车标牌 今天到期"));
    EXPECT_THAT(told(fleet_at(end))[0], HasSubstr("禁止载运学生"));
}

TEST_F(FleetOfOne, ADriverWithoutAQualificationIsToldAndOneThatEndedStops) {
    rows_.drivers[0].value.qualified_until = std::nullopt;
    EXPECT_EQ(told(fleet_at(school_day)).back(), "孙大伟: 没有登记校车驾驶资格");
    rows_.drivers[0].value.qualified_until = *parse_time("2026-09-01T00:00:00+08:00");
    const Fleet fleet = fleet_at(school_day);
    const auto matter = std::ranges::find(fleet.matters, "孙大伟", &Matter::driver);
    ASSERT_NE(matter, fleet.matters.end());
    EXPECT_EQ(matter->urgency, Urgency::stops);
    EXPECT_EQ(matter->text, "校车驾驶资格已于 2026-08-31 到期");
}

TEST_F(FleetOfOne, TooManyAboardStandsFirstAndItsFindingIsNotToldTwice) {
    keep_lawful_bus();
    const Fleet fleet = fleet_at(school_day + 1s, counted({45, 2, 0}, school_day));
    ASSERT_EQ(fleet.matters.size(), 1U);
    EXPECT_EQ(fleet.matters[0].urgency, Urgency::stops);
    EXPECT_THAT(told(fleet)[0], HasSubstr("超员 2 人"));
}

TEST_F(FleetOfOne, WhatItsPapersSayIsNotToldASecondTimeAsAFinding) {
    rules::Finding expired;
    expired.head.rule = rules::RuleId::vl_02;
    expired.head.vehicle = own_expired;
    expired.episodes.emplace_back().from = school_day + 70min;
    findings_ = {expired};
    EXPECT_THAT(told(fleet_at(school_day + 80min)),
                testing::ElementsAre(HasSubstr("冀H00419: 禁止载运学生")));
    findings_[0].head.vehicle = own_bus;
    EXPECT_THAT(told(fleet_at(school_day + 80min)),
                testing::UnorderedElementsAre(HasSubstr("冀H00419: "), HasSubstr("冀H00318: 校车标牌过期")))
        << "its plate is valid by now, but it drove";
}

TEST_F(FleetOfOne, WhatTheRulesFoundOnTheRoadIsNamedWithItsTimeAndTheGraveFirst) {
    keep_lawful_bus();
    const auto found = [](rules::RuleId rule, std::string detail) {
        rules::Finding finding;
        finding.head.id = FindingId{1};
        finding.head.rule = rule;
        finding.head.vehicle = own_bus;
        finding.head.subject = "T1";
        rules::Episode episode;
        episode.from = school_day + 70min;
        episode.detail = std::move(detail);
        finding.episodes.push_back(std::move(episode));
        return finding;
    };
    findings_ = {found(rules::RuleId::es_02, "本趟 1 次"), found(rules::RuleId::sw_02, "还有 1 名学生"),
                 found(rules::RuleId::ld_01, "")};
    findings_.back().head.vehicle = foreign_bus;
    const Fleet fleet = fleet_at(school_day + 80min);
    EXPECT_THAT(told(fleet),
                testing::ElementsAre(
                    testing::AllOf(HasSubstr("冀H00318: "), HasSubstr("08:10起"), HasSubstr("还有 1 名学生")),
                    HasSubstr("本趟 1 次")))
        << "and nothing of another operator's vehicle";
    EXPECT_EQ(fleet.matters.front().urgency, Urgency::at_once);
}

TEST_F(FleetOfOne, AVehicleWhoseLateDataWaitsIsNotSaidToBeInOrder) {
    keep_lawful_bus();
    KnownVehicle known = counted({30, 2, 0}, school_day);
    EXPECT_THAT(told(fleet_at(school_day + 1s, known)), testing::IsEmpty());
    known.provisional = true;
    const Fleet fleet = fleet_at(school_day + 1s, known);
    ASSERT_EQ(fleet.matters.size(), 1U);
    EXPECT_EQ(fleet.matters[0].urgency, Urgency::look);
}

TEST_F(FleetOfOne, ACoachWithoutASchoolBusPlateIsToldAndStopsWhereItHasARunToday) {
    keep_lawful_bus();
    rows_.vehicles[0].value.use_nature = 'E';
    rows_.school_bus_plates.clear();
    EXPECT_THAT(told(fleet_at(school_day)), testing::Contains(HasSubstr("不得日常接送学生")));
    rows_.departures = {always(run("T1", own_bus, Direction::home))};
    const Fleet fleet = fleet_at(school_day);
    EXPECT_EQ(fleet.matters[0].urgency, Urgency::stops);
    EXPECT_THAT(told(fleet)[0], HasSubstr("校门不会放行"));
}

TEST_F(FleetOfOne, WhatForbidsDoesNotHideAnExpiredPermit) {
    rows_.vehicles.erase(rows_.vehicles.begin());
    for (auto& row : rows_.permits) row.valid_until = school_day - 24h;
    EXPECT_THAT(told(fleet_at(school_day)),
                testing::IsSupersetOf({HasSubstr("禁止载运学生"), HasSubstr("校车使用许可已于")}));
}

TEST_F(FleetOfOne, AVehicleNoLongerInUseStaysWhileItHasARunToday) {
    rows_.departures = {always(run("T1", own_bus, Direction::home))};
    rows_.vehicles[0].value.status = registry::VehicleStatus::retired;
    EXPECT_THAT(told(fleet_at(school_day)), testing::Contains(HasSubstr("冀H00318: 禁止载运学生")));
    rows_.vehicles[0].value.status = registry::VehicleStatus::active;
    rows_.vehicles[0].valid_until = school_day - 24h;
    EXPECT_THAT(told(fleet_at(school_day)), testing::Contains(HasSubstr("今天还有班次")));
    rows_.departures.clear();
    EXPECT_EQ(fleet_at(school_day).vehicles.size(), 1U);
}

TEST_F(FleetOfOne, TheDriverOfARunIsLookedAtWhoeverEmploysHim) {
    keep_lawful_bus();
    rows_.drivers = {always(driver("D1", "孙大伟", school_day - 24h))};
    rows_.drivers[0].value.operator_code = "OP2";
    EXPECT_THAT(told(fleet_at(school_day)), testing::IsEmpty());
    rows_.departures = {always(run("T1", own_bus, Direction::home))};
    EXPECT_THAT(told(fleet_at(school_day)), testing::ElementsAre(HasSubstr("孙大伟: 校车驾驶资格已于")));
    rows_.drivers.clear();
    EXPECT_THAT(told(fleet_at(school_day)), testing::ElementsAre("D1: 今天有班次，登记表里没有这位驾驶人"));
}

TEST(Fleet, IsNoneOfAnOperatorThatTheRegisterHasNot) {
    const registry::Registry registry{rows_of_county()};
    const Known nothing = [](VehicleId) { return KnownVehicle{}; };
    const tracking::TrackingSettings tracking;
    const rules::RuleSettings rules;
    EXPECT_FALSE(make_fleet({registry, "OP9", {}, nothing}, school_day, {tracking, rules}));
}

TEST(Fleet, CountsTheRunsOfItsOwnVehiclesThatWereNotTakenBack) {
    RegistryRows rows = rows_of_county();
    Departure gone = run("T2", own_bus, Direction::home);
    gone.status = registry::DepartureStatus::cancelled;
    rows.departures = {always(run("T1", own_bus, Direction::home)), always(gone),
                       always(run("T3", foreign_bus, Direction::home))};
    const registry::Registry registry{rows};
    const Known nothing = [](VehicleId) { return KnownVehicle{}; };
    const tracking::TrackingSettings tracking;
    const rules::RuleSettings rules;
    const auto fleet = make_fleet({registry, "OP1", {}, nothing}, school_day, {tracking, rules});
    ASSERT_TRUE(fleet);
    EXPECT_EQ(fleet->runs.size(), 2U);
    EXPECT_EQ(fleet->vehicles[0].runs_today, 1);
    EXPECT_EQ(fleet->vehicles[1].runs_today, 0);
}

TEST(CrewStops, GoOutwardsOnTheWayHomeAndTheGateHasAllRiders) {
    const registry::Registry registry{rows_of_county()};
    const auto stops = stops_of(run("T1", own_bus, Direction::home), registry, {});
    ASSERT_EQ(stops.size(), 3U);
    EXPECT_TRUE(stops[0].gate);
    EXPECT_EQ(stops[0].pupils, 3);
    EXPECT_EQ(stops[1].name, "柳湾站");
    EXPECT_EQ(stops[1].pupils, 1);
    EXPECT_EQ(stops[2].pupils, 2);
    EXPECT_EQ(stops[2].due, school_day + 9h + 55min);
}

TEST(CrewStops, GoInwardsOnTheWayToSchool) {
    const registry::Registry registry{rows_of_county()};
    const auto stops = stops_of(run("T1", own_bus, Direction::to_school), registry, {});
    ASSERT_EQ(stops.size(), 3U);
    EXPECT_EQ(stops[0].name, "后梨树台");
    EXPECT_TRUE(stops[2].gate);
    EXPECT_EQ(stops[2].pupils, 3);
}

TEST(CrewStops, ALineWithoutStopsHasNoneAndStillATimeToCount) {
    RegistryRows rows = rows_of_county();
    rows.stops.clear();
    const registry::Registry registry{rows};
    const Departure departure = run("T1", own_bus, Direction::home);
    EXPECT_TRUE(stops_of(departure, registry, {}).empty());
    const RunTime when = run_time(departure, registry, {});
    EXPECT_EQ(when.from, departure.leaves_at - 1h);
    EXPECT_EQ(when.until, departure.leaves_at + 2h);
}

TEST(RunTime, OfTwoRunsOfAVehicleTheFirstEndsWhereTheSecondBegins) {
    RegistryRows rows = rows_of_county();
    const Departure first = run("T1", own_bus, Direction::home);
    Departure second = run("T2", own_bus, Direction::to_school);
    second.leaves_at = first.leaves_at + 80min;
    Departure gone = run("T3", own_bus, Direction::home);
    gone.leaves_at = first.leaves_at + 20min;
    gone.status = registry::DepartureStatus::cancelled;
    Departure foreign = run("T4", foreign_bus, Direction::home);
    foreign.leaves_at = first.leaves_at + 30min;
    rows.departures = {always(first), always(second), always(gone), always(foreign)};
    const registry::Registry registry{rows};
    const RunTime early = run_time(first, registry, {});
    EXPECT_EQ(early.from, first.leaves_at - 1h);
    EXPECT_EQ(early.until, second.leaves_at - 10min);
    const RunTime late = run_time(second, registry, {});
    EXPECT_EQ(late.from, early.until);
    EXPECT_EQ(late.until, second.leaves_at + 55min + 2h);
}

TEST(RunTime, RunsThatLeaveTogetherNeverHoldAtOnce) {
    RegistryRows rows = rows_of_county();
    const Departure first = run("T1", own_bus, Direction::home);
    const Departure second = run("T2", own_bus, Direction::home);
    rows.departures = {always(first), always(second)};
    const registry::Registry registry{rows};
    EXPECT_EQ(run_time(first, registry, {}).until, run_time(second, registry, {}).from);
    EXPECT_TRUE(registry::shares_line(first, registry));
}

TEST(CrewRuns, AreThoseThatNameThePerson) {
    RegistryRows rows = rows_of_county();
    Departure other = run("T2", own_bus, Direction::home);
    other.driver = "D2";
    rows.departures = {always(run("T1", own_bus, Direction::home)), always(other)};
    const registry::Registry registry{rows};
    EXPECT_EQ(runs_of({Post::driver, "D1"}, registry, school_day, school_day + 24h).size(), 1U);
    EXPECT_EQ(runs_of({Post::escort, "E1"}, registry, school_day, school_day + 24h).size(), 2U);
    EXPECT_EQ(runs_of({Post::escort, "D1"}, registry, school_day, school_day + 24h).size(), 0U);
    EXPECT_EQ(name_of({Post::driver, "D1"}, registry, school_day), "孙大伟");
    EXPECT_EQ(name_of({Post::escort, "D1"}, registry, school_day), "");
}

}  // namespace
}  // namespace husong::fleet
