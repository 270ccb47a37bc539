// Vehicles that become overloaded while somebody watches: each stands with its door open, counts too many
// aboard, closes its door and drives off. Measures from the frame that decides it to its finding on the open
// list.
#pragma once

#include "device_sim/load_link.hpp"
#include "tests/bench/latencies.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace husong::bench {

// A terminal that nothing else drives, and the plate that its vehicle shows on the list.
struct SpareTerminal {
    device_sim::Credential credential;
    std::string plate;
};

class OverloadDrive {
public:
    // Connects and authenticates all of them. Throws when one is not let in.
    OverloadDrive(std::vector<SpareTerminal> terminals, std::uint16_t port);

    // Blocks for `duration`: the vehicles set out one after another, each tells a frame a second for 48 s.
    void drive(std::chrono::seconds duration);

    // A finding of overload stands on the list for the first time; from another thread than drive().
    void seen(const std::string& plate, Clock::time_point at);
    [[nodiscard]] std::size_t missing() const;
    // After drive(): from the intended instant of the frame that decides. Throws when a vehicle was flagged
    // before it.
    [[nodiscard]] std::vector<Clock::duration> latencies() const;

private:
    struct Vehicle {
        SpareTerminal terminal;
        std::unique_ptr<device_sim::LoadLink> link;
        device_sim::LoadPattern pattern;
        Clock::time_point sets_out;
    };

    void send_frame(Vehicle& vehicle, std::uint32_t n);

    std::vector<Vehicle> vehicles_;
    mutable std::mutex mutex_;
    std::map<std::string, Clock::time_point> seen_;  // by plate
};

}  // namespace husong::bench
