#include "db/sqlite/checkpoints.hpp"

#include "db/sqlite/records.hpp"
#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

using tracking::OrderKey;

OrderKey read_order(const Query& row, int column) {
    const std::int64_t kind_and_key = row.integer(column + 1);
    return {row.time(column), kind_of(kind_and_key), key_of(kind_and_key)};
}

Checkpoint read_checkpoint(const Query& row) {
    const Bytes state = row.blob(3);
    return {read_order(row, 1), std::string{state.begin(), state.end()}};
}

Bytes bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<> put_checkpoint(Connection& db, VehicleId vehicle, const Checkpoint& checkpoint) {
    return db
        .query(
            "INSERT INTO checkpoint (vehicle, measured_at, kind_key, state) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (vehicle, measured_at, kind_key) DO UPDATE SET state = excluded.state")
        .bind(1, vehicle.value)
        .bind(2, checkpoint.last.measured_at)
        .bind(3, kind_key(checkpoint.last.kind, checkpoint.last.key))
        .bind(4, bytes_of(checkpoint.state))
        .run();
}

Result<std::optional<Checkpoint>> checkpoint_before(Connection& db, VehicleId vehicle,
                                                    const OrderKey& before) {
    auto query = db.query(
        "SELECT vehicle, measured_at, kind_key, state FROM checkpoint "
        "WHERE vehicle = ?1 AND (measured_at, kind_key) < (?2, ?3) ORDER BY measured_at DESC, kind_key DESC "
        "LIMIT 1");
    query.bind(1, vehicle.value).bind(2, before.measured_at).bind(3, kind_key(before.kind, before.key));
    return first_row(query, read_checkpoint);
}

Result<> drop_checkpoints_after(Connection& db, VehicleId vehicle, const OrderKey& after) {
    return db.query("DELETE FROM checkpoint WHERE vehicle = ?1 AND (measured_at, kind_key) > (?2, ?3)")
        .bind(1, vehicle.value)
        .bind(2, after.measured_at)
        .bind(3, kind_key(after.kind, after.key))
        .run();
}

Result<std::vector<std::pair<VehicleId, Checkpoint>>> newest_checkpoints(Connection& db) {
    auto query = db.query(
        "SELECT vehicle, measured_at, kind_key, state FROM vehicle AS v JOIN checkpoint AS c ON c.id = "
        "(SELECT id FROM checkpoint WHERE vehicle = v.id ORDER BY measured_at DESC, kind_key DESC LIMIT 1) "
        "ORDER BY v.id");
    return all_rows(query, [](const Query& row) {
        return std::pair{VehicleId{row.integer(0)}, read_checkpoint(row)};
    });
}

Result<> mark_dirty(Connection& db, VehicleId vehicle, const OrderKey& from) {
    return db
        .query(
            "INSERT INTO dirty_vehicle (vehicle, measured_at, kind_key) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (vehicle) DO UPDATE SET measured_at = excluded.measured_at, "
            "kind_key = excluded.kind_key "
            "WHERE (excluded.measured_at, excluded.kind_key) < (measured_at, kind_key)")
        .bind(1, vehicle.value)
        .bind(2, from.measured_at)
        .bind(3, kind_key(from.kind, from.key))
        .run();
}

Result<> clear_dirty(Connection& db, VehicleId vehicle) {
    return db.query("DELETE FROM dirty_vehicle WHERE vehicle = ?1").bind(1, vehicle.value).run();
}

Result<std::vector<std::pair<VehicleId, OrderKey>>> dirty_vehicles(Connection& db) {
    auto query = db.query("SELECT vehicle, measured_at, kind_key FROM dirty_vehicle ORDER BY vehicle");
    return all_rows(query, [](const Query& row) {
        return std::pair{VehicleId{row.integer(0)}, read_order(row, 1)};
    });
}

}  // namespace husong::db
