// husongctl terminal: which terminals may register, and the codes they authenticate with.
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

namespace husong::ctl {

namespace {

struct TerminalArguments {
    std::string phone, terminal_id, maker, window = "24h", out;
    bool show_code = false;
};

std::string make_code() {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    constexpr std::size_t length = 12;
    std::string code;
    for (std::size_t i = 0; i < length; ++i)
        code.push_back(alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))]);
    return code;
}

// Numbers are kept without the zeros that fill their field on the wire.
Result<std::string> phone_key(std::string_view phone) {
    if (phone.empty() || phone.find_first_not_of("0123456789") != std::string_view::npos)
        return Error{ErrorCode::malformed, fmt::format("'{}' is not a terminal's phone number", phone)};
    phone.remove_prefix(std::min(phone.find_first_not_of('0'), phone.size() - 1));
    return std::string{phone};
}

// 24h, 90m.
Result<std::chrono::minutes> parse_window(std::string_view text) {
    constexpr int longest_hours = 24 * 30;
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    const std::chrono::minutes window{unit == "h" ? count * 60 : count};
    if (error != std::errc{} || count <= 0 || count > longest_hours * 60 || (unit != "h" && unit != "m") ||
        window > std::chrono::hours{longest_hours})
        return Error{ErrorCode::malformed,
                     fmt::format("'{}' is not a window like 24h or 90m, of at most 30 days", text)};
    return window;
}

Result<int> enrol(const TerminalArguments& given, const Program& program) {
    const auto phone = phone_key(given.phone);
    if (!phone) return phone.error();
    const auto window = parse_window(given.window);
    if (!window) return window.error();
    db::TerminalCredentials credentials;
    credentials.phone = *phone;
    credentials.terminal_id = given.terminal_id;
    credentials.maker = given.maker;
    credentials.code = make_code();
    credentials.enrolled_until = now() + *window;

    auto session = open_session(program);
    if (!session) return session.error();
    if (auto put = session->admin->put_credentials(credentials); !put) return put.error();
    if (auto recorded = session->record("terminal enrol", *phone); !recorded) return recorded.error();
    fmt::print("terminal {} may register until {}\n", *phone, to_iso(credentials.enrolled_until));
    if (given.show_code) fmt::print("code {}\n", credentials.code);
    return done;
}

// Every JT/T 808 terminal that the register knows now and that has no key yet.
Result<int> enrol_all(const TerminalArguments& given, const Program& program) {
    const auto window = parse_window(given.window);
    if (!window) return window.error();
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    const auto known = (*reader)->load_credentials();
    if (!known) return known.error();

    const Time enrolled_until = now() + *window;
    std::set<std::string> done_already;
    for (const auto& credentials : *known) done_already.insert(credentials.phone);
    std::vector<db::TerminalCredentials> fresh;
    for (const auto& row : rows->terminals) {
        const registry::Terminal& terminal = row.value;
        if (terminal.kind != registry::TerminalKind::jt808 || !row.valid_at(now())) continue;
        if (!done_already.insert(terminal.phone).second) continue;
        fresh.push_back({terminal.id, terminal.phone, terminal.terminal_id, terminal.maker, make_code(), "",
                         enrolled_until, false});
    }
    if (auto put = session->admin->put_credentials(fresh); !put) return put.error();
    if (auto recorded = session->record("terminal enrol-all", fmt::format("{} terminals", fresh.size()));
        !recorded)
        return recorded.error();
    fmt::print("{} terminals may register until {}\n", fresh.size(), to_iso(enrolled_until));
    return done;
}

Result<int> rotate(const TerminalArguments& given, const Program& program) {
    const auto phone = phone_key(given.phone);
    if (!phone) return phone.error();
    auto session = open_session(program);
    if (!session) return session.error();
    const std::string code = make_code();
    const auto edited = session->admin->edit_credentials(
        *phone, [&](db::TerminalCredentials& credentials) { credentials.next_code = code; });
    if (!edited) return edited.error();
    if (auto recorded = session->record("terminal rotate", *phone); !recorded) return recorded.error();
    fmt::print("terminal {} has a new code; the old one is valid until the new one was used\n", *phone);
    if (given.show_code) fmt::print("code {}\n", code);
    return done;
}

// Whom the door turned away, and whose records are stored but not judged.
Result<int> list_troubles(const TerminalArguments&, const Program& program) {
    constexpr std::size_t most = 1'000;
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto refusals = (*reader)->refusals(most);
    if (!refusals) return refusals.error();
    std::vector<std::vector<std::string>> rows{
        {"phone", "reason", "told", "times", "first", "last", "from", "plate", "terminal", "maker"}};
    for (const db::Refusal& refusal : *refusals)
        rows.push_back({printable(refusal.phone), refusal.reason, printable(refusal.detail),
                        std::to_string(refusal.count), to_iso(refusal.first_at), to_iso(refusal.at),
                        refusal.peer, printable(refusal.claimed_plate),
                        printable(refusal.claimed_terminal_id), printable(refusal.claimed_maker)});
    print_table(rows);
    return done;
}

// The codes in force, for simulators: phone,auth_code. A terminal whose code is being rotated has two lines,
// the new code in the second.
Result<int> write_codes(const TerminalArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto all = (*reader)->load_credentials();
    if (!all) return all.error();
    std::string text = "phone,auth_code\n";
    std::size_t codes = 0;
    for (const auto& credentials : *all)
        for (const std::string* code : {&credentials.code, &credentials.next_code}) {
            if (code->empty()) continue;
            text += fmt::format("{},{}\n", credentials.phone, *code);
            ++codes;
        }
    if (auto written = write_private_file(given.out, text); !written) return written.error();
    if (auto recorded = session->record("terminal codes", given.out); !recorded) return recorded.error();
    fmt::print("{} codes\n", codes);
    return done;
}

}  // namespace

void add_terminal_commands(CLI::App& app, Program& program) {
    CLI::App* group =
        app.add_subcommand("terminal", "terminals: which may register, and what they are told to do")
            ->require_subcommand(1);
    auto given = std::make_shared<TerminalArguments>();
    const auto add = [&](const char* name, const char* what,
                         Result<int> (*run)(const TerminalArguments&, const Program&)) {
        CLI::App* command = group->add_subcommand(name, what);
        command->callback([given, run, &program] {
            program.run = [given, run, &program] { return run(*given, program); };
        });
        return command;
    };

    CLI::App* one = add("enrol", "let a terminal register, with a fresh code", enrol);
    one->add_option("--phone", given->phone, "the phone number it sends")->required();
    one->add_option("--terminal-id", given->terminal_id,
                    "as it registers; without it the first registration binds it");
    one->add_option("--maker", given->maker, "as it registers");
    CLI::App* all =
        add("enrol-all", "let every terminal of the register that has no code yet register", enrol_all);
    for (CLI::App* command : {one, all})
        command->add_option("--window", given->window, "how long the first registration may take: 24h, 90m")
            ->capture_default_str();

    CLI::App* fresh = add("rotate", "give a terminal another code", rotate);
    fresh->add_option("--phone", given->phone, "the phone number it sends")->required();
    for (CLI::App* command : {one, fresh})
        command->add_flag("--show-code", given->show_code, "print the code");

    add("troubles",
        "list who was turned away, whose clock is ahead so that nothing is judged, who sends wrong frames, "
        "and who claims another plate",
        list_troubles);

    CLI::App* codes =
        add("codes", "write the codes in force to a file that only its owner can read", write_codes);
    codes->add_option("--out", given->out, "CSV: phone,auth_code")->required();
    add_terminal_orders(*group, program);
}

}  // namespace husong::ctl
