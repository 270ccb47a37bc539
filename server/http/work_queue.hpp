// A few threads behind one bounded queue. Nobody waits to get in: a full queue says so.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace husong::http {

class WorkQueue {
public:
    using Job = std::function<void(std::size_t worker)>;  // worker: 0 … threads-1

    WorkQueue(std::size_t threads, std::size_t waiting_limit);
    ~WorkQueue();  // stop()
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    // False: as many wait already as may, or the queue has stopped. A job that throws is logged and over.
    [[nodiscard]] bool run(Job job);
    // Takes one of the server's own jobs beyond the limit; whoever calls this bounds their number.
    void run_anyway(Job job);
    [[nodiscard]] std::size_t waiting() const;
    // Finishes what runs, forgets what waits. Idempotent.
    void stop();

private:
    void work(std::size_t worker);

    mutable std::mutex mutex_;
    std::condition_variable news_;
    std::deque<Job> jobs_;
    std::size_t waiting_limit_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace husong::http
