// The messages of a session: registration, authentication, answers, re-requests, text to the driver.
// Wire structs: they view the body they were decoded from and re-encode to the same bytes. Text is as on the
// wire (see text.hpp); in the 2011 edition it ends with a NUL.
#pragma once

#include "server/jt808/edition.hpp"
#include "server/jt808/view.hpp"

#include <array>
#include <string_view>

namespace husong::jt808 {

enum class AnswerResult : std::uint8_t {
    success,
    failure,
    message_error,
    unsupported,
    alarm_handled,  // 0x8001 only, since 2013
};

// 0x0001 and 0x8001: the general answer to one frame of the other side.
template <std::uint16_t Id>
struct GeneralAnswer {
    static constexpr std::uint16_t id = Id;
    std::uint16_t serial = 0;      // of the answered frame
    std::uint16_t message_id = 0;  // of the answered message
    AnswerResult result = AnswerResult::success;
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("ack_serial", m.serial);
        a.message_id("ack_id", m.message_id);
        a.u8("result", m.result);
        a.extra(m.extra);
    }
};
using TerminalAnswer = GeneralAnswer<0x0001>;
using PlatformAnswer = GeneralAnswer<0x8001>;

// 0x0002 and 0x0003. Trackers are known to add bytes to the empty body.
template <std::uint16_t Id>
struct EmptyMessage {
    static constexpr std::uint16_t id = Id;
    View extra{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.extra(m.extra);
    }
};
using Heartbeat = EmptyMessage<0x0002>;
using Logout = EmptyMessage<0x0003>;

// 0x0100: who the terminal says it is, and on which vehicle.
struct Registration {
    static constexpr std::uint16_t id = 0x0100;
    Edition form = Edition::v2013;
    std::uint16_t province = 0;  // GB/T 2260, first two digits as a binary number
    std::uint16_t city = 0;      // the other four
    View manufacturer{};
    View model{};
    View terminal_id{};
    std::uint8_t plate_color = 0;  // 0: not plated, `plate` is then the VIN (since 2013)
    View plate{};

    [[nodiscard]] bool is_vin() const { return plate_color == 0 && form != Edition::v2011; }
    // The edition of this body: by its length and by where a plate colour stands.
    static Edition form_of(Layout layout, Bytes body);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        struct Widths {
            std::size_t manufacturer, model, terminal_id;
        };
        static constexpr std::array<Widths, 3> widths{{{5, 8, 7}, {5, 20, 7}, {11, 30, 30}}};
        const Widths& width = widths[static_cast<std::size_t>(m.form)];
        a.form(m.form);
        a.u16("province", m.province);
        a.u16("city", m.city);
        a.text("manufacturer", m.manufacturer, width.manufacturer);
        a.text("model", m.model, width.model);
        a.text("terminal_id", m.terminal_id, width.terminal_id);
        a.u8("plate_colour", m.plate_color);
        a.rest_text(m.is_vin() ? "vin" : "plate", m.plate);
    }
};

// 0x0102: the code that 0x8100 gave.
struct Authentication {
    static constexpr std::uint16_t id = 0x0102;
    Edition form = Edition::v2013;
    View code{};
    View imei{};      // 2019 only
    View software{};  // 2019 only

    static Edition form_of(Layout layout, Bytes body);

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        if (m.form != Edition::v2019) return a.rest_text("auth_code", m.code);
        a.counted_text("auth_code", m.code);
        a.text("imei", m.imei, 15);
        a.text("software", m.software, 20);
    }
};

enum class RegistrationResult : std::uint8_t {
    success,
    vehicle_already_registered,
    vehicle_unknown,
    terminal_already_registered,
    terminal_unknown,
};

// 0x8100: the answer to 0x0100.
struct RegistrationAnswer {
    static constexpr std::uint16_t id = 0x8100;
    std::uint16_t serial = 0;  // of the 0x0100
    RegistrationResult result = RegistrationResult::success;
    View code{};   // with success only
    View extra{};  // what follows another result

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("ack_serial", m.serial);
        a.u8("result", m.result);
        if (m.result == RegistrationResult::success) return a.rest_text("auth_code", m.code);
        a.extra(m.extra);
    }
};

// 0x8003 (not in 2011) and 0x0005 (since 2019): asks again for packages of a message that did not arrive
// whole.
template <std::uint16_t Id>
struct PackagesRequest {
    static constexpr std::uint16_t id = Id;
    Edition form = Edition::v2013;
    std::uint16_t first_serial = 0;  // of the message's first package
    View packages{};                 // their indices, a WORD each
    View extra{};

    static Edition form_of(Layout layout, Bytes) { return likely_edition(layout); }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u16("original_serial", m.first_serial);
        a.words("packages", m.packages, m.form);
        a.extra(m.extra);
    }
};
using ResendRequest = PackagesRequest<0x8003>;
using TerminalResendRequest = PackagesRequest<0x0005>;

// 0x8300: text to the driver. Flags: bit 0 urgent (2019: bits 0-1 service, urgent, notice), 2 display, 3
// speech.
struct DriverText {
    static constexpr std::uint16_t id = 0x8300;
    static constexpr std::uint8_t urgent = 1, display = 4, speech = 8;  // before 2019
    static constexpr std::uint8_t urgent_2019 = 2;
    Edition form = Edition::v2013;
    std::uint8_t flags = 0;
    std::uint8_t type = 1;  // 2019 only: 1 notice, 2 service
    View text{};

    static Edition form_of(Layout layout, Bytes) { return likely_edition(layout); }

    template <class Archive, class Self>
    static void fields(Archive& a, Self& m) {
        a.u8("flags", m.flags);
        if (m.form == Edition::v2019) a.u8("type", m.type);
        a.rest_text("text", m.text);
    }
};

}  // namespace husong::jt808
