// husongctl: what is done at the server's console.
#include "tools/husongctl/commands.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/core.h>

#include <cstdio>
#include <exception>
#include <sys/stat.h>

namespace {

using namespace husong;

int exit_code(ErrorCode code) { return code == ErrorCode::unavailable ? ctl::unavailable : ctl::refused; }

int run(const ctl::Program& program) {
    const auto ended = program.run();
    if (ended) return *ended;
    fmt::print(stderr, "husongctl: {}\n", ended.error().what);
    return exit_code(ended.error().code);
}

}  // namespace

int main(int argc, char** argv) try {
    ::umask(077);  // databases, backups and lists of codes are for nobody else on the machine
    ctl::Program program;
    CLI::App app{
        "husongctl keeps a Husong server: registers, accounts, terminals, backups.\n"
        "Exit status: 0 done; 1 refused or wrong input; 2 wrong arguments; 3 database or disk not "
        "available."};
    app.add_option("--db", program.database, "the database")->capture_default_str();
    app.require_subcommand(1);
    ctl::add_import_command(app, program);
    ctl::add_export_commands(app, program);
    ctl::add_fold_command(app, program);
    ctl::add_dump_commands(app, program);
    ctl::add_account_commands(app, program);
    ctl::add_terminal_commands(app, program);
    ctl::add_device_commands(app, program);
    ctl::add_guardian_commands(app, program);
    ctl::add_gate_commands(app, program);
    ctl::add_backup_commands(app, program);
    ctl::add_holiday_commands(app, program);
    ctl::add_jt808_commands(app, program);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? ctl::done : ctl::wrong_usage;
    }
    return run(program);
} catch (const std::exception& error) {
    std::fprintf(stderr, "husongctl: %s\n", error.what());
    return ctl::unavailable;
}
