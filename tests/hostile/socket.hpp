// A socket that never waits: connects, sends what the kernel takes, throws away what comes.
#pragma once

#include "tests/hostile/attacker.hpp"

#include <cstdint>

namespace husong::hostile {

class Socket {
public:
    // To 127.0.0.1, from 127.0.0.`from`: the server sees another address. `receive_buffer` bytes of the
    // kernel's; 0: the system's.
    Socket(std::uint16_t port, std::uint8_t from, int receive_buffer = 0);
    ~Socket() { close(); }
    Socket(Socket&& other) noexcept;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    Socket& operator=(Socket&&) = delete;

    // How many bytes went out, at most `most`; negative: the other side has gone.
    long send(Bytes bytes, std::size_t most = SIZE_MAX);
    // False: the other side has gone.
    bool drain();
    void close();
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    int descriptor_;
};

}  // namespace husong::hostile
