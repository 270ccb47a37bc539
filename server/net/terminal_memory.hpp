// What is known of a terminal beyond one connection: its last frames, incomplete messages, unconfirmed texts.
#pragma once

#include "db/store.hpp"
#include "server/jt808/reassembly.hpp"
#include "server/net/command_queue.hpp"
#include "server/net/recent_frames.hpp"
#include "server/net/text_queue.hpp"
#include "server/net/token_bucket.hpp"
#include "server/net/unstored_messages.hpp"

#include <optional>

namespace husong::net {

struct TerminalMemory {
    explicit TerminalMemory(const jt808::ReassemblyLimits& limits) : packages{limits} {}

    RecentFrames recent;
    std::optional<TokenBucket> frames;     // its rate; a new connection does not fill it
    std::optional<TokenBucket> raw_bytes;  // what may still be kept raw of it, likewise
    std::optional<TokenBucket> records;    // how many may still be stored of it, likewise
    jt808::Reassembler packages;
    UnstoredMessages unstored;  // whole ones
    TextQueue texts;
    CommandQueue commands;
    // Packages that were stored and answered before the server started; taken up when the terminal comes in.
    std::vector<db::RawMessage> earlier;
    std::optional<Time> clock_noted_at;        // that it is ahead
    std::optional<Time> wrong_frame_noted_at;  // the last one that was recorded
    Milliseconds touched{};                    // when the last session left

    [[nodiscard]] std::size_t package_bytes() const { return packages.bytes() + unstored.bytes(); }
};

}  // namespace husong::net
