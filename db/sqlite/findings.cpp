#include "db/sqlite/findings.hpp"

#include "db/sqlite/episodes.hpp"
#include "db/sqlite/rows.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace husong::db {

namespace {

using rules::Finding;
using rules::FindingHead;

// What is asked for most: is it going on? Kept in the row, so that the open list is one small index.
Result<> refresh_open(Connection& db, FindingId id) {
    return db
        .query(
            "UPDATE finding SET is_open = withdrawn_at IS NULL AND coalesce("
            "(SELECT until_at IS NULL FROM finding_episode WHERE finding = ?1 ORDER BY ordinal DESC LIMIT "
            "1), 0) "
            "WHERE id = ?1")
        .bind(1, id.value)
        .run();
}

Result<> put_head(Connection& db, const FindingHead& head, const Conclusion& conclusion) {
    return db
        .query(
            "INSERT INTO finding (id, rule, vehicle, day, ordinal, level, found_at, found_late, updated_at, "
            "subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?7, ?9) "
            "ON CONFLICT (id) DO UPDATE SET rule = excluded.rule, vehicle = excluded.vehicle, "
            "subject = excluded.subject, "
            "day = excluded.day, ordinal = excluded.ordinal, level = excluded.level, "
            "withdrawn_at = NULL, withdrawn_reason = '', "
            "updated_at = max(excluded.updated_at, updated_at + 1)")
        .bind(1, head.id.value)
        .bind(2, static_cast<std::int64_t>(head.rule))
        .bind(3, head.vehicle ? std::optional{head.vehicle.value} : std::nullopt)
        .bind(4, head.day)
        .bind(5, head.ordinal)
        .bind(6, static_cast<std::int64_t>(head.level))
        .bind(7, conclusion.found_at)
        .bind(8, conclusion.late)
        .bind(9, head.subject)
        .run();
}

// A row of `SELECT * FROM finding`.
Finding read_head(const Query& row) {
    Finding finding;
    finding.head.id.value = row.integer(0);
    finding.head.rule = static_cast<rules::RuleId>(row.integer(1));
    if (!row.is_null(2)) finding.head.vehicle.value = row.integer(2);
    finding.head.day = row.time(3);
    finding.head.ordinal = row.number<std::uint16_t>(4);
    finding.head.level = static_cast<rules::Level>(row.integer(5));
    finding.found_at = row.time(6);
    finding.found_late = row.integer(7) != 0;
    if (!row.is_null(8)) finding.withdrawn_at = row.time(8);
    finding.withdrawn_reason = row.text(9);
    finding.updated_at = row.time(11);
    finding.head.subject = row.text(12);
    return finding;
}

Result<std::vector<Finding>> read_findings(Connection& db, Query& query) {
    auto findings = all_rows(query, read_head);
    if (!findings) return findings;
    for (Finding& finding : *findings) {
        auto episodes = read_episodes(db, finding.head.id);
        if (!episodes) return episodes.error();
        finding.episodes = std::move(*episodes);
    }
    return findings;
}

template <class T>
std::optional<std::int64_t> number_of(const std::optional<T>& value) {
    if (!value) return std::nullopt;
    return static_cast<std::int64_t>(*value);
}

// Parameters ?1 … ?7 of the lists below; a list without one of them ignores it.
void bind_filter(Query& query, const FindingQuery& filter) {
    constexpr Cursor newest{to_millis(end_of_time), 0};
    const Cursor after = filter.after.value_or(newest);
    query.bind(1, after.at)
        .bind(2, after.id)
        .bind(3, number_of(filter.rule))
        .bind(4, number_of(filter.min_level))
        .bind(6, filter.limit)
        .bind(7, filter.open_only);
    if (filter.vehicle)
        query.bind(5, filter.vehicle->value);
    else
        query.bind(5, std::nullopt);
}

Result<std::vector<Finding>> list(Connection& db, const FindingQuery& filter, Sql sql) {
    auto query = db.query(sql);
    bind_filter(query, filter);
    return read_findings(db, query);
}

}  // namespace

Result<> put_finding(Connection& db, const rules::FindingChange& change, const Conclusion& conclusion) {
    if (auto put = put_head(db, change.head, conclusion); !put) return put;
    if (auto put = put_episode(db, change.head.id, change.episode_ordinal, change.episode); !put) return put;
    return refresh_open(db, change.head.id);
}

Result<> drop_episodes(Connection& db, FindingId id, std::uint16_t from_ordinal) {
    auto drop = db.query("DELETE FROM finding_episode WHERE finding = ?1 AND ordinal >= ?2");
    if (auto dropped = drop.bind(1, id.value).bind(2, from_ordinal).run(); !dropped) return dropped;
    if (db.changes() == 0) return {};
    auto update = db.query("UPDATE finding SET updated_at = updated_at + 1 WHERE id = ?1");
    if (auto updated = update.bind(1, id.value).run(); !updated) return updated;
    return refresh_open(db, id);
}

