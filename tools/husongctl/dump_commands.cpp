// husongctl records: what the database was told, as a record log; husongctl findings: what it concluded. Both
// in the forms that `husongctl fold` reads and prints.
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/finding_lines.hpp"
#include "tools/husongctl/stored_log.hpp"

#include <fmt/core.h>

#include <fstream>
#include <functional>
#include <iostream>
#include <memory>

namespace husong::ctl {

namespace {

namespace fs = std::filesystem;
using Writing = std::function<Result<>(db::Reader&, std::ostream&)>;

Result<> write_records(db::Reader& reader, std::ostream& out) {
    out << "# measured_at received_at source plate colour kind …: docs/records-log.md\n";
    const auto written = write_stored_log(reader, out);
    if (!written) return written.error();
    fmt::print(stderr, "{} records\n", *written);
    return {};
}

Result<> write_findings(db::Reader& reader, std::ostream& out) {
    const auto lines = finding_lines(reader, nullptr);
    if (!lines) return lines.error();
    out << *lines;
    return {};
}

Result<> write_to(const fs::path& file, const Writing& write, db::Reader& reader) {
    if (file.empty()) return write(reader, std::cout);
    std::ofstream out{file, std::ios::binary};
    if (auto written = write(reader, out); !written) return written;
    if (out.flush()) return {};
    return Error{ErrorCode::unavailable, fmt::format("{}: cannot be written", file.string())};
}

Result<int> dump(const std::string& what, const fs::path& file, const Writing& write,
                 const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    if (auto recorded = session->record("export", what); !recorded) return recorded.error();
    if (auto written = write_to(file, write, **reader); !written) return written.error();
    return done;
}

void add_dump(CLI::App& app, Program& program, const std::string& what, const std::string& about,
              const Writing& write) {
    auto file = std::make_shared<fs::path>();
    CLI::App* command = app.add_subcommand(what, about);
    command->add_option("--out", *file, "write them here; default: print them");
    command->callback([what, file, write, &program] {
        program.run = [what, file, write, &program] { return dump(what, *file, write, program); };
    });
}

}  // namespace

void add_dump_commands(CLI::App& app, Program& program) {
    add_dump(app, program, "records", "write all that was told of vehicles as a record log, as fold reads it",
             write_records);
    add_dump(app, program, "findings", "write the findings that are not withdrawn, as fold does",
             write_findings);
}

}  // namespace husong::ctl
