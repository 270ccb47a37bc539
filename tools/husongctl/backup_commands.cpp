// husongctl backup, restore, check.
#include "db/restore.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

struct BackupArguments {
    std::string file;
    bool force = false;
};

Error already_there(const std::filesystem::path& file) {
    return {ErrorCode::conflict, fmt::format("{} is there already; --force replaces it", file.string())};
}

// A backup of last week is not lost by a name used again.
Result<> check_target(const BackupArguments& given, const Program& program) {
    std::error_code failure;
    if (!std::filesystem::exists(given.file, failure)) return {};
    if (std::filesystem::equivalent(given.file, program.database, failure))
        return Error{ErrorCode::conflict, fmt::format("{} is the database itself", given.file)};
    if (given.force) return {};
    return already_there(given.file);
}

Result<int> back_up(const BackupArguments& given, const Program& program) {
    if (auto there = need_database(program); !there) return there.error();
    if (auto free = check_target(given, program); !free) return free.error();
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto made = session->admin->backup(given.file); !made) return made.error();
    if (auto sound = db::check_sqlite(given.file); !sound) return sound.error();
    if (auto recorded = session->record("backup", given.file); !recorded) return recorded.error();
    fmt::print("{}: {} bytes\n", given.file, std::filesystem::file_size(given.file));
    return done;
}

Result<int> restore(const BackupArguments& given, const Program& program) {
    if (!given.force && std::filesystem::exists(program.database)) return already_there(program.database);
    if (auto put = db::restore_sqlite(given.file, program.database, given.force); !put) return put.error();
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto recorded = session->record("restore", given.file); !recorded) return recorded.error();
    fmt::print("{} is {} again\n", program.database.string(), given.file);
    return done;
}

Result<int> check(const BackupArguments&, const Program& program) {
    if (auto there = need_database(program); !there) return there.error();
    if (auto sound = db::check_sqlite(program.database); !sound) return sound.error();
    fmt::print("{} is sound\n", program.database.string());
    return done;
}

}  // namespace

void add_backup_commands(CLI::App& app, Program& program) {
    auto given = std::make_shared<BackupArguments>();
    const auto add = [&](const char* name, const char* what,
                         Result<int> (*run)(const BackupArguments&, const Program&)) {
        CLI::App* command = app.add_subcommand(name, what);
        command->callback([given, run, &program] {
            program.run = [given, run, &program] { return run(*given, program); };
        });
        return command;
    };
    CLI::App* save = add("backup", "copy the database while the server runs, and check the copy", back_up);
    save->add_option("file", given->file, "where to")->required();
    save->add_flag("--force", given->force, "replace a file that is there");
    CLI::App* load = add(
        "restore", "check a backup and put it where the database is; the server must be stopped", restore);
    load->add_option("file", given->file, "the backup")->required();
    load->add_flag("--force", given->force, "replace a database that is there");
    add("check", "is the database sound?", check);
}

}  // namespace husong::ctl
