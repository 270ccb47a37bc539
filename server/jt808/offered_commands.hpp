// The commands this server sends to a terminal when it is told to, and no others.
#pragma once

#include "server/jt808/view.hpp"

#include <span>
#include <string_view>

namespace husong::jt808 {

struct OfferedCommand {
    std::uint16_t id;
    std::uint16_t answered_by;  // beside 0x0001, a message of its own; 0: none
    bool answer_has_serial;     // … that quotes the command's
    bool sent_anew;             // on the next connection, when this one ends before the answer
    std::string_view name;
};

std::span<const OfferedCommand> offered_commands();

// Null for a command that is never sent: any other message, and of 0x8105 all but reset and closing the radio
// or the data link. A bus with children is not switched off, reset to its factory settings or sent elsewhere.
const OfferedCommand* find_offered_command(std::uint16_t id, Bytes body);

}  // namespace husong::jt808
