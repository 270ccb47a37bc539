#include "db/sqlite/records.hpp"

#include "db/sqlite/record_rows.hpp"
#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

using tracking::OrderKey;
using tracking::Record;
using tracking::RecordKind;

constexpr std::uint64_t key_mask = (std::uint64_t{1} << tracking::record_key_bits) - 1;

Result<std::vector<Record>> read_all(Connection& db, Query& query) {
    std::vector<Record> records;
    for (;;) {
        const auto row = query.step();
        if (!row) return row.error();
        if (!*row) return records;
        auto record = read_record(db, query);
        if (!record) return record.error();
        records.push_back(std::move(*record));
    }
}

}  // namespace

std::int64_t kind_key(RecordKind kind, std::uint64_t key) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(kind) << tracking::record_key_bits |
                                     (key & key_mask));
}

RecordKind kind_of(std::int64_t kind_key) {
    return static_cast<RecordKind>(static_cast<std::uint64_t>(kind_key) >> tracking::record_key_bits);
}

std::uint64_t key_of(std::int64_t kind_key) { return static_cast<std::uint64_t>(kind_key) & key_mask; }

Result<bool> insert_record(Connection& db, const Record& record) {
    auto insert = db.query(
        "INSERT INTO record (vehicle, measured_at, kind_key, received_after, source, flags, told_by, "
        "latitude, "
        "longitude, altitude, speed, course, accuracy, alarm_bits, status_bits, satellites, located, items) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) "
        "ON CONFLICT (measured_at >> 16, vehicle, measured_at, kind_key) DO NOTHING");
    bind_record(insert, record, kind_key(record.kind(), record.key));
    if (auto inserted = insert.run(); !inserted) return inserted.error();
    if (db.changes() == 0) return false;
    if (record.kind() == RecordKind::position) return true;
    if (auto beside = insert_payload(db, db.last_rowid(), record); !beside) return beside.error();
    return true;
}

Result<std::vector<Record>> records_after(Connection& db, VehicleId vehicle, const OrderKey& after,
                                          std::size_t limit, std::uint16_t without_flags) {
    auto query = db.query(
        "SELECT record.* FROM vehicle_stretch AS s CROSS JOIN slot_of_stretch AS of CROSS JOIN record "
        "ON measured_at >> 16 = (s.stretch << 6) + of.slot AND record.vehicle = ?1 "
        "WHERE s.vehicle = ?1 AND s.stretch >= ?2 >> 22 AND (s.stretch << 6) + of.slot >= ?2 >> 16 "
        "AND (measured_at, kind_key) > (?2, ?3) AND flags & ?4 = 0 "
        "ORDER BY s.stretch, of.slot, measured_at, kind_key LIMIT ?5");
    query.bind(1, vehicle.value)
        .bind(2, after.measured_at)
        .bind(3, kind_key(after.kind, after.key))
        .bind(4, without_flags)
        .bind(5, limit);
    return read_all(db, query);
}

Result<std::vector<Record>> records_in(Connection& db, VehicleId vehicle, const Period& period,
                                       std::size_t limit) {
    auto query = db.query(
        "SELECT record.* FROM vehicle_stretch AS s CROSS JOIN slot_of_stretch AS of CROSS JOIN record "
        "ON measured_at >> 16 = (s.stretch << 6) + of.slot AND record.vehicle = ?1 "
        "WHERE s.vehicle = ?1 AND s.stretch BETWEEN ?2 >> 22 AND ?3 >> 22 "
        "AND (s.stretch << 6) + of.slot BETWEEN ?2 >> 16 AND ?3 >> 16 "
        "AND measured_at >= ?2 AND measured_at < ?3 "
        "ORDER BY s.stretch, of.slot, measured_at, kind_key LIMIT ?4");
    query.bind(1, vehicle.value).bind(2, period.from).bind(3, period.until).bind(4, limit);
    return read_all(db, query);
}

Result<std::vector<Record>> events_in(Connection& db, VehicleId vehicle, const Period& period,
                                      std::size_t limit) {
    auto query = db.query(
        "SELECT record.* FROM vehicle_stretch AS s CROSS JOIN slot_of_stretch AS of CROSS JOIN record "
        "ON measured_at >> 16 = (s.stretch << 6) + of.slot AND record.vehicle = ?1 "
        "WHERE s.vehicle = ?1 AND s.stretch BETWEEN ?2 >> 22 AND ?3 >> 22 "
        "AND (s.stretch << 6) + of.slot BETWEEN ?2 >> 16 AND ?3 >> 16 "
        "AND measured_at >= ?2 AND measured_at < ?3 AND kind_key >= 5 << 44 "
        "ORDER BY s.stretch, of.slot, measured_at, kind_key LIMIT ?4");
    query.bind(1, vehicle.value).bind(2, period.from).bind(3, period.until).bind(4, limit);
    return read_all(db, query);
}

Result<std::optional<Record>> find_record(Connection& db, VehicleId vehicle, const OrderKey& order) {
    // Not measured_at = ?2: SQLite would put ?2 for it in the first term too, and no longer find the index.
    auto query = db.query(
        "SELECT * FROM record WHERE measured_at >> 16 = ?2 >> 16 AND vehicle = ?1 "
        "AND measured_at BETWEEN ?2 AND ?2 AND kind_key = ?3");
    query.bind(1, vehicle.value).bind(2, order.measured_at).bind(3, kind_key(order.kind, order.key));
    const auto row = query.step();
    if (!row) return row.error();
    if (!*row) return std::optional<Record>{};
    auto record = read_record(db, query);
    if (!record) return record.error();
    return std::optional{std::move(*record)};
}

Result<std::vector<Record>> newest_sightings(Connection& db, std::optional<VehicleId> vehicle, Time since,
                                             std::size_t limit) {
    auto query = db.query(
        "SELECT * FROM record INDEXED BY record_sighting WHERE kind_key BETWEEN 4 << 44 AND (5 << 44) - 1 "
        "AND measured_at >= ?1 "
        "AND (?2 IS NULL OR vehicle = ?2) ORDER BY measured_at DESC LIMIT ?3");
    query.bind(1, since).bind(3, limit);
    if (vehicle)
        query.bind(2, vehicle->value);
    else
        query.bind(2, std::nullopt);
    return read_all(db, query);
}

Result<std::vector<Record>> newest_partial_sightings(Connection& db, Time since, std::size_t limit) {
    auto query = db.query(
        "SELECT * FROM record INDEXED BY record_sighting WHERE kind_key BETWEEN 4 << 44 AND (5 << 44) - 1 "
        "AND measured_at >= ?1 "
        "AND flags & ?2 <> 0 ORDER BY measured_at DESC LIMIT ?3");
    query.bind(1, since).bind(2, tracking::flag::partial_plate).bind(3, limit);
    return read_all(db, query);
}

Result<std::vector<VehicleId>> vehicles_with_records(Connection& db) {
    auto query = db.query(
        "SELECT id FROM vehicle WHERE EXISTS (SELECT 1 FROM vehicle_stretch AS s WHERE s.vehicle = "
        "vehicle.id) ORDER BY id");
    return all_rows(query, [](const Query& row) { return VehicleId{row.integer(0)}; });
}

}  // namespace husong::db
