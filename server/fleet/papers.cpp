#include "server/fleet/papers.hpp"

#include "server/rules/rule.hpp"
#include "server/rules/whom.hpp"

#include <fmt/format.h>

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

Urgency urgency_of(rules::Severity severity) {
    switch (severity) {
        case rules::Severity::s1_plus:
        case rules::Severity::s1: return Urgency::stops;
        case rules::Severity::s2:
        case rules::Severity::s3: return Urgency::look;
        case rules::Severity::s4: break;
    }
    return Urgency::soon;
}

}  // namespace

void add_papers(Fleet& fleet, const FleetSource& source, Time now) {
    std::map<rules::RuleId, std::size_t> of_rule;
    for (const rules::Finding& finding : source.papers) {
        if (finding.episodes.empty() || !is_own(finding.head, source, now)) continue;
        if (++of_rule[finding.head.rule] > told_of_a_rule) continue;
        const rules::Rule& rule = rules::rule_of(finding.head.rule);
        Matter matter{urgency_of(rule.severity), {}, {}, {}};
        if (const registry::Plate* plate = source.registry.plate_of(finding.head.vehicle))
            matter.plate = *plate;
        else
            matter.about = rules::whom_zh(finding.head, source.registry, now);
        matter.text = fmt::format("{}：{}", rule.name_zh, finding.episodes.back().detail);
        fleet.matters.push_back(std::move(matter));
    }
    for (const auto& [id, count] : of_rule) {
        if (count <= told_of_a_rule) continue;
        const rules::Rule& rule = rules::rule_of(id);
        Matter rest{urgency_of(rule.severity), {}, {}, fmt::format("另有 {} 个", count - told_of_a_rule)};
        rest.about = rule.name_zh;
        fleet.matters.push_back(std::move(rest));
    }
}

}  // namespace husong::fleet
