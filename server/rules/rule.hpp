// The rule table: each rule's id, names, legal basis, severity, audience and condition stand once and feed
// the evaluation, the API and the pages.
#pragma once

#include "server/rules/snapshot.hpp"

#include <span>
#include <string_view>

namespace husong::rules {

enum class Severity : std::uint8_t {
    s1_plus,  // a crime may be under way
    s1,       // act now: people may be in danger
    s2,       // check today, on the road or at the gate
    s3,       // correct within days
    s4,       // reminder
};
std::string_view severity_name(Severity severity);  // "S1+", "S1" …

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
};

struct Rule {
    RuleId id;
    std::string_view code;  // LD-01
    std::string_view name_zh;
    std::string_view name_en;
    std::string_view legal_basis_zh;
    Severity severity;
    std::string_view
        audience;  // P police, T transport, B bureau, S school, G gate, O operator, D driver, E escort
    Judgement (*judge)(const VehicleSnapshot&);
    // Has the latest human count shown that it is over? nullptr: good fixes without the condition are enough.
    bool (*count_clears)(const VehicleSnapshot&);
    // Points of 记分管理办法 that would apply if the police confirm it; empty: none.
    std::string_view (*points_class)(const registry::Vehicle&, bool has_plate, const Figures&);
};

std::span<const Rule> all_rules();
const Rule& rule_of(RuleId id);
std::string_view rule_code(RuleId id);
std::optional<RuleId> parse_rule(std::string_view code);

}  // namespace husong::rules
