// How long an HTTP connection may take, and how much it may bring.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace husong::http {

// Of a request's body, where its route says no other.
inline constexpr std::uint64_t usual_body = 1024UL * 1024;

struct ConnectionLimits {
    std::chrono::milliseconds head = std::chrono::seconds{30};  // of a request, and until the next begins
    std::chrono::milliseconds body = std::chrono::seconds{60};  // 1 MiB over a poor mobile line
    std::chrono::milliseconds write = std::chrono::seconds{60};
    // Of all large bodies under way: whoever sends needs no key until all of it is read.
    std::size_t body_bytes = 64UL * 1024 * 1024;
};

}  // namespace husong::http
