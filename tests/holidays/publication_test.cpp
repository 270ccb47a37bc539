// A plan's runs as the county's departures: added, changed, called off.
#include "server/holidays/publication.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using coordination::Minutes;
using coordination::Way;
using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using namespace std::chrono_literals;

const Time before_term = *parse_time("2026-08-20T10:00:00+08:00");
const coordination::Day friday = std::chrono::sys_days{std::chrono::year{2026} / 9 / 11};

template <class T>
registry::Versioned<T> held(T value) {
    return {.value = std::move(value), .valid_from = *parse_time("2026-01-01T00:00:00+08:00")};
}

class PublishedPlan : public testing::Test {
protected:
    PublishedPlan() {
        question_.term = "2026-2027-1";
        question_.schools.push_back({.code = "S1", .name = "示例寄宿学校", .gate = {40.9, 118.1}});
        question_.lines.push_back(
            {"L7", 0, {{"近村", {40.9, 118.2}, 20min, 12}, {"远村", {40.9, 118.3}, 45min, 20}}});
        question_.vehicles = {{"冀H·示001", 43, coordination::every_stage, "D1", {}},
                              {"冀H·示002", 33, coordination::every_stage, "", {}}};
        question_.breaks = {{0, 3, coordination::Leg{}, coordination::Leg{}}};
        plan_.legs = {{0, Way::home, {friday, 15h}, {run(15h)}},
                      {0, Way::back, {friday + std::chrono::days{2}, 17h}, {run(17h)}}};

        rows_.lines = {held(registry::Line{"L7", "柳湾线", "S1"})};
        rows_.stops = {held(registry::Stop{"L7", 1, "近村", 40.9, 118.2, 20min}),
                       held(registry::Stop{"L7", 2, "远村", 40.9, 118.3, 45min}),
                       held(registry::Stop{"L7", 3, "更远村", 40.9, 118.4, 60min})};
        registry::Driver driver;
        driver.code = "D1";
        rows_.drivers = {held(driver)};
        for (const auto& [id, plate] : {std::pair{1, "冀H·示001"}, std::pair{2, "冀H·示002"}}) {
            registry::Vehicle vehicle;
            vehicle.id = VehicleId{id};
            vehicle.plate = {plate, registry::PlateColour::yellow};
            rows_.identities[vehicle.plate] = vehicle.id;
            rows_.vehicles.push_back(held(vehicle));
        }
    }

    static coordination::Run run(Minutes at_gate) {
        return {.line = 0,
                .loads = {{1, 20}, {0, 12}},
                .riders = 32,
                .seats = 33,
                .way = 45min,
                .at_gate = at_gate,
                .vehicle = 0};
    }

    Result<Publication> publish(Time now = before_term) const {
        return publication_of(question_, plan_, registry::Registry{rows_}, now);
    }
    // As the store would have it.
    void keep(const Publication& made) {
        for (const auto& row : made.runs) {
            std::erase_if(rows_.departures,
                          [&](const auto& known) { return known.value.code == row.value.code; });
            rows_.departures.push_back(row);
        }
    }

    coordination::Case question_;
    coordination::Plan plan_;
    registry::RegistryRows rows_;
};

TEST_F(PublishedPlan, EachRunIsADepartureWithItsRiders) {
    const auto made = publish();
    ASSERT_TRUE(made) << made.error().what;
    ASSERT_EQ(made->runs.size(), 2U);
    const Departure& home = made->runs[0].value;
    EXPECT_EQ(home.code, "2026-2027-1/S1/3H/L7/1");
    EXPECT_EQ(home.direction, Direction::home);
    EXPECT_EQ(home.leaves_at, *parse_time("2026-09-11T15:00:00+08:00"));
    EXPECT_EQ(home.vehicle, VehicleId{1});
    EXPECT_EQ(home.driver, "D1");
    EXPECT_EQ(home.seats, 43);
    EXPECT_EQ(home.note, "远村 20人、近村 12人");
}

TEST_F(PublishedPlan, ToSchoolItLeavesFromTheLinesFarthestStop) {
    const Departure back = publish()->runs[1].value;
    EXPECT_EQ(back.direction, Direction::to_school);
    EXPECT_EQ(back.leaves_at, *parse_time("2026-09-13T16:00:00+08:00")) << "an hour before it is at the gate";
}

TEST_F(PublishedPlan, PublishedAgainNothingChanges) {
    keep(*publish());
    const auto again = publish();
    EXPECT_EQ(again->added, 0);
    EXPECT_EQ(again->changed, 0);
    EXPECT_EQ(again->cancelled, 0);
}

TEST_F(PublishedPlan, AnotherVersionChangesRunsAndCallsOffThoseItHasNoMore) {
    keep(*publish());
    rows_.departures[0].value.escort = "E1";
    plan_.legs[0].at.at = 15h + 30min;
    plan_.legs[0].runs[0].at_gate = 15h + 30min;
    plan_.legs.pop_back();
    const auto next = publish();
    ASSERT_TRUE(next) << next.error().what;
    EXPECT_EQ(next->changed, 1);
    EXPECT_EQ(next->cancelled, 1);
    EXPECT_EQ(next->runs[0].value.escort, "E1") << "whom the operator has named";
    EXPECT_EQ(next->runs[1].value.status, DepartureStatus::cancelled);
    EXPECT_EQ(next->runs[1].value.code, "2026-2027-1/S1/3B/L7/1");
}

TEST_F(PublishedPlan, WhatHasLeftAndWhatOthersPublishedStays) {
    keep(*publish());
    Departure excursion = rows_.departures[1].value;
    excursion.code = "K-17";
    rows_.departures.push_back(held(excursion));
    plan_.legs.clear();
    const auto next = publish(*parse_time("2026-09-11T15:05:00+08:00"));
    ASSERT_EQ(next->runs.size(), 1U);
    EXPECT_EQ(next->runs[0].value.code, "2026-2027-1/S1/3B/L7/1");
}

TEST_F(PublishedPlan, ARunWithoutVehicleOrOfAnUnknownOneIsNamed) {
    plan_.legs[1].runs[0].vehicle = std::nullopt;
    EXPECT_THAT(publish().error().what, testing::HasSubstr("2026-2027-1/S1/3B/L7/1: has no vehicle yet"));
    plan_.legs[1].runs[0].vehicle = 1;
    rows_.drivers.clear();
    EXPECT_THAT(publish().error().what, testing::HasSubstr("driver D1 is not registered for 2026-09-11"));
    plan_.legs[0].runs[0].vehicle = 1;  // whose driver is still to be named
    rows_.vehicles[1].valid_until = *parse_time("2026-09-12T00:00:00+08:00");
    EXPECT_THAT(publish().error().what,
                testing::HasSubstr("vehicle 冀H·示002 is not registered for 2026-09-13"));
}

}  // namespace
}  // namespace husong::holidays
