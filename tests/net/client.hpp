// A terminal's socket in a test: blocking, with a deadline on every read.
#pragma once

#include "tests/net/wire.hpp"

#include <cstdint>
#include <vector>

namespace husong::net::test {

class Client {
public:
    // `receive_buffer` bytes of the kernel's buffer; 0: the system's.
    explicit Client(std::uint16_t port, int receive_buffer = 0);
    ~Client();
    Client(Client&& other) noexcept;
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    Client& operator=(Client&&) = delete;

    // False: the other side has closed.
    bool send(const WireBytes& bytes);
    // The next frames from the platform; fewer when it closes or the deadline passes.
    std::vector<Downlink> read(std::size_t frames);
    std::vector<std::string> answers(std::size_t frames) { return general_answers(read(frames)); }
    std::vector<std::string> ask(const WireBytes& bytes) {
        send(bytes);
        return answers(1);
    }
    // Reads on until the other side closes; false when it does not before the deadline.
    bool is_closed_by_server();
    void close();

private:
    long receive();  // 0: closed, < 0: deadline

    int socket_ = -1;
    jt808::Framer framer_;
    std::vector<Downlink> read_ahead_;
};

}  // namespace husong::net::test
