// 0x0702: a driver's qualification card was put into the reader or taken out of it (§5.1).
#pragma once

#include "server/jt808/bcd_time.hpp"
#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <array>
#include <string_view>

namespace husong::jt808 {

enum class CardEvent : std::uint8_t { none, in, out };

enum class CardRead : std::uint8_t { ok, key_refused, locked, pulled_out, data_error };

struct DriverCard {
    static constexpr std::uint16_t id = 0x0702;
    static constexpr std::array<std::string_view, 3> event_names{"0", "in", "out"};
    Edition form = Edition::v2013;      // 2011, or what all editions since have
    CardEvent event = CardEvent::none;  // with 2011: none is told, the card is in
    BcdTime time{};                     // not in 2011
    CardRead read = CardRead::ok;       // only of a card that is in
    View name{};                        // from here on only of a card that was read
    View certificate{};                 // 20 bytes, 40 in 2011; some readers put an RFID card's number here
    View issuer{};
    View valid_until{};  // BCD[4] YYYYMMDD, zeros: not known; not in 2011
    View id_card{};      // since 2019 and in 2011; never stored (decision 9)
    View extra{};

    static Edition form_of(Layout layout, Bytes body);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        if (m.form == Edition::v2011) return fields_2011(a, m);
        a.body_layout("2013+");
        a.choice("event", m.event, event_names);
        a.time("time", m.time);
        if (m.event == CardEvent::in) {
            a.u8("read_result", m.read);
            if (m.read == CardRead::ok) identity_fields(a, m);
        }
        a.extra(m.extra);
    }

private:
    template <class Archive, class Self>
    static void fields_2011(Archive& a, Self& m) {
        a.body_layout("2011");
        a.counted_text("name", m.name);
        a.text("id_card", m.id_card, 20);
        a.text("certificate", m.certificate, 40);
        a.counted_text("issuer", m.issuer);
        a.extra(m.extra);
    }
    template <class Archive, class Self>
    static void identity_fields(Archive& a, Self& m) {
        a.counted_text("name", m.name);
        a.text("certificate", m.certificate, 20);
        a.counted_text("issuer", m.issuer);
        a.digits("valid_until", m.valid_until, 4);
        a.optional_text("id_card", m.id_card, 20);  // if the bytes are there, whatever the header says
    }
};

}  // namespace husong::jt808
