// What the commands of `husongctl holidays` share.
#pragma once

#include "server/coordination/case.hpp"
#include "tools/husongctl/commands.hpp"

namespace husong::ctl {

void add_holiday_explain_command(CLI::App& holidays, Program& program);

// Errors: as read_file and read_case have them, with the file's name.
[[nodiscard]] Result<coordination::Case> read_holiday_case(const std::filesystem::path& file);
// The server beside it goes first, and a case that is too large ends here and not with the machine.
void hold_back();

}  // namespace husong::ctl
