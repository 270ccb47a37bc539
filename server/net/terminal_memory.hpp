// What is known of a terminal beyond one connection: its last frames, incomplete messages, unconfirmed texts.
#pragma once

#include "server/jt808/reassembly.hpp"
#include "server/net/recent_frames.hpp"
#include "server/net/text_queue.hpp"

namespace husong::net {

struct TerminalMemory {
    explicit TerminalMemory(const jt808::ReassemblyLimits& limits) : packages{limits} {}

    RecentFrames recent;
    jt808::Reassembler packages;
    TextQueue texts;
    Milliseconds touched{};  // when the last session left
};

}  // namespace husong::net
