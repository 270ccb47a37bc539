#include "server/http/work_queue.hpp"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace husong::http {

WorkQueue::WorkQueue(std::size_t threads, std::size_t waiting_limit) : waiting_limit_{waiting_limit} {
    for (std::size_t worker = 0; worker < threads; ++worker)
        threads_.emplace_back([this, worker] { work(worker); });
}

WorkQueue::~WorkQueue() { stop(); }

bool WorkQueue::run(Job job) {
    {
        const std::scoped_lock lock{mutex_};
        if (stopped_ || jobs_.size() >= waiting_limit_) return false;
        jobs_.push_back(std::move(job));
    }
    news_.notify_one();
    return true;
}

void WorkQueue::run_anyway(Job job) {
    {
        const std::scoped_lock lock{mutex_};
        if (stopped_) return;
        jobs_.push_back(std::move(job));
    }
    news_.notify_one();
}

std::size_t WorkQueue::waiting() const {
    const std::scoped_lock lock{mutex_};
    return jobs_.size();
}

void WorkQueue::stop() {
    std::deque<Job> forgotten;  // destroyed outside the lock: jobs may own anything
    {
        const std::scoped_lock lock{mutex_};
        stopped_ = true;
        forgotten.swap(jobs_);
    }
    news_.notify_all();
    forgotten.clear();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void WorkQueue::work(std::size_t worker) {
    for (;;) {
        Job job;
        {
            std::unique_lock lock{mutex_};
            news_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
            if (stopped_) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        try {
            job(worker);
        } catch (const std::exception& bug) {
            spdlog::error("a queued job failed: {}", bug.what());
        }
    }
}

}  // namespace husong::http
