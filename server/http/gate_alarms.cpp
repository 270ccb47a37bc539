#include "server/http/gate_alarms.hpp"

#include "server/gate/words.hpp"
#include "server/registry/runs.hpp"
#include "server/rules/rule.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

namespace husong::http {

namespace {

using rules::RuleId;

// About children who may be lost; all of them are the school's business.
constexpr std::array looked_for{RuleId::sw_02, RuleId::sw_03, RuleId::sw_05, RuleId::ga_05, RuleId::ga_07};
constexpr std::size_t most_of_a_rule = 200;  // open ones in the county
constexpr std::size_t most_alarms = 30;      // on the page

// Who it is about, when that is the school's; empty: another's.
std::string whom(const rules::Finding& finding, const GateScene& scene) {
    const std::string& code = finding.head.subject;
    if (rules::rule_of(finding.head.rule).subject == rules::SubjectKind::pupil) {
        const auto* pupil = scene.registry->pupil_by_code(code, scene.now);
        if (!pupil || pupil->value.school != scene.school->code) return "";
        return pupil->value.name +
               (pupil->value.class_name.empty() ? "" : "（" + pupil->value.class_name + "）");
    }
    const auto run = registry::run_by_code(code, *scene.registry);
    if (!run || run->value.school != scene.school->code) return "";
    const auto* plate = scene.registry->plate_of(finding.head.vehicle);
    return fmt::format("{} {}的车 {}", gate::clock_zh(run->value.leaves_at),
                       run->value.direction == registry::Direction::home ? "离校" : "返校",
                       plate ? registry::display_plate(plate->text) : "");
}

pages::GateAlarm alarm_of(const rules::Finding& finding, std::string who) {
    const rules::Episode& now = finding.episodes.back();
    const std::string_view rule = rules::rule_of(finding.head.rule).name_zh;
    return {.who = std::move(who),
            .what = now.detail.empty() ? std::string{rule} : fmt::format("{}：{}", rule, now.detail),
            .since = now.from,
            .sure = now.level >= rules::Level::likely};
}

}  // namespace

Result<std::vector<pages::GateAlarm>> gate_alarms(const GateScene& scene, db::Reader& reader) {
    std::vector<pages::GateAlarm> alarms;
    for (const RuleId rule : looked_for) {
        db::FindingQuery query;
        query.rule = rule;
        query.limit = most_of_a_rule;
        const auto findings = reader.findings(query);
        if (!findings) return findings.error();
        for (const rules::Finding& finding : *findings) {
            if (!finding.open() || finding.episodes.back().from < china_midnight(scene.now)) continue;
            if (std::string who = whom(finding, scene); !who.empty())
                alarms.push_back(alarm_of(finding, std::move(who)));
        }
    }
    std::ranges::sort(alarms, [](const pages::GateAlarm& a, const pages::GateAlarm& b) {
        return std::tuple{!a.sure, -a.since.time_since_epoch()} <
               std::tuple{!b.sure, -b.since.time_since_epoch()};
    });
    if (alarms.size() > most_alarms) alarms.resize(most_alarms);
    return alarms;
}

}  // namespace husong::http
