// Slows down guessing of passwords (docs/decisions/0007): so many failures within a while for one account
// from one address, for one address, and for one account from all the addresses it has not signed in from
// lately; then no more are tried there. Whoever guesses does not lock the owner out of where he usually is.
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

// Where accounts have signed in lately.
class UsualPlaces {
public:
    static constexpr Milliseconds remembered = std::chrono::days{30};
    static constexpr std::size_t most = 10'000;  // the one used longest ago goes first

    void note(const std::string& place, Time at);
    [[nodiscard]] bool knows(const std::string& place, Time now) const;
    [[nodiscard]] std::size_t size() const { return by_name_.size(); }

private:
    struct Place {
        std::string name;
        Time at{};
    };
    using Order = std::list<Place>;  // used longest ago first

    Order order_;
    std::unordered_map<std::string, Order::iterator> by_name_;
};

class SignInThrottle {
public:
    // An account's owner mistypes a few times; an address may be a whole station behind one router.
    static constexpr FailureCounter::Limits account_limits{8, 15min, 10'000};
    static constexpr FailureCounter::Limits address_limits{60, 15min, 10'000};
    // Of one account from all its unusual addresses together: 480 guesses a day, however many addresses take
    // part.
    static constexpr FailureCounter::Limits elsewhere_limits{20, 1h, 10'000};

    [[nodiscard]] Milliseconds wait(const std::string& account, const std::string& address, Time now) const;
    void failed(const std::string& account, const std::string& address, Time now);
    // Signing in clears the account at the address; the address itself keeps its count, for it may be trying
    // other accounts. The address is a usual one of the account from now on.
    void succeeded(const std::string& account, const std::string& address, Time now);
    // What was known before a restart; the oldest first.
    void signed_in_before(const std::string& account, const std::string& address, Time at);

private:
    FailureCounter accounts_{account_limits};
    FailureCounter addresses_{address_limits};
    FailureCounter elsewhere_{elsewhere_limits};
    UsualPlaces usual_;
};

// The same for the short PINs of a gate: per keeper, wherever he is tried, and per computer. A PIN of four
// digits then stands 480 guesses a day; the session it needs is the school's own.
class PinThrottle {
public:
    struct Who {
        std::string school;
        std::string keeper;
        std::string session;
    };
    static constexpr FailureCounter::Limits keeper_limits{5, 15min, 10'000};
    static constexpr FailureCounter::Limits session_limits{15, 15min, 10'000};  // several keepers share one

    [[nodiscard]] Milliseconds wait(const Who& who, Time now) const;
    void failed(const Who& who, Time now);
    void succeeded(const Who& who);

private:
    FailureCounter keepers_{keeper_limits};
    FailureCounter sessions_{session_limits};
};

}  // namespace husong::access
