// How each register lies in its table: the three statements, the columns, the key. One specialisation a
// register; reading all of it and applying an edit (registers.cpp) walk these.
#pragma once

#include "db/sqlite/connection.hpp"
#include "server/registry/entities.hpp"

#include <string>

namespace husong::db {

// Every specialisation has
//   select    rows known now: version, valid_from, valid_until, recorded_at, then the columns
//   insert    valid_from ?1, valid_until ?2, recorded_at ?3, then the columns from ?4
//   supersede superseded_at ?1 of version ?2
//   key       what identifies the thing; its rows differ in validity
//   columns   the row's values as a tuple, in the order of the columns: bound, and compared
//   read      the value back, from column `first`
template <class T>
struct RegisterTable;

inline constexpr int first_register_column = 4;

// Dates lie as YYYY-MM-DD, or NULL where there is none.
std::optional<std::string> date_text(const std::optional<std::chrono::year_month_day>& date);
std::optional<std::chrono::year_month_day> date_of(const Query& row, int column);
std::chrono::year_month_day day_of(const Query& row, int column);  // of a column that is never NULL

template <>
struct RegisterTable<registry::Operator> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, kind FROM operator "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO operator (valid_from, valid_until, recorded_at, code, name, kind) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    static constexpr Sql supersede = "UPDATE operator SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Operator& row) { return row.code; }
    static auto columns(const registry::Operator& row) { return std::tuple{row.code, row.name, row.kind}; }
    static registry::Operator read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::School> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, stage, boarding, latitude_deg, "
        "longitude_deg, gate_radius_m, leader, telephone FROM school WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO school (valid_from, valid_until, recorded_at, code, name, stage, boarding, "
        "latitude_deg, "
        "longitude_deg, gate_radius_m, leader, telephone) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    static constexpr Sql supersede = "UPDATE school SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::School& row) { return row.code; }
    static auto columns(const registry::School& row) {
        return std::tuple{row.code,          row.name,          row.stage,  row.boarding, row.latitude_deg,
                          row.longitude_deg, row.gate_radius_m, row.leader, row.telephone};
    }
    static registry::School read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Vehicle> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, e.vehicle, class, use_nature, "
        "approved_persons, "
        "approved_pupils, length_m, operator, status, counts_driver, counts_escort, counter, vin, model, "
        "school_bus_type, licence, licence_persons, first_registered_on, scrap_on, retired_on, owner, "
        "leader, "
        "v.plate, v.colour "
        "FROM vehicle_entry AS e JOIN vehicle AS v ON v.id = e.vehicle WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO vehicle_entry (valid_from, valid_until, recorded_at, vehicle, class, use_nature, "
        "approved_persons, approved_pupils, length_m, operator, status, counts_driver, counts_escort, "
        "counter, "
        "vin, model, school_bus_type, licence, licence_persons, first_registered_on, scrap_on, retired_on, "
        "owner, leader) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
        "?21, ?22, ?23, ?24)";
    static constexpr Sql supersede = "UPDATE vehicle_entry SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Vehicle& row) { return std::to_string(row.id.value); }
    static auto columns(const registry::Vehicle& row) {
        return std::tuple{row.id.value,
                          static_cast<std::int64_t>(row.vehicle_class),
                          std::string(1, row.use_nature),
                          row.approved_persons,
                          row.approved_pupils,
                          row.length_m,
                          row.operator_code,
                          static_cast<std::int64_t>(row.status),
                          row.counts_driver,
                          row.counts_escort,
                          static_cast<std::int64_t>(row.counter),
                          row.vin,
                          row.model,
                          row.school_bus_type,
                          static_cast<std::int64_t>(row.licence),
                          row.licence_persons,
                          date_text(row.first_registered_on),
                          date_text(row.scrap_on),
                          date_text(row.retired_on),
                          row.owner,
                          row.leader};
    }
    static registry::Vehicle read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::SchoolBusPlate> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, number, vehicle, issuer, route, "
        "drivers, times, stops, returned_on FROM school_bus_plate WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO school_bus_plate (valid_from, valid_until, recorded_at, number, vehicle, issuer, route, "
        "drivers, times, stops, returned_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    static constexpr Sql supersede = "UPDATE school_bus_plate SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::SchoolBusPlate& row) { return row.number; }
    static std::string join(const std::vector<std::string>& codes);
    static auto columns(const registry::SchoolBusPlate& row) {
        return std::tuple{row.number, row.vehicle.value,         row.issuer,
                          row.route,  join(row.driver_codes),    row.times,
                          row.stops,  date_text(row.returned_on)};
    }
    static registry::SchoolBusPlate read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Permit> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, number, vehicle, school, route FROM permit "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO permit (valid_from, valid_until, recorded_at, number, vehicle, school, route) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE permit SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Permit& row) { return row.number; }
    static auto columns(const registry::Permit& row) {
        return std::tuple{row.number, row.vehicle.value, row.school, row.route};
    }
    static registry::Permit read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Driver> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, licence_class, birth_on, "
        "qualified_until, operator, first_licensed_on, licence, period_end_on, reviewed_on, trained_on, "
        "health_until_on FROM driver WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO driver (valid_from, valid_until, recorded_at, code, name, licence_class, birth_on, "
        "qualified_until, operator, first_licensed_on, licence, period_end_on, reviewed_on, trained_on, "
        "health_until_on) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    static constexpr Sql supersede = "UPDATE driver SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Driver& row) { return row.code; }
    static auto columns(const registry::Driver& row) {
        return std::tuple{row.code,
                          row.name,
                          row.licence_class,
                          date_text(row.birth_on),
                          row.qualified_until,
                          row.operator_code,
                          date_text(row.first_licensed_on),
                          static_cast<std::int64_t>(row.licence),
                          date_text(row.period_end_on),
                          date_text(row.reviewed_on),
                          date_text(row.trained_on),
                          date_text(row.health_until_on)};
    }
    static registry::Driver read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Terminal> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, e.terminal, terminal_id, maker, model, "
        "edition, "
        "kind, vehicle, t.phone FROM terminal_entry AS e JOIN terminal AS t ON t.id = e.terminal "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO terminal_entry (valid_from, valid_until, recorded_at, terminal, terminal_id, maker, "
        "model, "
        "edition, kind, vehicle) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    static constexpr Sql supersede = "UPDATE terminal_entry SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Terminal& row) { return row.phone; }
    static auto columns(const registry::Terminal& row) {
        return std::tuple{row.id.value,     row.terminal_id, row.maker,
                          row.model,        row.edition,     static_cast<std::int64_t>(row.kind),
                          row.vehicle.value};
    }
    static registry::Terminal read(const Query& row, int first);
};

}  // namespace husong::db
