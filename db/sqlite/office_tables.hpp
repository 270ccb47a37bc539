// How the registers of agreements and offices lie in their tables.
#pragma once

#include "db/sqlite/register_tables.hpp"
#include "server/registry/files.hpp"

namespace husong::db {

template <>
struct RegisterTable<registry::Agreement> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, school, operator, number, filed_on "
        "FROM agreement WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO agreement (valid_from, valid_until, recorded_at, school, operator, number, "
        "filed_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE agreement SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Agreement& row);
    static auto columns(const registry::Agreement& row) {
        return std::tuple{row.school, row.operator_code, row.number, date_text(row.filed_on)};
    }
    static registry::Agreement read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::DutyShift> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, post_kind, post, from_hour, "
        "until_hour, name, telephone FROM duty_shift WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO duty_shift (valid_from, valid_until, recorded_at, post_kind, post, "
        "from_hour, until_hour, name, telephone) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    static constexpr Sql supersede = "UPDATE duty_shift SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::DutyShift& row);
    static auto columns(const registry::DutyShift& row) {
        return std::tuple{row.post_kind, row.post, row.from_hour, row.until_hour, row.name, row.telephone};
    }
    static registry::DutyShift read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::GateFacility> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, school, kind, present, checked_on "
        "FROM gate_facility WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO gate_facility (valid_from, valid_until, recorded_at, school, kind, present, "
        "checked_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE gate_facility SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::GateFacility& row);
    static auto columns(const registry::GateFacility& row) {
        return std::tuple{row.school, row.kind, row.present, to_iso(row.checked_on)};
    }
    static registry::GateFacility read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::LocalRule> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, parameter, value, title, clause, "
        "file FROM local_rule WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO local_rule (valid_from, valid_until, recorded_at, parameter, value, title, "
        "clause, file) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE local_rule SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::LocalRule& row);
    static auto columns(const registry::LocalRule& row) {
        return std::tuple{row.parameter, row.value, row.title, row.clause, row.file};
    }
    static registry::LocalRule read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Notice> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, kind, mark, area, text, issuer "
        "FROM notice WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO notice (valid_from, valid_until, recorded_at, kind, mark, area, text, "
        "issuer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE notice SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Notice& row);
    static auto columns(const registry::Notice& row) {
        return std::tuple{row.kind, row.mark, row.area, row.text, row.issuer};
    }
    static registry::Notice read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::JointCheck> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, day, place, bodies, vehicles, "
        "result FROM joint_check WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO joint_check (valid_from, valid_until, recorded_at, day, place, bodies, "
        "vehicles, result) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE joint_check SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::JointCheck& row);
    static auto columns(const registry::JointCheck& row) {
        return std::tuple{to_iso(row.on), row.place, row.bodies, row.vehicles, row.result};
    }
    static registry::JointCheck read(const Query& row, int first);
};

}  // namespace husong::db
