#include "server/access/throttle.hpp"

#include <algorithm>

namespace husong::access {

namespace {

std::string account_at(const std::string& account, const std::string& address) {
    return account + '\n' + address;
}

std::string keeper_of(const PinThrottle::Who& who) { return who.school + '\n' + who.keeper; }

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

void UsualPlaces::note(const std::string& place, Time at) {
    if (const auto found = by_name_.find(place); found != by_name_.end()) {
        found->second->at = at;
        order_.splice(order_.end(), order_, found->second);
        return;
    }
    if (by_name_.size() == most) {
        by_name_.erase(order_.front().name);
        order_.pop_front();
    }
    by_name_.emplace(place, order_.insert(order_.end(), Place{place, at}));
}

bool UsualPlaces::knows(const std::string& place, Time now) const {
    const auto found = by_name_.find(place);
    return found != by_name_.end() && now - found->second->at < remembered;
}

Milliseconds SignInThrottle::wait(const std::string& account, const std::string& address, Time now) const {
    const std::string here = account_at(account, address);
    const Milliseconds elsewhere = usual_.knows(here, now) ? 0ms : elsewhere_.wait(account, now);
    return std::max({accounts_.wait(here, now), addresses_.wait(address, now), elsewhere});
}

void SignInThrottle::failed(const std::string& account, const std::string& address, Time now) {
    const std::string here = account_at(account, address);
    accounts_.failed(here, now);
    addresses_.failed(address, now);
    if (!usual_.knows(here, now)) elsewhere_.failed(account, now);
}

void SignInThrottle::succeeded(const std::string& account, const std::string& address, Time now) {
    accounts_.forget(account_at(account, address));
    usual_.note(account_at(account, address), now);
}

void SignInThrottle::signed_in_before(const std::string& account, const std::string& address, Time at) {
    usual_.note(account_at(account, address), at);
}

Milliseconds PinThrottle::wait(const Who& who, Time now) const {
    return std::max(keepers_.wait(keeper_of(who), now), sessions_.wait(who.session, now));
}

void PinThrottle::failed(const Who& who, Time now) {
    keepers_.failed(keeper_of(who), now);
    sessions_.failed(who.session, now);
}

// The computer keeps its count: it may be trying another name.
void PinThrottle::succeeded(const Who& who) { keepers_.forget(keeper_of(who)); }

}  // namespace husong::access
