// Any bytes, cut anywhere: the framer stays within its bounds, and what it accepts encodes to a frame that
// decodes to the same. The first input byte says how long the reads are.
#include "server/jt808/framer.hpp"
#include "server/jt808/reassembly.hpp"

#include <algorithm>
#include <cstdlib>

namespace {

using namespace husong;
using namespace husong::jt808;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_round_trip(const Frame& frame) {
    std::vector<std::uint8_t> wire;
    append_frame(wire, frame.header, frame.body);
    const auto again = decode_frame(std::span{wire}.subspan(1, wire.size() - 2));
    check(again.has_value());
    check(again->header.message_id == frame.header.message_id && again->header.serial == frame.header.serial);
    check(again->header.phone == frame.header.phone && again->header.attributes == frame.header.attributes);
    check(std::ranges::equal(again->body, frame.body));
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name libFuzzer calls
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t read_bytes = 1U + data[0];
    std::vector<std::uint8_t> stream(data + 1, data + size);
    Framer framer;
    Reassembler reassembler;
    Time now{};
    for (std::size_t at = 0; at < stream.size(); at += read_bytes) {
        auto received = std::span{stream}.subspan(at, std::min(read_bytes, stream.size() - at));
        while (const auto result = framer.next(received)) {
            if (!result->has_value()) continue;
            check_round_trip(**result);
            now += 7s;
            if ((*result)->header.is_packaged()) reassembler.add(**result, now);
        }
        check(framer.pending_bytes() <= largest_segment_bytes);
        check(reassembler.open_messages() <= ReassemblyLimits{}.open_messages);
        std::size_t dropped = 0;
        reassembler.take_due(now, dropped);
    }
    return 0;
}
