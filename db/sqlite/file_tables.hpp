// How the registers of vehicles' and drivers' files lie in their tables.
#pragma once

#include "db/sqlite/register_tables.hpp"
#include "server/registry/files.hpp"

namespace husong::db {

template <>
struct RegisterTable<registry::VehicleDocument> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, kind, number, vehicle, issuer FROM "
        "vehicle_document WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO vehicle_document (valid_from, valid_until, recorded_at, kind, number, "
        "vehicle, issuer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE vehicle_document SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::VehicleDocument& row);
    static auto columns(const registry::VehicleDocument& row) {
        return std::tuple{row.kind, row.number, row.vehicle.value, row.issuer};
    }
    static registry::VehicleDocument read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::EquipmentCheck> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, vehicle, day, faults, checker FROM "
        "equipment_check WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO equipment_check (valid_from, valid_until, recorded_at, vehicle, day, faults, "
        "checker) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE equipment_check SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::EquipmentCheck& row);
    static auto columns(const registry::EquipmentCheck& row) {
        return std::tuple{row.vehicle.value, to_iso(row.on), row.faults, row.checker};
    }
    static registry::EquipmentCheck read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Maintenance> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, vehicle, day, workshop, work FROM "
        "maintenance WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO maintenance (valid_from, valid_until, recorded_at, vehicle, day, workshop, "
        "work) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE maintenance SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Maintenance& row);
    static auto columns(const registry::Maintenance& row) {
        return std::tuple{row.vehicle.value, to_iso(row.on), row.workshop, row.work};
    }
    static registry::Maintenance read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::StageOverride> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, vehicle, stage, approved_by, "
        "reason FROM stage_override WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO stage_override (valid_from, valid_until, recorded_at, vehicle, stage, "
        "approved_by, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    static constexpr Sql supersede = "UPDATE stage_override SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::StageOverride& row);
    static auto columns(const registry::StageOverride& row) {
        return std::tuple{row.vehicle.value, row.stage, row.approved_by, row.reason};
    }
    static registry::StageOverride read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Offence> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, driver, kind, day, points, text "
        "FROM offence WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO offence (valid_from, valid_until, recorded_at, driver, kind, day, points, "
        "text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE offence SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Offence& row);
    static auto columns(const registry::Offence& row) {
        return std::tuple{row.driver, static_cast<std::int64_t>(row.kind), to_iso(row.on), row.points,
                          row.text};
    }
    static registry::Offence read(const Query& row, int first);
};

}  // namespace husong::db
