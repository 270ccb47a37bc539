#include "tests/hostile/socket.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace husong::hostile {

namespace {

bool must_wait() { return errno == EAGAIN || errno == EINPROGRESS || errno == ENOTCONN; }

sockaddr_in loopback(std::uint8_t host, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);
    return address;
}

}  // namespace

Socket::Socket(std::uint16_t port, std::uint8_t from, int receive_buffer)
    : descriptor_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)} {
    if (receive_buffer > 0)
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    // The port is chosen when it connects: one number serves many who they connect to.
    const int late = 1;
    ::setsockopt(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late);
    const sockaddr_in own = loopback(from, 0), other = loopback(1, port);
    const bool bound = ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0;
    if (!bound || (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&other), sizeof other) != 0 &&
                   !must_wait()))
        close();
}

Socket::Socket(Socket&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

long Socket::send(Bytes bytes, std::size_t most) {
    const auto length = ::send(descriptor_, bytes.data(), std::min(bytes.size(), most), MSG_NOSIGNAL);
    return length < 0 && must_wait() ? 0 : length;
}

bool Socket::drain() {
    std::array<char, 16'384> thrown_away;
    for (;;) {
        const auto length = ::recv(descriptor_, thrown_away.data(), thrown_away.size(), 0);
        if (length < 0) return must_wait();
        if (length == 0) return false;
        if (static_cast<std::size_t>(length) < thrown_away.size()) return true;
    }
}

// Not left to the kernel: thousands of closed ones would keep their ports for a minute.
void Socket::close() {
    if (descriptor_ < 0) return;
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(std::exchange(descriptor_, -1));
}

}  // namespace husong::hostile
