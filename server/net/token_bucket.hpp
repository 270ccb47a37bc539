// A rate limit with room for bursts.
#pragma once

#include "server/base/time.hpp"

#include <algorithm>

namespace husong::net {

class TokenBucket {
public:
    TokenBucket(double burst, Milliseconds now) : tokens_{static_cast<float>(burst)}, filled_at_{now} {}

    // All or none; false when there were fewer.
    bool take(float count = 1) {
        if (tokens_ < count) return false;
        tokens_ -= count;
        return true;
    }
    // Takes them although there may be fewer: what is missing comes off what is gained later.
    void spend(double count) { tokens_ -= static_cast<float>(count); }
    void fill(double per_second, double burst, Milliseconds now) {
        const double gained = std::chrono::duration<double>(now - filled_at_).count() * per_second;
        tokens_ = static_cast<float>(std::min(burst, tokens_ + gained));
        filled_at_ = now;
    }
    [[nodiscard]] bool empty() const { return tokens_ < 1; }
    [[nodiscard]] bool holds(double count) const { return tokens_ >= static_cast<float>(count); }

private:
    float tokens_;
    Milliseconds filled_at_;
};

}  // namespace husong::net
