// Bodies to messages and back.
#pragma once

#include "server/jt808/control_messages.hpp"
#include "server/jt808/driver_card.hpp"
#include "server/jt808/fields.hpp"
#include "server/jt808/frame.hpp"
#include "server/jt808/location_answer.hpp"
#include "server/jt808/location_report.hpp"
#include "server/jt808/parameters.hpp"
#include "server/jt808/passenger_flow.hpp"
#include "server/jt808/session_messages.hpp"
#include "server/jt808/terminal_attributes.hpp"
#include "server/jt808/transparent.hpp"

#include <variant>

namespace husong::jt808 {

// A message this server has no fields for, or one package of a longer message: header and raw body are all.
struct RawMessage {
    Bytes body;
};

using Message =
    std::variant<RawMessage, TerminalAnswer, Heartbeat, Logout, Registration, Authentication, LocationReport,
                 BatchReport, PassengerFlow, PlatformAnswer, ResendRequest, RegistrationAnswer, DriverText,
                 TimeQuery, TerminalResendRequest, Parameters, TerminalAttributes, QueriedLocation,
                 VehicleControlResult, DriverCard, TransparentData, TimeAnswer, SetParameters,
                 ParametersQuery, TerminalControl, SomeParametersQuery, AttributesQuery, LocationQuery,
                 TrackingControl, AlarmConfirmation>;

template <class M>
concept FieldMessage = requires {
    M::id;
};

// Decodes one body. Errors: short_body, naming the first field that is not whole.
template <FieldMessage M>
[[nodiscard]] Decoded<M> decode_body(Layout layout, Bytes body) {
    M message;
    if constexpr (requires { M::form_of(layout, body); }) message.form = M::form_of(layout, body);
    if constexpr (requires { M::serial_is_told(body); }) message.has_serial = M::serial_is_told(body);
    BodyReader in{body};
    M::fields(in, message);
    if (!in.ok()) return in.error();
    return message;
}

template <FieldMessage M>
void append_body(std::vector<std::uint8_t>& out, const M& message) {
    BodyWriter to{out};
    M::fields(to, message);
}

// By the message table. A body that is encrypted is an error, one package of several is raw. The result views
// the frame's bytes. The second form takes a body put together from packages.
[[nodiscard]] Decoded<Message> decode_message(const Frame& frame);
[[nodiscard]] Decoded<Message> decode_message(std::uint16_t message_id, Layout layout, Bytes body);

void append_body(std::vector<std::uint8_t>& out, const Message& message);

// Appends a whole message, in packages if it needs them; returns how many serials were used. The header's
// message id is taken from the message. Messages whose body differs by edition have a member `form`: set it.
template <FieldMessage M>
std::size_t append_message(std::vector<std::uint8_t>& out, Header header, const M& message) {
    header.message_id = M::id;
    const std::size_t start = out.size();
    append_body(out, message);
    return frame_tail(out, start, header);
}

}  // namespace husong::jt808
