// One connection: requests are read one after another, each is answered before the next is read.
#pragma once

#include "server/http/limits.hpp"
#include "server/http/route.hpp"
#include "server/http/seats.hpp"
#include "server/http/troubles.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace husong::http {

class EventStreams;

// Answers a request: on the net thread, without waiting.
using Handle = std::function<void(Request, Answer)>;

// What a connection talks to; outlives it.
struct Counterpart {
    Handle handle;
    EventStreams* streams = nullptr;  // none: no live events here
    ConnectionLimits limits = {};
    // Of a request there, in bytes; none: the usual one.
    std::function<std::uint64_t(Verb verb, std::string_view path)> longest_body = {};
};

// What the connections of a listener share.
struct Household {
    Counterpart counterpart;
    Troubles troubles;
    // That large bodies under way may still become. Shared with them: a request that never ran to its end
    // gives its room back when the io_context is destroyed, after this.
    std::shared_ptr<std::uint64_t> body_bytes = std::make_shared<std::uint64_t>(0);
};

// The household and the seat outlive it.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket, Household& household,
                                              Seat& seat);

}  // namespace husong::http
