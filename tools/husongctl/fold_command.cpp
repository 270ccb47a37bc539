// husongctl fold: what the server would have found, had it been told what a log holds.
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/finding_lines.hpp"
#include "tools/husongctl/scratch_folder.hpp"

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <memory>

namespace husong::ctl {

namespace {

namespace fs = std::filesystem;

struct FoldArguments {
    fs::path log, registers, database, findings, probabilities;
    std::size_t batch = 0;
    std::string until;
    bool with_times = false;
};

// The log stands beside it and can be folded again, so the disk need not be waited for.
Result<std::unique_ptr<db::Store>> make_store(const fs::path& file) {
    if (fs::exists(file))
        return Error{ErrorCode::conflict,
                     fmt::format("{}: a log is folded into a database that is not there yet", file.string())};
    return db::open_sqlite(file, {.vfs = {}, .synchronous = "OFF"});
}

Result<> import_register(const FoldArguments& given, const RecordLog& log, db::Store& store) {
    const auto rows = read_register(given.registers);
    if (!rows) return rows.error();
    const auto admin = store.admin();
    if (!admin) return admin.error();
    const auto put = (*admin)->put_rows(*rows, log.size() > 0 ? log.received_at(0) : now());
    if (!put) return put.error();
    return {};
}

Error cannot_write(const fs::path& file) {
    return Error{ErrorCode::unavailable, fmt::format("{}: cannot be written", file.string())};
}

Result<> write_findings(const FoldArguments& given, const std::string& lines) {
    if (given.findings.empty()) {
        fmt::print("{}", lines);
        return {};
    }
    std::ofstream out{given.findings, std::ios::binary};
    out << lines;
    if (out.flush()) return {};
    return cannot_write(given.findings);
}

void print_totals(const FoldTotals& totals, std::chrono::duration<double> took) {
    fmt::print(stderr,
               "{{\"records\": {}, \"stored\": {}, \"duplicates\": {}, \"batches\": {}, \"refolds\": {}, "
               "\"seconds\": {:.2f}, \"records_per_s\": {:.0f}}}\n",
               totals.records, totals.stored, totals.duplicates, totals.batches, totals.refolds, took.count(),
               static_cast<double>(totals.records) / took.count());
}

Result<int> fold(const FoldArguments& given) {
    const auto began = std::chrono::steady_clock::now();
    FoldPlan plan{.batch = given.batch, .until = {}};
    if (!given.until.empty()) {
        const auto until = parse_time(given.until);
        if (!until) return until.error();
        plan.until = *until;
    }
    const auto log = RecordLog::read(given.log);
    if (!log) return log.error();
    const ScratchFolder scratch;
    const auto store = make_store(given.database.empty() ? scratch.file("husong.db") : given.database);
    if (!store) return store.error();
    if (auto imported = import_register(given, *log, **store); !imported) return imported.error();
    Conclusions conclusions;
    std::ofstream probabilities;
    Sureness sureness{probabilities};
    if (!given.probabilities.empty()) {
        probabilities.open(given.probabilities, std::ios::binary);
        plan.sureness = &sureness;
    }
    const auto totals = fold_log(*log, **store, plan, conclusions);
    if (!totals) return totals.error();
    if (plan.sureness != nullptr && !probabilities.flush()) return cannot_write(given.probabilities);
    const auto reader = (*store)->reader();
    if (!reader) return reader.error();
    const auto lines = finding_lines(**reader, given.with_times ? &conclusions : nullptr);
    if (!lines) return lines.error();
    if (auto written = write_findings(given, *lines); !written) return written.error();
    print_totals(*totals, std::chrono::steady_clock::now() - began);
    return done;
}

}  // namespace

void add_fold_command(CLI::App& app, Program& program) {
    auto given = std::make_shared<FoldArguments>();
    CLI::App* command = app.add_subcommand(
        "fold", "what the server would have found, had it been told what a record log holds");
    command->add_option("log", given->log, "the log; docs/records-log.md describes its form")->required();
    command->add_option("--register", given->registers, "the folder of the register's files, as for import")
        ->required();
    command->add_option("--database", given->database,
                        "make this database and keep it; default: one that is removed");
    command->add_option("--findings", given->findings, "write the findings here; default: print them");
    command->add_option("--probabilities", given->probabilities,
                        "write here how sure the fold was that moving vehicles are over");
    command->add_option("--batch", given->batch,
                        "so many records in a commit; default: what came within two seconds");
    command->add_option("--until", given->until,
                        "the clock goes on to this instant; default: a day after the last record");
    command->add_flag("--with-times", given->with_times, "tell when each finding's level was concluded");
    command->callback([given, &program] { program.run = [given] { return fold(*given); }; });
}

}  // namespace husong::ctl
