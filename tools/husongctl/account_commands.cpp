// husongctl account: who may sign in.
#include "server/access/password.hpp"
#include "tools/husongctl/commands.hpp"
#include "tools/husongctl/secret_prompt.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <memory>

namespace husong::ctl {

namespace {

constexpr const char* roles_of_people =
    "police, gate, bureau, transport, operator_staff, driver, escort, class_teacher, patrol, hotline";

struct AccountArguments {
    std::string name, role, display, password_file, scope;
    bool replace = false;
};

Result<access::Role> read_role(const std::string& name) {
    if (const auto role = access::parse_role(name); role && *role != access::Role::device) return *role;
    return Error{ErrorCode::malformed, fmt::format("there is no role '{}', only {}", name, roles_of_people)};
}

// An account that is there is somebody's: its role and password change only by intent.
Result<> check_is_new(const AccountArguments& given, const Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    const auto known = (*reader)->account(given.name);
    if (!known) return known.error();
    if (!*known || given.replace) return {};
    return Error{ErrorCode::conflict,
                 fmt::format("account {} ({}) exists; --replace gives it this role and a new password",
                             given.name, access::role_name((*known)->role))};
}

// Whom a role's scope names, and whether an account of that role has to have one: the pages of an operator or
// of a person would be closed to it.
struct Scope {
    access::Role role{};
    Coded names{};
    bool needed = false;
};
constexpr std::array scopes{Scope{access::Role::gate, Coded::school, false},
                            Scope{access::Role::operator_staff, Coded::company, true},
                            Scope{access::Role::driver, Coded::driver, true},
                            Scope{access::Role::escort, Coded::escort, true},
                            Scope{access::Role::class_teacher, Coded::school_class, true}};

Result<> check_scope(const AccountArguments& given, access::Role role, const Session& session) {
    const auto* scope =
        std::find_if(scopes.begin(), scopes.end(), [&](const Scope& one) { return one.role == role; });
    const bool may_have = scope != scopes.end();
    if (!given.scope.empty() && !may_have)
        return Error{ErrorCode::unsupported,
                     "--scope is for the roles gate, operator_staff, driver, escort and class_teacher: any "
                     "other account is "
                     "for the whole county, with what its role may do"};
    if (given.scope.empty() && may_have && scope->needed)
        return Error{ErrorCode::malformed, fmt::format("the role {} needs --scope, the code of its {}",
                                                       given.role, coded_name(scope->names))};
    return given.scope.empty() ? Result<>{} : check_code(scope->names, given.scope, session);
}

Result<int> add_account(const AccountArguments& given, const Program& program) {
    access::Account account;
    const auto role = read_role(given.role);
    if (!role) return role.error();
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto fits = check_scope(given, *role, *session); !fits) return fits.error();
    if (auto is_new = check_is_new(given, *session); !is_new) return is_new.error();
    const auto password = read_secret(given.password_file,
                                      fmt::format("password, at least {} bytes", access::shortest_password));
    if (!password) return password.error();
    auto hash = access::hash_password(*password);
    if (!hash) return hash.error();
    account.name = given.name;
    account.display_name = given.display.empty() ? given.name : given.display;
    account.role = *role;
    account.scope = given.scope;
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
    std::vector<std::vector<std::string>> rows{{"name", "role", "scope", "state", "display"}};
    for (const access::Account& account : *accounts)
        rows.push_back({account.name, std::string{access::role_name(account.role)}, account.scope,
                        account.disabled ? "disabled" : "active", account.display_name});
    print_table(rows);
    return done;
}

// Changing an account ends its sessions: one that is as wanted is left alone.
Result<int> set_disabled(const AccountArguments& given, bool disabled, const Program& program) {
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
    auto given = std::make_shared<AccountArguments>();
    CLI::App* add = group->add_subcommand("add", "make an account; the password comes on standard input");
    add->add_option("name", given->name, "sign-in name")->required();
    add->add_option("--role", given->role, roles_of_people)->required();
    add->add_option("--display", given->display, "as others see it, e.g. 交警二中队 王某");
    add->add_option("--scope", given->scope,
                    "the code of the school (gate), operator (operator_staff), driver or escort whose pages "
                    "it opens; of a "
                    "class_teacher SCHOOL/CLASS, as in the pupils' register");
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
