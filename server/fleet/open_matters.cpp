#include "server/fleet/open_matters.hpp"

#include "server/rules/load_view.hpp"
#include "server/rules/rule.hpp"
#include "server/rules/whom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace husong::fleet {

namespace {

constexpr std::size_t told_of_a_rule = 5;

template <class T>
bool belongs(const registry::Versioned<T>* row, const FleetSource& source) {
    return row && row->value.operator_code == source.operator_code;
}

bool is_own(const rules::FindingHead& head, const FleetSource& source, Time now) {
    const registry::Registry& registry = source.registry;
    if (head.vehicle) return belongs(registry.vehicle(head.vehicle, now), source);
    switch (rules::rule_of(head.rule).subject) {
        case rules::SubjectKind::driver: return belongs(registry.driver_by_code(head.subject, now), source);
        case rules::SubjectKind::escort: return belongs(registry.escort_by_code(head.subject, now), source);
        case rules::SubjectKind::vehicle: return head.subject == source.operator_code;
        default: return false;
    }
}

Urgency urgency_of(const rules::Rule& rule, rules::Severity severity) {
    switch (severity) {
        case rules::Severity::s1_plus:
        case rules::Severity::s1: return rule.look ? Urgency::stops : Urgency::at_once;
        case rules::Severity::s2:
        case rules::Severity::s3: return Urgency::look;
        case rules::Severity::s4: break;
    }
    return rule.look ? Urgency::soon : Urgency::look;
}

// The paper without which a vehicle breaks the rule; none: it is about none.
std::optional<rules::PaperKind> paper_of(rules::RuleId rule) {
    using enum rules::RuleId;
    if (rule == vl_01 || rule == vl_02) return rules::PaperKind::school_bus_plate;
    return rule == vl_07 ? std::optional{rules::PaperKind::inspection} : std::nullopt;
}

bool says_over(const rules::Verdict& verdict) {
    const auto is_over = [](const rules::VerdictLine& line) { return line.over > 0; };
    return is_over(verdict.headline) || std::ranges::any_of(verdict.also, is_over);
}

bool says_not_valid(const rules::Verdict& verdict, rules::PaperKind kind) {
    return std::ranges::any_of(verdict.papers, [&](const rules::Paper& paper) {
        const bool missing = paper.state == rules::PaperState::missing;
        return paper.kind == kind && (missing || paper.state == rules::PaperState::expired);
    });
}

// The verdict on its vehicle says so already, by the latest count or by the paper.
bool is_told(const rules::Finding& finding, const Fleet& fleet) {
    const auto own = std::ranges::find(fleet.vehicles, finding.head.vehicle,
                                       [](const FleetVehicle& each) { return each.vehicle->id; });
    if (own == fleet.vehicles.end()) return false;
    const rules::RuleId rule = finding.head.rule;
    if (rule == rules::RuleId::ld_01 || rule == rules::RuleId::ld_02) return says_over(own->verdict);
    const auto paper = paper_of(rule);
    return paper && says_not_valid(own->verdict, *paper);
}

// Since when, of what happened on the road; papers say it themselves.
std::string told(const rules::Finding& finding, const rules::Rule& rule) {
    const rules::Episode& last = finding.episodes.back();
    if (rule.look) return fmt::format("{}：{}", rule.name_zh, last.detail);
    const std::string since =
        fmt::format("{} {}起", to_iso(china_date(last.from)).substr(5), rules::clock_zh(last.from));
    return fmt::format("{}（{}）{}{}", rule.name_zh, since, last.detail.empty() ? "" : "：", last.detail);
}

}  // namespace

void add_open_findings(Fleet& fleet, const FleetSource& source, Time now) {
    struct OfRule {
        std::size_t count = 0;
        rules::Severity gravest_untold = rules::Severity::s4;
    };
    std::map<rules::RuleId, OfRule> of_rules;
    for (const rules::Finding& finding : source.findings) {
        if (finding.episodes.empty() || !is_own(finding.head, source, now) || is_told(finding, fleet))
            continue;
        const rules::Rule& rule = rules::rule_of(finding.head.rule);
        const rules::Severity severity = rules::severity_of(finding);
        OfRule& of_rule = of_rules[rule.id];
        if (++of_rule.count > told_of_a_rule) {
            of_rule.gravest_untold = std::min(of_rule.gravest_untold, severity);
            continue;
        }
        Matter matter{urgency_of(rule, severity), {}, {}, {}};
        if (const registry::Plate* plate = source.registry.plate_of(finding.head.vehicle))
            matter.plate = *plate;
        else
            matter.about = rules::whom_zh(finding.head, source.registry, now);
        matter.text = told(finding, rule);
        fleet.matters.push_back(std::move(matter));
    }
    for (const auto& [id, of_rule] : of_rules) {
        if (of_rule.count <= told_of_a_rule) continue;
        const rules::Rule& rule = rules::rule_of(id);
        Matter rest{urgency_of(rule, of_rule.gravest_untold),
                    {},
                    {},
                    fmt::format("另有 {} 个", of_rule.count - told_of_a_rule)};
        rest.about = rule.name_zh;
        fleet.matters.push_back(std::move(rest));
    }
}

}  // namespace husong::fleet
