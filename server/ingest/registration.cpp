#include "server/ingest/registration.hpp"

#include <memory>
#include <utility>

namespace husong::ingest {

namespace {

// 冀H: how a plate begins.
constexpr std::size_t province_and_letter_bytes = 4;

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

// The register's plate of this terminal's vehicle, when the terminal claims another one.
std::optional<std::string> contradicted_plate(const registry::Registry& registry, TerminalId id,
                                              const RegistrationClaim& claim, Time now) {
    if (claim.unplated || claim.plate.empty()) return std::nullopt;
    const auto* const terminal = registry.terminal(id, now);
    const registry::Plate* const plate =
        terminal == nullptr ? nullptr : registry.plate_of(terminal->value.vehicle);
    if (plate == nullptr) return std::nullopt;
    const std::string_view home = std::string_view{plate->text}.substr(0, province_and_letter_bytes);
    const auto claimed = registry::normalise_plate(claim.plate, home);
    if (claimed && *claimed == plate->text) return std::nullopt;
    return plate->text;
}

Result<> record(Transaction& transaction, const RegistrationClaim& claim, std::string reason,
                std::string detail) {
    return transaction.store().put(db::Refusal{.phone = claim.phone,
                                               .reason = std::move(reason),
                                               .claimed_plate = claim.plate,
                                               .claimed_terminal_id = claim.terminal_id,
                                               .claimed_maker = claim.maker,
                                               .peer = claim.peer,
                                               .at = transaction.now(),
                                               .detail = std::move(detail)});
}

// It is let in all the same: a slip when the terminal was set up must not lock a bus out. Somebody has to see
// whether it is the slip or another bus.
Result<> note_contradicted_plate(Transaction& transaction, TerminalId id, const RegistrationClaim& claim) {
    const auto registered = contradicted_plate(transaction.registry(), id, claim, transaction.now());
    if (!registered) return {};
    return record(transaction, claim, "plate_mismatch", "register: " + *registered);
}

}  // namespace

Act registration(RegistrationClaim claim, std::function<void(const Result<RegistrationAnswer>&)> done) {
    auto answer = std::make_shared<RegistrationAnswer>();
    auto apply = [claim = std::move(claim), answer](Transaction& transaction) -> Result<> {
        const auto known = transaction.store().credentials(claim.phone);
        if (!known) return known.error();
        const Decision decision = decide(*known, claim, transaction.now());
        *answer = decision.answer;
        if (!decision.refusal.empty()) return record(transaction, claim, decision.refusal, {});
        if (decision.changed)
            if (auto put = transaction.put(*decision.changed); !put) return put;
        return note_contradicted_plate(transaction, (*known)->terminal, claim);
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

Act command_progress(db::CommandProgress progress, std::function<void(const Result<>&)> done) {
    auto apply = [progress = std::move(progress)](Transaction& transaction) {
        return transaction.store().put(progress);
    };
    return {std::move(apply), std::move(done)};
}

Act record_refusal(db::Refusal refusal) {
    return {
        [refusal = std::move(refusal)](Transaction& transaction) { return transaction.store().put(refusal); },
        [](const Result<>&) {}};
}

}  // namespace husong::ingest
