// Cuts a connection's bytes at flags (0x7E as a separator, not as paired marks) and decodes what lies
// between.
#pragma once

#include "server/jt808/frame.hpp"

namespace husong::jt808 {

// When a connection is rubbish and should be closed.
inline constexpr std::uint32_t rejected_in_a_row_limit = 20;
inline constexpr std::size_t bytes_without_frame_limit = 64UL * 1024;
inline constexpr std::size_t bytes_before_first_frame_limit = 4UL * 1024;  // port scanners, other protocols

// Holds memory only while a frame is incomplete, so that an idle connection costs nothing.
class Framer {
public:
    // Takes bytes off the front of `received` up to and including one complete frame and decodes it, undoing
    // escapes in place; nothing when all is taken and the last frame is incomplete (it is kept inside).
    // Call until it returns nothing. Each result views `received` or this framer, until the next call.
    [[nodiscard]] std::optional<FrameResult> next(std::span<std::uint8_t>& received);

    // Bytes after the last flag, kept for the next call.
    [[nodiscard]] std::size_t pending_bytes() const { return pending_handed_out_ ? 0 : pending_.size(); }
    [[nodiscard]] bool is_rubbish() const;

private:
    FrameResult decode(std::span<std::uint8_t> segment);
    std::span<std::uint8_t> join_pending(std::span<std::uint8_t> segment);
    void keep(std::span<const std::uint8_t> segment);

    std::vector<std::uint8_t> pending_;
    bool pending_handed_out_ = false;  // the last result views pending_
    bool discarding_ = false;          // the segment is too long already: drop all up to the next flag
    bool any_frame_ = false;
    std::uint32_t rejected_in_a_row_ = 0;
    std::size_t bytes_since_frame_ = 0;
};

}  // namespace husong::jt808
