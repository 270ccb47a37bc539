// A platform behind a real socket on 127.0.0.1, in a thread of its own: a FakePlatform for each connection.
#pragma once

#include "tests/device_sim/fake_platform.hpp"

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace husong::device_sim {

class FakeServer {
public:
    FakeServer();
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t connections() const;
    // Every frame of every connection so far.
    [[nodiscard]] std::vector<SeenFrame> seen() const;
    // Every HTTP request so far: a connection whose first byte is a letter.
    [[nodiscard]] std::vector<std::string> requests() const;

    // To be set before the first connection.
    void break_after_frames(std::size_t count);  // cuts each phone's first connection once
    void ignore_reports();                       // answers nothing but the authentication

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace husong::device_sim
