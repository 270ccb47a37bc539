// husongctl jt808: looking into frames.
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <iostream>

namespace husong::ctl {

void add_jt808_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("jt808", "look into JT/T 808 frames")->require_subcommand(1);
    CLI::App* decode = group->add_subcommand(
        "decode", "read hexadecimal frames from standard input, one a line; print one JSON object a line");
    decode->callback(
        [&program] { program.run = []() -> Result<int> { return run_jt808_decode(std::cin, std::cout); }; });
}

}  // namespace husong::ctl
