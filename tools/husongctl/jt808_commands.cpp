// husongctl jt808: looking into frames.
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <iostream>
#include <memory>

namespace husong::ctl {

void add_jt808_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("jt808", "look into JT/T 808 frames")->require_subcommand(1);
    CLI::App* decode = group->add_subcommand(
        "decode", "read hexadecimal frames from standard input, one a line; print one JSON object a line");
    auto personal = std::make_shared<bool>(false);
    decode->add_flag("--personal", *personal, "print a driver's name and numbers too");
    decode->callback([&program, personal] {
        program.run = [personal]() -> Result<int> {
            return run_jt808_decode(std::cin, std::cout, *personal ? Personal::shown : Personal::hidden);
        };
    });
}

}  // namespace husong::ctl
