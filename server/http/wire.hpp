// The text that goes over the wire: heads of answers, events of a stream. Pure.
#pragma once

#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace husong::http {

// Status line and headers, up to and with the empty line.
std::string response_head(const Response& response, bool keep_alive);

// The head of a stream of events, which ends with the connection.
std::string stream_head();

// Events in the form of text/event-stream; empty when there is no news.
std::string event_text(const live::News& news);

inline constexpr std::string_view keep_alive_comment = ":\n\n";

}  // namespace husong::http
