// A small county whose registers are edited, on a Wednesday at noon.
#pragma once

#include "server/registry/registry.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace husong::registry::edited {

inline constexpr VehicleId home_bus{1}, school_bus{2}, spare_bus{3}, own_car{4};

inline Time at(const std::string& china) { return parse_time(china + ":00+08:00").value(); }
inline const Time noon = at("2026-09-02T12:00");
inline const Time all_summer = at("2026-08-01T00:00");
inline const Time yesterday = at("2026-09-01T00:00");
inline const Time week_ago = noon - std::chrono::days{7};

// At 16:00 the first bus goes home on line L1, at 7:00 the second one to school on L2.
inline RegistryRows lawful_county() {
    RegistryRows rows;
    const auto held = [](auto value) {
        return Versioned<decltype(value)>{.value = value, .valid_from = all_summer};
    };
    rows.schools = {held(School{.code = "X1", .name = "第一小学", .stage = "primary"})};
    rows.lines = {held(Line{"L1", "一号线", "X1"}), held(Line{"L2", "二号线", "X1"})};
    rows.stops = {held(Stop{"L1", 1, "北庄", 40.1, 118.1, 10min}),
                  held(Stop{"L2", 1, "南庄", 40.2, 118.2, 10min})};
    for (const VehicleId id : {home_bus, school_bus, spare_bus}) {
        Vehicle bus;
        bus.id = id;
        bus.use_nature = 'S';
        bus.approved_persons = 45;
        rows.vehicles.push_back(held(bus));
    }
    Driver qualified;
    qualified.licence_class = "A1";
    qualified.qualified_until = end_of_time;
    for (const char* code : {"D1", "D2"}) {
        qualified.code = code;
        rows.drivers.push_back(held(qualified));
    }
    rows.timetables = {
        held(Timetable{"T1", "L1", Direction::home, "12345", 16h, home_bus, "D1", "E1"}),
        held(Timetable{"T2", "L2", Direction::to_school, "12345", 7h, school_bus, "D2", "E2"})};
    for (const char* code : {"P1", "P2"}) {
        Pupil pupil;
        pupil.code = code;
        pupil.line = code[1] == '1' ? "L1" : "L2";
        rows.pupils.push_back(held(pupil));
    }
    rows.guardians = {held(Guardian{
        .code = "G1", .pupil = "P1", .name = "张某", .relation = "", .telephone = "", .consented_on = {}})};
    return rows;
}

// In a car of his own a guardian brings P2.
inline void add_own_car(RegistryRows& rows) {
    Vehicle car;
    car.id = own_car;
    car.use_nature = 'A';
    rows.vehicles.push_back({.value = car, .valid_from = all_summer});
    Guardian father{
        .code = "G2", .pupil = "P2", .name = "王某", .relation = "", .telephone = "", .consented_on = {}};
    father.vehicle = own_car;
    rows.guardians.push_back({.value = father, .valid_from = all_summer});
}

inline Departure departure(std::string code, Time leaves_at) {
    return {.code = std::move(code),
            .school = "X1",
            .leaves_at = leaves_at,
            .line = "L1",
            .vehicle = spare_bus,
            .driver = "D2",
            .escort = "E2",
            .note = ""};
}

inline Travel way_by(std::string line, Direction direction = Direction::home) {
    Travel way;
    way.pupil = "P1";
    way.direction = direction;
    way.line = std::move(line);
    return way;
}

// Gives each new row a number of its own, as the store does.
inline void number(RegistryRows& rows, std::int64_t& versions) {
    const auto all = [&](auto&... registers) {
        const auto each = [&](auto& row) {
            if (row.version == 0) row.version = ++versions;
        };
        (std::ranges::for_each(registers, each), ...);
    };
    all(rows.schools, rows.lines, rows.stops, rows.vehicles, rows.drivers, rows.timetables, rows.pupils,
        rows.guardians, rows.travels, rows.departures, rows.public_days, rows.reliefs, rows.school_bus_plates,
        rows.permits);
}
// From then on the row says something else: what the store does with the row that held before.
template <class T>
void say(std::vector<Versioned<T>>& rows, Time from, const std::function<void(T&)>& change,
         std::size_t index = 0) {
    Versioned<T> fresh = rows[index];
    fresh.valid_from = from;
    fresh.version = 0;
    change(fresh.value);
    rows[index].valid_until = from;
    rows[index].version = 0;
    rows.push_back(fresh);
}

}  // namespace husong::registry::edited
