// What hostile connections send: one table for the tests and for tools/bench hostile.
#pragma once

#include "tests/hostile/attacker.hpp"

#include <span>
#include <string_view>

namespace husong::hostile {

enum class Door { terminals, http };

enum class Manner {
    flood,    // pieces as fast as they are taken
    deaf,     // the same, and reads no answer
    trickle,  // a byte a second
    once,     // one piece, then silence
    rival,    // the same, and all have one key
    silent,   // never a byte
    brief,    // connects and goes at once
};

struct Case {
    std::string_view name;
    Door door = Door::terminals;
    Manner manner = Manner::flood;
    bool has_key = false;                     // comes in as an enrolled terminal before the first piece
    std::size_t connections = 64;             // at a time, at full rate
    std::string_view counter{};               // the line of /metrics that rises, without "husong_"
    std::string_view counter_at_full_rate{};  // empty: the same
    WireBytes (*piece)(Attacker&) = nullptr;
};

std::span<const Case> cases();

}  // namespace husong::hostile
