#include "tests/integration/simulated_county.hpp"

#include "db/import.hpp"
#include "device_sim/county_files.hpp"
#include "server/access/password.hpp"
#include "server/access/secret.hpp"
#include "tests/integration/running_server.hpp"

#include <stdexcept>

namespace husong::integration {

using device_sim::Secrets;

namespace {

registry::Plate plate_of(const device_sim::Vehicle& vehicle) {
    const auto colour = registry::parse_colour(vehicle.colour).value();
    return {vehicle.plate, registry::colour_group(colour)};
}

void import_registers(const device_sim::County& county, db::Admin& admin) {
    const auto files = device_sim::county_files(county);
    registry::RegistryRows rows;
    for (const db::RegisterInfo& info : db::importable_registers()) {
        for (const device_sim::TextFile& file : files) {
            if (file.name != std::string{info.name} + ".csv") continue;
            const auto parsed = db::parse_register(info.name, file.text, rows).value();
            if (parsed.problem_count > 0) throw std::runtime_error(to_text(parsed.problems.front()));
        }
    }
    admin.put_rows(rows, system_time()).value();
}

// Each may register within a day; only then it is told its code.
void enrol_terminals(const device_sim::County& county, db::Admin& admin) {
    for (const device_sim::Terminal& terminal : county.terminals) {
        if (terminal.kind != "jt808") continue;
        db::TerminalCredentials credentials;
        credentials.phone = terminal.phone;
        credentials.terminal_id = terminal.terminal_id;
        credentials.maker = terminal.maker;
        credentials.code = access::make_secret().substr(0, 16);
        credentials.enrolled_until = system_time() + std::chrono::hours{24};
        admin.put_credentials(credentials).value();
    }
}

void put_key(access::DeviceKey key, db::Admin& admin, Secrets& secrets) {
    const std::string secret = access::make_secret();
    key.secret_hash = access::hash_secret(secret);
    admin.put_device_key(key).value();
    secrets.emplace(key.device, secret);
}

void give_keys(const device_sim::County& county, db::Admin& admin, Secrets& secrets) {
    for (const device_sim::Terminal& terminal : county.terminals) {
        if (terminal.kind != "phone") continue;
        access::DeviceKey key;
        key.device = terminal.phone;
        key.vehicle = admin.identify(plate_of(county.vehicles[terminal.vehicle])).value();
        key.may_report_positions = true;
        key.may_count = true;
        key.source = "phone";
        put_key(std::move(key), admin, secrets);
    }
    for (const std::string teller : {"gate", "hotline"}) {
        access::DeviceKey key;
        key.device = teller;
        key.may_sight = true;
        key.source = teller;
        put_key(std::move(key), admin, secrets);
    }
}

void make_policeman(db::Admin& admin) {
    access::Account account;
    account.name = police_name;
    account.display_name = "交警二中队 王某";
    account.role = access::Role::police;
    account.password_hash = access::hash_password(police_password).value();
    admin.put_account(account).value();
}

}  // namespace

Secrets make_known(const device_sim::County& county, db::Store& store) {
    const auto admin = store.admin().value();
    Secrets secrets;
    import_registers(county, *admin);
    enrol_terminals(county, *admin);
    give_keys(county, *admin, secrets);
    make_policeman(*admin);
    return secrets;
}

VehicleId id_of(const device_sim::Vehicle& vehicle, db::Reader& reader) {
    return reader.load_registry().value().identities.at(plate_of(vehicle));
}

}  // namespace husong::integration
