// Texts to one driver that the terminal has not confirmed yet: one at a time, repeated like the standard
// says. The queue outlives a connection; on the next one the text is sent anew.
#pragma once

#include "server/net/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace husong::net {

class TextQueue {
public:
    struct Text {
        std::string utf8;
        Milliseconds created{};
        Milliseconds due{};  // when it is sent next
        std::size_t sent = 0;
        std::uint16_t serial = 0;
        std::vector<std::uint8_t> frames;  // as sent: a repeat is the same frame with the same serial
    };
    enum class Step : std::uint8_t { nothing, send_first, send_again, failed };

    // False: too many wait already.
    bool add(std::string utf8, Milliseconds now, const NetSettings& settings);
    // What the first text wants now; `failed`: it was dropped, ask again for the next one.
    Step step(Milliseconds now, const NetSettings& settings);
    Text& first() { return texts_.front(); }
    // The first text went out.
    void sent(Milliseconds now, const NetSettings& settings);
    // The terminal answered: true when that was the first text's serial; it is done.
    bool answered(std::uint16_t serial);
    // The connection was lost: what was sent on it is sent anew on the next one.
    void disconnected(Milliseconds now);
    [[nodiscard]] bool empty() const { return texts_.empty(); }

private:
    std::vector<Text> texts_;
};

}  // namespace husong::net
