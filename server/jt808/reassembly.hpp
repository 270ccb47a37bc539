// Puts messages together that a terminal sent in packages; says which packages to ask for again. One per
// terminal, bounded in number, bytes and time; time is told to it.
#pragma once

#include "server/base/time.hpp"
#include "server/jt808/frame.hpp"

#include <map>

namespace husong::jt808 {

struct ReassemblyLimits {
    std::size_t packages = 1024;            // of one message
    std::size_t open_messages = 4;          // of one terminal; the one longest untouched makes room
    std::size_t bytes = 2UL * 1024 * 1024;  // of all open messages of one terminal
    Milliseconds silence = 60s;             // since the last package, then the missing ones are asked for
    int rounds = 5;                         // of asking, then the message is dropped
};

struct WholeMessage {
    Header first;  // of the first package: message id, layout, phone; its serial identifies the message
    std::vector<std::uint8_t> body;
};

// What to ask for: the fields of 0x8003.
struct MissingPackages {
    Header any;  // of a package that did arrive: whom to ask, in which layout
    std::uint16_t first_serial = 0;
    std::vector<std::uint16_t> indices;  // at most 125, so that the request fits every terminal
    bool last_round = false;             // the message is dropped if nothing comes
};

class Reassembler {
public:
    enum class Outcome : std::uint8_t {
        stored,     // kept, others are missing
        duplicate,  // was there: the first one stays
        whole,      // this was the last missing one
        invalid,    // index or total make no sense: answer 2
    };
    struct Added {
        Outcome outcome = Outcome::invalid;
        std::optional<WholeMessage> message;  // when whole
        std::size_t dropped = 0;              // open messages given up to stay within the limits
    };

    Reassembler() = default;
    explicit Reassembler(const ReassemblyLimits& limits) : limits_{limits} {}

    // Takes one frame whose header is_packaged().
    Added add(const Frame& frame, Time now);

    // True when the message of this package is under way and the package is not there yet.
    [[nodiscard]] bool misses(const Header& header) const;

    // The packages to ask for at `now`. Messages out of rounds are dropped; their number is added to
    // `dropped`.
    std::vector<MissingPackages> take_due(Time now, std::size_t& dropped);
    // When take_due next has something to do.
    [[nodiscard]] std::optional<Time> next_deadline() const;

    [[nodiscard]] std::size_t open_messages() const { return open_.size(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }

private:
    struct Open {
        Header any;
        std::uint16_t first_serial = 0;
        std::map<std::uint16_t, std::vector<std::uint8_t>> packages;  // by index
        std::size_t bytes = 0;
        Time touched_at{};
        int rounds = 0;
    };

    [[nodiscard]] std::vector<Open>::const_iterator find(const Header& header) const;
    Open& touch(const Header& header, Time now);
    void drop_oldest();
    WholeMessage join_newest();
    [[nodiscard]] MissingPackages missing_of(const Open& message) const;

    ReassemblyLimits limits_;
    std::vector<Open> open_;  // the one longest untouched first
    std::size_t bytes_ = 0;
};

// The body of 0x8003 for indices: what ResendRequest::packages wants.
std::vector<std::uint8_t> package_words(std::span<const std::uint16_t> indices);

}  // namespace husong::jt808
