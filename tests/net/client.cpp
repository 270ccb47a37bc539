#include "tests/net/client.hpp"

#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace husong::net::test {

namespace {

constexpr timeval deadline{10, 0};

}  // namespace

Client::Client(std::uint16_t port, int receive_buffer) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
    if (receive_buffer > 0)
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        throw std::runtime_error("cannot connect to the listener under test");
}

Client::~Client() { close(); }

Client::Client(Client&& other) noexcept
    : socket_{std::exchange(other.socket_, -1)},
      framer_{std::move(other.framer_)},
      read_ahead_{std::move(other.read_ahead_)} {}

void Client::close() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

bool Client::send(const WireBytes& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto length = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (length <= 0) return false;
        sent += static_cast<std::size_t>(length);
    }
    return true;
}

long Client::receive() {
    std::array<std::uint8_t, 4096> buffer{};
    const auto length = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (length < 0) return errno == ECONNRESET ? 0 : -1;
    std::span<std::uint8_t> rest{buffer.data(), static_cast<std::size_t>(length)};
    while (const auto frame = framer_.next(rest)) {
        EXPECT_TRUE(frame->has_value());
        if (*frame) read_ahead_.push_back({(*frame)->header, {(*frame)->body.begin(), (*frame)->body.end()}});
    }
    return length;
}

std::vector<Downlink> Client::read(std::size_t frames) {
    while (read_ahead_.size() < frames)
        if (receive() <= 0) break;
    const auto end = read_ahead_.begin() + static_cast<std::ptrdiff_t>(std::min(frames, read_ahead_.size()));
    std::vector<Downlink> taken{read_ahead_.begin(), end};
    read_ahead_.erase(read_ahead_.begin(), end);
    return taken;
}

bool Client::is_closed_by_server() {
    for (;;) {
        const long length = receive();
        if (length <= 0) return length == 0;
    }
}

}  // namespace husong::net::test
