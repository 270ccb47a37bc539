// Accepts connections at one address and serves each by a coroutine. On the net thread.
#pragma once

#include "server/http/connection.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <string>

namespace husong::http {

class Listener {
public:
    Listener(boost::asio::io_context& io, Counterpart counterpart, std::size_t most_connections);

    // Port 0: any free one. Returns the port. Errors: unavailable (in use), malformed (no address).
    [[nodiscard]] Result<std::uint16_t> start(const std::string& address, std::uint16_t port);
    // Accepts no more and ends every connection. This outlives the io_context's run.
    void stop();

    // Any thread.
    [[nodiscard]] std::size_t open() const { return open_.load(std::memory_order_relaxed); }
    [[nodiscard]] const Troubles& troubles() const { return household_.troubles; }

private:
    boost::asio::awaitable<void> accept();
    void serve(boost::asio::ip::tcp::socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    Household household_;
    Seats seats_;
    std::atomic<std::size_t> open_{0};
};

}  // namespace husong::http
