#include "server/http/read_pool.hpp"

#include <utility>

namespace husong::http {

Result<std::unique_ptr<ReadPool>> ReadPool::open(db::Store& store) {
    std::vector<std::unique_ptr<db::Reader>> readers;
    for (std::size_t i = 0; i < threads; ++i) {
        auto reader = store.reader();
        if (!reader) return reader.error();
        readers.push_back(std::move(*reader));
    }
    return std::unique_ptr<ReadPool>{new ReadPool{std::move(readers)}};
}

ReadPool::ReadPool(std::vector<std::unique_ptr<db::Reader>> readers)
    : readers_{std::move(readers)}, queue_{readers_.size(), waiting_limit} {}

bool ReadPool::run(Job job) {
    return queue_.run([this, job = std::move(job)](std::size_t worker) { job(*readers_[worker]); });
}

void ReadPool::run_anyway(Job job) {
    queue_.run_anyway([this, job = std::move(job)](std::size_t worker) { job(*readers_[worker]); });
}

}  // namespace husong::http
