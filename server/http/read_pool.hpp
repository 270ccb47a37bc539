// The threads that read the store for requests, each with a connection of its own.
#pragma once

#include "db/store.hpp"
#include "server/http/work_queue.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace husong::http {

class ReadPool {
public:
    static constexpr std::size_t threads = 2;
    static constexpr std::size_t waiting_limit = 512;  // about a second of work; more would wait in vain

    using Job = std::function<void(db::Reader&)>;

    // Errors: unavailable.
    [[nodiscard]] static Result<std::unique_ptr<ReadPool>> open(db::Store& store);

    [[nodiscard]] bool run(Job job);
    void run_anyway(Job job);
    [[nodiscard]] std::size_t waiting() const { return queue_.waiting(); }
    void stop() { queue_.stop(); }

private:
    explicit ReadPool(std::vector<std::unique_ptr<db::Reader>> readers);

    std::vector<std::unique_ptr<db::Reader>> readers_;  // by worker
    WorkQueue queue_;                                   // last: its threads end before the readers go
};

}  // namespace husong::http
