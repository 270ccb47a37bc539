// husongctl device: machines that post over HTTP with a secret.
#include "server/access/secret.hpp"
#include "tools/husongctl/commands.hpp"

#include <fmt/core.h>

#include <memory>

namespace husong::ctl {

namespace {

struct DeviceArguments {
    std::string name, kind, plate, colour, source, out;
};

// The secret is told once, here; the store keeps its hash.
struct NewKey {
    access::DeviceKey key;
    std::string secret = access::make_secret();
};

NewKey phone_key(std::string device, VehicleId vehicle) {
    NewKey made;
    made.key.device = std::move(device);
    made.key.vehicle = vehicle;
    made.key.may_report_positions = true;
    made.key.may_count = true;
    made.key.source = tracking::source_name(tracking::Source::phone);
    return made;
}

NewKey camera_key(std::string device) {
    NewKey made;
    made.key.device = std::move(device);
    made.key.may_sight = true;
    made.key.source = tracking::source_name(tracking::Source::camera);
    return made;
}

Result<> put(Session& session, NewKey& made) {
    made.key.secret_hash = access::hash_secret(made.secret);
    if (auto put = session.admin->put_device_key(made.key); !put) return put;
    return session.record("device add", made.key.device);
}

// Adds lines to a file of codes; the same form as `terminal codes` writes.
Result<> append_secrets(const std::filesystem::path& file, const std::vector<NewKey>& made) {
    std::string text = "phone,auth_code\n";
    if (std::filesystem::exists(file)) {
        auto before = read_file(file);
        if (!before) return before.error();
        text = std::move(*before);
    }
    for (const NewKey& each : made) text += fmt::format("{},{}\n", each.key.device, each.secret);
    return write_private_file(file, text);
}

Result<NewKey> make_key(const DeviceArguments& given, Session& session) {
    if (given.kind == "camera") return camera_key(given.name);
    auto plate = registry::normalise_plate(given.plate);
    if (!plate) return plate.error();
    const auto colour = registry::parse_colour(given.colour);
    if (!colour) return Error{ErrorCode::malformed, fmt::format("'{}' is not a plate colour", given.colour)};
    const auto vehicle = session.admin->identify({std::move(*plate), registry::colour_group(*colour)});
    if (!vehicle) return vehicle.error();
    return phone_key(given.name, *vehicle);
}

Result<int> add_device(const DeviceArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    auto made = make_key(given, *session);
    if (!made) return made.error();
    if (!given.source.empty()) {
        if (!tracking::parse_source(given.source))
            return Error{ErrorCode::malformed, fmt::format("there is no source '{}'", given.source)};
        made->key.source = given.source;
    }
    if (auto stored = put(*session, *made); !stored) return stored.error();
    if (given.out.empty()) {
        fmt::print("device {}\nsecret {}\n", given.name, made->secret);
        return done;
    }
    if (auto written = append_secrets(given.out, {*made}); !written) return written.error();
    fmt::print("device {}\n", given.name);
    return done;
}

// Every phone that the register knows now as riding in a vehicle. Its model may say who carries it: escort.
Result<int> add_phones(const DeviceArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    std::vector<NewKey> made;
    for (const auto& row : rows->terminals) {
        if (row.value.kind != registry::TerminalKind::phone || !row.valid_at(now())) continue;
        made.push_back(phone_key(row.value.phone, row.value.vehicle));
        if (tracking::parse_source(row.value.model)) made.back().key.source = row.value.model;
        if (auto stored = put(*session, made.back()); !stored) return stored.error();
    }
    if (auto written = append_secrets(given.out, made); !written) return written.error();
    fmt::print("{} phones\n", made.size());
    return done;
}

Result<int> list_devices(const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    const auto reader = session->store->reader();
    if (!reader) return reader.error();
    const auto keys = (*reader)->device_keys();
    if (!keys) return keys.error();
    auto rows = (*reader)->load_registry();
    if (!rows) return rows.error();
    const registry::Registry registry{std::move(*rows)};
    std::vector<std::vector<std::string>> table{{"name", "source", "vehicle", "state"}};
    for (const access::DeviceKey& key : *keys) {
        const registry::Plate* plate = registry.plate_of(key.vehicle);
        table.push_back(
            {key.device, key.source,
             plate ? fmt::format("{}/{}", plate->text, registry::colour_name(plate->colour)) : std::string{},
             key.revoked() ? "revoked" : "active"});
    }
    print_table(table);
    return done;
}

Result<int> revoke_device(const DeviceArguments& given, const Program& program) {
    auto session = open_session(program);
    if (!session) return session.error();
    if (auto revoked = session->admin->revoke_device_key(given.name); !revoked) return revoked.error();
    if (auto recorded = session->record("device revoke", given.name); !recorded) return recorded.error();
    fmt::print("device {} is let in no more\n", given.name);
    return done;
}

}  // namespace

void add_device_commands(CLI::App& app, Program& program) {
    CLI::App* group =
        app.add_subcommand("device", "machines that post over HTTP with a secret")->require_subcommand(1);
    auto given = std::make_shared<DeviceArguments>();
    CLI::App* add = group->add_subcommand("add", "make a key and print its secret, once; an older one ends");
    add->add_option("name", given->name, "the device's name")->required();
    add->add_option("--kind", given->kind,
                    "a phone in a vehicle tells positions and counts, a camera sightings")
        ->required()
        ->check(CLI::IsMember({"phone", "camera"}));
    add->add_option("--plate", given->plate, "of the vehicle that the phone rides in");
    add->add_option("--colour", given->colour, "of that plate");
    add->add_option("--source", given->source,
                    "who its records are said to come from; e.g. escort, gate, hotline");
    add->add_option("--out", given->out, "add name and secret to this file of codes instead of printing");
    add->callback(
        [given, &program] { program.run = [given, &program] { return add_device(*given, program); }; });

    CLI::App* phones = group->add_subcommand("add-phones", "make a key for every phone of the register");
    phones->add_option("--out", given->out, "add names and secrets to this file of codes")->required();
    phones->callback(
        [given, &program] { program.run = [given, &program] { return add_phones(*given, program); }; });

    group->add_subcommand("list", "every device, its vehicle and whether it is let in")->callback([&program] {
        program.run = [&program] { return list_devices(program); };
    });

    CLI::App* revoke = group->add_subcommand("revoke", "let a device in no more; what it has told stays");
    revoke->add_option("name", given->name, "the device's name")->required();
    revoke->callback(
        [given, &program] { program.run = [given, &program] { return revoke_device(*given, program); }; });
}

}  // namespace husong::ctl
