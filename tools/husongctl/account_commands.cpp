// husongctl account: who may sign in.
#include "server/access/password.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <iostream>
#include <memory>

namespace husong::ctl {

namespace {

struct Arguments {
    std::string name, role, display, scope, password_file;
};

// One line, from the file or from standard input: never from the arguments, which others can see.
Result<std::string> read_password(const std::string& file) {
    std::string password;
    if (file.empty()) {
        std::getline(std::cin, password);
    } else {
        auto text = read_file(file);
        if (!text) return text.error();
        password = text->substr(0, text->find('\n'));
    }
    if (password.ends_with('\r')) password.pop_back();
    return password;
}

Result<int> add_account(const Arguments& given, const Program& program) {
    access::Account account;
    const auto role = access::parse_role(given.role);
    if (!role) return Error{ErrorCode::malformed, fmt::format("there is no role '{}'", given.role)};
    if (auto there = need_database(program); !there) return there.error();
    const auto password = read_password(given.password_file);
    if (!password) return password.error();
    auto hash = access::hash_password(*password);
    if (!hash) return hash.error();
    account.name = given.name;
    account.display_name = given.display.empty() ? given.name : given.display;
    account.role = *role;
    account.scope = given.scope;
    account.password_hash = std::move(*hash);

    auto session = open_session(program);
    if (!session) return session.error();
    if (auto put = session->admin->put_account(account); !put) return put.error();
    if (auto recorded = session->record("account add", given.name); !recorded) return recorded.error();
    fmt::print("account {} ({})\n", account.name, access::role_name(account.role));
    return done;
}

}  // namespace

void add_account_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("account", "who may sign in")->require_subcommand(1);
    auto given = std::make_shared<Arguments>();
    CLI::App* add =
        group->add_subcommand("add", "make an account, or replace one; the password comes on standard input");
    add->add_option("name", given->name, "sign-in name")->required();
    add->add_option("--role", given->role, "police, gate, bureau, transport, operator_staff, patrol, hotline")
        ->required();
    add->add_option("--display", given->display, "as others see it, e.g. 交警二中队 王某");
    add->add_option("--scope", given->scope, "e.g. a school's code; without it the whole county");
    add->add_option("--password-file", given->password_file,
                    "take the password from the first line of this file");
    add->callback(
        [given, &program] { program.run = [given, &program] { return add_account(*given, program); }; });
}

}  // namespace husong::ctl
