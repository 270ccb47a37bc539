// The terminal's end of the wire, for tests: makes frames with the codec and reads the platform's answers.
#pragma once

#include "server/jt808/framer.hpp"
#include "server/jt808/message.hpp"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace husong::net::test {

using WireBytes = std::vector<std::uint8_t>;

// A downlink frame, its body copied.
struct Downlink {
    jt808::Header header;
    WireBytes body;
};

// All frames in these bytes; a rejected one fails the test.
std::vector<Downlink> read_downlinks(WireBytes bytes);

// 0x8001 as text: "0x0200 #7 → 0".
std::vector<std::string> general_answers(const std::vector<Downlink>& downlinks);

class Wire {
public:
    explicit Wire(jt808::Edition edition = jt808::Edition::v2013, std::string_view phone = "13900001234");

    // Every frame takes the next serial.
    template <class M>
    WireBytes message(const M& body) {
        WireBytes out;
        serial += static_cast<std::uint16_t>(jt808::append_message(out, header(M::id), body));
        return out;
    }
    WireBytes frame(std::uint16_t message_id, Bytes body);
    // One package of a message; the serial is first_serial + index - 1.
    WireBytes package(std::uint16_t message_id, std::uint16_t total, std::uint16_t index, Bytes part);

    WireBytes registration(std::string_view plate_gbk = "\xBC\xBDH00318");  // 冀 in GBK
    WireBytes authentication(std::string_view code = "CODE1234");
    WireBytes heartbeat();
    WireBytes logout();
    WireBytes location(std::string_view time_bcd = "260901071530");
    WireBytes batch(int locations, jt808::BatchKind kind = jt808::BatchKind::normal);
    WireBytes passenger_flow();
    WireBytes answer_to(std::uint16_t message_id, std::uint16_t to_serial,
                        jt808::AnswerResult result = jt808::AnswerResult::success);

    [[nodiscard]] jt808::Header header(std::uint16_t message_id) const;

    jt808::Edition edition;
    jt808::Phone phone;
    std::uint16_t serial = 0;
    std::uint8_t version = 1;
    std::uint16_t first_serial = 0;  // of the message sent in packages
};

// A 0x0200 report on the road, at this China time.
jt808::LocationReport report_at(std::string_view time_bcd);

// The body of a batch of three locations, ten seconds apart.
WireBytes batch_of_three();

// One after the other; a braced list makes its parts in order, which operator+ would not.
WireBytes joined(std::initializer_list<WireBytes> parts);

}  // namespace husong::net::test
