// A term's plan before its publication: one school's break on one line, three vehicles, and the registers.
#pragma once

#include "server/holidays/publication.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace husong::holidays {

using coordination::Minutes;
using coordination::Way;
using registry::Departure;
using namespace std::chrono_literals;

inline const Time before_term = *parse_time("2026-08-20T10:00:00+08:00");
inline const Time friday_midnight = *parse_time("2026-09-11T00:00:00+08:00");
inline const coordination::Day friday = std::chrono::sys_days{std::chrono::year{2026} / 9 / 11};

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
                              {"冀H·示002", 33, coordination::every_stage, "", {}},
                              {"冀H·示003", 33, coordination::every_stage, "", {}}};
        question_.breaks = {{0, 3, coordination::Leg{}, coordination::Leg{}}};
        plan_.legs = {{0, Way::home, {friday, 15h}, {run(15h)}},
                      {0, Way::back, {friday + std::chrono::days{2}, 17h}, {run(17h)}}};

        rows_.terms = {held(registry::Term{"2026-2027-1", date_of(2026, 9, 1), date_of(2027, 1, 22)})};
        rows_.lines = {held(registry::Line{"L7", "柳湾线", "S1"})};
        rows_.stops = {held(registry::Stop{"L7", 1, "近村", 40.9, 118.2, 20min}),
                       held(registry::Stop{"L7", 2, "远村", 40.9, 118.3, 45min}),
                       held(registry::Stop{"L7", 3, "更远村", 40.9, 118.4, 60min})};
        registry::Driver driver;
        driver.code = "D1";
        rows_.drivers = {held(driver)};
        for (const auto& [id, plate] :
             {std::pair{1, "冀H·示001"}, std::pair{2, "冀H·示002"}, std::pair{3, "冀H·示003"}}) {
            registry::Vehicle vehicle;
            vehicle.id = VehicleId{id};
            vehicle.plate = {plate, registry::PlateColour::yellow};
            rows_.identities[vehicle.plate] = vehicle.id;
            rows_.vehicles.push_back(held(vehicle));
        }
    }

    static std::chrono::year_month_day date_of(int year, unsigned month, unsigned day) {
        return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
    }
    static coordination::Run run(Minutes at_gate, std::size_t vehicle = 0) {
        return {.line = 0,
                .loads = {{1, 20}, {0, 12}},
                .riders = 32,
                .seats = 33,
                .way = 45min,
                .at_gate = at_gate,
                .vehicle = vehicle,
                .stand = {}};
    }
    // Of 32 riders so many, all of the farther place.
    static coordination::Run part(Minutes at_gate, std::size_t vehicle, int riders) {
        coordination::Run made = run(at_gate, vehicle);
        made.loads = {{1, riders}};
        made.riders = riders;
        return made;
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
        for (const auto& row : made.reliefs) rows_.reliefs.push_back(row);
    }
    std::vector<coordination::Run>& home() { return plan_.legs[0].runs; }
    // Both are published, the second vehicle twenty minutes after the first, and each has an escort.
    void keep_two_runs() {
        home() = {run(15h), run(15h + 20min, 1)};
        keep(publish().value());
        for (auto& row : rows_.departures) row.value.escort = row.value.vehicle == VehicleId{1} ? "E1" : "E2";
    }
    static const Departure* of_code(const Publication& made, const std::string& code) {
        for (const auto& row : made.runs)
            if (row.value.code == code) return &row.value;
        return nullptr;
    }
    // On the way home the first vehicle stops at 15:25: the near place is served, and the second one comes
    // to where it stands at 15:40.
    void stop_on_the_way() {
        home() = {run(15h), part(15h + 15min, 1, 20)};
        home()[0].loads = {{0, 12}};
        home()[0].riders = 12;
        home()[0].way = 20min;
        home()[1].stand = coordination::Stand{0, 15h + 25min, 25min, 0};
    }

    coordination::Case question_;
    coordination::Plan plan_;
    registry::RegistryRows rows_;
};

}  // namespace husong::holidays
