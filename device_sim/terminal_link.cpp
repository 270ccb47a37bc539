#include "device_sim/terminal_link.hpp"

#include "device_sim/awaiting.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include <array>

namespace husong::device_sim {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto look_interval = 100ms;  // for what the vehicle's sensors told meanwhile
constexpr auto reconnect_pause = 2s;
constexpr std::size_t read_bytes = 4096;

// Sleeps on a timer that the reader wakes when an answer may have made room for more.
asio::awaitable<void> write_all(TerminalDevice& device, tcp::socket& socket, asio::steady_timer& wake) {
    while (device.wants_link()) {
        device.tick(wall_now());
        const ByteString output = device.take_output();
        if (output.empty()) {
            wake.expires_after(look_interval);
            co_await wake.async_wait(as_result);
            continue;
        }
        const auto [failure, sent] = co_await asio::async_write(socket, asio::buffer(output), as_result);
        if (failure) co_return;
    }
}

asio::awaitable<void> read_all(TerminalDevice& device, tcp::socket& socket, asio::steady_timer& wake) {
    std::array<std::uint8_t, read_bytes> buffer{};
    for (;;) {
        const auto [failure, length] = co_await socket.async_read_some(asio::buffer(buffer), as_result);
        if (failure) co_return;
        device.receive(std::span{buffer}.first(length), wall_now());
        wake.cancel();
    }
}

}  // namespace

asio::awaitable<void> run_terminal_link(TerminalDevice& device, tcp::endpoint server) {
    using namespace asio::experimental::awaitable_operators;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer wake{executor};
    for (;;) {
        if (!device.wants_link()) {
            wake.expires_after(look_interval);
            co_await wake.async_wait(as_result);
            continue;
        }
        tcp::socket socket{executor};
        const auto [failure] = co_await socket.async_connect(server, as_result);
        if (!failure) {
            socket.set_option(tcp::no_delay{true});
            device.connected(wall_now());
            co_await (write_all(device, socket, wake) || read_all(device, socket, wake));
            device.disconnected();
        }
        wake.expires_after(reconnect_pause);
        co_await wake.async_wait(as_result);
    }
}

Time wall_now() { return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()); }

}  // namespace husong::device_sim
