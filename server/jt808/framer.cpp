#include "server/jt808/framer.hpp"

#include <cstring>

namespace husong::jt808 {

namespace {

std::size_t length_to_flag(Bytes bytes) {
    const void* const at = std::memchr(bytes.data(), flag_byte, bytes.size());
    if (at == nullptr) return bytes.size();
    return static_cast<std::size_t>(static_cast<const std::uint8_t*>(at) - bytes.data());
}

}  // namespace

std::optional<FrameResult> Framer::next(std::span<std::uint8_t>& received) {
    if (pending_handed_out_) {
        std::vector<std::uint8_t>{}.swap(pending_);
        pending_handed_out_ = false;
    }
    while (!received.empty()) {
        const std::size_t length = length_to_flag(received);
        const bool ended = length < received.size();
        const auto segment = received.first(length);
        const std::size_t taken = ended ? length + 1 : length;
        received = received.subspan(taken);
        bytes_since_frame_ += taken;
        if (!ended) {
            keep(segment);
        } else if (!segment.empty() || !pending_.empty() || discarding_) {
            const auto whole = join_pending(segment);  // may find it too long: before decode looks
            return decode(whole);
        }
    }
    return std::nullopt;
}

bool Framer::is_rubbish() const {
    return rejected_in_a_row_ >= rejected_in_a_row_limit ||
           bytes_since_frame_ > (any_frame_ ? bytes_without_frame_limit : bytes_before_first_frame_limit);
}

FrameResult Framer::decode(std::span<std::uint8_t> segment) {
    const bool oversize = discarding_ || segment.size() > largest_segment_bytes;
    discarding_ = false;
    auto result =
        oversize
            ? FrameResult{RejectedFrame{{Reason::oversize, "frame", largest_segment_bytes}, std::nullopt, {}}}
            : decode_frame(segment);
    if (result) {
        any_frame_ = true;
        rejected_in_a_row_ = 0;
        bytes_since_frame_ = 0;
    } else {
        ++rejected_in_a_row_;
    }
    return result;
}

// The whole segment in one piece: where it was received, or behind what was kept of it.
std::span<std::uint8_t> Framer::join_pending(std::span<std::uint8_t> segment) {
    if (pending_.empty()) return segment;
    keep(segment);
    pending_handed_out_ = true;
    return pending_;
}

void Framer::keep(std::span<const std::uint8_t> segment) {
    if (pending_.size() + segment.size() > largest_segment_bytes) {
        discarding_ = true;
        std::vector<std::uint8_t>{}.swap(pending_);
    }
    if (!discarding_) pending_.insert(pending_.end(), segment.begin(), segment.end());
}

}  // namespace husong::jt808
