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
        return Outcome{.token = {}, .wait = wait};
    if (!password_is_right(attempt)) {
        throttle_.failed(attempt.name, attempt.peer, attempt.at);
        spdlog::warn("sign-in refused: {}, from {}",
                     attempt.account ? "account " + attempt.account->name : "no account of that name",
                     attempt.peer);
        if (auto noted = audit(attempt, "sign_in_refused"); !noted) return noted.error();
        return Error{ErrorCode::denied, "name or password is wrong"};
    }
    throttle_.succeeded(attempt.name, attempt.peer, attempt.at);
    Outcome outcome{.token = access::make_secret(), .wait = {}};
    const access::Session session{.token_hash = access::hash_secret(outcome.token),
                                  .account = attempt.account->id,
                                  .created_at = attempt.at,
                                  .expires_at = attempt.at + session_lifetime};
    if (auto kept = admin_->put_session(session); !kept) return kept.error();
    if (auto noted = audit(attempt, "sign_in"); !noted) return noted.error();
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
