// What was told with which idempotency key: the same act told again keeps its instant, and so its identity in
// the store; a different act under the same key is noticed. Bounded; what falls out is still found in the
// store. Any thread.
#pragma once

#include "server/base/time.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace husong::http {

class Receipts {
public:
    static constexpr std::size_t most = 10'000;  // a few days of a county's acts

    explicit Receipts(std::size_t capacity = most) : capacity_{capacity} {}

    // The instant at which this act was first told, `measured_at` when it is new; none: another content had
    // this key.
    [[nodiscard]] std::optional<Time> admit(std::uint64_t key, std::uint64_t content, Time measured_at);
    [[nodiscard]] bool knows(std::uint64_t key) const;

private:
    struct Receipt {
        std::uint64_t content = 0;
        Time measured_at{};
    };

    mutable std::mutex mutex_;
    std::unordered_map<std::uint64_t, Receipt> by_key_;
    std::deque<std::uint64_t> order_;  // oldest first
    std::size_t capacity_;
};

}  // namespace husong::http
