// One attacking connection's hand: makes frames, good and bad, of a terminal that it knows or invents.
#pragma once

#include "server/jt808/location_report.hpp"
#include "server/jt808/message.hpp"
#include "server/jt808/session_messages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace husong::hostile {

using WireBytes = std::vector<std::uint8_t>;

struct Credential {
    std::string phone, code;
};

class Attacker {
public:
    // `number` tells the attackers apart: what one of them invents, no other does.
    Attacker(Credential own, std::uint64_t number) : own_{std::move(own)}, number_{number} {}

    // How many pieces it has sent.
    std::uint64_t turn = 0;

    // As its own terminal.
    WireBytes frame(std::uint16_t message_id, Bytes body, std::uint16_t attributes = 0);
    WireBytes authentication() { return authentication_with(own_.phone, own_.code); }
    WireBytes location();
    WireBytes batch(std::size_t locations, std::uint16_t told_count);
    WireBytes package(std::uint16_t total, std::uint16_t index);
    WireBytes registration();  // the same bytes every time

    // As somebody else.
    WireBytes frame_of(std::string_view phone, std::uint16_t message_id, Bytes body);
    WireBytes registration_of(std::string_view phone, std::string_view text);
    WireBytes authentication_with(std::string_view phone, std::string_view code);
    [[nodiscard]] const std::string& phone() const { return own_.phone; }
    [[nodiscard]] std::string invented_phone() const;  // another each turn

private:
    [[nodiscard]] jt808::Header header(std::string_view phone, std::uint16_t message_id);
    [[nodiscard]] jt808::LocationReport next_report();

    Credential own_;
    std::uint64_t number_;
    std::uint16_t serial_ = 0;
    std::uint32_t told_ = 0;  // locations
};

// What is left of a frame of which only so many bytes came, and then the next flag.
WireBytes cut(WireBytes frame, std::size_t bytes_left);
WireBytes text_bytes(std::string_view text);

}  // namespace husong::hostile
