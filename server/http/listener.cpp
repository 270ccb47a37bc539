#include "server/http/listener.hpp"

#include "server/http/awaiting.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/core.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <utility>

namespace husong::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto accept_retry_delay =
    std::chrono::milliseconds{100};  // out of descriptors: others must end first
// A county's pages and their proxy open tens a second. More wait in the kernel's queue: the terminals are
// served by the same thread.
constexpr auto newcomer_window = std::chrono::milliseconds{100};
constexpr std::size_t newcomers_a_window = 100;

void log_bug(const std::exception_ptr& failure) {
    if (!failure) return;
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& bug) {
        spdlog::error("an HTTP connection failed: {}", bug.what());
    }
}

}  // namespace

Listener::Listener(asio::io_context& io, Counterpart counterpart, std::size_t most_connections)
    : acceptor_{io}, household_{std::move(counterpart), {}}, seats_{most_connections} {}

Result<std::uint16_t> Listener::start(const std::string& address, std::uint16_t port) {
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) return Error{ErrorCode::malformed, fmt::format("'{}' is no address", address)};
    const tcp::endpoint endpoint{ip, port};
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return Error{ErrorCode::unavailable, fmt::format("{}:{}: {}", address, port, error.message())};
    asio::co_spawn(acceptor_.get_executor(), accept(), asio::detached);
    return acceptor_.local_endpoint().port();
}

void Listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    seats_.end_all();
}

asio::awaitable<void> Listener::accept() {
    using Clock = std::chrono::steady_clock;
    Clock::time_point window_ends{};
    std::size_t newcomers = 0;
    asio::steady_timer pause{acceptor_.get_executor()};
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(as_result);
        if (!acceptor_.is_open()) co_return;
        if (error) {
            pause.expires_after(accept_retry_delay);
            co_await pause.async_wait(as_result);
            continue;
        }
        serve(std::move(socket));
        if (const auto now = Clock::now(); now >= window_ends) {
            window_ends = now + newcomer_window;
            newcomers = 0;
        }
        if (++newcomers < newcomers_a_window) continue;
        household_.troubles.add(Trouble::made_wait);
        pause.expires_at(window_ends);
        co_await pause.async_wait(as_result);
    }
}

void Listener::serve(tcp::socket socket) {
    bool made_room = false;
    Seat* const seat = seats_.take(made_room);
    if (made_room) household_.troubles.add(seat == nullptr ? Trouble::turned_away : Trouble::made_room);
    if (seat == nullptr) return;  // closes it
    ++open_;
    asio::co_spawn(
        acceptor_.get_executor(), serve_connection(std::move(socket), household_, *seat),
        asio::bind_cancellation_slot(seat->slot(), [this, seat](const std::exception_ptr& failure) {
            log_bug(failure);
            seats_.leave(*seat);
            --open_;
        }));
}

}  // namespace husong::http
