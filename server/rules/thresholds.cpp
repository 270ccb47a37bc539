#include "server/rules/thresholds.hpp"

#include "server/registry/differences.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::rules {

namespace {

using registry::LocalRule;
using LocalRuleRow = registry::Versioned<LocalRule>;

// Where an own threshold stands, as a reader would look it up.
std::string source_zh(const LocalRule& rule) {
    std::string text;
    if (!rule.title.empty()) text = rule.title.starts_with("《") ? rule.title : "《" + rule.title + "》";
    text += rule.clause;
    if (!rule.file.empty()) text += (text.empty() ? "" : "，") + rule.file;
    return text;
}

// The rows that hold at an instant and that the table allows; of one parameter the one that began last.
std::vector<OwnThreshold> own_among(const std::vector<const LocalRuleRow*>& rows, Time at) {
    std::vector<OwnThreshold> own;
    own.reserve(rows.size());
    for (const LocalRuleRow* row : rows) {
        if (!row->valid_at(at)) continue;
        const LocalParameter* parameter = find_local_parameter(row->value.parameter);
        const auto value = parameter ? parameter->read(row->value.value) : std::nullopt;
        if (!value) continue;
        std::erase_if(own, [&](const OwnThreshold& each) { return each.parameter == parameter; });
        own.push_back({parameter, *value, source_zh(row->value)});
    }
    std::ranges::sort(own, {}, &OwnThreshold::parameter);  // in the table's order
    return own;
}

std::vector<const LocalRuleRow*> local_rules_of(const registry::Registry& registry) {
    std::vector<const LocalRuleRow*> rows;
    rows.reserve(registry.rows().local_rules.size());
    for (const LocalRuleRow& row : registry.rows().local_rules) rows.push_back(&row);
    std::ranges::sort(rows, {}, [](const LocalRuleRow* row) {
        return std::pair{row->valid_from, row->version};
    });
    return rows;
}

// The instants at which something begins or ends, after the beginning of time.
std::vector<Time> changes_among(const std::vector<const LocalRuleRow*>& rows) {
    std::vector<Time> changes;
    changes.reserve(1 + 2 * rows.size());
    changes.push_back(Time{});
    for (const LocalRuleRow* row : rows) {
        changes.push_back(row->valid_from);
        if (row->valid_until != end_of_time) changes.push_back(row->valid_until);
    }
    std::ranges::sort(changes);
    changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
    return changes;
}

}  // namespace

Thresholds::Thresholds(const registry::Registry& registry, const tracking::TrackingSettings& tracking,
                       const RuleSettings& rules) {
    const auto rows = local_rules_of(registry);
    const auto changes = changes_among(rows);
    tracking_.reserve(changes.size());
    sets_.reserve(changes.size());
    for (const Time from : changes) {
        OwnSettings settings{tracking.trip, rules};
        auto own = own_among(rows, from);
        for (const OwnThreshold& each : own) each.parameter->setting.set(settings, each.value);
        tracking_.push_back({from, tracking});
        tracking_.back().settings.trip = settings.trip;
        sets_.push_back({settings.rules, std::move(own)});
    }
}

std::vector<OwnThreshold> own_thresholds_at(const registry::Registry& registry, Time at) {
    return own_among(local_rules_of(registry), at);
}

Time own_rules_differ_from(const registry::RegistryRows& before, const registry::RegistryRows& after) {
    Time from = end_of_time;
    for (const LocalRuleRow* row : registry::changed_rows(before.local_rules, after.local_rules)) {
        const auto* parameter = find_local_parameter(row->value.parameter);
        if (parameter && parameter->judges_records()) from = std::min(from, row->valid_from);
    }
    return from;
}

Time own_thresholds_changed(const registry::Registry& registry, RuleId rule, Time until) {
    Time last{};
    for (const LocalRuleRow& row : registry.rows().local_rules) {
        const LocalParameter* parameter = find_local_parameter(row.value.parameter);
        if (!parameter || !parameter->bears_on(rule) || !parameter->read(row.value.value)) continue;
        for (const Time change : {row.valid_from, row.valid_until})
            if (change <= until) last = std::max(last, change);
    }
    return last;
}

RuleSettings with_own(const RuleSettings& rules, std::span<const OwnThreshold> own) {
    OwnSettings settings{{}, rules};
    for (const OwnThreshold& each : own) each.parameter->setting.set(settings, each.value);
    return settings.rules;
}

void cite(std::string& detail, std::span<const OwnThreshold> own, RuleId rule) {
    std::string told;
    const std::string* source = nullptr;  // named once for those that follow each other
    for (const OwnThreshold& each : own) {
        if (!each.parameter->bears_on(rule)) continue;
        if (source && *source != each.source) told += fmt::format("（{}）", *source);
        if (!told.empty()) told += "、";
        told += each.parameter->told_zh(each.value);
        source = &each.source;
    }
    if (told.empty()) return;
    detail += fmt::format("{}本县规定：{}（{}）", detail.empty() ? "" : "；", told, *source);
}

}  // namespace husong::rules
