#include "db/sqlite/accounts.hpp"

#include "db/sqlite/rows.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

// A row of `SELECT * FROM account`.
access::Account read_account(const Query& row) {
    access::Account account;
    account.id.value = row.integer(0);
    account.name = row.text(1);
    account.display_name = row.text(2);
    account.role = static_cast<access::Role>(row.integer(3));
    account.scope = row.text(4);
    account.password_hash = row.text(5);
    account.disabled = row.integer(6) != 0;
    return account;
}

access::DeviceKey read_device_key(const Query& row) {
    access::DeviceKey key;
    key.number = row.integer(0);
    key.device = row.text(1);
    key.secret_hash = row.text(2);
    key.vehicle.value = row.integer(3);
    key.may_report_positions = row.integer(4) != 0;
    key.may_count = row.integer(5) != 0;
    key.may_sight = row.integer(6) != 0;
    key.source = row.text(7);
    return key;
}

}  // namespace

Result<> put_account(Connection& db, const access::Account& account) {
    auto ended = db.query("DELETE FROM session WHERE account = (SELECT id FROM account WHERE name = ?1)")
                     .bind(1, account.name)
                     .run();
    if (!ended) return ended;
    return db
        .query(
            "INSERT INTO account (name, display_name, role, scope, password_hash, disabled) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
            "ON CONFLICT (name) DO UPDATE SET display_name = excluded.display_name, role = excluded.role, "
            "scope = excluded.scope, password_hash = excluded.password_hash, disabled = excluded.disabled")
        .bind(1, account.name)
        .bind(2, account.display_name)
        .bind(3, static_cast<std::int64_t>(account.role))
        .bind(4, account.scope)
        .bind(5, account.password_hash)
        .bind(6, account.disabled)
        .run();
}

Result<std::optional<access::Account>> find_account(Connection& db, std::string_view name) {
    auto query = db.query("SELECT * FROM account WHERE name = ?1");
    return first_row(query.bind(1, name), read_account);
}

Result<std::optional<access::Account>> find_account(Connection& db, AccountId id) {
    auto query = db.query("SELECT * FROM account WHERE id = ?1");
    return first_row(query.bind(1, id.value), read_account);
}

Result<std::vector<access::Account>> all_accounts(Connection& db) {
    auto query = db.query("SELECT * FROM account ORDER BY name");
    return all_rows(query, read_account);
}

// By number, which grows with the time.
Result<std::vector<SignIn>> newest_sign_ins(Connection& db, Time since, std::size_t limit) {
    auto query = db.query(
        "SELECT account.name, audit.peer, audit.at FROM audit JOIN account ON account.id = audit.account "
        "WHERE audit.action = 'sign_in' AND audit.at >= ?1 ORDER BY audit.id DESC LIMIT ?2");
    query.bind(1, since).bind(2, static_cast<std::int64_t>(limit));
    return all_rows(query, [](const Query& row) { return SignIn{row.text(0), row.text(1), row.time(2)}; });
}

Result<> put_session(Connection& db, const access::Session& session) {
    return db
        .query(
            "INSERT INTO session (token_hash, account, created_at, expires_at) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at")
        .bind(1, session.token_hash)
        .bind(2, session.account.value)
        .bind(3, session.created_at)
        .bind(4, session.expires_at)
        .run();
}

Result<> renew_session(Connection& db, std::string_view token_hash, Time expires_at) {
    return db.query("UPDATE session SET expires_at = ?2 WHERE token_hash = ?1")
        .bind(1, token_hash)
        .bind(2, expires_at)
        .run();
}

Result<> drop_session(Connection& db, std::string_view token_hash) {
    return db.query("DELETE FROM session WHERE token_hash = ?1").bind(1, token_hash).run();
}

Result<std::optional<access::Session>> find_session(Connection& db, std::string_view token_hash) {
    auto query =
        db.query("SELECT token_hash, account, created_at, expires_at FROM session WHERE token_hash = ?1");
    return first_row(query.bind(1, token_hash), [](const Query& row) {
        return access::Session{row.text(0), {row.integer(1)}, row.time(2), row.time(3)};
    });
}

Result<> put_device_key(Connection& db, const access::DeviceKey& key) {
    auto put = db.query(
        "INSERT INTO device_key (device, secret_hash, vehicle, may_report_positions, may_count, may_sight, "
        "source) "
        "VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7) "
        "ON CONFLICT (device) DO UPDATE SET secret_hash = excluded.secret_hash, vehicle = excluded.vehicle, "
        "may_report_positions = excluded.may_report_positions, may_count = excluded.may_count, "
        "may_sight = excluded.may_sight, source = excluded.source");
    put.bind(1, key.device)
        .bind(2, key.secret_hash)
        .bind(3, key.vehicle.value)
        .bind(4, key.may_report_positions);
    return put.bind(5, key.may_count).bind(6, key.may_sight).bind(7, key.source).run();
}

Result<std::optional<access::DeviceKey>> find_device_key(Connection& db, std::string_view device) {
    auto query = db.query("SELECT * FROM device_key WHERE device = ?1");
    return first_row(query.bind(1, device), read_device_key);
}

Result<std::vector<access::DeviceKey>> all_device_keys(Connection& db) {
    auto query = db.query("SELECT * FROM device_key ORDER BY device");
    return all_rows(query, read_device_key);
}

Result<> revoke_device_key(Connection& db, std::string_view device) {
    auto query = db.query("UPDATE device_key SET secret_hash = '' WHERE device = ?1 RETURNING number");
    const auto known = query.bind(1, device).step();
    if (!known) return known.error();
    if (!*known) return Error{ErrorCode::not_found, fmt::format("there is no device {}", device)};
    return {};
}

Result<> put_audit(Connection& db, const AuditEntry& entry) {
    return db
        .query(
            "INSERT INTO audit (at, account, peer, action, object, before, after) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(1, entry.at)
        .bind(2, entry.account)
        .bind(3, entry.peer)
        .bind(4, entry.action)
        .bind(5, entry.object)
        .bind(6, entry.before)
        .bind(7, entry.after)
        .run();
}

}  // namespace husong::db
