// What was waited for, from any thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <vector>

namespace husong::bench {

using Clock = std::chrono::steady_clock;

class Latencies {
public:
    void add(Clock::duration taken) {
        const std::lock_guard lock{mutex_};
        ms_.push_back(std::chrono::duration<double, std::milli>(taken).count());
    }
    // -1: there is none.
    double percentile_ms(double share) {
        const std::lock_guard lock{mutex_};
        if (ms_.empty()) return -1;
        std::sort(ms_.begin(), ms_.end());
        return ms_[static_cast<std::size_t>(share * static_cast<double>(ms_.size() - 1))];
    }
    std::size_t count() {
        const std::lock_guard lock{mutex_};
        return ms_.size();
    }

private:
    std::mutex mutex_;
    std::vector<double> ms_;
};

}  // namespace husong::bench
