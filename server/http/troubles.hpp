// What the HTTP door saw that is no proper request, for /metrics. Written by the net thread, read by any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace husong::http {

enum class Trouble : std::uint8_t {
    not_http,
    head_too_large,
    body_too_large,
    bad_query,
    too_slow,      // a request, or the taking of its answer, did not end in time
    no_body_room,  // too many large bodies are under way
    made_room,     // ended, although in time, because all places were taken
    turned_away,   // all places were taken by requests at work
    made_wait,     // newcomers, a while: too many came at once
};
inline constexpr std::array<std::string_view, 9> trouble_names{
    "not_http",     "head_too_large", "body_too_large", "bad_query", "too_slow",
    "no_body_room", "made_room",      "turned_away",    "made_wait",
};

class Troubles {
public:
    void add(Trouble trouble) {
        counts_[static_cast<std::size_t>(trouble)].fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t get(Trouble trouble) const {
        return counts_[static_cast<std::size_t>(trouble)].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, trouble_names.size()> counts_{};
};

}  // namespace husong::http
