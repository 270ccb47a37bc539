// How the registers of the published schedule lie in their tables.
#pragma once

#include "db/sqlite/register_tables.hpp"

namespace husong::db {

template <>
struct RegisterTable<registry::Escort> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, operator, trained_on, "
        "health_until_on FROM escort "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO escort (valid_from, valid_until, recorded_at, code, name, operator, trained_on, "
        "health_until_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE escort SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Escort& row);
    static auto columns(const registry::Escort& row) {
        return std::tuple{row.code, row.name, row.operator_code, date_text(row.trained_on),
                          date_text(row.health_until_on)};
    }
    static registry::Escort read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Line> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, school, leader FROM line "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO line (valid_from, valid_until, recorded_at, code, name, school, leader) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE line SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Line& row);
    static auto columns(const registry::Line& row) {
        return std::tuple{row.code, row.name, row.school, row.leader};
    }
    static registry::Line read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Stop> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, line, place, name, latitude_deg, "
        "longitude_deg, from_school FROM stop "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO stop (valid_from, valid_until, recorded_at, line, place, name, latitude_deg, "
        "longitude_deg, from_school) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    static constexpr Sql supersede = "UPDATE stop SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Stop& row);
    static auto columns(const registry::Stop& row) {
        return std::tuple{row.line,         row.place,         row.name,
                          row.latitude_deg, row.longitude_deg, std::int64_t{row.from_school.count()}};
    }
    static registry::Stop read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Boarders> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, school, home_place, pupils FROM boarders "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO boarders (valid_from, valid_until, recorded_at, school, home_place, pupils) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    static constexpr Sql supersede = "UPDATE boarders SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Boarders& row);
    static auto columns(const registry::Boarders& row) {
        return std::tuple{row.school, row.home_place, row.pupils};
    }
    static registry::Boarders read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Pupil> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, name, school, class, boarding, "
        "home_place, line, stop, stage, left_behind FROM pupil "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO pupil (valid_from, valid_until, recorded_at, code, name, school, class, boarding, "
        "home_place, line, stop, stage, left_behind) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    static constexpr Sql supersede = "UPDATE pupil SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Pupil& row);
    static auto columns(const registry::Pupil& row) {
        return std::tuple{row.code,       row.name, row.school, row.class_name, row.boarding,
                          row.home_place, row.line, row.stop,   row.stage,      row.left_behind};
    }
    static registry::Pupil read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::PublicDay> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, day, kind, name, notice FROM public_day "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO public_day (valid_from, valid_until, recorded_at, day, kind, name, notice) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE public_day SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::PublicDay& row);
    static auto columns(const registry::PublicDay& row) {
        return std::tuple{to_iso(row.on), row.kind, row.name, row.notice};
    }
    static registry::PublicDay read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Departure> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, school, direction, leaves_at, line, "
        "vehicle, driver, escort, seats, status, note, (SELECT count(*) - 1 FROM departure AS v WHERE v.code "
        "= departure.code) FROM departure "
        "WHERE superseded_at IS NULL ORDER BY version";
    // ?1: how long before the last such moment, in milliseconds. A version's place among those of its run.
    static constexpr Sql select_former =
        "SELECT version, valid_from, valid_until, recorded_at, code, school, direction, leaves_at, line, "
        "vehicle, driver, escort, seats, status, note, (SELECT count(*) FROM departure AS v WHERE v.code = "
        "departure.code AND v.version < departure.version) FROM departure "
        "WHERE superseded_at >= (SELECT max(superseded_at) FROM departure WHERE superseded_at IS NOT NULL) - "
        "?1 ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO departure (valid_from, valid_until, recorded_at, code, school, direction, leaves_at, "
        "line, vehicle, driver, escort, seats, status, note) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
    static constexpr Sql supersede = "UPDATE departure SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Departure& row);
    static auto columns(const registry::Departure& row) {
        return std::tuple{row.code,
                          row.school,
                          static_cast<std::int64_t>(row.direction),
                          row.leaves_at,
                          row.line,
                          row.vehicle.value,
                          row.driver,
                          row.escort,
                          row.seats,
                          static_cast<std::int64_t>(row.status),
                          row.note};
    }
    static registry::Departure read(const Query& row, int first);
};

}  // namespace husong::db
