#include "tests/hostile/onslaught.hpp"

#include <algorithm>

namespace husong::hostile {

namespace {

// Honest terminals come from 127.0.0.1; the attackers from so many others.
constexpr std::uint64_t first_address = 2, addresses = 20;
constexpr int deaf_buffer = 2'048;
constexpr std::size_t unlimited = SIZE_MAX;

}  // namespace

std::unique_ptr<Onslaught::Line> Onslaught::connect() {
    const std::uint64_t number = number_++;
    const bool at_terminals = case_.door == Door::terminals;
    const std::size_t which = case_.manner == Manner::rival ? 0 : number % target_.keys.size();
    const Credential key = target_.keys.at(which);
    auto line =
        std::make_unique<Line>(Line{Socket{at_terminals ? target_.terminal_port : target_.http_port,
                                           static_cast<std::uint8_t>(first_address + number % addresses),
                                           case_.manner == Manner::deaf ? deaf_buffer : 0},
                                    Attacker{key, number},
                                    {}});
    if (case_.has_key) line->unsent = line->attacker.authentication();
    return line;
}

bool Onslaught::push(Line& line, std::size_t most) {
    if (line.unsent.empty()) return true;
    const long sent = line.socket.send(line.unsent, most);
    if (sent < 0) line.over = true;
    if (sent <= 0) return false;
    bytes_sent_ += static_cast<std::uint64_t>(sent);
    line.unsent.erase(line.unsent.begin(), line.unsent.begin() + sent);
    return line.unsent.empty();
}

void Onslaught::act(Line& line, std::size_t pieces) {
    if (case_.manner == Manner::brief) {
        line.over = true;
        return;
    }
    if (case_.manner == Manner::silent) pieces = 0;
    if (case_.manner == Manner::once || case_.manner == Manner::rival)
        pieces = line.attacker.turn == 0 ? 1 : 0;
    const bool trickles = case_.manner == Manner::trickle;
    if (trickles) pieces = 1;
    while (push(line, trickles ? 1 : unlimited) && pieces-- > 0) {
        line.unsent = case_.piece(line.attacker);
        ++line.attacker.turn;
        if (trickles) break;
    }
    if (case_.manner != Manner::deaf && !line.socket.drain()) line.over = true;
}

void Onslaught::round(std::size_t connections, std::size_t pieces) {
    while (lines_.size() < connections) lines_.push_back(connect());
    for (const auto& line : lines_) act(*line, pieces);
    std::erase_if(lines_, [](const auto& line) { return line->over; });
}

}  // namespace husong::hostile
