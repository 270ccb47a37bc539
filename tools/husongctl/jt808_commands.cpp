// husongctl jt808: looking into frames.
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/jt808_decode.hpp"

#include <iostream>
#include <memory>

namespace husong::ctl {

namespace {

struct Jt808Arguments {
    bool personal = false;
    std::filesystem::path profile;
};

Result<int> decode(const Jt808Arguments& given) {
    const Personal personal = given.personal ? Personal::shown : Personal::hidden;
    if (given.profile.empty()) return run_jt808_decode(std::cin, std::cout, personal);
    const auto text = read_file(given.profile);
    if (!text) return text.error();
    const auto profile = jt808::parse_profile(*text, given.profile.string());
    if (!profile) return profile.error();
    return run_jt808_decode(std::cin, std::cout, personal, &*profile);
}

}  // namespace

void add_jt808_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("jt808", "look into JT/T 808 frames")->require_subcommand(1);
    CLI::App* command = group->add_subcommand(
        "decode", "read hexadecimal frames from standard input, one a line; print one JSON object a line");
    auto given = std::make_shared<Jt808Arguments>();
    command->add_flag("--personal", given->personal, "print a driver's name and numbers too");
    command->add_option("--profile", given->profile, "what the items of one maker and model mean");
    command->callback([&program, given] { program.run = [given] { return decode(*given); }; });
}

}  // namespace husong::ctl
