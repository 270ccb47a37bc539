// What the commands of `husongctl holidays` share.
#pragma once

#include "server/coordination/case.hpp"
#include "tools/husongctl/commands.hpp"

namespace husong::ctl {

struct RegisteredTerm {
    std::string code;
    std::filesystem::path folder;  // of the register's files; empty: the database's
    std::string as_of;             // 2026-08-20T08:00, as whoever asks then; empty: now
};
void add_term_options(CLI::App& command, RegisteredTerm& term);

// Prints what is unknown or left out to stderr. Errors: those of the register and of
// holidays::case_of_term().
[[nodiscard]] Result<coordination::Case> case_of(const RegisteredTerm& term, const Program& program);

// A case in a file, or a term of the registers.
struct Question {
    std::filesystem::path file;
    RegisteredTerm term;
    std::filesystem::path changes;  // JSON, a list as the API takes it: what if; empty: none
};
void add_question_options(CLI::App& command, Question& question);
// Errors: malformed, when it names both or none; as read_holiday_case(), case_of() and changed().
[[nodiscard]] Result<coordination::Case> read_question(const Question& given, const Program& program);

// Errors: as read_file and read_case have them, with the file's name.
[[nodiscard]] Result<coordination::Case> read_holiday_case(const std::filesystem::path& file);
// As the API makes it, also without changes. Errors: as read_file and coordination::with_changes have them,
// with the file's name.
[[nodiscard]] Result<coordination::Case> changed(const coordination::Case& question,
                                                 const std::filesystem::path& changes);
void add_changes_option(CLI::App& command, std::filesystem::path& changes);
// The server beside it goes first, and a case that is too large ends here and neither with the server nor the
// machine.
void hold_back();

// 2026-10-30T15:10 in China; empty: now. Errors: malformed.
[[nodiscard]] Result<Time> moment_asked(const std::string& text);

// Before the planner writes its own plan, which it has made as a whole, whatever has left: prints what it
// breaks to stderr. Errors: conflict, when that is anything.
[[nodiscard]] Result<> expect_lawful(std::string_view case_json, std::string_view plan_json);

void add_holiday_case_command(CLI::App& holidays, Program& program);
void add_holiday_check_command(CLI::App& holidays, Program& program);
void add_holiday_explain_command(CLI::App& holidays, Program& program);
void add_holiday_plan_commands(CLI::App& holidays, Program& program);
void add_holiday_replan_commands(CLI::App& holidays, Program& program);

}  // namespace husong::ctl
