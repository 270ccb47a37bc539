// husongctl import: registers from CSV or JSON files.
#include "db/import.hpp"
#include "db/import_changes.hpp"
#include "db/import_sense.hpp"
#include "server/rules/local_parameters.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <memory>

namespace husong::ctl {

namespace {

namespace fs = std::filesystem;

struct ImportArguments {
    std::vector<std::string> what;  // REGISTER FILE, or a folder
    bool dry_run = false;
};

struct Source {
    std::string register_name;
    fs::path file;
};

constexpr std::string_view forms[] = {".csv", ".json"};

bool is_table(const fs::path& file) {
    return std::find(std::begin(forms), std::end(forms), file.extension().string()) != std::end(forms);
}

db::FileForm form_of(const fs::path& file) {
    return file.extension() == ".json" ? db::FileForm::json : db::FileForm::csv;
}

// A table whose name is mistyped must not be left out in silence. Other things than registers are kept as
// JSON too: such a file is left out aloud.
Result<> check_names(const fs::path& folder) {
    const auto registers = db::importable_registers();
    std::error_code failure;
    for (const fs::directory_entry& entry : fs::directory_iterator{folder, failure}) {
        if (!is_table(entry.path())) continue;
        const auto is_it = [&](const db::RegisterInfo& info) {
            return info.name == entry.path().stem().string();
        };
        if (std::any_of(registers.begin(), registers.end(), is_it)) continue;
        const std::string wrong = fmt::format("{}: no register is named so", entry.path().string());
        if (form_of(entry.path()) == db::FileForm::csv) return Error{ErrorCode::not_found, wrong};
        fmt::print(stderr, "{}; left out\n", wrong);
    }
    if (failure)
        return Error{ErrorCode::not_found, fmt::format("{}: {}", folder.string(), failure.message())};
    return {};
}

// The files of a folder that are named for a register, in the order of import.
Result<std::vector<Source>> sources_in(const fs::path& folder) {
    if (auto good = check_names(folder); !good) return good.error();
    std::vector<Source> sources;
    for (const db::RegisterInfo& info : db::importable_registers()) {
        const std::size_t before = sources.size();
        for (const std::string_view form : forms)
            if (const fs::path file = folder / fmt::format("{}{}", info.name, form); fs::exists(file))
                sources.push_back({std::string{info.name}, file});
        if (sources.size() > before + 1)
            return Error{ErrorCode::conflict,
                         fmt::format("{}: {} is there as .csv and as .json; one of them is to be read",
                                     folder.string(), info.name)};
    }
    if (sources.empty())
        return Error{ErrorCode::not_found,
                     fmt::format("{}: no file is named for a register", folder.string())};
    return sources;
}

Result<std::vector<Source>> sources_of(const ImportArguments& given) {
    if (given.what.size() == 2) return std::vector<Source>{{given.what[0], given.what[1]}};
    return sources_in(given.what[0]);
}

void print_problems(const Source& source, const db::ParsedRegister& parsed) {
    const std::string name = source.file.filename().string();
    constexpr std::size_t written_at_once = 64 * 1024;  // stderr has no buffer of its own
    std::string lines;
    const auto write = [&lines] {
        fmt::print(stderr, "{}", lines);
        lines.clear();
    };
    for (const db::Problem& problem : parsed.problems) {
        lines += fmt::format("{}: {}\n", name, to_text(problem));
        if (lines.size() >= written_at_once) write();
    }
    if (const std::size_t more = parsed.problem_count - parsed.problems.size())
        lines += fmt::format("{}: and {} more; at most {} are named\n", name, more, db::most_problems_named);
    write();
}

Result<db::ParsedRegister> read_source(const Source& source, registry::RegistryRows& rows,
                                       const registry::RegistryRows& known) {
    const auto bytes = read_file(source.file);
    if (!bytes) return bytes.error();
    return db::parse_register(source.register_name, *bytes, rows, form_of(source.file), {&known, now()});
}

// The register as it is before the import; nothing when there is no database yet.
Result<registry::RegistryRows> known_rows(const Program& program) {
    if (!fs::exists(program.database)) return registry::RegistryRows{};
    const auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    return (*reader)->load_registry();
}

struct ReadFiles {
    registry::RegistryRows rows;
    std::vector<db::ParsedRegister> files;
    std::size_t problems = 0;
};

// Reads and checks every file before anything is written, and prints what is wrong.
Result<ReadFiles> read_sources(const std::vector<Source>& sources, const registry::RegistryRows& known) {
    ReadFiles read;
    for (const Source& source : sources) {
        auto parsed = read_source(source, read.rows, known);
        if (!parsed) return parsed.error();
        read.files.push_back(std::move(*parsed));
    }
    db::check_references(read.files, known);
    db::check_sense(read.files, read.rows, {&known, now()});
    for (std::size_t i = 0; i < read.files.size(); ++i) {
        print_problems(sources[i], read.files[i]);
        read.problems += read.files[i].problem_count;
    }
    return read;
}

// Every changed field as it was and will be, of the first rows; new rows are only counted.
void print_changes(const std::vector<db::RowChange>& changes) {
    constexpr std::size_t most_rows_shown = 20;
    std::map<std::string_view, std::size_t> added;  // by register
    std::size_t changed = 0;
    for (const db::RowChange& change : changes) {
        if (change.is_new)
            ++added[change.register_name];
        else if (++changed <= most_rows_shown)
            fmt::print("{}\n", to_text(change));
    }
    if (changed > most_rows_shown) fmt::print("and {} more rows that change\n", changed - most_rows_shown);
    for (const auto& [name, count] : added) fmt::print("{}: {} new\n", name, count);
}

Result<int> import(const ImportArguments& given, const Program& program) {
    const auto sources = sources_of(given);
    if (!sources) return sources.error();
    const auto known = known_rows(program);
    if (!known) return known.error();
    const auto read = read_sources(*sources, *known);
    if (!read) return read.error();
    for (const db::ParsedRegister& file : read->files) fmt::print("{}: {} rows\n", file.name, file.row_count);
    if (read->problems > 0) {
        fmt::print(stderr, "{} problems: nothing was imported\n", read->problems);
        return refused;
    }
    print_changes(db::changes_of(read->rows, *known));
    if (given.dry_run) {
        fmt::print("dry run: nothing was imported\n");
        return done;
    }
    auto session = make_session(program);
    if (!session) return session.error();
    const auto changes = session->admin->put_rows(read->rows, now());
    if (!changes) return changes.error();
    if (*changes > 0)
        for (const Source& source : *sources)
            if (auto recorded = session->record("import", source.register_name); !recorded)
                return recorded.error();
    fmt::print("{} changes\n", *changes);
    return done;
}

std::string footer() {
    std::string text =
        "Of each thing that a file names, its rows tell all from their earliest valid_from on: an open-ended "
        "row "
        "kept before is cut there, and after the valid_until of a shorter row nothing holds.\n\n"
        "A column that the file lacks leaves what is known of that thing; an empty cell empties it. Each "
        "changed field is printed as it was and as it will be.\n\n"
        "A .json file is a list of objects whose names are those of the columns; values are texts, numbers, "
        "true and "
        "false (yes and no), or null (empty).\n\n"
        "Registers and their columns (* must be there and filled):\n";
    for (const db::RegisterInfo& info : db::importable_registers()) {
        text += fmt::format("\n{} ({})\n", info.name, info.name_zh);
        for (const db::FieldInfo& field : info.fields)
            text += fmt::format("  {}{} ({}): {}\n", field.name, field.required ? "*" : "", field.name_zh,
                                field.meaning);
    }
    text += "\nThresholds that local_rules may set:\n";
    for (const rules::LocalParameter& each : rules::local_parameters())
        text += fmt::format("  {} ({}): {}; {}\n", each.name, each.name_zh, each.allowed(), each.bound);
    return text;
}

}  // namespace

Result<registry::RegistryRows> read_register(const fs::path& folder) {
    const auto sources = sources_in(folder);
    if (!sources) return sources.error();
    auto read = read_sources(*sources, {});
    if (!read) return read.error();
    if (read->problems > 0)
        return Error{ErrorCode::malformed,
                     fmt::format("{}: {} problems in the register's files", folder.string(), read->problems)};
    return std::move(read->rows);
}

void add_import_command(CLI::App& app, Program& program) {
    auto given = std::make_shared<ImportArguments>();
    CLI::App* command = app.add_subcommand(
        "import", "read registers from CSV or JSON, all rows or none; makes the database when there is none");
    command
        ->add_option("what", given->what,
                     "REGISTER FILE, or a folder with files named REGISTER.csv or REGISTER.json")
        ->required()
        ->expected(1, 2);
    command->add_flag("--dry-run", given->dry_run, "print what would change, and change nothing");
    command->footer(footer);
    command->callback(
        [given, &program] { program.run = [given, &program] { return import(*given, program); }; });
}

}  // namespace husong::ctl
