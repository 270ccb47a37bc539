#include "db/sqlite/terminal_commands.hpp"

#include "db/sqlite/rows.hpp"

#include <algorithm>

namespace husong::db {

namespace {

std::string_view name_of(CommandState state) { return command_state_names[static_cast<std::size_t>(state)]; }

CommandState state_of(std::string_view name) {
    const auto* const found = std::ranges::find(command_state_names, name);
    return static_cast<CommandState>(found - command_state_names.begin());
}

Bytes blob(const std::string& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::string bytes(Bytes blob) { return {blob.begin(), blob.end()}; }

TerminalCommand read_command(const Query& row) {
    return {.id = row.integer(0),
            .terminal = TerminalId{row.integer(1)},
            .created_at = row.time(2),
            .message_id = row.number<std::uint16_t>(3),
            .body = bytes(row.blob(4)),
            .state = state_of(row.text(5)),
            .state_at = row.time(6),
            .answer_id = row.number<std::uint16_t>(7),
            .answer = bytes(row.blob(8))};
}

}  // namespace

Result<std::int64_t> insert_command(Connection& db, const TerminalCommand& command) {
    auto insert = db.query(
        "INSERT INTO terminal_command (terminal, created_at, message_id, body, state, state_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?2)");
    insert.bind(1, command.terminal.value)
        .bind(2, command.created_at)
        .bind(3, command.message_id)
        .bind(4, blob(command.body))
        .bind(5, name_of(CommandState::queued));
    if (auto inserted = insert.run(); !inserted) return inserted.error();
    return db.last_rowid();
}

Result<> put_command_progress(Connection& db, const CommandProgress& progress) {
    return db
        .query(
            "UPDATE terminal_command SET state = ?2, state_at = ?3, answer_id = ?4, answer = ?5 "
            "WHERE id = ?1 AND state IN ('queued', 'sent')")
        .bind(1, progress.command)
        .bind(2, name_of(progress.state))
        .bind(3, progress.at)
        .bind(4, progress.answer_id)
        .bind(5, blob(progress.answer))
        .run();
}

Result<std::vector<TerminalCommand>> oldest_open_commands(Connection& db, std::size_t limit) {
    auto query = db.query(
        "SELECT id, terminal, created_at, message_id, body, state, state_at, answer_id, answer "
        "FROM terminal_command WHERE state IN ('queued', 'sent') ORDER BY id LIMIT ?1");
    return all_rows(query.bind(1, limit), read_command);
}

Result<std::optional<TerminalCommand>> find_command(Connection& db, std::int64_t id) {
    auto query = db.query(
        "SELECT id, terminal, created_at, message_id, body, state, state_at, answer_id, answer "
        "FROM terminal_command WHERE id = ?1");
    return first_row(query.bind(1, id), read_command);
}

}  // namespace husong::db
