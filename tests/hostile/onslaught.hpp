// Many connections that act out one hostile case, over and over.
#pragma once

#include "tests/hostile/cases.hpp"
#include "tests/hostile/socket.hpp"

#include <memory>

namespace husong::hostile {

struct Target {
    std::uint16_t terminal_port = 0, http_port = 0;
    std::vector<Credential> keys;  // of terminals that the attackers have got hold of; at least one
};

class Onslaught {
public:
    Onslaught(const Case& what, Target target) : case_{what}, target_{std::move(target)} {}

    // Keeps `connections` open: who was sent away comes back. Each sends what the kernel takes now, of at
    // most `pieces` pieces; of a trickle one byte.
    void round(std::size_t connections, std::size_t pieces);
    void end() { lines_.clear(); }

    [[nodiscard]] std::uint64_t connected() const { return number_; }
    [[nodiscard]] std::uint64_t bytes_sent() const { return bytes_sent_; }

private:
    struct Line {
        Socket socket;
        Attacker attacker;
        WireBytes unsent;
        bool over = false;
    };

    [[nodiscard]] std::unique_ptr<Line> connect();
    void act(Line& line, std::size_t pieces);
    [[nodiscard]] bool push(Line& line, std::size_t most);

    const Case& case_;
    Target target_;
    std::vector<std::unique_ptr<Line>> lines_;
    std::uint64_t number_ = 0;
    std::uint64_t bytes_sent_ = 0;
};

}  // namespace husong::hostile
