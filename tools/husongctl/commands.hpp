// The groups of commands of husongctl. Each adds its commands to the parser; the one that was given leaves in
// `run` what is to be done.
#pragma once

#include "db/store.hpp"

#include <CLI/App.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace husong::ctl {

// How the program ends. Wrong arguments: 2.
enum ExitCode : int { done = 0, refused = 1, wrong_usage = 2, unavailable = 3 };

struct Program {
    std::filesystem::path database = "var/husong.db";
    std::function<Result<int>()> run;
};

void add_import_command(CLI::App& app, Program& program);
void add_export_commands(CLI::App& app, Program& program);
void add_fold_command(CLI::App& app, Program& program);
void add_dump_commands(CLI::App& app, Program& program);
void add_account_commands(CLI::App& app, Program& program);
void add_terminal_orders(CLI::App& group, Program& program);  // of `terminal`
void add_terminal_commands(CLI::App& app, Program& program);
void add_gate_commands(CLI::App& app, Program& program);
void add_device_commands(CLI::App& app, Program& program);
void add_guardian_commands(CLI::App& app, Program& program);
void add_backup_commands(CLI::App& app, Program& program);
void add_holiday_commands(CLI::App& app, Program& program);
void add_jt808_commands(CLI::App& app, Program& program);

inline Time now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& file);
// The rows of a folder's register files, which refer to each other only. Errors: not_found; malformed, when
// what is wrong has been printed.
[[nodiscard]] Result<registry::RegistryRows> read_register(const std::filesystem::path& folder);
// For secrets: readable by its owner only, whole or not at all.
[[nodiscard]] Result<> write_private_file(const std::filesystem::path& file, std::string_view text);

// The database opened for one command; what it changes is recorded as done from the server's console.
struct Session {
    std::unique_ptr<db::Store> store;
    std::unique_ptr<db::Admin> admin;
    [[nodiscard]] Result<> record(std::string action, std::string object);
};
// The same, for what is recorded in the act's own transaction.
db::AuditEntry console_entry(std::string action, std::string object);
// Errors: not_found when there is none: a mistyped name must not become an empty database.
[[nodiscard]] Result<Session> open_session(const Program& program);
// What a code of the register can name.
enum class Coded : std::uint8_t { school, company, driver, escort, school_class };
std::string_view coded_name(Coded kind);  // "operator"
// Errors: not_found: none of that code is valid today.
[[nodiscard]] Result<> check_code(Coded kind, const std::string& code, const Session& session);
// Makes it when there is none.
[[nodiscard]] Result<Session> make_session(const Program& program);

// What a stranger told moves no cursor: without control characters.
std::string printable(std::string_view text);
// Prints rows of cells below each other; the first is the heading.
void print_table(const std::vector<std::vector<std::string>>& rows);

// Errors: not_found, naming the file.
[[nodiscard]] Result<> need_database(const Program& program);

}  // namespace husong::ctl
