// Every message of JT/T 808 and of JT/T 1078's signalling, one row each. Dispatch, answers, docs and tests
// walk it.
#pragma once

#include "server/jt808/message.hpp"

namespace husong::jt808 {

enum class Direction : std::uint8_t { up, down };  // terminal to platform, platform to terminal

struct MessageRow {
    std::uint16_t id;
    Direction direction;
    EditionSet editions;
    std::uint16_t
        answered_by;  // the id of the platform's answer; 0 for none, and for messages of the platform
    std::string_view zh;
    std::string_view en;
    // Null for a message whose body is kept raw.
    Decoded<Message> (*decode)(Layout, Bytes) = nullptr;
    void (*encode)(std::vector<std::uint8_t>& out, const Message&) = nullptr;
};

std::span<const MessageRow> message_table();  // by ascending id

const MessageRow* find_message(std::uint16_t id);  // null for an unknown id (answer 3)

}  // namespace husong::jt808
