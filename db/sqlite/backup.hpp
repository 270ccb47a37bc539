// Copies of a whole database: taken while the server runs, checked and put back while it does not.
#pragma once

#include "db/sqlite/connection.hpp"

#include <filesystem>

namespace husong::db {

// Writes a consistent copy to a temporary name beside `to`, then renames it. Errors: unavailable.
[[nodiscard]] Result<> back_up(Connection& db, const std::filesystem::path& to);

// Makes a folder and those above it. Errors: unavailable.
[[nodiscard]] Result<> make_folder(const std::filesystem::path& folder);

// Removes the write-ahead log beside a database file: of another file it must not be read into this one.
void remove_log(const std::filesystem::path& file);

// Errors: malformed, with SQLite's first complaint.
[[nodiscard]] Result<> check_integrity(Connection& db);

}  // namespace husong::db
