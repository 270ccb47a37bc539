// A term's case out of the registers.
#pragma once

#include "server/coordination/case.hpp"
#include "tools/husongctl/commands.hpp"

namespace husong::ctl {

struct RegisteredTerm {
    std::string code;
    std::filesystem::path folder;  // of the register's files; empty: the database's
};
void add_term_options(CLI::App& command, RegisteredTerm& term);

// Prints what is unknown or left out to stderr. Errors: those of the register and of
// holidays::case_of_term().
[[nodiscard]] Result<coordination::Case> case_of(const RegisteredTerm& term, const Program& program);

}  // namespace husong::ctl
