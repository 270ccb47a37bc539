#include "device_sim/latency_histogram.hpp"

#include <algorithm>
#include <cmath>

namespace husong::device_sim {

LatencyHistogram::Microseconds LatencyHistogram::percentile(double share) const {
    if (total_ == 0) return Microseconds{0};
    const auto rank = static_cast<std::uint64_t>(
        std::clamp(std::ceil(share * static_cast<double>(total_)), 1.0, static_cast<double>(total_)));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
        seen += counts_[bucket];
        if (seen >= rank) return Microseconds{std::min(upper_end(bucket), largest_)};
    }
    return Microseconds{largest_};
}

}  // namespace husong::device_sim
