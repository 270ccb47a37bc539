#include "db/sqlite/retention.hpp"

#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

struct Candidate {
    std::int64_t id = 0;
    Time received_at{};
    bool is_evidence = false;
};

// The oldest records by arrival; ids grow with it.
Result<std::vector<Candidate>> oldest_records(Connection& db, std::int64_t after, std::size_t limit) {
    auto query = db.query(
        "SELECT id, measured_at + received_after, EXISTS (SELECT 1 FROM finding_evidence AS e JOIN finding "
        "AS f "
        "ON f.id = e.finding WHERE e.measured_at = record.measured_at AND e.kind_key = record.kind_key "
        "AND f.vehicle = record.vehicle) FROM record WHERE id > ?1 ORDER BY id LIMIT ?2");
    return all_rows(query.bind(1, after).bind(2, limit), [](const Query& row) {
        return Candidate{row.integer(0), row.time(1), row.integer(2) != 0};
    });
}

Result<std::size_t> drop(Connection& db, Sql sql, Time before, std::size_t limit) {
    if (auto dropped = db.query(sql).bind(1, before).bind(2, limit).run(); !dropped) return dropped.error();
    return static_cast<std::size_t>(db.changes());
}

// Where no record is left, those that are evidence included. ?1 stands at its stretch's beginning or later.
constexpr Sql drop_empty_stretches =
    "DELETE FROM vehicle_stretch WHERE (vehicle, stretch) IN (SELECT s.vehicle, s.stretch FROM vehicle "
    "CROSS JOIN vehicle_stretch AS s ON s.vehicle = vehicle.id AND s.stretch < ?1 >> 22 AND NOT EXISTS "
    "(SELECT 1 FROM slot_of_stretch AS of CROSS JOIN record "
    "ON measured_at >> 16 = (s.stretch << 6) + of.slot AND record.vehicle = s.vehicle) LIMIT ?2)";

// Whoever drove is kept as long as where the vehicle was.
constexpr Sql drop_driver_cards =
    "DELETE FROM driver_card WHERE id IN (SELECT id FROM driver_card WHERE received_at < ?1 LIMIT ?2)";

// A run has some fifteen rows beside its own.
constexpr std::size_t rows_of_run = 16;
constexpr Sql drop_runs_over =
    "DELETE FROM run WHERE id IN (SELECT id FROM run WHERE leaves_at < ?1 LIMIT ?2)";

// Those that are over.
constexpr Sql drop_commands =
    "DELETE FROM terminal_command WHERE id IN (SELECT id FROM terminal_command WHERE created_at < ?1 "
    "AND state NOT IN ('queued', 'sent') LIMIT ?2)";

// Each takes the instant before which things are dropped, and at most how many.
constexpr Sql drop_others[] = {
    "DELETE FROM checkpoint WHERE id IN (SELECT old.id FROM vehicle CROSS JOIN checkpoint AS old "
    "ON old.vehicle = vehicle.id AND old.measured_at < ?1 AND EXISTS (SELECT 1 FROM checkpoint AS newer "
    "WHERE newer.vehicle = old.vehicle AND (newer.measured_at, newer.kind_key) > (old.measured_at, "
    "old.kind_key)) "
    "LIMIT ?2)",
    "DELETE FROM raw_message WHERE id IN (SELECT id FROM raw_message WHERE received_at < ?1 LIMIT ?2)",
    drop_commands,
    "DELETE FROM terminal_refusal WHERE id IN (SELECT id FROM terminal_refusal WHERE last_at < ?1 LIMIT ?2)",
    "DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE expires_at < ?1 LIMIT ?2)",
};

}  // namespace

Result<std::size_t> Retention::drop_records(Connection& db, Time before, std::size_t limit) {
    const auto oldest = oldest_records(db, looked_at_, limit);
    if (!oldest) return oldest.error();
    std::size_t seen = 0;
    for (const Candidate& record : *oldest) {
        if (record.received_at >= before) break;
        ++seen;
        if (record.is_evidence) continue;
        auto erase = db.query("DELETE FROM record WHERE id = ?1");
        if (auto erased = erase.bind(1, record.id).run(); !erased) return erased.error();
    }
    if (seen > 0) looked_at_ = (*oldest)[seen - 1].id;
    return seen;
}

Result<bool> Retention::run(Connection& db, const RetentionLimits& limits, std::size_t limit) {
    const auto records = drop_records(db, limits.positions_before, limit);
    if (!records) return records.error();
    std::size_t left = limit - *records;
    const auto stretches = drop(db, drop_empty_stretches, limits.positions_before, left);
    if (!stretches) return stretches.error();
    left -= *stretches;
    const auto cards = drop(db, drop_driver_cards, limits.positions_before, left);
    if (!cards) return cards.error();
    left -= *cards;

    const auto runs = drop(db, drop_runs_over, limits.runs_before, left / rows_of_run);
    if (!runs) return runs.error();
    left -= *runs * rows_of_run;

    for (const Sql sql : drop_others) {
        const auto dropped = drop(db, sql, limits.others_before, left);
        if (!dropped) return dropped.error();
        left -= *dropped;
    }
    return left == 0;
}

}  // namespace husong::db
