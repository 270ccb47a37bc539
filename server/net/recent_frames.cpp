#include "server/net/recent_frames.hpp"

#include "server/base/hash.hpp"

#include <algorithm>

namespace husong::net {

FrameKey frame_key(std::uint16_t message_id, std::uint16_t serial, Bytes body) {
    return {hash64(body), message_id, serial};
}

std::int32_t RecentFrames::second_of(Milliseconds now) {
    return static_cast<std::int32_t>(std::chrono::floor<std::chrono::seconds>(now).count());
}

void RecentFrames::add(const FrameKey& key, Milliseconds now) {
    if (seen_.size() < capacity) {
        seen_.push_back({key, second_of(now)});
        return;
    }
    seen_[next_] = {key, second_of(now)};
    next_ = (next_ + 1) % capacity;
}

bool RecentFrames::contains(const FrameKey& key, Milliseconds now) const {
    const std::int32_t oldest = second_of(now - lifetime);
    return std::ranges::any_of(seen_,
                               [&](const Seen& seen) { return seen.key == key && seen.second >= oldest; });
}

}  // namespace husong::net
