// How often something took how long, counted by upper limits as Prometheus' histograms are. One thread adds,
// any may read.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace husong {

class Durations {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::array limits = {std::chrono::milliseconds{5},   std::chrono::milliseconds{10},
                                          std::chrono::milliseconds{20},  std::chrono::milliseconds{50},
                                          std::chrono::milliseconds{100}, std::chrono::milliseconds{200},
                                          std::chrono::milliseconds{500}, std::chrono::milliseconds{1'000}};

    void add(Clock::duration took) {
        std::size_t limit = 0;
        while (limit < limits.size() && took > limits[limit]) ++limit;
        counts_[limit].fetch_add(1, std::memory_order_relaxed);
        const std::int64_t nanoseconds = std::chrono::nanoseconds{took}.count();
        sum_.fetch_add(nanoseconds, std::memory_order_relaxed);
        if (nanoseconds > longest_.load(std::memory_order_relaxed))
            longest_.store(nanoseconds, std::memory_order_relaxed);
    }

    template <class Work>
    void time(Work work) {
        const Clock::time_point began = Clock::now();
        work();
        add(Clock::now() - began);
    }

    // That took longer than the limit before and no longer than this one; the last: longer than all limits.
    [[nodiscard]] std::uint64_t count(std::size_t limit) const {
        return counts_[limit].load(std::memory_order_relaxed);
    }
    [[nodiscard]] std::chrono::nanoseconds sum() const {
        return std::chrono::nanoseconds{sum_.load(std::memory_order_relaxed)};
    }
    [[nodiscard]] std::chrono::nanoseconds longest() const {
        return std::chrono::nanoseconds{longest_.load(std::memory_order_relaxed)};
    }

private:
    std::array<std::atomic<std::uint64_t>, limits.size() + 1> counts_{};
    std::atomic<std::int64_t> sum_{0};
    std::atomic<std::int64_t> longest_{0};
};

}  // namespace husong
