// The two bounded lanes in front of the writer thread. Producers never wait here: they are told that there is
// no room.
#pragma once

#include "server/ingest/intake.hpp"

#include <condition_variable>
#include <mutex>
#include <span>
#include <vector>

namespace husong::ingest {

class Lanes {
public:
    Lanes(std::size_t telemetry_capacity, std::size_t act_capacity);

    // All entries or none. False: no room now; take_refused() will say so to the writer.
    [[nodiscard]] bool offer(std::span<Entry> entries);
    [[nodiscard]] bool submit(Act&& act);
    // Wakes the writer: there is something else to do (stop, drain).
    void wake();

    // Writer side. Waits until something is there, wake() was called or `timeout` has passed.
    void wait(Milliseconds timeout);
    // Waits until an act is there, wake() was called or that time has come: telemetry may gather meanwhile.
    void gather_until(std::chrono::steady_clock::time_point until);
    [[nodiscard]] std::vector<Act> take_acts(std::size_t most);
    // Swaps the waiting entries into `into`, which the caller has emptied. They count against the capacity
    // until processed() says otherwise.
    void take_entries(std::vector<Entry>& into);
    // `count` taken entries are done with. True when a producer was refused and there is room again.
    [[nodiscard]] bool processed(std::size_t count);
    [[nodiscard]] std::size_t waiting() const;
    [[nodiscard]] bool idle() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable work_;
    std::vector<Entry> entries_;
    std::vector<Act> acts_;
    std::size_t taken_ = 0;  // taken and not yet processed
    std::size_t telemetry_capacity_;
    std::size_t act_capacity_;
    bool refused_ = false;
    bool woken_ = false;
};

}  // namespace husong::ingest
