// husongctl guardian: addresses for guardians, each bound to one pupil.
#include "server/access/secret.hpp"
#include "server/pages/invitation.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <memory>

namespace husong::ctl {

namespace {

// A child's people: one of them more is asked for at the school (ux: up to three guardians a child).
constexpr std::size_t most_links = 3;

struct GuardianArguments {
    std::string pupil, relation, until, address, print;
};

struct Household {
    registry::Pupil pupil;
    std::string school_name;
    std::vector<access::GuardianLink> links;  // that open now
};

// Errors: not_found.
Result<Household> household_of(const std::string& code, Session& session) {
    const auto reader = session.store->reader();
    if (!reader) return reader.error();
    auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    const registry::Registry registry{std::move(*rows)};
    const auto* pupil = registry.pupil_by_code(code, now());
    if (!pupil) return Error{ErrorCode::not_found, fmt::format("the register has no pupil {}", code)};
    auto links = (*reader)->guardian_links(code);
    if (!links) return links.error();
    std::erase_if(*links, [](const access::GuardianLink& link) { return !link.opens_at(now()); });
    const auto* school = registry.school_by_code(pupil->value.school, now());
    return Household{pupil->value, school ? school->value.name : pupil->value.school, std::move(*links)};
}

Result<> hand_over(const GuardianArguments& given, const Household& household, const std::string& address) {
    if (given.print.empty()) {
        fmt::print("{}\n", address);
        return {};
    }
    const auto sheet = pages::invitation_sheet({.pupil = household.pupil.name,
                                                .school = household.school_name,
                                                .class_name = household.pupil.class_name,
                                                .relation = given.relation,
                                                .address = address,
                                                .until = given.until});
    if (!sheet) return sheet.error();
    if (auto written = write_private_file(given.print, *sheet); !written) return written;
    fmt::print("written to {}\n", given.print);
    return {};
}

Result<int> invite(const GuardianArguments& given, const Program& program) {
    const auto last_day = parse_date(given.until);
    if (!last_day)
        return Error{ErrorCode::malformed,
                     fmt::format("--until: '{}' is not a date like 2027-01-31", given.until)};
    const Time expires_at = china_midnight(*last_day) + std::chrono::days{1};
    if (expires_at <= now())
        return Error{ErrorCode::malformed, fmt::format("--until: {} is past", given.until)};
    auto session = open_session(program);
    if (!session) return session.error();
    const auto household = household_of(given.pupil, *session);
    if (!household) return household.error();
    if (household->links.size() >= most_links)
        return Error{ErrorCode::conflict,
                     fmt::format("{} has {} links already: revoke them first", given.pupil, most_links)};
    const std::string token = access::make_secret();
    const access::GuardianLink link{.token_hash = access::hash_secret(token),
                                    .pupil = given.pupil,
                                    .relation = given.relation,
                                    .created_at = now(),
                                    .expires_at = expires_at,
                                    .revoked_at = {}};
    if (auto put = session->admin->put_guardian_link(link); !put) return put.error();
    if (auto recorded = session->record("guardian invite", given.pupil); !recorded) return recorded.error();
    std::string base = given.address;
    while (base.ends_with('/')) base.pop_back();
    if (auto handed = hand_over(given, *household, base + "/f/" + token); !handed) return handed.error();
    return done;
}

Result<int> list(const GuardianArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto household = household_of(given.pupil, *session);
    if (!household) return household.error();
    std::vector<std::vector<std::string>> table{{"relation", "made", "until"}};
    for (const access::GuardianLink& link : household->links)
        table.push_back({link.relation, to_iso(china_date(link.created_at)),
                         to_iso(china_date(link.expires_at - Milliseconds{1}))});
    print_table(table);
    return done;
}

Result<int> revoke(const GuardianArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto revoked = session->admin->revoke_guardian_links(given.pupil, now());
    if (!revoked) return revoked.error();
    if (auto recorded = session->record("guardian revoke", given.pupil); !recorded) return recorded.error();
    fmt::print("{} links of {} open no more\n", *revoked, given.pupil);
    return done;
}

}  // namespace

void add_guardian_commands(CLI::App& app, Program& program) {
    CLI::App* group = app.add_subcommand("guardian", "addresses for guardians, each bound to one pupil")
                          ->require_subcommand(1);
    auto given = std::make_shared<GuardianArguments>();
    CLI::App* add = group->add_subcommand("invite", "make an address and tell it, once");
    add->add_option("pupil", given->pupil, "the pupil's code")->required();
    add->add_option("--relation", given->relation, "who it is for: 母亲, 爷爷 …")->required();
    add->add_option("--until", given->until, "last day on which it opens: the end of the term")->required();
    add->add_option("--address", given->address, "how guardians reach this server: https://…")->required();
    add->add_option("--print", given->print,
                    "write a sheet to print, with a code to scan, instead of the address");
    add->callback([given, &program] { program.run = [given, &program] { return invite(*given, program); }; });

    CLI::App* show = group->add_subcommand("list", "the addresses that open now, without their secrets");
    show->add_option("pupil", given->pupil, "the pupil's code")->required();
    show->callback([given, &program] { program.run = [given, &program] { return list(*given, program); }; });

    CLI::App* end = group->add_subcommand("revoke", "end all addresses of a pupil");
    end->add_option("pupil", given->pupil, "the pupil's code")->required();
    end->callback([given, &program] { program.run = [given, &program] { return revoke(*given, program); }; });
}

}  // namespace husong::ctl
