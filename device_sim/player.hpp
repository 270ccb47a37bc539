// Plays a scenario against a server: its terminals over TCP, its phones, gates and hotlines over HTTP.
#pragma once

#include "device_sim/doors.hpp"
#include "device_sim/terminal_device.hpp"
#include "device_sim/traffic.hpp"

#include <atomic>
#include <functional>

namespace husong::device_sim {

struct PlayOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::uint16_t http_port = 0;  // 0: what goes over HTTP is not sent
    double speed = 1;             // simulated seconds a second
    seconds duration{3600};       // simulated, live
    Secrets secrets;              // auth codes of terminals by phone, secrets of devices by id
    // Told every change of a vehicle's load.
    std::function<void(const Vehicle&, Time, Load)> on_load;
    // Ends the play early when it becomes true. May be null.
    const std::atomic<bool>* stop = nullptr;
};

struct PlayReport {
    TerminalTotals terminals;
    std::size_t online_at_end = 0;
    std::size_t undrained_at_end = 0;  // terminals that still had something to tell
    std::uint64_t http_sent = 0, http_refused = 0, http_failed = 0;
};

// Runs until the duration has passed and everything is told and answered, or a grace time more. Blocks;
// SIGINT and SIGTERM are left to the caller. Errors: unavailable, when the host is not an address or a known
// name.
[[nodiscard]] Result<PlayReport> play(const County& county, const Scenario& scenario, Time live,
                                      const PlayOptions& options);

}  // namespace husong::device_sim
