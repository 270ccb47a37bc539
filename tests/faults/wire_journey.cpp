#include "tests/faults/wire_journey.hpp"

#include "tests/faults/tellings.hpp"

#include <fmt/core.h>

#include <random>

namespace husong::test {

namespace {

using device_sim::ByteString;
using jt808::Edition;
using tracking::RecordKind;

constexpr double wire_metres_per_report = 100;
constexpr double metres_per_degree = 111'000;
constexpr auto papers_valid_before = std::chrono::days{100};

// One record, as the body of its own message.
struct WireRecord {
    std::uint16_t message_id = 0;
    ByteString body;
    std::string identity;
};

struct Bus {
    VehicleId vehicle;
    device_sim::TerminalIdentity terminal;
    int pupils_a_stop = 0;
};

std::vector<Bus> buses_of(const County& county) {
    const auto terminal = [](Edition edition, const char* phone) {
        device_sim::TerminalIdentity identity;
        identity.edition = edition;
        identity.phone = phone;
        return identity;
    };
    return {{county.lawful, terminal(Edition::v2013, "13900001234"), 16},
            {county.expired, terminal(Edition::v2019, "13900001235"), 6},
            {county.private_van, terminal(Edition::v2013, "13900001236"), 2}};
}

std::string code_of(const Bus& bus) { return "CODE" + bus.terminal.phone.substr(7); }

// Drives, and stops every five minutes to let pupils on.
std::vector<WireRecord> tell_morning(const Bus& bus, Time morning, int minutes) {
    std::vector<WireRecord> told;
    double at_m = 0;
    for (int second = 0; second < minutes * 60; second += 10) {
        const Time at = morning + std::chrono::seconds{second};
        const bool at_stop = second % 300 < 40;
        if (!at_stop) at_m += wire_metres_per_report;
        const device_sim::Fix fix{.point = {40.77 + at_m / metres_per_degree, 118.17},
                                  .speed_mps = at_stop ? 0.0 : 10.0,
                                  .odometer_m = at_m,
                                  .satellites = 11,
                                  .door_open = at_stop};
        told.push_back({jt808::LocationReport::id, device_sim::location_body(fix, at, bus.terminal.edition),
                        wire_identity(bus.vehicle, at, RecordKind::position)});
        if (second % 300 != 30) continue;
        const device_sim::DoorCount count{at - 30s, static_cast<std::uint16_t>(bus.pupils_a_stop), 0};
        told.push_back({jt808::PassengerFlow::id, device_sim::passenger_flow_body(count, at),
                        wire_identity(bus.vehicle, at, RecordKind::passenger_flow)});
    }
    return told;
}

WireMessage batch_of(const std::vector<WireRecord>& told, const Telling& telling) {
    WireMessage message;
    std::vector<ByteString> locations;
    for (const std::size_t record : telling.records) {
        locations.push_back(told[record].body);
        message.tells.push_back(told[record].identity);
    }
    message.message_id = jt808::BatchReport::id;
    message.body = device_sim::blind_area_body(locations);
    return message;
}

std::vector<WireMessage> messages_of(const std::vector<WireRecord>& told, std::mt19937_64& random) {
    const auto fits_batch = [&](std::size_t i) { return told[i].message_id == jt808::LocationReport::id; };
    std::vector<WireMessage> messages;
    for (const Telling& telling : plan_tellings(told.size(), fits_batch, random)) {
        if (telling.batch) {
            messages.push_back(batch_of(told, telling));
        } else {
            const WireRecord& record = told[telling.records.front()];
            messages.push_back({record.message_id, record.body, {record.identity}});
        }
    }
    return messages;
}

// The papers of the small county, moved to around that morning.
template <class T>
void move_validity(std::vector<registry::Versioned<T>>& rows, Time morning) {
    for (auto& row : rows) {
        row.valid_from = morning - papers_valid_before;
        if (row.valid_until != end_of_time) row.valid_until = morning - 24h;
    }
}

}  // namespace

County put_wire_county_into(db::Store& store, Time morning) {
    auto admin = store.admin().value();
    const County county{.lawful = admin->identify(lawful_plate).value(),
                        .expired = admin->identify(expired_plate).value(),
                        .private_van = admin->identify(private_plate).value()};
    registry::RegistryRows rows = county.rows();
    for (const Bus& bus : buses_of(county)) {
        registry::Terminal terminal;
        terminal.phone = bus.terminal.phone;
        terminal.vehicle = bus.vehicle;
        rows.terminals.push_back({.value = terminal});
    }
    move_validity(rows.vehicles, morning);
    move_validity(rows.school_bus_plates, morning);
    move_validity(rows.permits, morning);
    move_validity(rows.terminals, morning);
    admin->put_rows(rows, morning - papers_valid_before).value();
    std::vector<db::TerminalCredentials> keys;
    for (const Bus& bus : buses_of(county)) {
        db::TerminalCredentials& key = keys.emplace_back();
        key.phone = bus.terminal.phone;
        key.code = code_of(bus);
    }
    const auto stored = store.reader().value()->load_registry().value();
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i].terminal = stored.terminals.at(i).value.id;
    admin->put_credentials(keys).value();
    return county;
}

WireJourney make_wire_journey(const County& county, Time morning, std::uint64_t seed, int minutes) {
    std::mt19937_64 random{seed};
    WireJourney journey;
    for (const Bus& bus : buses_of(county)) {
        const std::vector<WireRecord> told = tell_morning(bus, morning, minutes);
        for (const WireRecord& record : told) journey.told.insert(record.identity);
        journey.tellers.push_back({bus.terminal, code_of(bus), messages_of(told, random)});
    }
    return journey;
}

Time yesterday_morning() {
    const Time now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    return china_midnight(now - std::chrono::days{1}) + 7h;
}

std::string wire_identity(VehicleId vehicle, Time measured_at, RecordKind kind) {
    return fmt::format("{} {} {}", vehicle.value, to_millis(measured_at), static_cast<int>(kind));
}

std::multiset<std::string> stored_wire_identities(db::Store& store, const County& county) {
    std::multiset<std::string> stored;
    const auto reader = store.reader().value();
    for (const VehicleId vehicle : {county.lawful, county.expired, county.private_van})
        for (const tracking::Record& record : reader->history(vehicle, Time{}, end_of_time, 100'000).value())
            stored.insert(wire_identity(vehicle, record.measured_at, record.kind()));
    return stored;
}

}  // namespace husong::test
