// A terminal on a real socket: tells its messages, remembers which were acknowledged, and after each new
// connection tells again what was not, and some of what was.
#pragma once

#include "server/jt808/framer.hpp"
#include "tests/faults/wire_journey.hpp"

#include <deque>
#include <map>
#include <random>
#include <set>

namespace husong::test {

class WireTerminal {
public:
    // A calm one tells each message once. A restless one repeats frames without waiting, and begins a new
    // connection now and then.
    enum class Temper { calm, restless };

    // The teller outlives it.
    WireTerminal(const WireTeller& teller, Temper temper, std::uint64_t seed);
    ~WireTerminal();
    WireTerminal(const WireTerminal&) = delete;
    WireTerminal& operator=(const WireTerminal&) = delete;

    // On 127.0.0.1. Throws when nobody listens.
    void connect(std::uint16_t port);
    // Takes what was answered until now, and closes.
    void disconnect();
    // Sends and reads what can be without waiting. False: the platform has closed the connection.
    [[nodiscard]] bool step();

    [[nodiscard]] int socket() const { return socket_; }
    [[nodiscard]] bool wants_to_write() const { return !output_.empty(); }
    [[nodiscard]] bool wants_new_connection() const { return messages_left_ == 0 && !to_tell_.empty(); }
    // Nothing is left to be told, or waits for its answer.
    [[nodiscard]] bool is_done() const { return online_ && to_tell_.empty() && open_.empty(); }

    // Of all connections: numbers of messages of which every frame was answered with success.
    [[nodiscard]] const std::set<std::size_t>& acknowledged() const { return acknowledged_; }
    [[nodiscard]] const WireTeller& teller() const { return teller_; }
    [[nodiscard]] std::uint64_t answers() const { return answers_; }
    [[nodiscard]] std::uint64_t bytes_sent() const { return bytes_sent_; }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }  // answers other than success
    [[nodiscard]] std::uint64_t serial_wraps() const { return serial_wraps_; }
    // Frames that waited for their answer when their connection ended.
    [[nodiscard]] std::uint64_t cut_off() const { return cut_off_; }

private:
    struct Open {
        std::uint16_t message_id = 0;
        std::size_t message = 0;
    };

    void plan_connection();
    void send(std::uint16_t message_id, Bytes body, std::size_t message);
    void flush();
    [[nodiscard]] bool receive();
    void handle(const jt808::Frame& frame);
    void handle_answer(const jt808::PlatformAnswer& answer);

    const WireTeller& teller_;
    Temper temper_;
    std::mt19937_64 random_;
    int socket_ = -1;
    jt808::Framer framer_;
    device_sim::ByteString output_;
    bool online_ = false;
    std::uint16_t serial_ = 0;
    std::uint64_t messages_left_ = 0;  // until it begins a new connection
    std::deque<std::size_t> to_tell_;
    std::map<std::uint16_t, Open> open_;              // by serial: frames that wait for their answer
    std::map<std::size_t, std::size_t> frames_left_;  // of a message: so many are not answered
    std::set<std::size_t> acknowledged_;
    std::uint64_t answers_ = 0, bytes_sent_ = 0, refused_ = 0, serial_wraps_ = 0, cut_off_ = 0;
};

}  // namespace husong::test
