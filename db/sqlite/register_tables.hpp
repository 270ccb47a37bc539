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
        "longitude_deg, gate_radius_m FROM school WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO school (valid_from, valid_until, recorded_at, code, name, stage, boarding, "
        "latitude_deg, "
        "longitude_deg, gate_radius_m) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    static constexpr Sql supersede = "UPDATE school SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::School& row) { return row.code; }
    static auto columns(const registry::School& row) {
        return std::tuple{row.code,         row.name,          row.stage,        row.boarding,
                          row.latitude_deg, row.longitude_deg, row.gate_radius_m};
    }
    static registry::School read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Vehicle> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, e.vehicle, class, use_nature, "
        "approved_persons, "
        "approved_pupils, length_m, operator, status, counts_driver, counts_escort, v.plate, v.colour "
        "FROM vehicle_entry AS e JOIN vehicle AS v ON v.id = e.vehicle WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO vehicle_entry (valid_from, valid_until, recorded_at, vehicle, class, use_nature, "
        "approved_persons, approved_pupils, length_m, operator, status, counts_driver, counts_escort) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
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
                          row.counts_escort};
    }
    static registry::Vehicle read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::SchoolBusPlate> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, number, vehicle, issuer, route, drivers "
        "FROM school_bus_plate WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO school_bus_plate (valid_from, valid_until, recorded_at, number, vehicle, issuer, route, "
        "drivers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE school_bus_plate SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::SchoolBusPlate& row) { return row.number; }
    static std::string join(const std::vector<std::string>& codes);
    static auto columns(const registry::SchoolBusPlate& row) {
        return std::tuple{row.number, row.vehicle.value, row.issuer, row.route, join(row.driver_codes)};
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
        "qualified_until, operator FROM driver WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO driver (valid_from, valid_until, recorded_at, code, name, licence_class, birth_on, "
        "qualified_until, operator) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    static constexpr Sql supersede = "UPDATE driver SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Driver& row) { return row.code; }
    static std::optional<std::string> date_text(const std::optional<std::chrono::year_month_day>& date);
    static auto columns(const registry::Driver& row) {
        return std::tuple{
            row.code,         row.name, row.licence_class, date_text(row.birth_on), row.qualified_until,
            row.operator_code};
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
