// Checks of a database file, and putting a backup in its place. While no server runs.
#pragma once

#include "server/base/result.hpp"

#include <filesystem>

namespace husong::db {

// Is it a sound database of this program? Errors: malformed (with the first complaint), unsupported (another
// program's, or a newer schema), unavailable.
[[nodiscard]] Result<> check_sqlite(const std::filesystem::path& file);

// Checks the backup, then puts a copy of it where the database is. Errors of check_sqlite(), and conflict:
// the database is open somewhere, or is there and `replace` is false.
[[nodiscard]] Result<> restore_sqlite(const std::filesystem::path& backup,
                                      const std::filesystem::path& database, bool replace);

}  // namespace husong::db
