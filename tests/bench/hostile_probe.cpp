// One hostile case at full rate, for some seconds, from other addresses than the honest terminals'. Prints
// one JSON line: what was connected and sent.
#include "tests/hostile/onslaught.hpp"

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace husong::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto between_rounds =
    std::chrono::milliseconds{5};  // the probe leaves the server some of the machine
constexpr auto between_bytes = std::chrono::seconds{1};
constexpr std::size_t pieces_a_round = 16;
constexpr std::size_t newcomers_a_round = 50;

struct Plan {
    std::string name, codes_file;
    hostile::Target target;
    std::size_t keys_from = 500;  // the rows of codes_file before it belong to the honest
    int seconds = 5;
    bool list = false;
};

std::vector<hostile::Credential> read_keys(const Plan& plan) {
    std::ifstream in{plan.codes_file};
    std::vector<hostile::Credential> keys;
    std::string line;
    std::getline(in, line);
    for (std::size_t row = 0; std::getline(in, line); ++row) {
        if (row < plan.keys_from) continue;
        const auto comma = line.find(',');
        keys.push_back({line.substr(0, comma), line.substr(comma + 1)});
    }
    if (keys.empty()) throw std::runtime_error{plan.codes_file + " has no key for the attackers"};
    return keys;
}

const hostile::Case& find_case(const std::string& name) {
    const auto all = hostile::cases();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
    if (found == all.end()) throw std::runtime_error{"no hostile case " + name};
    return *found;
}

void attack(const hostile::Case& what, const Plan& plan) {
    hostile::Onslaught onslaught{what, plan.target};
    const auto end = Clock::now() + std::chrono::seconds{plan.seconds};
    const auto beat =
        what.manner == hostile::Manner::trickle ? Clock::duration{between_bytes} : between_rounds;
    std::size_t connections = 0;
    auto acts_at = Clock::now();
    while (Clock::now() < end) {
        connections = std::min(what.connections, connections + newcomers_a_round);
        const bool acts = connections < what.connections || Clock::now() >= acts_at;
        if (acts) onslaught.round(connections, pieces_a_round);
        if (Clock::now() >= acts_at) acts_at = Clock::now() + beat;
        std::this_thread::sleep_for(between_rounds);
    }
    fmt::print("{{\"connected\": {}, \"mib_sent\": {:.1f}}}\n", onslaught.connected(),
               static_cast<double>(onslaught.bytes_sent()) / (1024 * 1024));
}

// NAME COUNTER, one line a case.
void print_cases() {
    for (const hostile::Case& each : hostile::cases())
        fmt::print("{} {}\n", each.name,
                   each.counter_at_full_rate.empty() ? each.counter : each.counter_at_full_rate);
}

}  // namespace
}  // namespace husong::bench

int main(int argc, char** argv) {
    husong::bench::Plan plan;
    CLI::App app{"hostile_probe: one hostile case at full rate"};
    app.add_flag("--list", plan.list, "print the cases and the counters that have to rise");
    app.add_option("--case", plan.name);
    app.add_option("--terminal-port", plan.target.terminal_port);
    app.add_option("--http-port", plan.target.http_port);
    app.add_option("--codes", plan.codes_file, "CSV: phone,auth_code");
    app.add_option("--keys-from", plan.keys_from, "the codes from this row on are stolen")
        ->capture_default_str();
    app.add_option("--seconds", plan.seconds)->check(CLI::PositiveNumber)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        if (plan.list) {
            husong::bench::print_cases();
            return EXIT_SUCCESS;
        }
        plan.target.keys = husong::bench::read_keys(plan);
        husong::bench::attack(husong::bench::find_case(plan.name), plan);
    } catch (const std::exception& error) {
        fmt::print(stderr, "hostile_probe: {}\n", error.what());
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
