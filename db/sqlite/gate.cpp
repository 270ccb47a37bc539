#include "db/sqlite/gate.hpp"

#include "db/sqlite/rows.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

using tracking::GateAct;

std::optional<bool> flag_or_none(const Query& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column) != 0;
}

GateAct read_act(const Query& row) {
    GateAct act;
    act.id = row.integer(0);
    act.key = static_cast<std::uint64_t>(row.integer(1));
    act.kind = static_cast<tracking::GateActKind>(row.integer(2));
    act.school = row.text(3);
    act.departure = row.text(4);
    act.vehicle.value = row.integer(5);
    act.at = row.time(6);
    act.received_at = row.time(7);
    act.account = row.integer(8);
    act.keeper = row.text(9);
    if (!row.is_null(10))
        act.heads = tracking::HeadCount{row.number<std::uint16_t>(10), row.number<std::uint16_t>(11),
                                        row.number<std::uint16_t>(12)};
    act.plate_matches = flag_or_none(row, 13);
    act.driver_matches = flag_or_none(row, 14);
    act.escort_matches = flag_or_none(row, 15);
    act.note = row.text(16);
    if (!row.is_null(17)) act.undoes = row.integer(17);
    return act;
}

std::optional<std::int64_t> figure(const std::optional<tracking::HeadCount>& heads,
                                   std::uint16_t tracking::HeadCount::*which) {
    if (!heads) return std::nullopt;
    return std::int64_t{(*heads).*which};
}

access::GuardianLink read_link(const Query& row) {
    access::GuardianLink link{.token_hash = row.text(0),
                              .pupil = row.text(1),
                              .relation = row.text(2),
                              .created_at = row.time(3),
                              .expires_at = row.time(4),
                              .revoked_at = {}};
    if (!row.is_null(5)) link.revoked_at = row.time(5);
    return link;
}

}  // namespace

Result<bool> put_gate_act(Connection& db, const GateAct& act) {
    auto inserted =
        db.query(
              "INSERT INTO gate_act (act_key, kind, school, departure, vehicle, at, received_at, account, "
              "keeper, pupils, adults, others, plate_matches, driver_matches, escort_matches, note, undoes) "
              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) "
              "ON CONFLICT (act_key) DO NOTHING")
            .bind(1, static_cast<std::int64_t>(act.key))
            .bind(2, static_cast<std::int64_t>(act.kind))
            .bind(3, act.school)
            .bind(4, act.departure)
            .bind(5, act.vehicle.value)
            .bind(6, act.at)
            .bind(7, act.received_at)
            .bind(8, act.account)
            .bind(9, act.keeper)
            .bind(10, figure(act.heads, &tracking::HeadCount::pupils))
            .bind(11, figure(act.heads, &tracking::HeadCount::adults))
            .bind(12, figure(act.heads, &tracking::HeadCount::others))
            .bind(13, act.plate_matches)
            .bind(14, act.driver_matches)
            .bind(15, act.escort_matches)
            .bind(16, act.note)
            .bind(17, act.undoes)
            .run();
    if (!inserted) return inserted.error();
    return db.changes() > 0;
}

Result<std::optional<GateAct>> find_gate_act(Connection& db, std::uint64_t key) {
    auto query = db.query(
        "SELECT id, act_key, kind, school, departure, vehicle, at, received_at, account, keeper, pupils, "
        "adults, others, plate_matches, driver_matches, escort_matches, note, undoes FROM gate_act "
        "WHERE act_key = ?1");
    query.bind(1, static_cast<std::int64_t>(key));
    return first_row(query, read_act);
}

Result<std::vector<GateAct>> gate_acts(Connection& db, const GateActQuery& query) {
    auto acts = db.query(
        "SELECT id, act_key, kind, school, departure, vehicle, at, received_at, account, keeper, pupils, "
        "adults, others, plate_matches, driver_matches, escort_matches, note, undoes FROM gate_act "
        "WHERE (?1 = '' OR school = ?1) AND (?2 = '' OR departure = ?2) AND at >= ?3 AND at < ?4 "
        "ORDER BY id LIMIT ?5");
    acts.bind(1, query.school).bind(2, query.departure).bind(3, query.from).bind(4, query.until);
    acts.bind(5, query.limit);
    return all_rows(acts, read_act);
}

Result<> put_gate_keeper(Connection& db, const access::GateKeeper& keeper) {
    return db
        .query(
            "INSERT INTO gate_keeper (school, name, pin_hash) VALUES (?1, ?2, ?3) "
            "ON CONFLICT (school, name) DO UPDATE SET pin_hash = excluded.pin_hash")
        .bind(1, keeper.school)
        .bind(2, keeper.name)
        .bind(3, keeper.pin_hash)
        .run();
}

Result<std::vector<access::GateKeeper>> gate_keepers(Connection& db, std::string_view school) {
    auto query = db.query("SELECT school, name, pin_hash FROM gate_keeper WHERE school = ?1 ORDER BY name");
    query.bind(1, school);
    return all_rows(query, [](const Query& row) {
        return access::GateKeeper{row.text(0), row.text(1), row.text(2)};
    });
}

Result<> put_guardian_link(Connection& db, const access::GuardianLink& link) {
    return db
        .query(
            "INSERT INTO guardian_link (token_hash, pupil, relation, created_at, expires_at, revoked_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
        .bind(1, link.token_hash)
        .bind(2, link.pupil)
        .bind(3, link.relation)
        .bind(4, link.created_at)
        .bind(5, link.expires_at)
        .bind(6, link.revoked_at)
        .run();
}

Result<std::optional<access::GuardianLink>> find_guardian_link(Connection& db, std::string_view token_hash) {
    auto query = db.query(
        "SELECT token_hash, pupil, relation, created_at, expires_at, revoked_at FROM guardian_link "
        "WHERE token_hash = ?1");
    query.bind(1, token_hash);
    return first_row(query, read_link);
}

Result<std::vector<access::GuardianLink>> guardian_links(Connection& db, std::string_view pupil) {
    auto query = db.query(
        "SELECT token_hash, pupil, relation, created_at, expires_at, revoked_at FROM guardian_link "
        "WHERE pupil = ?1 ORDER BY created_at, token_hash");
    query.bind(1, pupil);
    return all_rows(query, read_link);
}

Result<std::size_t> revoke_guardian_links(Connection& db, std::string_view pupil, Time at) {
    auto revoked =
        db.query("UPDATE guardian_link SET revoked_at = ?2 WHERE pupil = ?1 AND revoked_at IS NULL")
            .bind(1, pupil)
            .bind(2, at)
            .run();
    if (!revoked) return revoked.error();
    return static_cast<std::size_t>(db.changes());
}

Result<std::string> server_secret(Connection& db, std::string_view name) {
    auto query = db.query("SELECT hex(value) FROM server_secret WHERE name = ?1");
    query.bind(1, name);
    auto value = first_row(query, [](const Query& row) { return row.text(0); });
    if (!value) return value.error();
    if (!*value) return Error{ErrorCode::not_found, fmt::format("the database has no secret '{}'", name)};
    return std::move(**value);
}

}  // namespace husong::db
