#include "db/sqlite/acknowledgements.hpp"

#include "db/sqlite/findings.hpp"
#include "db/sqlite/rows.hpp"

namespace husong::db {

namespace {

Acknowledgement read_acknowledgement(const Query& row) {
    return {.finding = {row.integer(0)},
            .role = static_cast<access::Role>(row.integer(1)),
            .level = static_cast<rules::Level>(row.integer(2)),
            .severity = static_cast<rules::Severity>(row.integer(3)),
            .at = row.time(4),
            .account = {row.integer(5)},
            .by = row.text(6)};
}

}  // namespace

Result<bool> put_acknowledgement(Connection& db, const Acknowledgement& told) {
    const auto level = level_of_finding(db, told.finding);
    if (!level) return level.error();
    if (!*level) return Error{ErrorCode::not_found, "there is no such finding"};
    if (**level != told.level) return Error{ErrorCode::conflict, "its level is another one now"};
    auto insert = db.query(
        "INSERT INTO finding_acknowledgement (finding, role, level, severity, at, account) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET severity = excluded.severity, "
        "at = excluded.at, account = excluded.account WHERE excluded.severity < severity");
    insert.bind(1, told.finding.value)
        .bind(2, static_cast<std::int64_t>(told.role))
        .bind(3, static_cast<std::int64_t>(told.level))
        .bind(4, static_cast<std::int64_t>(told.severity))
        .bind(5, told.at)
        .bind(6, told.account.value);
    if (auto put = insert.run(); !put) return put.error();
    if (db.changes() == 0) return false;
    if (auto touched = touch_finding(db, told.finding, told.at); !touched) return touched.error();
    return true;
}

Result<std::vector<Acknowledgement>> acknowledgements(Connection& db, FindingId finding, access::Role role) {
    auto query = db.query(
        "SELECT finding, finding_acknowledgement.role, level, severity, at, account, display_name "
        "FROM finding_acknowledgement LEFT JOIN account ON account.id = finding_acknowledgement.account "
        "WHERE finding = ?1 AND finding_acknowledgement.role = ?2 ORDER BY level DESC");
    return all_rows(query.bind(1, finding.value).bind(2, static_cast<std::int64_t>(role)),
                    read_acknowledgement);
}

}  // namespace husong::db
