// husongctl account: who may sign in.
#include "server/access/password.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <termios.h>
#include <unistd.h>

namespace husong::ctl {

namespace {

constexpr const char* roles_of_people = "police, gate, bureau, transport, operator_staff, patrol, hotline";

struct Arguments {
    std::string name, role, display, password_file;
    bool scoped = false;
    bool replace = false;
};

// At a console: asks, and does not show what is typed.
class Prompt {
public:
    Prompt() : asked_{::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0} {
        if (!asked_) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        fmt::print(stderr, "password (at least {} bytes, not shown): ", access::shortest_password);
    }
    ~Prompt() {
        if (!asked_) return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
        fmt::print(stderr, "\n");
    }
    Prompt(const Prompt&) = delete;
    Prompt& operator=(const Prompt&) = delete;

private:
    termios before_{};
    bool asked_;
};

// One line, from the file or from standard input: never from the arguments, which others can see.
Result<std::string> read_password(const std::string& file) {
    std::string password;
    if (file.empty()) {
        const Prompt prompt;
        std::getline(std::cin, password);
    } else {
        auto text = read_file(file);
        if (!text) return text.error();
        password = text->substr(0, text->find('\n'));
    }
    if (password.ends_with('\r')) password.pop_back();
    return password;
}

Result<access::Role> read_role(const std::string& name) {
    if (const auto role = access::parse_role(name); role && *role != access::Role::device) return *role;
    return Error{ErrorCode::malformed, fmt::format("there is no role '{}', only {}", name, roles_of_people)};
}

// An account that is there is somebody's: its role and password change only by intent.
Result<> check_is_new(const Arguments& given, const Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    const auto known = (*reader)->account(given.name);
    if (!known) return known.error();
    if (!*known || given.replace) return {};
    return Error{ErrorCode::conflict,
                 fmt::format("account {} ({}) exists; --replace gives it this role and a new password",
                             given.name, access::role_name((*known)->role))};
}

Result<int> add_account(const Arguments& given, const Program& program) {
    if (given.scoped)
        return Error{ErrorCode::unsupported,
                     "--scope is not there yet: nothing would hold the account to one school or operator; "
                     "without it the account is for the whole county, with what its role may do"};
    access::Account account;
    const auto role = read_role(given.role);
    if (!role) return role.error();
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto is_new = check_is_new(given, *session); !is_new) return is_new.error();
    const auto password = read_password(given.password_file);
    if (!password) return password.error();
    auto hash = access::hash_password(*password);
    if (!hash) return hash.error();
    account.name = given.name;
    account.display_name = given.display.empty() ? given.name : given.display;
    account.role = *role;
    account.password_hash = std::move(*hash);

    if (auto put = session->admin->put_account(account); !put) return put.error();
    if (auto recorded = session->record("account add", given.name); !recorded) return recorded.error();
    fmt::print("account {} ({})\n", account.name, access::role_name(account.role));
    return done;
}

Result<int> list_accounts(const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto accounts = (*reader)->accounts();
    if (!accounts) return accounts.error();
    std::vector<std::vector<std::string>> rows{{"name", "role", "state", "display"}};
    for (const access::Account& account : *accounts)
        rows.push_back({account.name, std::string{access::role_name(account.role)},
                        account.disabled ? "disabled" : "active", account.display_name});
    print_table(rows);
    return done;
}

// Changing an account ends its sessions: one that is as wanted is left alone.
Result<int> set_disabled(const Arguments& given, bool disabled, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto account = (*reader)->account(given.name);
    if (!account) return account.error();
    if (*account && (*account)->disabled == disabled) {
        fmt::print("account {} is {} already\n", given.name, disabled ? "disabled" : "active");
        return done;
    }
    const auto edited =
        session->admin->edit_account(given.name, [&](access::Account& row) { row.disabled = disabled; });
    if (!edited) return edited.error();
    const auto recorded = session->record(disabled ? "account disable" : "account enable", given.name);
    if (!recorded) return recorded.error();
    fmt::print("account {} is {}\n", given.name,
               disabled ? "disabled; it is signed out everywhere" : "active");
    return done;
}

}  // namespace

void add_account_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("account", "who may sign in")->require_subcommand(1);
    auto given = std::make_shared<Arguments>();
    CLI::App* add = group->add_subcommand("add", "make an account; the password comes on standard input");
    add->add_option("name", given->name, "sign-in name")->required();
    add->add_option("--role", given->role, roles_of_people)->required();
    add->add_option("--display", given->display, "as others see it, e.g. 交警二中队 王某");
    // Who still asks for it must not get an account of the whole county instead.
    add->add_option_function<std::string>("--scope", [given](const std::string&) { given->scoped = true; })
        ->group("");
    add->add_flag("--replace", given->replace, "the account exists: give it this role and a new password");
    add->add_option("--password-file", given->password_file,
                    "take the password from the first line of this file");
    add->callback(
        [given, &program] { program.run = [given, &program] { return add_account(*given, program); }; });

    group->add_subcommand("list", "every account, its role and whether it may sign in")->callback([&program] {
        program.run = [&program] { return list_accounts(program); };
    });

    const auto add_switch = [&](const char* name, const char* what, bool disabled) {
        CLI::App* command = group->add_subcommand(name, what);
        command->add_option("name", given->name, "sign-in name")->required();
        command->callback([given, disabled, &program] {
            program.run = [given, disabled, &program] { return set_disabled(*given, disabled, program); };
        });
    };
    add_switch("disable", "sign an account out everywhere and let it in no more", true);
    add_switch("enable", "let a disabled account in again, with the password it had", false);
}

}  // namespace husong::ctl
