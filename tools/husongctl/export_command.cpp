// husongctl export: registers to CSV files, as import reads them; husongctl registers: their columns.
#include "db/csv.hpp"
#include "db/export.hpp"
#include "db/import.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

namespace fs = std::filesystem;

struct ExportArguments {
    std::string register_name;
    bool all = false;
    std::string folder;
    std::string at;  // a date
};

// Noon: what holds on a day in part, as a notice may, is told by where it stands then.
Result<std::optional<Time>> instant_of(const ExportArguments& given) {
    if (given.at.empty()) return std::optional<Time>{};
    const auto date = parse_date(given.at);
    if (!date)
        return Error{ErrorCode::malformed,
                     fmt::format("--at: '{}' is not a date like 2026-09-01", printable(given.at))};
    return std::optional{china_midnight(*date) + 12h};
}

Result<std::vector<std::string>> names_of(const ExportArguments& given) {
    if (given.all == !given.register_name.empty())
        return Error{ErrorCode::malformed, "either the name of a register or --all"};
    if (given.all && given.folder.empty())
        return Error{ErrorCode::malformed, "--all writes one file a register: --out names their folder"};
    if (!given.all) return std::vector{given.register_name};
    std::vector<std::string> names;
    for (const db::RegisterInfo& info : db::importable_registers()) names.emplace_back(info.name);
    return names;
}

// Registers name children and telephones: the files are their owner's alone.
Result<> write_files(const std::vector<std::pair<std::string, std::string>>& files, const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    if (failure)
        return Error{ErrorCode::unavailable, fmt::format("{}: {}", folder.string(), failure.message())};
    for (const auto& [name, text] : files) {
        const fs::path file = folder / fmt::format("{}.csv", name);
        if (auto written = write_private_file(file, text); !written) return written;
        fmt::print("{}\n", file.string());
    }
    return {};
}

Result<int> export_registers(const ExportArguments& given, const Program& program) {
    const auto names = names_of(given);
    if (!names) return names.error();
    const auto at = instant_of(given);
    if (!at) return at.error();
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    std::vector<std::pair<std::string, std::string>> files;
    for (const std::string& name : *names) {
        auto text = db::export_register(name, *rows, *at);
        if (!text) return text.error();
        files.emplace_back(name, std::string{db::byte_order_mark} + *text);
    }
    for (const std::string& name : *names)
        if (auto recorded = session->record("export", name); !recorded) return recorded.error();
    if (given.folder.empty())
        fmt::print("{}", files.front().second);
    else if (auto written = write_files(files, given.folder); !written)
        return written.error();
    return done;
}

}  // namespace

void add_export_commands(CLI::App& app, Program& program) {
    auto given = std::make_shared<ExportArguments>();
    CLI::App* command =
        app.add_subcommand("export", "write registers as CSV, so that import reads the same rows again");
    command->add_option("register", given->register_name, "which one; without --out it is printed");
    command->add_flag("--all", given->all, "all of them");
    command->add_option("--out", given->folder, "folder for REGISTER.csv, readable by its owner only");
    command->add_option("--at", given->at,
                        "only rows valid at noon of that day, YYYY-MM-DD; else all known now");
    command->callback(
        [given, &program] { program.run = [given, &program] { return export_registers(*given, program); }; });
    app.add_subcommand("registers", "print all registers and their columns as Markdown")
        ->callback([&program] {
            program.run = [] {
                fmt::print("{}", db::registers_markdown());
                return Result<int>{done};
            };
        });
}

}  // namespace husong::ctl
