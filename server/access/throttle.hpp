// Slows down guessing of passwords: so many failures within a while for one account from one address, and for
// one address, and no more are tried from there; whoever guesses elsewhere does not lock the owner out.
// Memory is bounded whatever is thrown at it. Not thread-safe: one thread signs people in.
#pragma once

#include "server/base/time.hpp"

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>

namespace husong::access {

// Failures of one kind of name, in a fixed window that begins with the first failure.
class FailureCounter {
public:
    struct Limits {
        int failures;
        Milliseconds window;
        std::size_t names;  // remembered at most; the one that failed longest ago goes first
    };
    explicit FailureCounter(Limits limits) : limits_{limits} {}

    // How long until the next try is allowed; 0: now.
    [[nodiscard]] Milliseconds wait(const std::string& name, Time now) const;
    void failed(const std::string& name, Time now);
    void forget(const std::string& name);
    [[nodiscard]] std::size_t size() const { return by_name_.size(); }

private:
    struct Failures {
        std::string name;
        int count = 0;
        Time window_ends{};
    };
    using Order = std::list<Failures>;  // oldest failure first

    Limits limits_;
    Order order_;
    std::unordered_map<std::string, Order::iterator> by_name_;
};

class SignInThrottle {
public:
    // An account's owner mistypes a few times; an address may be a whole station behind one router.
    static constexpr FailureCounter::Limits account_limits{8, 15min, 10'000};
    static constexpr FailureCounter::Limits address_limits{60, 15min, 10'000};

    [[nodiscard]] Milliseconds wait(const std::string& account, const std::string& address, Time now) const;
    void failed(const std::string& account, const std::string& address, Time now);
    // Signing in clears the account at the address; the address itself keeps its count, for it may be trying
    // other accounts.
    void succeeded(const std::string& account, const std::string& address);

private:
    FailureCounter accounts_{account_limits};
    FailureCounter addresses_{address_limits};
};

}  // namespace husong::access
