// Messages put together from packages whose records wait for their commit. The terminal was told that it may
// forget all packages but the last: when that one has to be sent again, since its session ended or there was
// no room, the whole is still here.
#pragma once

#include "server/jt808/reassembly.hpp"
#include "server/net/recent_frames.hpp"

#include <vector>

namespace husong::net {

class UnstoredMessages {
public:
    // Does nothing when it is there already.
    void add(const FrameKey& last_package, const jt808::WholeMessage& message);
    // The message that this package completed; null: none that waits. Valid until the next add() or remove().
    [[nodiscard]] const jt808::WholeMessage* find(const FrameKey& last_package) const;
    // Its records are stored, or never will be.
    void remove(const FrameKey& last_package);

    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Waiting {
        FrameKey last_package;
        jt808::WholeMessage message;
    };
    // What it takes of memory, so that many small ones are bounded too.
    static std::size_t cost(const Waiting& waiting) { return waiting.message.body.size() + sizeof(Waiting); }

    std::vector<Waiting> waiting_;
    std::size_t bytes_ = 0;
};

}  // namespace husong::net
