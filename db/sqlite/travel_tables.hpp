// How the registers of the ways of pupils and lines lie in their tables.
#pragma once

#include "db/sqlite/register_tables.hpp"
#include "server/registry/files.hpp"

namespace husong::db {

template <>
struct RegisterTable<registry::Travel> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, pupil, direction, mode, line, "
        "stop, plate, minutes, collector FROM travel WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql select_of_pupil =
        "SELECT version, valid_from, valid_until, recorded_at, pupil, direction, mode, line, stop, plate, "
        "minutes, collector FROM travel WHERE pupil = ?1 AND superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO travel (valid_from, valid_until, recorded_at, pupil, direction, mode, line, "
        "stop, plate, minutes, collector) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    static constexpr Sql supersede = "UPDATE travel SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Travel& row);
    static auto columns(const registry::Travel& row) {
        return std::tuple{row.pupil,   static_cast<std::int64_t>(row.direction),
                          row.mode,    row.line,
                          row.stop,    row.plate,
                          row.minutes, row.collector};
    }
    static registry::Travel read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Guardian> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, pupil, name, relation, "
        "telephone, may_collect, consented_on, vehicle FROM guardian WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO guardian (valid_from, valid_until, recorded_at, code, pupil, name, relation, "
        "telephone, may_collect, consented_on, vehicle) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    static constexpr Sql supersede = "UPDATE guardian SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Guardian& row);
    static auto columns(const registry::Guardian& row) {
        return std::tuple{row.code,
                          row.pupil,
                          row.name,
                          row.relation,
                          row.telephone,
                          row.may_collect,
                          date_text(row.consented_on),
                          row.vehicle ? std::optional{row.vehicle.value} : std::nullopt};
    }
    static registry::Guardian read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::RoadSection> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, line, from_m, until_m, road_class, "
        "limit_kmh, tags, approval FROM road_section WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO road_section (valid_from, valid_until, recorded_at, line, from_m, until_m, "
        "road_class, limit_kmh, tags, approval) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    static constexpr Sql supersede = "UPDATE road_section SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::RoadSection& row);
    static auto columns(const registry::RoadSection& row) {
        return std::tuple{row.line,      row.from_m, row.until_m, row.road_class,
                          row.limit_kmh, row.tags,   row.approval};
    }
    static registry::RoadSection read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Timetable> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, code, line, direction, weekdays, "
        "leaves_at, vehicle, driver, escort FROM timetable WHERE superseded_at IS NULL ORDER BY "
        "version";
    static constexpr Sql insert =
        "INSERT INTO timetable (valid_from, valid_until, recorded_at, code, line, direction, "
        "weekdays, leaves_at, vehicle, driver, escort) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
        "?9, ?10, ?11)";
    static constexpr Sql supersede = "UPDATE timetable SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Timetable& row);
    static auto columns(const registry::Timetable& row) {
        return std::tuple{row.code,
                          row.line,
                          static_cast<std::int64_t>(row.direction),
                          row.weekdays,
                          std::int64_t{row.leaves_at.count()},
                          row.vehicle.value,
                          row.driver,
                          row.escort};
    }
    static registry::Timetable read(const Query& row, int first);
};

template <>
struct RegisterTable<registry::Relief> {
    static constexpr Sql select =
        "SELECT version, valid_from, valid_until, recorded_at, run, vehicle, driver, escort, note FROM "
        "relief "
        "WHERE superseded_at IS NULL ORDER BY version";
    static constexpr Sql insert =
        "INSERT INTO relief (valid_from, valid_until, recorded_at, run, vehicle, driver, escort, note) "
        "VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    static constexpr Sql supersede = "UPDATE relief SET superseded_at = ?1 WHERE version = ?2";
    static std::string key(const registry::Relief& row);
    static auto columns(const registry::Relief& row) {
        return std::tuple{row.run, row.vehicle.value, row.driver, row.escort, row.note};
    }
    static registry::Relief read(const Query& row, int first);
};

}  // namespace husong::db
