// husongctl gate keeper: who may act at a school's gate.
#include "server/access/password.hpp"
#include "server/base/controls.hpp"
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/secret_prompt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace husong::ctl {

namespace {

constexpr std::size_t longest_name = 60;  // bytes: twenty characters, as a list of the form shows them

struct GateArguments {
    std::string school, name, pin_file;
    bool replace = false;
};

Result<> check_name(const std::string& name) {
    if (name.empty() || name.size() > longest_name)
        return Error{ErrorCode::malformed, "a keeper's name has 1 to 60 bytes"};
    if (has_controls(name)) return Error{ErrorCode::malformed, "a keeper's name has no control characters"};
    return {};
}

Result<std::optional<access::GateKeeper>> find_keeper(const GateArguments& given, const Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    const auto keepers = (*reader)->gate_keepers(given.school);
    if (!keepers) return keepers.error();
    const auto found = std::find_if(keepers->begin(), keepers->end(),
                                    [&](const access::GateKeeper& one) { return one.name == given.name; });
    if (found == keepers->end()) return std::optional<access::GateKeeper>{};
    return std::optional{*found};
}

Result<int> add_keeper(const GateArguments& given, const Program& program) {
    if (auto fine = check_name(given.name); !fine) return fine.error();
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto known = check_code(Coded::school, given.school, *session); !known) return known.error();
    const auto keeper = find_keeper(given, *session);
    if (!keeper) return keeper.error();
    if (*keeper && !given.replace)
        return Error{ErrorCode::conflict, fmt::format("keeper {} of {} exists; --replace gives a new PIN",
                                                      given.name, given.school)};
    const auto pin = read_secret(given.pin_file, "PIN, 4 to 8 digits");
    if (!pin) return pin.error();
    auto hash = access::hash_pin(*pin);
    if (!hash) return hash.error();
    const auto put = session->admin->put_gate_keeper({given.school, given.name, std::move(*hash)});
    if (!put) return put.error();
    const auto recorded = session->record("gate keeper add", given.school + " " + given.name);
    if (!recorded) return recorded.error();
    fmt::print("keeper {} of {}\n", given.name, given.school);
    return done;
}

Result<int> list_keepers(const GateArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto keepers = (*reader)->gate_keepers(given.school);
    if (!keepers) return keepers.error();
    std::vector<std::vector<std::string>> rows{{"name", "state"}};
    for (const access::GateKeeper& keeper : *keepers)
        rows.push_back({keeper.name, keeper.pin_hash.empty() ? "disabled" : "active"});
    print_table(rows);
    return done;
}

Result<int> disable_keeper(const GateArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto keeper = find_keeper(given, *session);
    if (!keeper) return keeper.error();
    if (!*keeper)
        return Error{ErrorCode::not_found, fmt::format("{} has no keeper {}", given.school, given.name)};
    const auto put = session->admin->put_gate_keeper({given.school, given.name, ""});
    if (!put) return put.error();
    const auto recorded = session->record("gate keeper disable", given.school + " " + given.name);
    if (!recorded) return recorded.error();
    fmt::print("keeper {} of {} may no longer act; what was done stays\n", given.name, given.school);
    return done;
}

}  // namespace

void add_gate_commands(CLI::App& app, Program& program) {
    CLI::App* gate = app.add_subcommand("gate", "a school's gate")->require_subcommand(1);
    CLI::App* group = gate->add_subcommand("keeper", "who may act there")->require_subcommand(1);
    auto given = std::make_shared<GateArguments>();
    const auto add_school = [&](CLI::App* command) {
        command->add_option("--school", given->school, "the school's code")->required();
    };
    CLI::App* add = group->add_subcommand("add", "somebody with a PIN; it comes on standard input");
    add_school(add);
    add->add_option("--name", given->name, "as the forms list it, e.g. 张某")->required();
    add->add_flag("--replace", given->replace, "the keeper exists: give a new PIN");
    add->add_option("--pin-file", given->pin_file, "take the PIN from the first line of this file");
    add->callback(
        [given, &program] { program.run = [given, &program] { return add_keeper(*given, program); }; });

    CLI::App* list = group->add_subcommand("list", "every keeper of a school and whether he may act");
    add_school(list);
    list->callback(
        [given, &program] { program.run = [given, &program] { return list_keepers(*given, program); }; });

    CLI::App* disable = group->add_subcommand("disable", "somebody may act no longer");
    add_school(disable);
    disable->add_option("--name", given->name, "as the list shows it")->required();
    disable->callback(
        [given, &program] { program.run = [given, &program] { return disable_keeper(*given, program); }; });
}

}  // namespace husong::ctl
