// One connection of the load generator: its frames, and which of them wait for an answer.
#pragma once

#include "device_sim/load.hpp"
#include "server/jt808/framer.hpp"

#include <bitset>
#include <optional>

namespace husong::device_sim {

class LoadLink {
public:
    enum class State { closed, connecting, authenticating, online };
    static constexpr std::uint32_t window = 1024;  // frames on their way; more wait unsent

    LoadLink(const Credential& credential, std::uint32_t index, bool over);
    ~LoadLink() { close(); }
    LoadLink(LoadLink&& other) noexcept = delete;

    // Starts to connect. False when the system refuses at once.
    bool open(const std::string& host, std::uint16_t port);
    void close();
    // The connection stands: sends the authentication.
    void authenticate();

    // Writes one frame with one call; what the kernel does not take waits. False when the link is broken.
    bool write(std::span<const std::uint8_t> frame);
    bool flush();
    [[nodiscard]] bool is_blocked() const { return !unsent_.empty(); }

    // Reads what is there and calls on_answer(message id, serial, result) for each 0x8001 and
    // on_other(header) for each other frame. False when the other side closed.
    template <class OnAnswer, class OnOther>
    bool read(std::span<std::uint8_t> buffer, OnAnswer on_answer, OnOther on_other);

    // Frames 0 … next - 1 were sent, 0 … low - 1 all answered.
    [[nodiscard]] std::uint32_t next() const { return next_; }
    [[nodiscard]] std::uint32_t low() const { return low_; }
    [[nodiscard]] bool has_room() const { return next_ - low_ < window; }
    [[nodiscard]] bool is_answered(std::uint32_t n) const { return n < low_ || answered_[n % window]; }
    void sent() { ++next_; }
    // The frame that has this serial and was not answered yet.
    std::optional<std::uint32_t> answer(std::uint16_t serial);

    LoadFrames frames;
    State state = State::closed;

    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    std::ptrdiff_t receive(std::span<std::uint8_t> buffer) const;

    const Credential& credential_;
    int descriptor_ = -1;
    std::uint32_t low_ = 0, next_ = 0;
    std::bitset<window> answered_;
    jt808::Framer framer_;
    ByteString unsent_;
};

template <class OnAnswer, class OnOther>
bool LoadLink::read(std::span<std::uint8_t> buffer, OnAnswer on_answer, OnOther on_other) {
    const std::ptrdiff_t length = receive(buffer);
    if (length <= 0) return length < 0;
    auto received = buffer.first(static_cast<std::size_t>(length));
    while (const auto frame = framer_.next(received)) {
        if (!*frame) continue;
        const jt808::Header& header = (*frame)->header;
        if (header.message_id != jt808::PlatformAnswer::id) {
            on_other(header);
            continue;
        }
        ByteReader body{(*frame)->body};
        const std::uint16_t serial = body.u16(), message_id = body.u16();
        const std::uint8_t result = body.u8();
        if (body.ok()) on_answer(message_id, serial, result);
    }
    return true;
}

}  // namespace husong::device_sim
