// One connection: requests are read one after another, each is answered before the next is read.
#pragma once

#include "server/http/route.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <functional>

namespace husong::http {

class EventStreams;

// Answers a request: on the net thread, without waiting.
using Handle = std::function<void(Request, Answer)>;

// What a connection talks to; outlives it.
struct Counterpart {
    Handle handle;
    EventStreams* streams = nullptr;  // none: no live events here
};

boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              const Counterpart& counterpart);

}  // namespace husong::http
