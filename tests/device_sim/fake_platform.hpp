// The platform's side of a terminal's connection, as simple as it can be: remembers every frame and answers
// it.
#pragma once

#include "device_sim/terminal_bodies.hpp"
#include "server/jt808/framer.hpp"
#include "server/jt808/text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace husong::device_sim {

struct SeenFrame {
    jt808::Header header;
    ByteString body;
};

inline std::string phone_of(const jt808::Header& header) {
    const jt808::PhoneDigits digits = header.phone.digits();
    return std::string{digits.key()};
}

class FakePlatform {
public:
    static constexpr const char* code = "CODE2468";

    // Takes what a terminal sent and gives the answers to it.
    ByteString handle(std::span<std::uint8_t> bytes) {
        ByteString answers;
        while (const auto frame = framer_.next(bytes)) {
            if (!*frame) {
                ++rejected;
                continue;
            }
            seen.push_back({(*frame)->header, {(*frame)->body.begin(), (*frame)->body.end()}});
            if (!mute) answer(seen.back(), answers);
        }
        return answers;
    }

    [[nodiscard]] std::vector<SeenFrame> with_id(std::uint16_t message_id) const {
        std::vector<SeenFrame> found;
        for (const SeenFrame& frame : seen)
            if (frame.header.message_id == message_id) found.push_back(frame);
        return found;
    }

    std::vector<SeenFrame> seen;
    int rejected = 0;
    bool mute = false;

private:
    void answer(const SeenFrame& frame, ByteString& out) {
        if (frame.header.message_id == jt808::TerminalAnswer::id) return;
        const jt808::Header header = jt808::make_reply_header(frame.header, 0, serial_++);
        const std::string text = code;
        const Bytes bytes{reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
        if (frame.header.message_id == jt808::Registration::id) {
            jt808::append_message(out, header, jt808::RegistrationAnswer{frame.header.serial, {}, bytes, {}});
            return;
        }
        jt808::AnswerResult result = jt808::AnswerResult::success;
        if (frame.header.message_id == jt808::Authentication::id) {
            const auto told = jt808::decode_body<jt808::Authentication>(frame.header.layout, frame.body);
            const Bytes given = told ? jt808::trim_text(told->code) : Bytes{};
            if (!std::equal(given.begin(), given.end(), text.begin(), text.end()))
                result = jt808::AnswerResult::failure;
        }
        jt808::append_message(
            out, header, jt808::PlatformAnswer{frame.header.serial, frame.header.message_id, result, {}});
    }

    jt808::Framer framer_;
    std::uint16_t serial_ = 0;
};

}  // namespace husong::device_sim
