// Registers of a term for tests: one boarding school that is told of in full.
#pragma once

#include "server/holidays/term_case.hpp"

namespace husong::holidays {

inline constexpr std::string_view autumn = "2026-2027-1";
inline const Time in_august = *parse_time("2026-08-20T09:00:00+08:00");
inline constexpr VehicleId school_bus{1}, coach{2};

template <class T>
registry::Versioned<T> since_ever(T value) {
    return {.value = std::move(value)};
}

inline std::chrono::year_month_day date(const char* text) { return *parse_date(text); }
inline coordination::Day day(const char* text) { return date(text); }

inline registry::Pupil boarder(const std::string& code, const std::string& home_place) {
    registry::Pupil pupil;
    pupil.code = code;
    pupil.school = "S1";
    pupil.boarding = true;
    pupil.home_place = home_place;
    return pupil;
}

// Both ways alike.
inline void tell_way(registry::RegistryRows& rows, const std::string& pupil, const std::string& mode,
                     const std::string& stop = "") {
    for (const auto direction : {registry::Direction::home, registry::Direction::to_school})
        rows.travels.push_back({.value = {.pupil = pupil,
                                          .direction = direction,
                                          .mode = mode,
                                          .line = stop.empty() ? "" : "L1",
                                          .stop = stop},
                                .valid_from = *parse_time("2026-08-15T00:00:00+08:00")});
}

inline void add_fleet(registry::RegistryRows& rows) {
    registry::Vehicle bus;
    bus.id = school_bus;
    bus.plate = {"冀H00001", registry::PlateColour::yellow};
    bus.use_nature = 'S';
    bus.approved_persons = 40;
    registry::Vehicle charter = bus;
    charter.id = coach;
    charter.plate = {"冀H00002", registry::PlateColour::yellow};
    charter.use_nature = 'E';
    charter.approved_persons = 49;
    rows.vehicles = {since_ever(bus), since_ever(charter)};
    registry::SchoolBusPlate plate;
    plate.number = "BP1";
    plate.vehicle = school_bus;
    plate.driver_codes = {"D1"};
    rows.school_bus_plates = {since_ever(plate)};
    rows.permits = {since_ever(registry::Permit{"PM1", school_bus, "S1", ""})};
    registry::Driver driver;
    driver.code = "D1";
    rows.drivers = {since_ever(driver)};
    for (const VehicleId vehicle : {school_bus, coach})
        for (const char* kind : {"inspection", "transport_certificate", "carrier_insurance"})
            rows.vehicle_documents.push_back({.value = {.kind = kind, .number = "1", .vehicle = vehicle},
                                              .valid_from = *parse_time("2026-08-10T00:00:00+08:00"),
                                              .valid_until = *parse_time("2027-02-10T00:00:00+08:00")});
}

// 示例中学, ten days on and four off, with two places on one line, a school bus and a coach.
inline registry::RegistryRows term_county() {
    registry::RegistryRows rows;
    rows.terms = {since_ever(registry::Term{std::string{autumn}, date("2026-09-01"), date("2027-01-22")})};
    registry::School school;
    school.code = "S1";
    school.name = "示例中学";
    school.stage = "junior_high";
    school.boarding = true;
    school.latitude_deg = 40.9;
    school.longitude_deg = 118.1;
    rows.schools = {since_ever(school)};
    rows.holiday_rules = {since_ever(registry::HolidayRule{.school = "S1", .on_days = 10, .off_days = 4})};
    rows.lines = {since_ever(registry::Line{"L1", "示例线", "S1"})};
    rows.stops = {since_ever(registry::Stop{"L1", 1, "近村", 40.95, 118.1, 20min}),
                  since_ever(registry::Stop{"L1", 2, "远村", 41.0, 118.2, 45min})};
    rows.pupils = {since_ever(boarder("P1", "远村")), since_ever(boarder("P2", "近村"))};
    tell_way(rows, "P1", "school_bus", "远村");
    tell_way(rows, "P2", "charter", "近村");
    for (const auto& [from, days, name] :
         {std::tuple{"2026-09-25", 3, "中秋节"}, std::tuple{"2026-10-01", 7, "国庆节"}})
        for (int i = 0; i < days; ++i)
            rows.public_days.push_back(
                since_ever(registry::PublicDay{day(from) + std::chrono::days{i}, "off", name, "示例通知"}));
    rows.public_days.push_back(
        since_ever(registry::PublicDay{date("2026-10-10"), "work", "国庆节", "示例通知"}));
    for (int weekday = 1; weekday <= 7; ++weekday)
        rows.police_posts.push_back(since_ever(registry::PolicePosts{weekday, {}, 6}));
    add_fleet(rows);
    return rows;
}

}  // namespace husong::holidays
