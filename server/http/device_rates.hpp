// How often a device may tell something: a token bucket for each. Memory is bounded whatever is thrown at it.
// Any thread.
#pragma once

#include "server/base/time.hpp"

#include <mutex>
#include <string>
#include <unordered_map>

namespace husong::http {

// Batches a second that one device may tell. A phone tells one every few seconds; the simulator at a hundred
// times its speed ten a second.
inline constexpr double usual_device_rate = 20;

// … and a guardian's link: three in a row, then one in ten seconds.
inline constexpr double usual_guardian_rate = 0.1;

class DeviceRates {
public:
    static constexpr double burst_seconds = 30;  // what was saved up at most: a phone that was offline
    static constexpr std::size_t most_devices = 20'000;

    // 0: no limit.
    explicit DeviceRates(double per_second) : per_second_{per_second} {}

    // Takes one token. 0: go on; otherwise how long until there is one.
    [[nodiscard]] Milliseconds take(const std::string& device, Time now);

private:
    struct Bucket {
        double tokens = 0;
        Time filled_at{};
    };

    void drop_full(Time now);
    [[nodiscard]] double tokens_of(const Bucket& bucket, Time now) const;

    std::mutex mutex_;
    double per_second_;
    std::unordered_map<std::string, Bucket> by_device_;
};

}  // namespace husong::http
