#include "db/sqlite/migrations.hpp"

#include <fmt/core.h>

namespace husong::db {

namespace {

constexpr std::int64_t application_id = 0x48757367;  // "Husg": tells our files from other databases

Result<std::int64_t> number(Connection& db, Sql sql) {
    auto query = db.query(sql);
    const auto row = query.step();
    if (!row) return row.error();
    return *row ? query.integer(0) : 0;
}

// Texts that only a migration needs are run, not kept prepared.
Result<> execute(Connection& db, const std::string& sql) {
    if (sqlite3_exec(db.handle(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return db.failure();
    return {};
}

Result<> check_owner(Connection& db) {
    const auto owner = number(db, "PRAGMA application_id");
    if (!owner) return owner.error();
    const auto tables = number(db, "SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();
    if (*owner == application_id || *tables == 0) return {};
    return Error{ErrorCode::unsupported, "the file is a database of another program"};
}

Result<> run_step(Connection& db, std::span<const Migration> steps, std::size_t index) {
    auto transaction = Transaction::begin(db);
    if (!transaction) return transaction.error();
    const auto done = number(db, "PRAGMA user_version");  // another process may have run it meanwhile
    if (!done) return done.error();
    if (*done > static_cast<std::int64_t>(index)) return {};
    if (auto run = execute(db, steps[index].sql); !run)
        return Error{run.error().code, fmt::format("{}: {}", steps[index].name, run.error().what)};
    const auto stamp =
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, index + 1);
    if (auto stamped = execute(db, stamp); !stamped) return stamped;
    return transaction->commit();
}

}  // namespace

Result<> check_schema(Connection& db, std::span<const Migration> steps) {
    if (auto ours = check_owner(db); !ours) return ours;
    const auto done = number(db, "PRAGMA user_version");
    if (!done) return done.error();
    if (*done <= static_cast<std::int64_t>(steps.size())) return {};
    return Error{ErrorCode::unsupported,
                 fmt::format("the database has schema {}, this program knows {}", *done, steps.size())};
}

Result<> bring_up_to_date(Connection& db, std::span<const Migration> steps) {
    if (auto known = check_schema(db, steps); !known) return known;
    const auto done = number(db, "PRAGMA user_version");
    if (!done) return done.error();
    for (auto index = static_cast<std::size_t>(*done); index < steps.size(); ++index)
        if (auto ran = run_step(db, steps, index); !ran) return ran;
    return {};
}

}  // namespace husong::db
