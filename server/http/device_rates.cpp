#include "server/http/device_rates.hpp"

#include <algorithm>
#include <cmath>

namespace husong::http {

Milliseconds DeviceRates::take(const std::string& device, Time now) {
    if (per_second_ <= 0) return Milliseconds{0};
    const std::lock_guard lock{mutex_};
    if (by_device_.size() >= most_devices && !by_device_.contains(device)) drop_full(now);
    Bucket& bucket = by_device_.try_emplace(device, Bucket{per_second_ * burst_seconds, now}).first->second;
    bucket = {tokens_of(bucket, now), std::max(bucket.filled_at, now)};
    if (bucket.tokens < 1)
        return Milliseconds{static_cast<std::int64_t>(std::ceil((1 - bucket.tokens) / per_second_ * 1000))};
    bucket.tokens -= 1;
    return Milliseconds{0};
}

double DeviceRates::tokens_of(const Bucket& bucket, Time now) const {
    const double passed_s =
        std::chrono::duration<double>(std::max(now - bucket.filled_at, Milliseconds{0})).count();
    return std::min(bucket.tokens + passed_s * per_second_, per_second_ * burst_seconds);
}

// A full bucket is as good as none. When none is full, all begin anew.
void DeviceRates::drop_full(Time now) {
    std::erase_if(by_device_, [&](const auto& entry) {
        return tokens_of(entry.second, now) >= per_second_ * burst_seconds;
    });
    if (by_device_.size() >= most_devices) by_device_.clear();
}

}  // namespace husong::http
