#include "db/sqlite/terminals.hpp"

#include "db/sqlite/rows.hpp"
#include "server/base/hash.hpp"

#include <algorithm>

namespace husong::db {

namespace {

TerminalCredentials read_credentials(const Query& row) {
    TerminalCredentials c;
    c.terminal.value = row.integer(0);
    c.phone = row.text(1);
    c.terminal_id = row.text(2);
    c.maker = row.text(3);
    c.code = row.text(4);
    c.next_code = row.text(5);
    c.enrolled_until = row.time(6);
    c.bound = row.integer(7) != 0;
    c.must_register = row.integer(8) != 0;
    return c;
}

RawMessage read_raw_message(const Query& row) {
    const Bytes body = row.blob(6);
    return {.terminal = TerminalId{row.integer(0)},
            .received_at = row.time(1),
            .message_id = row.number<std::uint16_t>(2),
            .serial = row.number<std::uint16_t>(3),
            .package_total = row.number<std::uint16_t>(4),
            .package_index = row.number<std::uint16_t>(5),
            .body = {body.begin(), body.end()}};
}

// Of the frame, wherever and whenever it came. A terminal repeats a frame with the serial it had; the same
// body with another serial may well be another event.
std::int64_t fingerprint(const RawMessage& message) {
    std::vector<std::uint8_t> frame;
    for (const std::uint16_t word :
         {message.message_id, message.serial, message.package_total, message.package_index}) {
        frame.push_back(static_cast<std::uint8_t>(word >> 8));
        frame.push_back(static_cast<std::uint8_t>(word & 0xFF));
    }
    frame.insert(frame.end(), message.body.begin(), message.body.end());
    return static_cast<std::int64_t>(hash64(frame));
}

}  // namespace

// A package is wanted as long after its message was told last as after it was told first.
Result<> put_raw_message(Connection& db, const RawMessage& message) {
    return db
        .query(
            "INSERT INTO raw_message (terminal, received_at, message_id, serial, package_total, "
            "package_index, body, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
            "ON CONFLICT (terminal, fingerprint, (received_at + 28800000) / 86400000) DO UPDATE "
            "SET received_at = max(received_at, excluded.received_at) WHERE package_total > 1")
        .bind(1, message.terminal.value)
        .bind(2, message.received_at)
        .bind(3, message.message_id)
        .bind(4, message.serial)
        .bind(5, message.package_total)
        .bind(6, message.package_index)
        .bind(7, Bytes{reinterpret_cast<const std::uint8_t*>(message.body.data()), message.body.size()})
        .bind(8, fingerprint(message))
        .run();
}

Result<std::vector<RawMessage>> last_packages(Connection& db, Milliseconds age, std::size_t limit) {
    auto query = db.query(
        "SELECT terminal, received_at, message_id, serial, package_total, package_index, body "
        "FROM raw_message WHERE package_total > 1 "
        "AND received_at >= (SELECT max(received_at) FROM raw_message) - ?1 "
        "ORDER BY received_at DESC, id DESC LIMIT ?2");
    auto packages = all_rows(query.bind(1, age.count()).bind(2, limit), read_raw_message);
    if (packages) std::reverse(packages->begin(), packages->end());
    return packages;
}

Result<bool> put_refusal(Connection& db, const Refusal& refusal) {
    auto count_up = db.query(
        "UPDATE terminal_refusal SET count = count + 1, last_at = ?7, claimed_terminal_id = ?4, "
        "claimed_maker = ?5, "
        "peer = ?6, detail = ?8 WHERE phone = ?1 AND reason = ?2 AND claimed_plate = ?3");
    auto insert = db.query(
        "INSERT INTO terminal_refusal (phone, reason, claimed_plate, claimed_terminal_id, claimed_maker, "
        "peer, count, "
        "first_at, last_at, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7, ?8)");
    for (Query* query : {&count_up, &insert}) {
        query->bind(1, refusal.phone).bind(2, refusal.reason).bind(3, refusal.claimed_plate);
        query->bind(4, refusal.claimed_terminal_id).bind(5, refusal.claimed_maker).bind(6, refusal.peer);
        query->bind(7, refusal.at).bind(8, refusal.detail);
        if (auto put = query->run(); !put) return put.error();
        if (db.changes() > 0) return query == &insert;
    }
    return false;
}

Result<std::int64_t> count_refusals(Connection& db) {
    auto query = db.query("SELECT count(*) FROM terminal_refusal");
    const auto row = query.step();
    if (!row) return row.error();
    return query.integer(0);
}

Result<> drop_oldest_refusals(Connection& db, std::int64_t count) {
    auto strangers = db.query(
        "DELETE FROM terminal_refusal WHERE id IN (SELECT id FROM terminal_refusal WHERE phone NOT IN "
        "(SELECT phone FROM terminal_credentials) ORDER BY last_at LIMIT ?1)");
    auto any = db.query(
        "DELETE FROM terminal_refusal WHERE id IN "
        "(SELECT id FROM terminal_refusal ORDER BY last_at LIMIT ?1)");
    for (Query* query : {&strangers, &any}) {
        if (auto dropped = query->bind(1, count).run(); !dropped) return dropped.error();
        count -= db.changes();
        if (count <= 0) return {};
    }
    return {};
}

Result<std::int64_t> drop_older_refusals_of(Connection& db, std::string_view phone, std::int64_t kept) {
    auto query = db.query(
        "DELETE FROM terminal_refusal WHERE id IN (SELECT id FROM terminal_refusal WHERE phone = ?1 "
        "ORDER BY last_at DESC, id DESC LIMIT -1 OFFSET ?2)");
    if (auto dropped = query.bind(1, phone).bind(2, kept).run(); !dropped) return dropped.error();
    return db.changes();
}

Result<std::vector<Refusal>> newest_refusals(Connection& db, std::size_t limit) {
    auto query = db.query(
        "SELECT phone, reason, claimed_plate, claimed_terminal_id, claimed_maker, peer, last_at, count, "
        "first_at, detail "
        "FROM terminal_refusal ORDER BY last_at DESC LIMIT ?1");
    return all_rows(query.bind(1, limit), [](const Query& row) {
        return Refusal{row.text(0), row.text(1), row.text(2),    row.text(3), row.text(4),
                       row.text(5), row.time(6), row.integer(7), row.time(8), row.text(9)};
    });
}

Result<> put_terminal_credentials(Connection& db, const TerminalCredentials& c) {
    return db
        .query(
            "INSERT INTO terminal_credentials (terminal, phone, terminal_id, maker, code, next_code, "
            "enrolled_until, bound, must_register) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
            "ON CONFLICT (terminal) DO UPDATE SET phone = excluded.phone, terminal_id = "
            "excluded.terminal_id, "
            "maker = excluded.maker, code = excluded.code, next_code = excluded.next_code, "
            "enrolled_until = excluded.enrolled_until, bound = excluded.bound, "
            "must_register = excluded.must_register")
        .bind(1, c.terminal.value)
        .bind(2, c.phone)
        .bind(3, c.terminal_id)
        .bind(4, c.maker)
        .bind(5, c.code)
        .bind(6, c.next_code)
        .bind(7, c.enrolled_until)
        .bind(8, c.bound)
        .bind(9, c.must_register)
        .run();
}

Result<std::vector<TerminalCredentials>> all_credentials(Connection& db) {
    auto query = db.query(
        "SELECT terminal, phone, terminal_id, maker, code, next_code, enrolled_until, bound, must_register "
        "FROM terminal_credentials ORDER BY terminal");
    return all_rows(query, read_credentials);
}

Result<std::optional<TerminalCredentials>> find_credentials(Connection& db, std::string_view phone) {
    auto query = db.query(
        "SELECT terminal, phone, terminal_id, maker, code, next_code, enrolled_until, bound, must_register "
        "FROM terminal_credentials WHERE phone = ?1");
    return first_row(query.bind(1, phone), read_credentials);
}

}  // namespace husong::db
