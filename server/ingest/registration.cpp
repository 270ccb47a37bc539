#include "server/ingest/registration.hpp"

#include <memory>
#include <utility>

namespace husong::ingest {

namespace {

// What a claim deserves, and what changes with it.
struct Decision {
    RegistrationAnswer answer;
    std::string refusal;                             // reason; empty: let in
    std::optional<db::TerminalCredentials> changed;  // to be stored
};

Decision refuse(RegistrationResult result, std::string reason) {
    return {.answer = {result, {}}, .refusal = std::move(reason), .changed = {}};
}

// Before the first registration an empty value stands for anything. The terminal that is bound may have told
// an empty one: then only that is the same.
bool is_same_device(const db::TerminalCredentials& known, const RegistrationClaim& claim) {
    const auto fits = [&](const std::string& expected, const std::string& claimed) {
        return expected == claimed || (expected.empty() && !known.bound);
    };
    return fits(known.terminal_id, claim.terminal_id) && fits(known.maker, claim.maker);
}

Decision decide(const std::optional<db::TerminalCredentials>& known, const RegistrationClaim& claim,
                Time now) {
    if (!known) return refuse(RegistrationResult::terminal_unknown, "unknown_phone");
    if (!is_same_device(*known, claim))
        return refuse(RegistrationResult::terminal_taken, "identity_conflict");
    if (!known->bound && now >= known->enrolled_until)
        return refuse(RegistrationResult::terminal_unknown, "window_closed");

    const std::string& newest = known->next_code.empty() ? known->code : known->next_code;
    Decision decision{.answer = {RegistrationResult::success, newest}, .refusal = {}, .changed = {}};
    if (known->must_register) {
        decision.changed = known;
        decision.changed->must_register = false;
    }
    if (!known->bound) {
        if (!decision.changed) decision.changed = known;
        decision.changed->bound = true;
        decision.changed->terminal_id = claim.terminal_id;
        decision.changed->maker = claim.maker;
    }
    return decision;
}

}  // namespace

Act registration(RegistrationClaim claim, std::function<void(const Result<RegistrationAnswer>&)> done) {
    auto answer = std::make_shared<RegistrationAnswer>();
    auto apply = [claim = std::move(claim), answer](Transaction& transaction) -> Result<> {
        const auto known = transaction.store().credentials(claim.phone);
        if (!known) return known.error();
        const Time now = transaction.now();
        const Decision decision = decide(*known, claim, now);
        *answer = decision.answer;
        if (decision.changed) return transaction.put(*decision.changed);
        if (decision.refusal.empty()) return {};
        return transaction.store().put(db::Refusal{.phone = claim.phone,
                                                   .reason = decision.refusal,
                                                   .claimed_plate = claim.plate,
                                                   .claimed_terminal_id = claim.terminal_id,
                                                   .claimed_maker = claim.maker,
                                                   .peer = claim.peer,
                                                   .at = now});
    };
    return {std::move(apply), [answer, done = std::move(done)](const Result<>& stored) {
                if (!stored) return done(stored.error());
                done(*answer);
            }};
}

Act logout(std::string phone, std::function<void(const Result<>&)> done) {
    auto apply = [phone = std::move(phone)](Transaction& transaction) -> Result<> {
        auto known = transaction.store().credentials(phone);
        if (!known) return known.error();
        if (!*known) return {};
        (*known)->must_register = true;
        return transaction.put(**known);
    };
    return {std::move(apply), std::move(done)};
}

Act adopt_next_code(std::string phone, std::string used) {
    auto apply = [phone = std::move(phone), used = std::move(used)](Transaction& transaction) -> Result<> {
        const auto known = transaction.store().credentials(phone);
        if (!known) return known.error();
        if (!*known || used.empty() || (*known)->next_code != used) return {};
        db::TerminalCredentials changed = **known;
        changed.code = std::exchange(changed.next_code, {});
        return transaction.put(changed);
    };
    return {std::move(apply), [](const Result<>&) {}};
}

Act record_refusal(db::Refusal refusal) {
    return {
        [refusal = std::move(refusal)](Transaction& transaction) { return transaction.store().put(refusal); },
        [](const Result<>&) {}};
}

}  // namespace husong::ingest
