// Terminals at the door: their keys, those turned away, and frames kept raw.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <vector>

namespace husong::db {

// So many refusals are kept; then the oldest fall out.
inline constexpr std::int64_t most_refusals = 10'000;
// And of one phone so many, whatever plates are claimed with it.
inline constexpr std::int64_t most_refusals_of_one = 16;

// The same frame of the same terminal is kept once a day.
[[nodiscard]] Result<> put_raw_message(Connection& db, const RawMessage& message);
[[nodiscard]] Result<std::vector<RawMessage>> last_packages(Connection& db, Milliseconds age,
                                                            std::size_t limit);

// True when it made a row, false when it counted up an old one.
[[nodiscard]] Result<bool> put_refusal(Connection& db, const Refusal& refusal);
[[nodiscard]] Result<std::int64_t> count_refusals(Connection& db);
// Those of phones that nobody enrolled go first: a stranger's inventions push out no bus's trouble.
[[nodiscard]] Result<> drop_oldest_refusals(Connection& db, std::int64_t count);
// Of one phone the newest `kept` stay. Returns how many fell out.
[[nodiscard]] Result<std::int64_t> drop_older_refusals_of(Connection& db, std::string_view phone,
                                                          std::int64_t kept);
[[nodiscard]] Result<std::vector<Refusal>> newest_refusals(Connection& db, std::size_t limit);

[[nodiscard]] Result<> put_terminal_credentials(Connection& db, const TerminalCredentials& credentials);
[[nodiscard]] Result<std::vector<TerminalCredentials>> all_credentials(Connection& db);
[[nodiscard]] Result<std::optional<TerminalCredentials>> find_credentials(Connection& db,
                                                                          std::string_view phone);

}  // namespace husong::db
