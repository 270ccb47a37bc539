// Accepts connections at one address and serves each by a coroutine. On the net thread.
#pragma once

#include "server/http/connection.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <list>
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
    [[nodiscard]] std::uint64_t turned_away() const { return turned_away_.load(std::memory_order_relaxed); }

private:
    boost::asio::awaitable<void> accept();
    void serve(boost::asio::ip::tcp::socket socket);

    boost::asio::ip::tcp::acceptor acceptor_;
    Counterpart counterpart_;
    std::size_t most_connections_;
    std::list<boost::asio::cancellation_signal> connections_;
    std::atomic<std::size_t> open_{0};
    std::atomic<std::uint64_t> turned_away_{0};
};

}  // namespace husong::http
