// What the police feel while the county drives: look-ups at a fixed rate, recounts, and how soon a vehicle
// that its terminal's frames show overloaded is on the open list. Every latency runs from the instant
// intended. Prints one JSON line.
#include "tests/bench/http_client.hpp"
#include "tests/bench/overload_drive.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

namespace husong::bench {
namespace {

struct Plan {
    std::uint16_t port = 0;
    std::uint16_t terminal_port = 0;
    std::string register_folder, codes_file, password_file, account = "police";
    std::size_t spare_from = 2'000;  // the rows of codes_file before it belong to the load
    int seconds = 110;
    int lookups_per_s = 200;
    int recounts_per_s = 5;
};

constexpr int look_up_connections = 4;
constexpr auto live_patience = std::chrono::seconds{5};

struct Vehicle {
    std::string plate, colour;
};

std::string read_text(const std::string& path) {
    std::ifstream in{path};
    if (!in) throw std::runtime_error{"cannot read " + path};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// The rows of a CSV without quotes, the header left out.
std::vector<std::vector<std::string>> read_rows(const std::string& path) {
    std::istringstream lines{read_text(path)};
    std::string line, cell;
    std::getline(lines, line);
    std::vector<std::vector<std::string>> rows;
    while (std::getline(lines, line)) {
        std::istringstream cells{line};
        auto& row = rows.emplace_back();
        while (std::getline(cells, cell, ',')) row.push_back(cell);
    }
    if (rows.empty()) throw std::runtime_error{path + " has no rows"};
    return rows;
}

std::vector<SpareTerminal> read_spare_terminals(const Plan& plan) {
    constexpr std::size_t phone = 0, plate = 5, code = 1;
    std::map<std::string, std::string> plates;
    for (const auto& row : read_rows(plan.register_folder + "/terminals.csv"))
        plates[row.at(phone)] = row.at(plate);
    std::vector<SpareTerminal> spare;
    const auto codes = read_rows(plan.codes_file);
    for (std::size_t i = plan.spare_from; i < codes.size(); ++i)
        spare.push_back({{codes[i].at(phone), codes[i].at(code)}, plates.at(codes[i].at(phone))});
    if (spare.empty()) throw std::runtime_error{plan.codes_file + " has no terminal to spare"};
    return spare;
}

// Those that only the load drives: a recount of the others would flag them before their terminal does.
std::vector<Vehicle> read_vehicles(const Plan& plan, const std::vector<SpareTerminal>& spare) {
    std::set<std::string> taken;
    for (const SpareTerminal& terminal : spare) taken.insert(terminal.plate);
    std::vector<Vehicle> vehicles;
    for (const auto& row : read_rows(plan.register_folder + "/vehicles.csv"))
        if (taken.count(row.at(0)) == 0) vehicles.push_back({row.at(0), row.at(1)});
    return vehicles;
}

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return encoded;
}

std::string path_of(const Vehicle& vehicle, std::string_view further) {
    return fmt::format("/api/v1/vehicles/{}{}?colour={}", percent_encoded(vehicle.plate), further,
                       vehicle.colour);
}

struct Measured {
    Latencies look_up, recount;
    std::atomic<int> failed = 0;
};

void look_up(const Plan& plan, const std::string& cookie, const std::vector<Vehicle>& vehicles,
             std::size_t from, Measured& measured) {
    HttpClient client{plan.port};
    client.keep_cookie(cookie);
    const auto beat =
        std::chrono::nanoseconds{std::chrono::seconds{1}} * look_up_connections / plan.lookups_per_s;
    const auto begin = Clock::now() + beat * from / look_up_connections;
    for (int i = 0; i < plan.seconds * plan.lookups_per_s / look_up_connections; ++i) {
        const auto intended = begin + beat * i;
        std::this_thread::sleep_until(intended);
        const auto& vehicle =
            vehicles[(from + static_cast<std::size_t>(i) * look_up_connections) % vehicles.size()];
        if (client.get(path_of(vehicle, "")).status == 200)
            measured.look_up.add(Clock::now() - intended);
        else
            ++measured.failed;
    }
}

void recount(const Plan& plan, const std::string& cookie, const std::vector<Vehicle>& vehicles,
             Measured& measured) {
    HttpClient client{plan.port};
    client.keep_cookie(cookie);
    const auto beat = std::chrono::nanoseconds{std::chrono::seconds{1}} / plan.recounts_per_s;
    const auto begin = Clock::now();
    const auto total =
        std::min(vehicles.size(), static_cast<std::size_t>(plan.seconds * plan.recounts_per_s));
    for (std::size_t i = 0; i < total; ++i) {
        const auto intended = begin + beat * i;
        std::this_thread::sleep_until(intended);
        const auto answer = client.post(path_of(vehicles[i], "/recounts"),
                                        R"({"pupils": 99, "adults": 2, "others": 0, "at": null})");
        if (answer.status / 100 == 2)
            measured.recount.add(Clock::now() - intended);
        else
            ++measured.failed;
    }
}

std::string_view text_after(std::string_view event, std::string_view key) {
    const auto at = event.find(key);
    if (at == std::string_view::npos) return {};
    event.remove_prefix(at + key.size());
    return event.substr(0, event.find('"'));
}

// Reads the event stream as an open list does, until `over`.
void watch(const Plan& plan, const std::string& cookie, const std::atomic<bool>& over, OverloadDrive& drive) {
    HttpClient client{plan.port};
    client.keep_cookie(cookie);
    std::string text;
    client.stream("/api/v1/events?topics=findings", [&](std::string_view piece) {
        text += piece;
        for (auto end = text.find("\n\n"); end != std::string::npos; end = text.find("\n\n")) {
            const std::string event = text.substr(0, end);
            text.erase(0, end + 2);
            if (text_after(event, "\"rule\":\"") == "LD-01")
                drive.seen(std::string{text_after(event, "\"plate\":\"")}, Clock::now());
        }
        return !over;
    });
}

std::string sign_in(const Plan& plan) {
    std::string password = read_text(plan.password_file);
    password.erase(password.find_last_not_of('\n') + 1);
    HttpClient client{plan.port};
    const auto answer = client.post(
        "/api/v1/session", fmt::format(R"({{"name": "{}", "password": "{}"}})", plan.account, password));
    if (answer.status != 200)
        throw std::runtime_error{fmt::format("signing in was answered with {}", answer.status)};
    return answer.cookie;
}

void print(Measured& measured, const OverloadDrive& drive) {
    Latencies live;
    for (const auto taken : drive.latencies()) live.add(taken);
    fmt::print(
        "{{\"lookups\": {}, \"lookup_p50_ms\": {:.1f}, \"lookup_p99_ms\": {:.1f}, \"recounts\": {}, "
        "\"recount_p50_ms\": {:.1f}, \"recount_p99_ms\": {:.1f}, \"live\": {}, \"live_p50_ms\": {:.1f}, "
        "\"live_p99_ms\": {:.1f}, \"live_missing\": {}, \"http_failed\": {}}}\n",
        measured.look_up.count(), measured.look_up.percentile_ms(0.5), measured.look_up.percentile_ms(0.99),
        measured.recount.count(), measured.recount.percentile_ms(0.5), measured.recount.percentile_ms(0.99),
        live.count(), live.percentile_ms(0.5), live.percentile_ms(0.99), drive.missing(),
        measured.failed.load());
}

void measure(const Plan& plan) {
    const auto spare = read_spare_terminals(plan);
    const auto vehicles = read_vehicles(plan, spare);
    const std::string cookie = sign_in(plan);
    OverloadDrive drive{spare, plan.terminal_port};
    Measured measured;
    std::atomic<bool> over = false;
    std::thread watcher{[&] { watch(plan, cookie, over, drive); }};
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < look_up_connections; ++i)
        people.emplace_back([&, i] { look_up(plan, cookie, vehicles, i, measured); });
    people.emplace_back([&] { recount(plan, cookie, vehicles, measured); });
    drive.drive(std::chrono::seconds{plan.seconds});
    for (std::thread& each : people) each.join();

