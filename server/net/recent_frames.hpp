// The first level of duplicate recognition: frames of one terminal that were committed a short while ago. A
// terminal that missed an answer repeats its frame; it is answered again and goes no further. What this
// forgets, the records' own identity catches.
#pragma once

#include "server/base/byte_reader.hpp"
#include "server/base/time.hpp"

#include <cstdint>
#include <vector>

namespace husong::net {

// A serial number alone is no identity: it wraps, restarts, and is always 0 in some terminals. The body's
// fingerprint has 64 bits: of 32 there would be a false duplicate, and so a lost record, within an hour of
// full load.
struct FrameKey {
    std::uint64_t fingerprint = 0;
    std::uint16_t message_id = 0;
    std::uint16_t serial = 0;
    bool operator==(const FrameKey&) const = default;
};

FrameKey frame_key(std::uint16_t message_id, std::uint16_t serial, Bytes body);

class RecentFrames {
public:
    static constexpr std::size_t capacity = 32;
    static constexpr Milliseconds lifetime = std::chrono::minutes{10};

    void add(const FrameKey& key, Milliseconds now);
    [[nodiscard]] bool contains(const FrameKey& key, Milliseconds now) const;

private:
    struct Seen {
        FrameKey key;
        std::int32_t second = 0;
    };
    static std::int32_t second_of(Milliseconds now);

    std::vector<Seen> seen_;  // a ring once it is full; nothing while the terminal has sent nothing
    std::size_t next_ = 0;
};

}  // namespace husong::net
