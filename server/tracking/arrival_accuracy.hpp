// How right the product's own estimates were: the ETA Accuracy Benchmark (2024), and those who left home when
// it said so. Computed from predictions that were kept and from when the vehicle came. Pure.
#pragma once

#include "server/base/time.hpp"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace husong::tracking {

inline constexpr Milliseconds prediction_every = 30s;  // so often one is kept of a place …
inline constexpr Milliseconds prediction_horizon = std::chrono::minutes{15};  // … that is nearer than this
// An arrival so much earlier or later is another one.
inline constexpr Milliseconds matched_earlier = std::chrono::minutes{15};
inline constexpr Milliseconds matched_later = std::chrono::minutes{25};

// By the time there was to the arrival, [from, until): accurate if actual - predicted lies in [least, most].
struct AccuracyBucket {
    Milliseconds from;
    Milliseconds until;
    Milliseconds least;
    Milliseconds most;
};
inline constexpr std::array<AccuracyBucket, 4> accuracy_buckets{{
    {0s, std::chrono::minutes{3}, -30s, 90s},
    {std::chrono::minutes{3}, std::chrono::minutes{6}, -60s, 150s},
    {std::chrono::minutes{6}, std::chrono::minutes{10}, -60s, 210s},
    {std::chrono::minutes{10}, std::chrono::minutes{15}, -90s, 270s},
}};

// What was said of one run at one place.
struct Prediction {
    Time made_at{};
    Time arrives_at{};
    bool operator==(const Prediction&) const = default;
};

// Whether one is to be kept now. `last`: the last one kept of this run and place.
bool is_to_keep(std::optional<Time> last, const Prediction& prediction);

struct BucketCount {
    std::size_t all = 0;
    std::size_t accurate = 0;
    bool operator==(const BucketCount&) const = default;
};
struct Accuracy {
    std::array<BucketCount, accuracy_buckets.size()> buckets{};
    std::size_t unmatched = 0;  // belong to no arrival

    [[nodiscard]] std::optional<double> share(std::size_t bucket) const;  // none: no prediction
    [[nodiscard]] std::optional<double> overall() const;  // the mean of the four; none: one is empty
    Accuracy& operator+=(const Accuracy& other);
    bool operator==(const Accuracy&) const = default;
};
// Of one run at one place.
Accuracy judge(std::span<const Prediction> predictions, Time arrived);

// What "leave now" said, each until the next.
struct LeaveAdvice {
    Time made_at{};
    Time leave_at{};
};
struct Leaver {
    Time left{};
    Time there{};
    Milliseconds waited{};  // negative: the vehicle had come before
    [[nodiscard]] bool in_time() const { return waited >= 0ms; }
};
// Whoever follows the advice and needs so long to the stop. None: there was no advice.
std::optional<Leaver> follow(std::span<const LeaveAdvice> advice, Milliseconds walk, Time arrived);

struct Leaving {
    std::size_t all = 0;
    std::size_t in_time = 0;
    std::optional<Milliseconds> median_wait;  // of those in time
};
Leaving sum_up(std::span<const Leaver> leavers);

}  // namespace husong::tracking