    const auto deadline = Clock::now() + live_patience;
    while (drive.missing() > 0 && Clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    over = true;  // the stream's next piece, at the latest its next sign of life, ends the watching
    watcher.join();
    print(measured, drive);
}

}  // namespace
}  // namespace husong::bench

int main(int argc, char** argv) {
    husong::bench::Plan plan;
    CLI::App app{"http_probe: latency of look-ups, recounts and the open list"};
    app.add_option("--port", plan.port, "of the HTTP door")->required();
    app.add_option("--terminal-port", plan.terminal_port, "of the terminals' TCP door")->required();
    app.add_option("--register", plan.register_folder, "with vehicles.csv and terminals.csv")->required();
    app.add_option("--codes", plan.codes_file, "CSV: phone,auth_code")->required();
    app.add_option("--spare-from", plan.spare_from, "the codes before this row are the load's")
        ->capture_default_str();
    app.add_option("--password-file", plan.password_file)->required();
    app.add_option("--account", plan.account)->capture_default_str();
    app.add_option("--seconds", plan.seconds)->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--lookups-per-s", plan.lookups_per_s)->check(CLI::PositiveNumber)->capture_default_str();
    app.add_option("--recounts-per-s", plan.recounts_per_s)
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        husong::bench::measure(plan);
    } catch (const std::exception& error) {
        fmt::print(stderr, "http_probe: {}\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
