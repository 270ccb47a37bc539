// Where people sign in and out: one thread, because argon2id takes a core for 20 ms and 19 MiB, and a short
// queue.
#pragma once

#include "db/store.hpp"
#include "server/access/throttle.hpp"
#include "server/http/work_queue.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace husong::http {

inline constexpr auto session_lifetime = std::chrono::hours{12};  // a shift; then one signs in again
// The computer of a school's gate is signed in once: whoever acts there gives a PIN, and each right PIN
// begins these days anew. Month holidays are two weeks apart; one that nobody uses over the summer is signed
// out.
inline constexpr auto gate_session_lifetime = std::chrono::days{30};
inline constexpr auto gate_session_renewed_after = std::chrono::days{1};  // not with every act

std::chrono::seconds lifetime_of_sessions(const access::Account& account);

class SignInDesk {
public:
    static constexpr std::size_t waiting_limit = 32;  // the last one waits under a second

    struct Try {
        std::string name;
        std::string password;
        std::string peer;                        // address
        std::optional<access::Account> account;  // of that name, if there is one
        Time at{};
    };
    struct Outcome {
        std::string token;     // signed in: the cookie's value
        Milliseconds wait{0};  // not tried: come back after this long
        std::chrono::seconds lifetime{session_lifetime};
    };
    using Done = std::function<void(const Result<Outcome>&)>;

    // Errors: unavailable.
    [[nodiscard]] static Result<std::unique_ptr<SignInDesk>> open(db::Store& store, Time now);

    // `done` runs on the desk's thread. Its errors: denied (name or password wrong), unavailable. False: too
    // many wait.
    [[nodiscard]] bool sign_in(Try attempt, Done done);
    [[nodiscard]] bool sign_out(std::string token_hash, db::AuditEntry entry,
                                std::function<void(const Result<>&)> done);
    // Somebody acts at a school's gate.
    struct PinTry {
        access::GateKeeper keeper;  // as asked for; without a hash: nobody who may act
        std::string pin;
        std::string peer;
        std::string session;  // of the gate's computer: Caller::session
        Time session_ends{};
        std::int64_t account = 0;
        Time at{};
    };
    struct PinOutcome {
        Milliseconds wait{0};  // not tried: come back after this long
        bool renewed = false;  // the session has gate_session_lifetime again
    };
    // As sign_in(). Errors: denied (no such name here, or the PIN is wrong), unavailable.
    [[nodiscard]] bool check_pin(PinTry attempt, std::function<void(const Result<PinOutcome>&)> done);
    void stop() { queue_.stop(); }

private:
    explicit SignInDesk(std::unique_ptr<db::Admin> admin) : admin_{std::move(admin)} {}
    [[nodiscard]] Result<Outcome> try_password(const Try& attempt);
    [[nodiscard]] Result<PinOutcome> try_pin(const PinTry& attempt);
    [[nodiscard]] Result<> audit(const Try& attempt, const char* action);

    std::unique_ptr<db::Admin> admin_;
    access::SignInThrottle throttle_;
    access::PinThrottle pins_;
    WorkQueue queue_{1, waiting_limit};  // last: its thread ends before the rest goes
};

}  // namespace husong::http
