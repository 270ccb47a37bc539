#include "server/access/throttle.hpp"

#include <algorithm>

namespace husong::access {

namespace {

std::string account_at(const std::string& account, const std::string& address) {
    return account + '\n' + address;
}

}  // namespace

Milliseconds FailureCounter::wait(const std::string& name, Time now) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end() || found->second->count < limits_.failures) return Milliseconds{0};
    return std::max(found->second->window_ends - now, Milliseconds{0});
}

void FailureCounter::failed(const std::string& name, Time now) {
    auto found = by_name_.find(name);
    if (found == by_name_.end()) {
        if (by_name_.size() == limits_.names) {
            by_name_.erase(order_.front().name);
            order_.pop_front();
        }
        found = by_name_.emplace(name, order_.insert(order_.end(), Failures{name, 0, {}})).first;
    }
    Failures& failures = *found->second;
    if (now >= failures.window_ends) failures = {name, 0, now + limits_.window};
    ++failures.count;
    order_.splice(order_.end(), order_, found->second);
}

void FailureCounter::forget(const std::string& name) {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) return;
    order_.erase(found->second);
    by_name_.erase(found);
}

Milliseconds SignInThrottle::wait(const std::string& account, const std::string& address, Time now) const {
    return std::max(accounts_.wait(account_at(account, address), now), addresses_.wait(address, now));
}

void SignInThrottle::failed(const std::string& account, const std::string& address, Time now) {
    accounts_.failed(account_at(account, address), now);
    addresses_.failed(address, now);
}

void SignInThrottle::succeeded(const std::string& account, const std::string& address) {
    accounts_.forget(account_at(account, address));
}

}  // namespace husong::access
