#include "tests/device_sim/fake_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <set>
#include <thread>

namespace husong::device_sim {

namespace asio = boost::asio;
using asio::ip::tcp;

struct FakeServer::Inside {
    static constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

    asio::io_context io{1};
    tcp::acceptor acceptor{io, {asio::ip::make_address_v4("127.0.0.1"), 0}};
    std::thread thread;
    mutable std::mutex mutex;  // guards what follows
    std::vector<SeenFrame> seen;
    std::vector<std::string> requests;
    std::size_t connections = 0;
    std::set<std::string> broken;  // phones whose connection was cut
    std::size_t break_after = 0;
    bool ignore = false;

    asio::awaitable<void> accept_all() {
        for (;;) {
            auto [failure, socket] = co_await acceptor.async_accept(as_result);
            if (failure) co_return;
            {
                const std::scoped_lock lock{mutex};
                ++connections;
            }
            asio::co_spawn(io, serve(std::move(socket)), asio::detached);
        }
    }

    asio::awaitable<void> serve(tcp::socket socket) {
        FakePlatform platform;
        std::array<std::uint8_t, 8192> buffer{};
        for (bool first = true;; first = false) {
            const auto [failure, length] = co_await socket.async_read_some(asio::buffer(buffer), as_result);
            if (failure) co_return;
            const auto bytes = std::span{buffer}.first(length);
            if (first && bytes.front() >= 'A' && bytes.front() <= 'Z') {
                co_await answer_request({bytes.begin(), bytes.end()}, socket);
                co_return;
            }
            const ByteString answers = handle(platform, bytes);
            if (answers.empty() && must_break(platform)) co_return;
            const auto [no_write, sent] =
                co_await asio::async_write(socket, asio::buffer(answers), as_result);
            if (no_write) co_return;
        }
    }

    asio::awaitable<void> answer_request(std::string request, tcp::socket& socket) {
        {
            const std::scoped_lock lock{mutex};
            requests.push_back(std::move(request));
        }
        const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        co_await asio::async_write(socket, asio::buffer(answer), as_result);
    }

    // Nothing is answered to the bytes after which the connection breaks: they stay open on the terminal's
    // side.
    ByteString handle(FakePlatform& platform, std::span<std::uint8_t> bytes) {
        const std::size_t before = platform.seen.size();
        platform.mute = ignore && before > 0;
        const ByteString answers = platform.handle(bytes);
        const std::scoped_lock lock{mutex};
        seen.insert(seen.end(), platform.seen.begin() + static_cast<std::ptrdiff_t>(before),
                    platform.seen.end());
        if (break_after == 0 || platform.seen.size() < break_after) return answers;
        return broken.contains(phone_of(platform.seen.front().header)) ? answers : ByteString{};
    }

    bool must_break(const FakePlatform& platform) {
        const std::scoped_lock lock{mutex};
        if (break_after == 0 || platform.seen.size() < break_after) return false;
        return broken.insert(phone_of(platform.seen.front().header)).second;
    }
};

FakeServer::FakeServer() : inside_{std::make_unique<Inside>()} {
    asio::co_spawn(inside_->io, inside_->accept_all(), asio::detached);
    inside_->thread = std::thread{[this] { inside_->io.run(); }};
}

FakeServer::~FakeServer() {
    inside_->io.stop();
    inside_->thread.join();
}

std::uint16_t FakeServer::port() const { return inside_->acceptor.local_endpoint().port(); }

std::size_t FakeServer::connections() const {
    const std::scoped_lock lock{inside_->mutex};
    return inside_->connections;
}

std::vector<SeenFrame> FakeServer::seen() const {
    const std::scoped_lock lock{inside_->mutex};
    return inside_->seen;
}

std::vector<std::string> FakeServer::requests() const {
    const std::scoped_lock lock{inside_->mutex};
    return inside_->requests;
}

void FakeServer::break_after_frames(std::size_t count) {
    const std::scoped_lock lock{inside_->mutex};
    inside_->break_after = count;
}

void FakeServer::ignore_reports() {
    const std::scoped_lock lock{inside_->mutex};
    inside_->ignore = true;
}

}  // namespace husong::device_sim
