// The schema as numbered steps (db/migrations/001_….sql). PRAGMA user_version says how many have run; steps
// are added, never edited.
#pragma once

#include "db/sqlite/connection.hpp"

#include <span>
#include <string_view>

namespace husong::db {

struct Migration {
    std::string_view name;
    const char* sql;
};

// All steps, in order.
std::span<const Migration> migrations();

// Is it a database of this program, and none of a newer one? Errors: unsupported, unavailable.
[[nodiscard]] Result<> check_schema(Connection& db, std::span<const Migration> steps = migrations());

// Runs the steps that have not run, each in a transaction of its own. Errors: unavailable; unsupported when
// the file is of a newer program, or of another one.
[[nodiscard]] Result<> bring_up_to_date(Connection& db, std::span<const Migration> steps = migrations());

}  // namespace husong::db