Result<> put_level(Connection& db, FindingId id, rules::Level level) {
    return db
        .query("UPDATE finding SET level = ?2, updated_at = updated_at + 1 WHERE id = ?1 AND level <> ?2")
        .bind(1, id.value)
        .bind(2, static_cast<std::int64_t>(level))
        .run();
}

Result<> touch_finding(Connection& db, FindingId id, Time at) {
    auto touch = db.query("UPDATE finding SET updated_at = max(?2, updated_at + 1) WHERE id = ?1");
    return touch.bind(1, id.value).bind(2, at).run();
}

Result<std::optional<rules::Level>> level_of_finding(Connection& db, FindingId id) {
    auto query = db.query("SELECT level FROM finding WHERE id = ?1");
    return first_row(query.bind(1, id.value),
                     [](const Query& row) { return static_cast<rules::Level>(row.integer(0)); });
}

Result<> withdraw_finding(Connection& db, FindingId id, Time at, std::string_view reason) {
    auto withdraw = db.query(
        "UPDATE finding SET withdrawn_at = ?2, withdrawn_reason = ?3, is_open = 0, "
        "updated_at = max(?2, updated_at + 1) WHERE id = ?1 AND withdrawn_at IS NULL");
    return withdraw.bind(1, id.value).bind(2, at).bind(3, reason).run();
}

Result<std::vector<Finding>> findings_since(Connection& db, VehicleId vehicle, Time since) {
    auto query = db.query(
        "SELECT * FROM finding WHERE vehicle = ?1 AND EXISTS (SELECT 1 FROM finding_episode "
        "WHERE finding = finding.id AND (until_at IS NULL OR until_at >= ?2)) "
        "ORDER BY withdrawn_at IS NOT NULL, found_at, id");
    query.bind(1, vehicle.value).bind(2, since);
    return read_findings(db, query);
}

Result<std::vector<Finding>> open_findings(Connection& db, std::span<const rules::RuleId> rules) {
    std::vector<Finding> open;
    for (const rules::RuleId rule : rules) {
        auto query = db.query("SELECT * FROM finding WHERE is_open = 1 AND rule = ?1 ORDER BY found_at, id");
        auto own = read_findings(db, query.bind(1, static_cast<std::int64_t>(rule)));
        if (!own) return own;
        std::move(own->begin(), own->end(), std::back_inserter(open));
    }
    std::ranges::stable_sort(open, {}, [](const Finding& finding) {
        return std::pair{finding.found_at, finding.head.id};
    });
    return open;
}

Result<std::vector<FindingHead>> confirmed_since(Connection& db, rules::RuleId rule, Time since) {
    auto query = db.query(
        "SELECT * FROM finding WHERE found_at >= ?2 AND rule = ?1 AND level = ?3 AND withdrawn_at IS NULL "
        "ORDER BY found_at, id");
    query.bind(1, static_cast<std::int64_t>(rule))
        .bind(2, since)
        .bind(3, static_cast<std::int64_t>(rules::Level::confirmed));
    return all_rows(query, [](const Query& row) { return read_head(row).head; });
}

Result<std::vector<Finding>> find_findings(Connection& db, const FindingQuery& filter) {
    if (filter.vehicle)
        return list(
            db, filter,
            "SELECT * FROM finding WHERE vehicle = ?5 AND (found_at, id) < (?1, ?2) "
            "AND (?3 IS NULL OR rule = ?3) AND (?4 IS NULL OR level >= ?4) AND (is_open = 1 OR NOT ?7) "
            "ORDER BY found_at DESC, id DESC LIMIT ?6");
    if (filter.open_only)
        return list(db, filter,
                    "SELECT * FROM finding WHERE is_open = 1 AND (found_at, id) < (?1, ?2) "
                    "AND (?3 IS NULL OR rule = ?3) AND (?4 IS NULL OR level >= ?4) "
                    "ORDER BY found_at DESC, id DESC LIMIT ?6");
    return list(db, filter,
                "SELECT * FROM finding WHERE (found_at, id) < (?1, ?2) "
                "AND (?3 IS NULL OR rule = ?3) AND (?4 IS NULL OR level >= ?4) "
                "ORDER BY found_at DESC, id DESC LIMIT ?6");
}

Result<std::optional<Finding>> find_finding(Connection& db, FindingId id) {
    auto query = db.query("SELECT * FROM finding WHERE id = ?1");
    auto found = read_findings(db, query.bind(1, id.value));
    if (!found) return found.error();
    if (found->empty()) return std::optional<Finding>{};
    return std::optional{std::move(found->front())};
}

}  // namespace husong::db
