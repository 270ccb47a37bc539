#include "server/http/gate_alarms.hpp"

#include "server/gate/words.hpp"
#include "server/http/services.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"
#include "server/rules/rule.hpp"
#include "server/rules/rule_state.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace husong::http {

namespace {

using rules::RuleId;

// About children who may be lost; all of them are the school's business.
constexpr std::array looked_for{RuleId::sw_02, RuleId::sw_03, RuleId::sw_05, RuleId::ga_05, RuleId::ga_07};
constexpr std::size_t most_alarms = 30;  // on the page

// Who it is about, when that is the school's; empty: another's.
std::string whom(const rules::FindingHead& head, const GateScene& scene) {
    const std::string& code = head.subject;
    if (rules::rule_of(head.rule).subject == rules::SubjectKind::pupil) {
        const auto* pupil = scene.registry->pupil_by_code(code, scene.now);
        if (!pupil || pupil->value.school != scene.school->code) return "";
        return pupil->value.name +
               (pupil->value.class_name.empty() ? "" : "（" + pupil->value.class_name + "）");
    }
    const auto run = registry::run_by_code(code, *scene.registry);
    if (!run || run->value.school != scene.school->code) return "";
    const auto* plate = scene.registry->plate_of(head.vehicle);
    return fmt::format("{} {}的车 {}", gate::clock_zh(run->value.leaves_at),
                       run->value.direction == registry::Direction::home ? "离校" : "返校",
                       plate ? registry::display_plate(plate->text) : "");
}

pages::GateAlarm alarm_of(const rules::RuleTrack& track, std::string who) {
    const rules::Episode& now = track.episode;
    const std::string_view rule = rules::rule_of(track.head.rule).name_zh;
    return {.who = std::move(who),
            .what = now.detail.empty() ? std::string{rule} : fmt::format("{}：{}", rule, now.detail),
            .since = now.from,
            .sure = now.level >= rules::Level::likely};
}

bool is_looked_for(const rules::RuleTrack& track, Time now) {
    const bool is_about_children = std::ranges::find(looked_for, track.head.rule) != looked_for.end();
    return is_about_children && track.open() && track.episode.from >= china_midnight(now);
}

}  // namespace

std::vector<pages::GateAlarm> gate_alarms(const GateScene& scene, std::span<const registry::Run> of_day,
                                          const Services& services) {
    std::set<VehicleId> vehicles;
    for (const registry::Run& run : of_day) vehicles.insert(run.value.vehicle);
    std::vector<pages::GateAlarm> alarms;
    for (const VehicleId vehicle : vehicles) {
        const auto state = services.world.state(vehicle);
        if (!state) continue;
        for (const rules::RuleTrack& track : state->rules.tracks) {
            if (!is_looked_for(track, scene.now)) continue;
            if (std::string who = whom(track.head, scene); !who.empty())
                alarms.push_back(alarm_of(track, std::move(who)));
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
