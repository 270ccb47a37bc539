// A county whose register is in order on a day: what a test changes is one thing of it.
#pragma once

#include "server/rules/register_look.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace husong::rules::lawful {

using std::chrono::year_month_day;
namespace reg = registry;

inline year_month_day day(std::string_view text) { return parse_date(text).value(); }
// A paper whose last valid day is told ends at the midnight after it.
inline Time through(std::string_view last) { return china_midnight(day(last)) + std::chrono::days{1}; }
inline Time from(std::string_view first) { return china_midnight(day(first)); }
inline Time at(std::string_view on) { return china_midnight(day(on)) + std::chrono::hours{9}; }

inline constexpr VehicleId first_bus{7}, second_bus{8};
inline constexpr std::string_view today = "2026-09-01";  // a Tuesday

template <class T>
reg::Versioned<T> row(T value, std::string_view valid_from = "2026-07-01", std::string_view last = "") {
    return {.value = std::move(value),
            .valid_from = from(valid_from),
            .valid_until = last.empty() ? end_of_time : through(last)};
}

inline reg::Vehicle school_bus(VehicleId id, std::string plate) {
    reg::Vehicle vehicle;
    vehicle.id = id;
    vehicle.plate = {std::move(plate), reg::PlateColour::yellow};
    vehicle.use_nature = 'S';
    vehicle.approved_persons = 45;
    vehicle.licence_persons = 45;
    vehicle.operator_code = "C1";
    return vehicle;
}

inline reg::Driver driver(std::string code) {
    reg::Driver made;
    made.code = std::move(code);
    made.name = "张某";
    made.birth_on = day("1980-05-10");
    made.qualified_until = end_of_time;
    made.operator_code = "C1";
    made.period_end_on = day("2026-04-20");
    made.reviewed_on = day("2026-05-06");
    made.trained_on = day("2026-08-20");
    return made;
}

inline reg::Pupil pupil(int number, std::string stage = "primary") {
    reg::Pupil made;
    made.code = "P" + std::to_string(number);
    made.name = "学生" + std::to_string(number);
    made.school = "X1";
    made.line = "L1";
    made.stage = std::move(stage);
    return made;
}

inline reg::Timetable timetable(std::string code, VehicleId vehicle) {
    return {.code = std::move(code),
            .line = "L1",
            .direction = reg::Direction::home,
            .weekdays = "12345",
            .leaves_at = std::chrono::hours{16},
            .vehicle = vehicle,
            .driver = "D1",
            .escort = "E1"};
}

inline reg::Departure departure(std::string code, VehicleId vehicle, std::string_view on) {
    reg::Departure made;
    made.code = std::move(code);
    made.school = "X1";
    made.line = "L1";
    made.leaves_at = at(on) + std::chrono::hours{7};
    made.vehicle = vehicle;
    made.driver = "D1";
    made.escort = "E1";
    return made;
}

// One school bus of 核载 45 with all its papers, its driver and escort, and 43 pupils on its line's
// timetable: exactly as many as there are places.
inline reg::RegistryRows county() {
    reg::RegistryRows rows;
    rows.operators = {row(reg::Operator{"C1", "甲校车公司", "school_bus_company"})};
    rows.schools = {row(reg::School{.code = "X1", .name = "第一小学", .stage = "primary"})};
    rows.lines = {row(reg::Line{"L1", "一号线", "X1"})};
    rows.vehicles = {row(school_bus(first_bus, "冀H00318"), "2025-09-01")};
    rows.identities = {{{"冀H00318", reg::PlateColour::yellow}, first_bus}};
    reg::SchoolBusPlate plate{
        .number = "校0318", .vehicle = first_bus, .issuer = "", .route = "", .driver_codes = {"D1"}};
    rows.school_bus_plates = {row(plate, "2026-07-01", "2026-12-31")};
    rows.permits = {row(reg::Permit{"许0318", first_bus, "X1", "L1"}, "2026-07-01", "2027-06-30")};
    for (const std::string_view kind :
         {"school_bus_standard", "inspection", "operating_plan", "safety_system", "carrier_insurance"})
        rows.vehicle_documents.push_back(
            row(reg::VehicleDocument{std::string{kind}, "1", first_bus, ""}, "2026-07-01", "2026-12-31"));
    rows.drivers = {row(driver("D1"), "2020-01-01")};
    rows.escorts = {row(
        reg::Escort{.code = "E1", .name = "李某", .operator_code = "C1", .trained_on = day("2026-08-20")})};
    rows.timetables = {row(timetable("T1", first_bus))};
    for (int number = 1; number <= 43; ++number) rows.pupils.push_back(row(pupil(number)));
    return rows;
}

inline reg::VehicleDocument& document(reg::RegistryRows& rows, std::string_view kind) {
    return std::ranges::find_if(rows.vehicle_documents,
                                [&](const auto& each) { return each.value.kind == kind; })
        ->value;
}
inline reg::Versioned<reg::VehicleDocument>& document_row(reg::RegistryRows& rows, std::string_view kind) {
    return *std::ranges::find_if(rows.vehicle_documents,
                                 [&](const auto& each) { return each.value.kind == kind; });
}

struct Look {
    RuleSettings settings{};
    std::vector<FindingHead> overloads{};

    // Everything that a rule names at an instant, by vehicle and subject.
    [[nodiscard]] std::vector<Breach> all(RuleId rule, reg::RegistryRows rows, Time now) const {
        const reg::Registry registry{std::move(rows)};
        auto breaches = breaches_of(rule_of(rule), {registry, now, settings, overloads});
        std::ranges::sort(breaches, {}, [](const Breach& breach) {
            return std::pair{breach.vehicle, breach.subject};
        });
        return breaches;
    }
    // "7 since 2026-09-01": vehicle or subject. The clock stands at nine in the morning of the day.
    [[nodiscard]] std::string of(RuleId rule, reg::RegistryRows rows, std::string_view on = today) const {
        std::string text;
        for (const Breach& breach : all(rule, std::move(rows), at(on))) {
            text += text.empty() ? "" : ", ";
            text += breach.vehicle ? std::to_string(breach.vehicle.value) : "";
            text += (breach.vehicle && !breach.subject.empty() ? " " : "") + breach.subject;
            text += " since " + to_iso(china_date(breach.since));
        }
        return text;
    }
    [[nodiscard]] std::string detail(RuleId rule, reg::RegistryRows rows, std::string_view on = today) const {
        std::string text;
        for (const Breach& breach : all(rule, std::move(rows), at(on)))
            text += (text.empty() ? "" : " | ") + breach.detail;
        return text;
    }
};

}  // namespace husong::rules::lawful
