// Latencies in fixed memory: 64 steps an octave, so that any percentile is right within 1.6 %.
#pragma once

#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace husong::device_sim {

class LatencyHistogram {
public:
    using Microseconds = std::chrono::microseconds;

    void add(Microseconds latency) {
        const auto us = static_cast<std::uint64_t>(std::max<std::int64_t>(0, latency.count()));
        ++counts_[bucket_of(us)];
        ++total_;
        if (us > largest_) largest_ = us;
    }
    // The latency that this share of all did not exceed: the upper end of its step, never more than the
    // largest. 0 when nothing was added.
    [[nodiscard]] Microseconds percentile(double share) const;
    [[nodiscard]] Microseconds largest() const { return Microseconds{largest_}; }
    [[nodiscard]] std::uint64_t total() const { return total_; }

private:
    static constexpr unsigned step_bits = 6;
    static constexpr std::size_t steps = std::size_t{1} << step_bits;
    static constexpr std::size_t octaves = 64 - step_bits;

    static constexpr std::size_t bucket_of(std::uint64_t us) {
        if (us < steps) return us;
        const unsigned octave = static_cast<unsigned>(std::bit_width(us)) - 1 - step_bits;
        return steps * octave + (us >> octave);
    }
    static constexpr std::uint64_t upper_end(std::size_t bucket) {
        if (bucket < 2 * steps) return bucket;
        const std::size_t octave = bucket / steps - 1;
        return (((bucket % steps) + steps + 1) << octave) - 1;
    }

    std::array<std::uint64_t, steps*(octaves + 1)> counts_{};
    std::uint64_t total_ = 0;
    std::uint64_t largest_ = 0;
};

}  // namespace husong::device_sim
