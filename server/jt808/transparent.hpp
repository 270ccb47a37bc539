// 0x0900: what a terminal passes on from a serial port or of its own; only its maker can read it (§5.4).
#pragma once

#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

namespace husong::jt808 {

struct TransparentData {
    static constexpr std::uint16_t id = 0x0900;
    Edition form = Edition::v2013;  // 2011, or what all editions since have
    std::uint8_t type = 0;
    std::uint32_t total_length = 0;  // 2011 only: of all parts
    std::uint16_t part_length = 0;   // 2011 only: of this one
    View content{};

    // 2011 when its two lengths explain the body.
    static Edition form_of(Layout layout, Bytes body);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.hex_byte("type", m.type);
        if (m.form == Edition::v2011) {
            a.u32("total_length", m.total_length);
            a.u16("part_length", m.part_length);
        }
        a.rest_bytes("content_hex", m.content);
    }
};

}  // namespace husong::jt808
