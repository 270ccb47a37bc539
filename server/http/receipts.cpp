#include "server/http/receipts.hpp"

namespace husong::http {

std::optional<Time> Receipts::admit(std::uint64_t key, std::uint64_t content, Time measured_at) {
    const std::scoped_lock lock{mutex_};
    const auto [known, is_new] = by_key_.try_emplace(key, Receipt{content, measured_at});
    if (!is_new) {
        if (known->second.content != content) return std::nullopt;
        return known->second.measured_at;
    }
    order_.push_back(key);
    if (order_.size() > capacity_) {
        by_key_.erase(order_.front());
        order_.pop_front();
    }
    return measured_at;
}

bool Receipts::knows(std::uint64_t key) const {
    const std::scoped_lock lock{mutex_};
    return by_key_.contains(key);
}

}  // namespace husong::http
