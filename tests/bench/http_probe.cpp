// What the police feel while the county drives: look-ups at a fixed rate, recounts, and how soon the
// overloaded vehicle that a recount found is on the open list. Every latency runs from the instant intended.
// Prints one JSON line.
#include "tests/bench/http_client.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <thread>
#include <vector>

namespace husong::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Plan {
    std::uint16_t port = 0;
    std::string vehicles_file, password_file, account = "police";
    int seconds = 60;
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

// The first two columns of the register's vehicles.csv.
std::vector<Vehicle> read_vehicles(const std::string& path) {
    std::istringstream lines{read_text(path)};
    std::string line;
    std::getline(lines, line);
    std::vector<Vehicle> vehicles;
    while (std::getline(lines, line)) {
        const auto comma = line.find(',');
        vehicles.push_back(
            {line.substr(0, comma), line.substr(comma + 1, line.find(',', comma + 1) - comma - 1)});
    }
    if (vehicles.empty()) throw std::runtime_error{path + " names no vehicle"};
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

class Latencies {
public:
    void add(Clock::duration taken) {
        const std::lock_guard lock{mutex_};
        ms_.push_back(std::chrono::duration<double, std::milli>(taken).count());
    }
    double percentile(double share) {
        const std::lock_guard lock{mutex_};
        if (ms_.empty()) return -1;
        std::sort(ms_.begin(), ms_.end());
        return ms_[static_cast<std::size_t>(share * static_cast<double>(ms_.size() - 1))];
    }
    std::size_t count() {
        const std::lock_guard lock{mutex_};
        return ms_.size();
    }

private:
    std::mutex mutex_;
    std::vector<double> ms_;
};

// When the recount of a plate set out; taken out when the open list told of it.
class Awaited {
public:
    void expect(const std::string& plate, Clock::time_point since) {
        const std::lock_guard lock{mutex_};
        since_.emplace(plate, since);
    }
    std::optional<Clock::time_point> seen(const std::string& plate) {
        const std::lock_guard lock{mutex_};
        const auto found = since_.extract(plate);
        return found ? std::optional{found.mapped()} : std::nullopt;
    }
    std::size_t missing() {
        const std::lock_guard lock{mutex_};
        return since_.size();
    }

private:
    std::mutex mutex_;
    std::map<std::string, Clock::time_point> since_;
};

struct Measured {
    Latencies look_up, recount, live;
    Awaited awaited;
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
        measured.awaited.expect(vehicles[i].plate, intended);
        const auto answer = client.post(path_of(vehicles[i], "/recounts"),
                                        R"({"pupils": 99, "adults": 2, "others": 0, "at": null})");
        if (answer.status / 100 == 2)
            measured.recount.add(Clock::now() - intended);
        else
            ++measured.failed;
    }
}

// Confirmed findings of the event stream, matched to the recounts that caused them.
void watch(const Plan& plan, const std::string& cookie, const std::atomic<bool>& over, Measured& measured) {
    HttpClient client{plan.port};
    client.keep_cookie(cookie);
    std::string text;
    client.stream("/api/v1/events?topics=findings", [&](std::string_view piece) {
        text += piece;
        for (auto end = text.find("\n\n"); end != std::string::npos; end = text.find("\n\n")) {
            const std::string event = text.substr(0, end);
            text.erase(0, end + 2);
            const auto at = event.find("\"plate\":\"");
            if (at == std::string::npos || event.find("\"level\":\"confirmed\"") == std::string::npos)
                continue;
            const auto plate = event.substr(at + 9, event.find('"', at + 9) - at - 9);
            if (const auto since = measured.awaited.seen(plate)) measured.live.add(Clock::now() - *since);
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

void print(Measured& measured) {
    fmt::print(
        "{{\"lookups\": {}, \"lookup_p50_ms\": {:.1f}, \"lookup_p99_ms\": {:.1f}, \"recounts\": {}, "
        "\"recount_p50_ms\": {:.1f}, \"recount_p99_ms\": {:.1f}, \"live_p50_ms\": {:.1f}, "
        "\"live_p99_ms\": {:.1f}, \"live_missing\": {}, \"http_failed\": {}}}\n",
        measured.look_up.count(), measured.look_up.percentile(0.5), measured.look_up.percentile(0.99),
        measured.recount.count(), measured.recount.percentile(0.5), measured.recount.percentile(0.99),
        measured.live.percentile(0.5), measured.live.percentile(0.99), measured.awaited.missing(),
        measured.failed.load());
}

void measure(const Plan& plan) {
    const auto vehicles = read_vehicles(plan.vehicles_file);
    const std::string cookie = sign_in(plan);
    Measured measured;
    std::atomic<bool> over = false;
    std::thread watcher{[&] { watch(plan, cookie, over, measured); }};
    std::vector<std::thread> people;
    for (std::size_t i = 0; i < look_up_connections; ++i)
        people.emplace_back([&, i] { look_up(plan, cookie, vehicles, i, measured); });
    recount(plan, cookie, vehicles, measured);
    for (std::thread& each : people) each.join();

    const auto deadline = Clock::now() + live_patience;
    while (measured.awaited.missing() > 0 && Clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    over = true;  // the stream's next piece, at the latest its next sign of life, ends the watching
    watcher.join();
    print(measured);
}

}  // namespace
}  // namespace husong::bench

int main(int argc, char** argv) {
    husong::bench::Plan plan;
    CLI::App app{"http_probe: latency of look-ups, recounts and the open list"};
    app.add_option("--port", plan.port, "of the HTTP door")->required();
    app.add_option("--vehicles", plan.vehicles_file, "the register's vehicles.csv")->required();
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
