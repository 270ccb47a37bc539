#include "server/http/sign_in_desk.hpp"

#include "server/access/password.hpp"
#include "server/access/secret.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace husong::http {

namespace {

bool password_is_right(const SignInDesk::Try& attempt) {
    if (!attempt.account || attempt.account->disabled) return access::verify_nobody(attempt.password);
    return access::verify_password(attempt.account->password_hash, attempt.password);
}

}  // namespace

std::chrono::seconds lifetime_of_sessions(const access::Account& account) {
    const bool of_gate = account.role == access::Role::gate && !account.scope.empty();
    return of_gate ? std::chrono::seconds{gate_session_lifetime} : std::chrono::seconds{session_lifetime};
}

Result<std::unique_ptr<SignInDesk>> SignInDesk::open(db::Store& store, Time now) {
    auto admin = store.admin();
    if (!admin) return admin.error();
    const auto reader = store.reader();
    if (!reader) return reader.error();
    const auto before = (*reader)->sign_ins(now - access::UsualPlaces::remembered, access::UsualPlaces::most);
    if (!before) return before.error();
    std::unique_ptr<SignInDesk> desk{new SignInDesk{std::move(*admin)}};
    for (auto one = before->rbegin(); one != before->rend(); ++one)
        desk->throttle_.signed_in_before(one->account, one->peer, one->at);
    return desk;
}

bool SignInDesk::sign_in(Try attempt, Done done) {
    return queue_.run([this, attempt = std::move(attempt), done = std::move(done)](std::size_t) {
        done(try_password(attempt));
    });
}

bool SignInDesk::sign_out(std::string token_hash, db::AuditEntry entry,
                          std::function<void(const Result<>&)> done) {
    return queue_.run([this, token_hash = std::move(token_hash), entry = std::move(entry),
                       done = std::move(done)](std::size_t) {
        Result<> dropped = admin_->drop_session(token_hash);
        if (dropped) dropped = admin_->put(entry);
        done(dropped);
    });
}

Result<SignInDesk::Outcome> SignInDesk::try_password(const Try& attempt) {
    if (const auto wait = throttle_.wait(attempt.name, attempt.peer, attempt.at); wait > 0ms)
        return Outcome{.token = {}, .wait = wait, .lifetime = {}};
    if (!password_is_right(attempt)) {
        throttle_.failed(attempt.name, attempt.peer, attempt.at);
        spdlog::warn("sign-in refused: {}, from {}",
                     attempt.account ? "account " + attempt.account->name : "no account of that name",
                     attempt.peer);
        if (auto noted = audit(attempt, "sign_in_refused"); !noted) return noted.error();
        return Error{ErrorCode::denied, "name or password is wrong"};
    }
    throttle_.succeeded(attempt.name, attempt.peer, attempt.at);
    Outcome outcome{
        .token = access::make_secret(), .wait = {}, .lifetime = lifetime_of_sessions(*attempt.account)};
    const access::Session session{.token_hash = access::hash_secret(outcome.token),
                                  .account = attempt.account->id,
                                  .created_at = attempt.at,
                                  .expires_at = attempt.at + outcome.lifetime};
    if (auto kept = admin_->put_session(session); !kept) return kept.error();
    if (auto noted = audit(attempt, "sign_in"); !noted) return noted.error();
    return outcome;
}

bool SignInDesk::check_pin(PinTry attempt, std::function<void(const Result<PinOutcome>&)> done) {
    return queue_.run([this, attempt = std::move(attempt), done = std::move(done)](std::size_t) {
        done(try_pin(attempt));
    });
}

Result<SignInDesk::PinOutcome> SignInDesk::try_pin(const PinTry& attempt) {
    const access::GateKeeper& keeper = attempt.keeper;
    const access::PinThrottle::Who who{keeper.school, keeper.name, attempt.session};
    if (const auto wait = pins_.wait(who, attempt.at); wait > 0ms) return PinOutcome{.wait = wait};
    const bool right = keeper.pin_hash.empty() ? access::verify_nobody(attempt.pin)
                                               : access::verify_password(keeper.pin_hash, attempt.pin);
    if (!right) {
        pins_.failed(who, attempt.at);
        spdlog::warn("PIN refused at the gate of school {}, from {}", keeper.school, attempt.peer);
        const auto noted = admin_->put(db::AuditEntry{.at = attempt.at,
                                                      .account = attempt.account,
                                                      .peer = attempt.peer,
                                                      .action = "pin_refused",
                                                      .object = "gate keeper of " + keeper.school,
                                                      .before = {},
                                                      .after = {}});
        if (!noted) return noted.error();
        return Error{ErrorCode::denied, "name or PIN is wrong"};
    }
    pins_.succeeded(who);
    PinOutcome outcome;
    const Time ends_at = attempt.at + gate_session_lifetime;
    if (ends_at - attempt.session_ends < gate_session_renewed_after) return outcome;
    if (auto kept = admin_->renew_session(attempt.session, ends_at); !kept) return kept.error();
    outcome.renewed = true;
    return outcome;
}

// A name that is no account's is neither kept nor logged: it may be a password typed into the wrong field.
Result<> SignInDesk::audit(const Try& attempt, const char* action) {
    const std::int64_t account = attempt.account ? attempt.account->id.value : 0;
    return admin_->put(db::AuditEntry{.at = attempt.at,
                                      .account = account,
                                      .peer = attempt.peer,
                                      .action = action,
                                      .object = "account " + std::to_string(account),
                                      .before = {},
                                      .after = {}});
}

}  // namespace husong::http
