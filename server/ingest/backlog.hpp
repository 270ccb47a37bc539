// What waits when it is more than one commit takes: one message of each teller in turn, so that a long upload
// delays nobody else, and first of all whoever has told an SOS. One teller's messages keep their order.
// Writer thread only.
#pragma once

#include "server/ingest/intake.hpp"

#include <deque>
#include <span>
#include <unordered_map>
#include <vector>

namespace husong::ingest {

class Backlog {
public:
    // Takes over whole messages.
    void add(std::span<Entry> entries);
    // Moves whole messages to the end of `into`, until it holds `most` entries or more.
    void take(std::size_t most, std::vector<Entry>& into);
    [[nodiscard]] bool empty() const { return waiting_ == 0; }

private:
    struct Queue {
        std::int64_t teller = 0;
        std::deque<Entry> entries;
        std::size_t urgent = 0;  // so many of them, from the first: up to an SOS
    };

    Queue& queue_of(std::int64_t teller);
    void take_message(Queue& queue, std::vector<Entry>& into);

    std::unordered_map<std::int64_t, Queue> queues_;
    std::deque<Queue*> turns_;  // all of them; the next one first
    std::size_t waiting_ = 0;   // entries in all
};

}  // namespace husong::ingest
