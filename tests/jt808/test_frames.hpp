// Frames and bytes for the codec's tests.
#pragma once

#include "server/base/hex.hpp"
#include "server/jt808/framer.hpp"
#include "server/jt808/message.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace husong::jt808::test {

using Wire = std::vector<std::uint8_t>;

inline Wire bytes(std::string_view hex) { return from_hex(hex).value(); }

inline Bytes as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string as_string(Bytes text) { return {text.begin(), text.end()}; }

// What a connection that delivers these bytes at once gives: owned copies, so that they outlive the buffer.
struct Received {
    struct Accepted {
        Header header;
        Wire body;
        [[nodiscard]] Frame frame() const { return {header, body}; }
    };
    std::vector<Accepted> frames;
    std::vector<std::string> discarded;
};

inline void receive(Framer& framer, Wire chunk, Received& received) {
    std::span<std::uint8_t> left{chunk};
    while (const auto result = framer.next(left)) {
        if (result->has_value())
            received.frames.push_back({(*result)->header, {(*result)->body.begin(), (*result)->body.end()}});
        else
            received.discarded.emplace_back(name_of(result->error().error.reason));
    }
}

inline Received receive(const Wire& stream) {
    Received received;
    Framer framer;
    receive(framer, stream, received);
    return received;
}

// A message as a terminal of this edition sends it.
template <class M>
Wire frame_of(Edition edition, std::uint16_t serial, const M& message) {
    const auto phone =
        Phone::from_digits(edition == Edition::v2019 ? "13900005678" : "13900001234", layout_of(edition));
    Wire wire;
    append_message(wire, make_header(edition, *phone, M::id, serial), message);
    return wire;
}

std::string read_data(std::string_view file);  // of tests/data/jt808
const boost::json::array& vectors();           // tests/data/jt808/vectors.json
Wire vector_bytes(std::string_view name);      // of one vector

}  // namespace husong::jt808::test
