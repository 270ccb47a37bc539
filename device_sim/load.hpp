// The load generator: many terminals in one thread, an open loop with one frame a write. Latency runs from
// the instant a frame should have been sent to the poll (at most one beat of 1 ms late) that found its
// 0x8001.
#pragma once

#include "device_sim/latency_histogram.hpp"
#include "device_sim/load_frames.hpp"
#include "server/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::device_sim {

struct Credential {
    std::string phone, auth_code;
};

// Reads "phone,auth_code" lines, a header allowed. Errors: malformed, naming the line.
[[nodiscard]] Result<std::vector<Credential>> parse_credentials(std::string_view csv);

struct LoadOptions {
    std::string host = "127.0.0.1";  // an IPv4 address
    std::uint16_t port = 0;
    std::vector<Credential> credentials;  // for the sending terminals, then for the idle ones
    std::size_t terminals = 2'000;
    std::size_t idle = 0;  // connected and authenticated, only heartbeats
    double rate = 40'000;  // frames a second, all terminals together
    Milliseconds duration = 60s;
    double passenger_share = 0.01;                    // of the frames: 0x1005
    double over_share = 0.05;                         // of the vehicles: counted over capacity
    std::uint16_t people = 5, people_when_over = 60;  // fits the county's smallest bus; beyond its largest
    Milliseconds late{0};  // every second frame of a terminal tells of so long ago; passenger_share is 0 then
    Milliseconds patience = 5s;  // T1 of the repetitions
    Milliseconds drain = 30s;    // for the last answers
};

struct LoadReport {
    std::uint64_t sent = 0, acknowledged = 0, refused = 0, lost = 0, resent = 0;  // frames
    std::uint64_t acknowledged_positions = 0, acknowledged_passenger_flows = 0;   // 0x0200, 0x1005
    std::uint64_t reconnects = 0;
    double connect_s = 0;
    double acknowledged_per_s = 0;  // positions only, from the first intended send to the last answer
    LatencyHistogram answered;      // from the intended send to the answer
    LatencyHistogram send_lag;      // from the intended send to the write: the generator's own lateness
    double cpu_us_per_frame = 0;    // of the generator

    // Every frame was answered with success.
    [[nodiscard]] bool is_whole() const { return lost == 0 && refused == 0; }
};

// Blocks. Errors: malformed for options that contradict each other; unavailable when not all terminals could
// be connected and authenticated.
[[nodiscard]] Result<LoadReport> run_load(const LoadOptions& options);

// One line: sent, acknowledged, lost, acknowledged_per_s, ack_p50_ms, ack_p99_ms, ack_max_ms, resent,
// connect_s …
std::string to_json(const LoadReport& report);

}  // namespace husong::device_sim
