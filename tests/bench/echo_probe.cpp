// What Asio alone can do with the same frames: a second process sends 65-byte frames over 2,000 connections,
// one frame a write; this one sends each back. Prints one JSON line. Loopback only.
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <fmt/core.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <deque>
#include <memory>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

constexpr auto measured_for = std::chrono::seconds{10};
constexpr int connections = 2'000;
constexpr std::size_t frame_bytes = 65;
constexpr int frames_under_way = 2;  // of each connection, so that neither side ever waits for the other
constexpr rlim_t most_files = 8'192;

class Echo : public std::enable_shared_from_this<Echo> {
public:
    explicit Echo(tcp::socket socket) : socket_{std::move(socket)} {}

    void read() {
        socket_.async_read_some(asio::buffer(bytes_),
                                [self = shared_from_this()](auto error, std::size_t length) {
                                    if (!error) self->answer(length);
                                });
    }

private:
    void answer(std::size_t length) {
        asio::async_write(socket_, asio::buffer(bytes_, length),
                          [self = shared_from_this()](auto error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    tcp::socket socket_;
    std::array<char, 4'096> bytes_{};
};

void accept(tcp::acceptor& acceptor) {
    acceptor.async_accept([&acceptor](auto error, tcp::socket socket) {
        if (error) return;
        socket.set_option(tcp::no_delay{true});
        std::make_shared<Echo>(std::move(socket))->read();
        accept(acceptor);
    });
}

class Sender {
public:
    Sender(asio::io_context& context, const tcp::endpoint& server) : socket_{context} {
        socket_.connect(server);
        socket_.set_option(tcp::no_delay{true});
        socket_.non_blocking(true);
    }

    void begin() {
        for (int i = 0; i < frames_under_way; ++i) send();
        read();
    }
    std::size_t echoed_bytes() const { return echoed_; }

private:
    void send() {
        static const std::array<char, frame_bytes> frame = {0x7E, 0x02, 0x00};
        boost::system::error_code error;
        socket_.write_some(asio::buffer(frame), error);
    }

    void read() {
        socket_.async_read_some(asio::buffer(bytes_), [this](auto error, std::size_t length) {
            if (error) return;
            const std::size_t before = echoed_ / frame_bytes;
            echoed_ += length;
            for (std::size_t frame = before; frame < echoed_ / frame_bytes; ++frame) send();
            read();
        });
    }

    tcp::socket socket_;
    std::array<char, 1'024> bytes_{};
    std::size_t echoed_ = 0;
};

void send_and_count(const tcp::endpoint& server) {
    asio::io_context context{1};
    std::deque<Sender> senders;
    for (int i = 0; i < connections; ++i) senders.emplace_back(context, server);
    for (Sender& sender : senders) sender.begin();
    const auto from = Clock::now();
    context.run_for(measured_for);
    const std::chrono::duration<double> taken = Clock::now() - from;
    double bytes = 0;
    for (const Sender& sender : senders) bytes += static_cast<double>(sender.echoed_bytes());
    fmt::print("{{\"bare_echo_per_s\": {:.0f}}}\n", bytes / frame_bytes / taken.count());
}

void allow_many_files() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min(limit.rlim_max, std::max(limit.rlim_cur, most_files));
    setrlimit(RLIMIT_NOFILE, &limit);
}

void serve(tcp::acceptor& acceptor, asio::io_context& context) {
    accept(acceptor);
    context.run();
}

}  // namespace

int main() {
    allow_many_files();
    asio::io_context context{1};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    acceptor.listen(connections);
    const auto server = acceptor.local_endpoint();

    const pid_t echo = fork();
    if (echo == 0) {
        context.notify_fork(asio::io_context::fork_child);
        serve(acceptor, context);
        std::_Exit(EXIT_SUCCESS);
    }
    context.notify_fork(asio::io_context::fork_parent);
    send_and_count(server);
    kill(echo, SIGTERM);
    waitpid(echo, nullptr, 0);
    return EXIT_SUCCESS;
}
