// husongctl holidays case: what the coordination of a term's holidays is given, out of the registers.
#include "server/holidays/term_case.hpp"
#include "tools/husongctl/holidays.hpp"
#include "tools/husongctl/scratch_folder.hpp"

#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

struct CaseArguments {
    RegisteredTerm term;
    std::filesystem::path changes, answer;
};

// As if they were imported: vehicles numbered, with the public days that every database knows.
Result<registry::RegistryRows> rows_in(const std::filesystem::path& folder) {
    const auto told = read_register(folder);
    if (!told) return told.error();
    const ScratchFolder scratch;
    const auto store = db::open_sqlite(scratch.file("husong.db"), {.vfs = {}, .synchronous = "OFF"});
    if (!store) return store.error();
    const auto admin = (*store)->admin();
    if (!admin) return admin.error();
    if (const auto put = (*admin)->put_rows(*told, now()); !put) return put.error();
    const auto reader = (*store)->reader();
    if (!reader) return reader.error();
    return (*reader)->load_registry();
}

Result<registry::RegistryRows> rows_of_term(const RegisteredTerm& term, const Program& program) {
    if (!term.folder.empty()) return rows_in(term.folder);
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto recorded = session->record("holidays case", term.code); !recorded) return recorded.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    return (*reader)->load_registry();
}

Result<int> write_case(const CaseArguments& given, const Program& program) {
    const auto registered = case_of(given.term, program);
    if (!registered) return registered.error();
    const auto question = changed(*registered, given.changes);
    if (!question) return question.error();
    const std::string text = to_json(*question) + "\n";
    if (given.answer.empty()) {
        fmt::print("{}", text);
        return done;
    }
    const auto written = write_private_file(given.answer, text);  // who lives where
    return written ? Result<int>{done} : Result<int>{written.error()};
}

}  // namespace

void add_term_options(CLI::App& command, RegisteredTerm& term) {
    auto* code = command.add_option("--term", term.code, "the term's code in the register terms");
    command.add_option("--register", term.folder, "a folder of register files in place of the database")
        ->needs(code);
    command
        .add_option("--as-of", term.as_of,
                    "as if it were asked then: 2026-08-20T08:00; else now. What has left by then stays")
        ->needs(code);
}

Result<coordination::Case> case_of(const RegisteredTerm& term, const Program& program) {
    const auto moment = moment_asked(term.as_of);
    if (!moment) return moment.error();
    auto rows = rows_of_term(term, program);
    if (!rows) return rows.error();
    const registry::Registry registry{std::move(*rows)};
    auto made = holidays::case_of_term(registry, term.code, *moment);
    if (!made) return made.error();
    for (const holidays::Note& note : made->notes)
        fmt::print(stderr, "{}: {}\n", printable(note.about), printable(note.text.en));
    return std::move(made->question);
}

void add_holiday_case_command(CLI::App& group, Program& program) {
    auto* command = group.add_subcommand(
        "case", "a term's case out of the registers; what is unknown or left out goes to stderr");
    const auto given = std::make_shared<CaseArguments>();
    add_term_options(*command, given->term);
    command->get_option("--term")->required();
    add_changes_option(*command, given->changes);
    command->add_option("--out", given->answer, "the case, JSON; else it is printed");
    command->callback(
        [given, &program] { program.run = [given, &program] { return write_case(*given, program); }; });
}

}  // namespace husong::ctl
