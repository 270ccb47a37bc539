#include "tests/hostile/besieged.hpp"

#include "server/access/password.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

#include <chrono>
#include <thread>

namespace husong::hostile {

using husong::test::school_day;
using testing::ElementsAre;

namespace {

constexpr auto patience = 20s;
constexpr const char* policeman_name = "wang";
constexpr const char* password = "a password for tests";

std::string get(std::uint16_t port, std::string_view path) {
    namespace asio = boost::asio;
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), port});
    const std::string request = fmt::format("GET {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path);
    asio::write(socket, asio::buffer(request));
    std::string text;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(text), end);
    return text;
}

}  // namespace

Besieged::Besieged() {
    settings.clock = [this] { return school_day + 30min + Milliseconds{elapsed_.load()}; };
    settings.terminals.clock = [this] {
        return net::Moment{settings.clock(), 1'000s + Milliseconds{elapsed_.load()}};
    };
    settings.terminals.sweep_every = 2ms;
    settings.terminals.send_buffer_bytes = 4'096;  // so that who reads nothing is soon noticed
    settings.terminals.records_burst = 1'000;
    settings.terminals.stranger_refusals_burst = 10;
    settings.http.most_connections = 20;
    settings.http.limits = {.head = 500ms, .body = 500ms, .write = 500ms, .body_bytes = 4'000'000};
}

void Besieged::prepare(db::Store& store) {
    county = husong::test::County::put_into(store);
    auto admin = store.admin().value();
    registry::RegistryRows rows = county.rows();
    const auto terminal = [](std::string_view phone, VehicleId vehicle) {
        registry::Terminal made;
        made.phone = phone;
        made.vehicle = vehicle;
        return registry::Versioned<registry::Terminal>{.value = made, .valid_from = husong::test::year_begin};
    };
    rows.terminals = {terminal(husong::test::terminal_phone, county.lawful),
                      terminal(stolen_phone, county.expired)};
    admin->put_rows(rows, husong::test::year_begin).value();
    const auto put_key = [&](std::string_view phone, std::string_view code) {
        db::TerminalCredentials credentials;
        credentials.phone = phone;
        credentials.code = code;
        credentials.enrolled_until = school_day + 24h;
        admin->put_credentials(credentials).value();
    };
    put_key(husong::test::terminal_phone, husong::test::known_code);
    put_key(stolen_phone, stolen_code);
}

void Besieged::open() {
    server.emplace([this](db::Store& store) { prepare(store); }, settings);
    honest.emplace(server->terminal_port());
    honest->send(wire.registration());
    ASSERT_THAT(honest->read(1), testing::SizeIs(1));
    ASSERT_THAT(honest->ask(wire.authentication()), ElementsAre("0x0102 #1 -> 0"));
}

integration::HttpClient Besieged::policeman() {
    access::Account account;
    account.name = policeman_name;
    account.role = access::Role::police;
    account.password_hash = access::hash_password(password).value();
    server->store().admin().value()->put_account(account).value();
    integration::HttpClient client{server->http_port()};
    client.sign_in(policeman_name, password);
    return client;
}

std::uint64_t Besieged::metric(std::string_view name) {
    const std::string text = get(server->metrics_port(), "/metrics");
    const std::string line = fmt::format("\nhusong_{} ", name);
    const auto at = text.find(line);
    EXPECT_NE(at, std::string::npos) << "no metric " << name;
    return at == std::string::npos ? 0 : std::stoull(text.substr(at + line.size()));
}

bool Besieged::eventually(const std::function<bool()>& holds) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

void Besieged::expect_heard() {
    const std::string serial = std::to_string(wire.serial);
    const int minute = told_ / 60, second = told_ % 60;
    ++told_;
    EXPECT_THAT(honest->ask(wire.location(fmt::format("26090107{:02}{:02}", minute, second))),
                ElementsAre("0x0200 #" + serial + " -> 0"));
}

void Besieged::expect_served() {
    EXPECT_NE(get(server->http_port(), "/healthz").find(" 200 OK"), std::string::npos);
}

std::vector<tracking::Record> Besieged::history(VehicleId vehicle) {
    constexpr std::size_t all = 1'000'000;
    return server->store().reader().value()->history(vehicle, Time{}, end_of_time, all).value();
}

std::vector<db::Refusal> Besieged::refusals() {
    constexpr std::size_t all = 100'000;
    return server->store().reader().value()->refusals(all).value();
}

void Besieged::expect_nothing_lost() {
    server->settle();
    const auto stored = history(county.lawful);
    ASSERT_EQ(stored.size(), static_cast<std::size_t>(told_));
    for (int i = 0; i < told_; ++i)
        EXPECT_EQ(stored[static_cast<std::size_t>(i)].measured_at, school_day + std::chrono::seconds{i});
    EXPECT_TRUE(history(county.private_van).empty());
}

void Besieged::expect_alone() {
    // Whoever is not read for a while is not seen to go: that takes until it is read again, or its time is
    // over.
    auto left = settings.terminals.authenticate_within + 1s;
    EXPECT_TRUE(eventually([&] {
        if (left > 0s) {
            advance(1s);
            left -= 1s;
        }
        return metric("terminal_connections_open") == 1 && metric("terminal_sessions_open") == 1 &&
               metric("http_connections") == 0;
    }));
    server->settle();
    EXPECT_EQ(metric("waiting_entries"), 0U);
    expect_served();
}

}  // namespace husong::hostile
