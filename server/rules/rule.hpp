// The rule table: each rule's id, names, legal basis, severity, audience and condition stand once and feed
// the evaluation, the API and the pages.
#pragma once

#include "server/rules/snapshot.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace husong::rules {

// By which clock a rule judges: what happened, when we heard, or what stands in the register at a day.
enum class RuleClock : std::uint8_t { measured, received, registered };

// What a rule says of a snapshot.
struct Judgement {
    enum class Outcome : std::uint8_t {
        clear,    // the condition does not hold
        unknown,  // nobody can say: opens nothing, clears nothing
        violated,
    };
    Outcome outcome = Outcome::clear;
    Level level = Level::suspected;
    int excess = 0;             // how bad, to find the worst moment
    tracking::OrderKey record;  // what it rests on
    Figures figures;
    std::string subject{};               // where the rule's is not the vehicle: its code
    std::string detail{};                // one sentence, where the figures do not say it
    std::optional<Severity> severity{};  // where the case is not as grave as the rule says, or graver
};

Judgement violated(Level level, int excess, std::string subject, std::string detail);
Judgement unknown();
Judgement with_severity(Severity severity, Judgement judgement);

// What a rule finds in the register as it stands: whoever is named breaks it, nobody else does.
struct Breach {
    VehicleId vehicle;                       // 0: of none
    std::string subject{};                   // where the rule's is not the vehicle: its code
    Time since{};                            // the condition holds from here on, by the register alone
    Level level = Level::confirmed;          // papers are what they are
    std::string detail{};                    // one sentence for whoever has to act
    std::array<std::int64_t, 3> versions{};  // vehicle, school-bus plate, permit; 0: none
    std::optional<Severity> severity{};      // where it is not as grave as the rule says, or graver
};

struct RegisterView {
    const registry::Registry& registry;
    Time now{};  // the instant looked at
    const RuleSettings& settings;
    std::span<const FindingHead> overloads;  // LD-01, confirmed, of the last month: LD-08
};

struct Rule {
    RuleId id{};
    std::string_view code;  // LD-01
    std::string_view name_zh;
    std::string_view name_en;
    std::string_view legal_basis_zh;
    Severity severity = Severity::s3;  // where a judgement does not say otherwise
    // P police, T transport, B bureau, S school, G gate, O operator, D driver, E escort
    std::string_view audience;
    SubjectKind subject = SubjectKind::vehicle;
    RuleClock clock = RuleClock::measured;
    // One of the three: of a vehicle at each change of its state, or of the whole register whenever it
    // changes and at midnight.
    Judgement (*judge)(const VehicleSnapshot&) = nullptr;
    // Of a vehicle too, of a rule about several subjects at once: those that break it, each with its code,
    // and those found before of whom nobody can say.
    std::vector<Judgement> (*judge_each)(const VehicleSnapshot&) = nullptr;
    std::vector<Breach> (*look)(const RegisterView&) = nullptr;
    // The next instant at which the same register breaks it otherwise, not counting midnights; nullptr: none.
    Time (*look_changes)(const RegisterView&) = nullptr;
    // When what it judges began, where that lasts: judged by the thresholds of then. nullptr: of the instant.
    Time (*began_at)(const VehicleSnapshot&) = nullptr;
    bool clears_at_once = false;  // an act ends it, not a number of good fixes
    // Has the latest human count shown that it is over? nullptr: good fixes without the condition are enough.
    bool (*count_clears)(const VehicleSnapshot&) = nullptr;
    // Points of 记分管理办法 that would apply if the police confirm it; empty: none.
    std::string_view (*points_class)(const registry::Vehicle&, bool has_plate, const Figures&) = nullptr;
};

// In the order of the catalogue.
std::span<const Rule> all_rules();
std::span<const Rule* const> vehicle_rules();   // those that judge
std::span<const Rule* const> register_rules();  // those that look
const Rule& rule_of(RuleId id);
Severity severity_of(RuleId rule, const std::optional<Severity>& told);  // none: the rule's
Severity severity_of(const Finding& finding);                            // of its gravest episode
std::string_view rule_code(RuleId id);
std::optional<RuleId> parse_rule(std::string_view code);

}  // namespace husong::rules
