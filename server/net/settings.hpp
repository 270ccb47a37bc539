// The limits of the terminals' door. Each stands once, with its reason; jt808.md's sections are named.
#pragma once

#include "server/jt808/reassembly.hpp"
#include "server/net/moment.hpp"
#include "server/rules/finding.hpp"
#include "server/rules/run_text.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace husong::net {

// What to tell the driver about a finding; nothing: not to be told.
using DriverTextWriter = std::function<std::optional<std::string>(const rules::FindingChange&)>;

// What to tell drivers of runs that were published otherwise.
using RunTextWriter = std::function<std::vector<rules::RunText>(std::span<const rules::RunDuty> before,
                                                                std::span<const rules::RunDuty> after,
                                                                const registry::Registry&, Time)>;

struct NetSettings {
    std::string address = "0.0.0.0";
    std::uint16_t port = 7611;  // usual for JT/T 808 gateways; 0: the system chooses

    std::size_t max_connections = 12'000;     // beyond it a newcomer is closed at once
    std::size_t max_unauthenticated = 4'096;  // beyond it newcomers wait in the kernel's queue
    // Of one address, silent ones: they keep no bus out that comes from elsewhere. Many terminals share a
    // carrier's address and come back together; each needs its place for one exchange of messages.
    std::size_t max_unauthenticated_per_address = 512;  // 0: no limit; beyond it closed at once
    std::size_t max_per_address = 0;  // 0: no limit; many terminals share a carrier's address
    Milliseconds authenticate_within = 30s;
    // When their places are all taken, the stranger that has been one longest makes room; but each has so
    // long for one exchange of messages, also when a county's terminals come back at once.
    Milliseconds stranger_grace = 2s;
    Milliseconds idle_limit = 180s;  // three heartbeats of the usual 60 s (§2.6)
    int wrong_codes = 3;             // then the connection is closed (§2.4)

    double frames_per_second = 200;  // of one terminal (§9); above it the session is not read for a while
    double frames_burst = 400;
    // Of one connection until it has authenticated: registration, authentication and heartbeats, a few times
    // over. What is beyond waits unread, so that 512 strangers of one address are no load.
    double stranger_frames_per_second = 2;
    double stranger_frames_burst = 20;
    double stranger_bytes_per_second = 1024;
    double stranger_bytes_burst = 16.0 * 1024;
    // Of one terminal's connection, whatever the bytes are: the longest frames at their full rate, but half
    // of them escaped. Flags alone are no frames, and cost all the same.
    double bytes_per_second = 256.0 * 1024;
    double bytes_burst = 512.0 * 1024;
    std::size_t messages_in_flight = 64;     // of one terminal, so that one flood does not fill the lane
    std::size_t orphan_entries = 4'096;      // of ended sessions, held until there is room; beyond: dropped
    std::size_t outgoing_bytes = 64 * 1024;  // of answers a terminal does not read, then it is closed
    std::size_t read_bytes = 16 * 1024;      // at a time; one buffer for all sessions
    std::size_t acts_waiting = 256;          // registrations and refusals at the writer, of all sessions
    std::size_t package_bytes = 64 * 1024 * 1024;  // of incomplete messages of all terminals
    jt808::ReassemblyLimits packages;
    Milliseconds recall_age = 1h;          // packages looked at after a restart: so much before the end …
    std::size_t recall_packages = 16'384;  // … and of all terminals so many, each at most 1 KiB

    Milliseconds trouble_noted_every = 1h;  // a clock that is ahead, or wrong frames, of one terminal

    // Bytes kept raw of one terminal for keep-raw days: known messages without fields here, and packages.
    // Beyond it they are refused. A lawful one that reports every second tells some 100 bytes a second, in
    // packages too: what it kept while it was away for two days fits at once, and ten times that rate for
    // ever.
    double raw_burst_bytes = 16.0 * 1024 * 1024;
    double raw_bytes_per_second = 1024;

    // Records of one terminal. Two days of one a second fit at once, and ten times that rate for ever; at the
    // allowed rate of frames, full of locations, one terminal could otherwise store 50 GB a day.
    double records_burst = 200'000;
    double records_per_second = 10;

    // Refusals written down of phones that nobody enrolled, all together: a county's terminals at once, then
    // ten a second. What is beyond is answered and counted, and costs no commit.
    double stranger_refusals_burst = 2'000;
    double stranger_refusals_per_second = 10;

    double unknown_burst = 60;  // messages of unknown ids kept raw, per session …
    double unknown_per_second = 1.0 / 60;

    // How long a text is waited for: 5 s, then 2 and 6 times as long (§2.7); the last wait is for the third
    // repeat.
    std::array<Milliseconds, 4> text_waits{5s, 10s, 30s, 30s};
    Milliseconds text_lifetime = std::chrono::minutes{10};  // a text for a terminal that is away
    std::size_t texts_waiting = 8;                          // for one terminal

    // A command waits so long for a terminal that is away: a parked bus is back on the next school day.
    Milliseconds command_lifetime = std::chrono::hours{24};
    Milliseconds command_answer_wait = 60s;  // for its own answer after 0x0001: many packages, perhaps

    DriverTextWriter driver_text;  // none: drivers get no text
    RunTextWriter run_text;        // none: they hear of no change
    rules::Level driver_text_from = rules::Level::likely;

    int send_buffer_bytes = 0;  // of the kernel, per connection; 0: the system's
    Milliseconds sweep_every = 1s;
    Clock clock = system_moment;
};

}  // namespace husong::net
