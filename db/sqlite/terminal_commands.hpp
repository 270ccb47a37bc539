// What terminals are told to do: queued by one process, sent and followed up by the server.
#pragma once

#include "db/sqlite/connection.hpp"
#include "db/store.hpp"

#include <vector>

namespace husong::db {

[[nodiscard]] Result<std::int64_t> insert_command(Connection& db, const TerminalCommand& command);
[[nodiscard]] Result<> put_command_progress(Connection& db, const CommandProgress& progress);
[[nodiscard]] Result<std::vector<TerminalCommand>> oldest_open_commands(Connection& db, std::size_t limit);
[[nodiscard]] Result<std::optional<TerminalCommand>> find_command(Connection& db, std::int64_t id);

}  // namespace husong::db
