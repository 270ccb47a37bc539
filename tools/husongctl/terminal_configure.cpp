// husongctl terminal configure, locate, reset, confirm-alarm: commands that the running server sends.
#include "server/jt808/location_values.hpp"
#include "server/jt808/message.hpp"
#include "server/jt808/offered_commands.hpp"
#include "server/jt808/parameter_table.hpp"
#include "server/registry/registry.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <thread>

namespace husong::ctl {

namespace {

constexpr Milliseconds asked_every = 200ms;
constexpr int longest_wait_s = 3'600;

struct ConfigureArguments {
    std::string order, phone, server;
    std::vector<std::string> set;
    bool compare = false, allow_move = false;
    int wait_s = 90;  // longer than the server waits, so that its end is seen
};

// What a school bus's terminal should have. An empty value comes from the register.
struct WantedRow {
    std::uint32_t id;
    std::string_view value;
};
constexpr WantedRow school_bus_parameters[] = {
    {0x0027, "300"},    // s, asleep
    {0x0029, "10"},     // s
    {0x0055, "60"},     // km/h: art. 35, loaded and not on a motorway
    {0x0056, "10"},     // s above it
    {0x0057, "14400"},  // 4 h without a rest
    {0x005B, "50"},     // warned 5 km/h before
    {0x007B, ""},       // approved passengers
    {0x0083, ""},       // plate
    {0x0084, ""},       // its colour
};
// The second byte of 0x007B, of 100: the standard gives no default; an alarm at every yawn would be switched
// off.
constexpr int fatigue_threshold = 75;

struct Target {
    TerminalId terminal;
    jt808::Edition edition = jt808::Edition::v2013;
    int approved_persons = 0;
    registry::Plate plate;
};

jt808::Edition edition_of(int year) {
    if (year <= 2011) return jt808::Edition::v2011;
    return year < 2019 ? jt808::Edition::v2013 : jt808::Edition::v2019;
}

std::string key_of(std::string_view phone) {
    phone.remove_prefix(std::min(phone.find_first_not_of('0'), phone.size()));
    return std::string{phone};
}

Result<Target> find_target(db::Store& store, const std::string& phone) {
    const auto reader = store.reader();
    if (!reader) return reader.error();
    auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    const registry::Registry registry{std::move(*rows)};
    for (const auto& row : registry.rows().terminals) {
        const registry::Terminal& terminal = row.value;
        if (terminal.phone != phone || terminal.kind != registry::TerminalKind::jt808 || !row.valid_at(now()))
            continue;
        Target target;
        target.terminal = terminal.id;
        target.edition = edition_of(terminal.edition);
        if (const auto* const vehicle = registry.vehicle(terminal.vehicle, now()))
            target.approved_persons = vehicle->value.approved_persons;
        if (const auto* const plate = registry.plate_of(terminal.vehicle)) target.plate = *plate;
        return target;
    }
    return Error{ErrorCode::not_found, fmt::format("the register has no terminal {} now", phone)};
}

std::string value_of(const WantedRow& row, const Target& target) {
    switch (row.id) {
        case 0x007B: return fmt::format("{},{}", target.approved_persons, fatigue_threshold);
        case 0x0083: return target.plate.text;
        case 0x0084: return std::to_string(static_cast<unsigned>(target.plate.colour));
        default: return std::string{row.value};
    }
}

using Wanted = std::map<std::uint32_t, std::string>;

// Since 2019 host and port are one text.
Result<> add_server(Wanted& wanted, const Target& target, std::string_view server) {
    const std::size_t colon = server.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == server.size())
        return Error{ErrorCode::malformed, fmt::format("'{}' is not HOST:PORT", server)};
    const bool newest = target.edition == jt808::Edition::v2019;
    wanted[0x0013] = server.substr(0, newest ? server.size() : colon);
    if (!newest) wanted[0x0018] = server.substr(colon + 1);
    return {};
}

Result<Wanted> wanted_of(const ConfigureArguments& given, const Target& target) {
    Wanted wanted;
    for (const WantedRow& row : school_bus_parameters)
        if (jt808::find_parameter(row.id)->editions.has(target.edition))
            wanted[row.id] = value_of(row, target);
    if (!given.server.empty())
        if (auto added = add_server(wanted, target, given.server); !added) return added.error();
    for (const std::string& assignment : given.set) {
        const std::size_t equals = assignment.find('=');
        const auto* const row = jt808::find_parameter(std::string_view{assignment}.substr(0, equals));
        if (equals == std::string::npos || row == nullptr)
            return Error{ErrorCode::malformed,
                         fmt::format("'{}' is not NAME=VALUE of a parameter", assignment)};
        wanted[row->id] = assignment.substr(equals + 1);
    }
    for (const auto& [id, value] : wanted)
        if (jt808::find_parameter(id)->moves && !given.compare && !given.allow_move)
            return Error{ErrorCode::denied,
                         fmt::format("{} can part the terminal from this server: add --allow-move",
                                     jt808::find_parameter(id)->name)};
    return wanted;
}

Result<std::string> set_parameters_body(const Wanted& wanted, const Target& target) {
    std::vector<std::uint8_t> parameters;
    for (const auto& [id, told] : wanted) {
        const auto value = jt808::parameter_value(*jt808::find_parameter(id), told, target.edition);
        if (!value) return value.error();
        jt808::append_parameter(parameters, id, *value);
    }
    jt808::SetParameters message;
    message.form = target.edition;
    message.total = static_cast<std::uint8_t>(wanted.size());
    message.parameters = parameters;
    std::vector<std::uint8_t> body;
    jt808::append_body(body, message);
    return std::string{body.begin(), body.end()};
}

Result<db::TerminalCommand> wait_for(db::Store& store, std::int64_t id, int seconds) {
    const auto reader = store.reader();
    if (!reader) return reader.error();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{seconds};
    for (;;) {
        const auto command = (*reader)->command(id);
        if (!command) return command.error();
        if (!*command) return Error{ErrorCode::not_found, fmt::format("command {} is gone", id)};
        if (!db::is_open((*command)->state) || std::chrono::steady_clock::now() >= until) return **command;
        std::this_thread::sleep_for(asked_every);
    }
}

// Queues a command and tells what became of it.
Result<db::TerminalCommand> give(const ConfigureArguments& given, Session& session, const Target& target,
                                 std::uint16_t message_id, std::string body) {
    db::TerminalCommand command;
    command.terminal = target.terminal;
    command.created_at = now();
    command.message_id = message_id;
    command.body = std::move(body);
    const auto id = session.admin->queue_command(command);
    if (!id) return id.error();
    const std::string object = fmt::format("{}: command {}", given.phone, *id);
    if (auto recorded = session.record("terminal " + given.order, object); !recorded) return recorded.error();
    const auto done = wait_for(*session.store, *id, given.wait_s);
    if (!done) return done.error();
    fmt::print("command {}: {}\n", *id, db::command_state_names[static_cast<std::size_t>(done->state)]);
    if (done->state == db::CommandState::queued)
        fmt::print("it goes out when the terminal is connected, for a day\n");
    return done;
}

int exit_code(const db::TerminalCommand& command) {
    return command.state == db::CommandState::confirmed ? done : refused;
}

Bytes bytes_of(const std::string& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

Result<int> compare(const Wanted& wanted, const Target& target, const db::TerminalCommand& command) {
    const auto layout = jt808::layout_of(target.edition);
    const auto told = jt808::decode_body<jt808::Parameters>(layout, bytes_of(command.answer));
    if (command.answer_id != jt808::Parameters::id || !told)
        return Error{ErrorCode::unavailable, "the terminal has not told its parameters"};
    std::map<std::uint32_t, std::string> values;
    jt808::ParameterRange range{told->parameters};
    while (const auto parameter = range.next())
        if (const auto* const row = jt808::find_parameter(parameter->id))
            values[parameter->id] = jt808::parameter_text(*row, parameter->value);
    std::vector<std::vector<std::string>> rows{{"parameter", "told", "wanted", ""}};
    int differences = 0;
    for (const auto& [id, value] : wanted) {
        const auto found = values.find(id);
        const bool same = found != values.end() && found->second == value;
        rows.push_back({std::string{jt808::find_parameter(id)->name},
                        found == values.end() ? "-" : printable(found->second), value,
                        same ? "" : "differs"});
        if (!same) ++differences;
    }
    print_table(rows);
    return differences == 0 ? done : refused;
}

Result<int> configure(const ConfigureArguments& given, Session& session, const Target& target) {
    const auto wanted = wanted_of(given, target);
    if (!wanted) return wanted.error();
    if (given.compare) {
        const auto command = give(given, session, target, jt808::ParametersQuery::id, {});
        if (!command) return command.error();
        return compare(*wanted, target, *command);
    }
    auto body = set_parameters_body(*wanted, target);
    if (!body) return body.error();
    for (const auto& [id, value] : *wanted) fmt::print("{} = {}\n", jt808::find_parameter(id)->name, value);
    const auto command = give(given, session, target, jt808::SetParameters::id, std::move(*body));
    if (!command) return command.error();
    return exit_code(*command);
}

Result<int> locate(const ConfigureArguments& given, Session& session, const Target& target) {
    const auto command = give(given, session, target, jt808::LocationQuery::id, {});
    if (!command) return command.error();
    const auto told = jt808::decode_body<jt808::QueriedLocation>(jt808::layout_of(target.edition),
                                                                 bytes_of(command->answer));
    if (command->answer_id == jt808::QueriedLocation::id && told) {
        const auto values = jt808::location_values(told->location);
        fmt::print("{:.6f} N {:.6f} E, {}, {}\n", values.latitude_deg, values.longitude_deg,
                   values.located ? "located" : "not located",
                   values.measured_at ? to_iso(*values.measured_at) : "no time");
    }
    return exit_code(*command);
}

Result<int> reset(const ConfigureArguments& given, Session& session, const Target& target) {
    const auto command = give(given, session, target, jt808::TerminalControl::id,
                              {static_cast<char>(jt808::TerminalControl::reset)});
    if (!command) return command.error();
    return exit_code(*command);
}

// Of all reports: who confirms has taken the emergency over, whichever frame told it.
Result<int> confirm_alarm(const ConfigureArguments& given, Session& session, const Target& target) {
    std::vector<std::uint8_t> body;
    jt808::append_body(body, jt808::AlarmConfirmation{.types = jt808::AlarmConfirmation::emergency});
    const auto command =
        give(given, session, target, jt808::AlarmConfirmation::id, {body.begin(), body.end()});
    if (!command) return command.error();
    return exit_code(*command);
}

using Run = Result<int> (*)(const ConfigureArguments&, Session&, const Target&);

Result<int> run(Run command, const ConfigureArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto target = find_target(*session->store, key_of(given.phone));
    if (!target) return target.error();
    return command(given, *session, *target);
}

}  // namespace

void add_terminal_orders(CLI::App& group, Program& program) {
    auto given = std::make_shared<ConfigureArguments>();
    const auto add = [&](const char* name, const char* what, Run command) {
        CLI::App* added = group.add_subcommand(name, what);
        added->add_option("phone", given->phone, "the phone number it sends")->required();
        added->add_option("--wait", given->wait_s, "seconds to wait for its answer")
            ->check(CLI::Range(0, longest_wait_s))
            ->capture_default_str();
        added->callback([given, name, command, &program] {
            given->order = name;
            program.run = [given, command, &program] { return run(command, *given, program); };
        });
        return added;
    };
    CLI::App* one = add("configure", "set what a school bus's terminal should have, or compare", configure);
    one->add_option("--set", given->set, "NAME=VALUE, instead of or beside the usual");
    one->add_option("--server", given->server, "HOST:PORT of this server, as the terminal reaches it");
    one->add_flag("--compare", given->compare, "ask for its parameters and print what differs");
    one->add_flag("--allow-move", given->allow_move,
                  "set server addresses and access points too: wrong ones lose the terminal");
    add("locate", "ask where it is", locate);
    add("reset", "start the terminal again", reset);
    add("confirm-alarm", "end its emergency alarm: somebody has taken over", confirm_alarm);
}

}  // namespace husong::ctl
