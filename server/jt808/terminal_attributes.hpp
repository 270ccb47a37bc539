// 0x0107: what the terminal is, in hardware and software (§2.9). Since 2013.
#pragma once

#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <string_view>

namespace husong::jt808 {

// The widths of its fields: in 2019 makers differ on the maker id's.
enum class AttributesForm : std::uint8_t { v2013, v2019, v2019_long_maker };

struct TerminalAttributes {
    static constexpr std::uint16_t id = 0x0107;
    AttributesForm form = AttributesForm::v2013;
    std::uint16_t type_bits = 0;
    View manufacturer{};
    View model{};
    View terminal_id{};
    View iccid{};  // BCD[10]
    View hardware{};
    View firmware{};
    std::uint8_t gnss_bits = 0;
    std::uint8_t network_bits = 0;
    View extra{};

    // The form that explains the length; else by the header.
    static AttributesForm form_of(Layout layout, Bytes body);

    struct Widths {
        std::size_t manufacturer, model, terminal_id;
    };
    static constexpr Widths widths_of(AttributesForm form) {
        if (form == AttributesForm::v2013) return {5, 20, 7};
        return {form == AttributesForm::v2019 ? std::size_t{5} : std::size_t{11}, 30, 30};
    }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        const Widths width = widths_of(m.form);
        a.body_layout(m.form == AttributesForm::v2013 ? "2013" : "2019");
        a.u16("type_bits", m.type_bits);
        a.text("manufacturer", m.manufacturer, width.manufacturer);
        a.text("model", m.model, width.model);
        a.text("terminal_id", m.terminal_id, width.terminal_id);
        a.digits("iccid", m.iccid, 10);
        a.counted_text("hardware", m.hardware);
        a.counted_text("firmware", m.firmware);
        a.u8("gnss_bits", m.gnss_bits);
        a.u8("network_bits", m.network_bits);
        a.extra(m.extra);
    }
};

}  // namespace husong::jt808
