#include "server/fleet/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace husong::fleet {

namespace {

using registry::Driver;
using registry::Vehicle;
using registry::Versioned;
using rules::Paper;
using rules::PaperState;
using rules::VerdictLine;
using rules::VerdictWord;

FleetVehicle make_vehicle(const Vehicle& vehicle, const FleetSource& source, Time now,
                          const rules::VerdictSettings& settings) {
    const KnownVehicle known = source.known(vehicle.id);
    FleetVehicle made{&vehicle,
                      rules::judge_for_police(known.state ? &*known.state : nullptr, vehicle.id,
                                              source.registry, now, settings),
                      known.state ? known.state->rules.open_findings() : 0, 0};
    if (known.provisional) rules::withhold_clean(made.verdict);
    return made;
}

bool stops_pupils(const VerdictLine& line) {
    return line.word == VerdictWord::must_not || line.word == VerdictWord::over ||
           line.word == VerdictWord::likely_over;
}

std::string said(const VerdictLine& line) {
    return line.reason.empty() ? line.text : line.text + "：" + line.reason;
}

// 2026-12-05 到期，剩 6 天. A paper's last day is the day before its exclusive end.
std::string ends_zh(Time until, Time now) {
    const auto last = china_date(until - 1ms);
    const auto days = (std::chrono::sys_days{last} - std::chrono::sys_days{china_date(now)}).count();
    return days == 0 ? "今天到期" : fmt::format("{} 到期，剩 {} 天", to_iso(last), days);
}

void add_papers(std::vector<Matter>& matters, const FleetVehicle& each, bool forbidden, Time now) {
    for (const Paper& paper : each.verdict.papers) {
        const std::string name{rules::paper_name_zh(paper.kind)};
        const bool holds = paper.state == PaperState::soon || paper.state == PaperState::valid;
        if (holds && paper.valid_until && *paper.valid_until - now <= renew_ahead)
            matters.push_back(
                {Urgency::soon, each.vehicle->plate, "", name + " " + ends_zh(*paper.valid_until, now)});
        const bool wrong = paper.state == PaperState::expired || paper.state == PaperState::missing;
        if (wrong && !forbidden)  // what forbids is told by the verdict
            matters.push_back({Urgency::look, each.vehicle->plate, "", name + "：" + paper.text});
    }
}

void add_matters(std::vector<Matter>& matters, const FleetVehicle& each, Time now) {
    const rules::Verdict& verdict = each.verdict;
    const auto tell = [&](const VerdictLine& line) {
        if (stops_pupils(line)) matters.push_back({Urgency::stops, each.vehicle->plate, "", said(line)});
    };
    tell(verdict.headline);
    for (const VerdictLine& line : verdict.also) tell(line);
    const bool forbidden = verdict.headline.word == VerdictWord::must_not;
    if (each.open_findings > 0 && !stops_pupils(verdict.headline))
        matters.push_back(
            {Urgency::look, each.vehicle->plate, "", fmt::format("有 {} 个问题未了结", each.open_findings)});
    add_papers(matters, each, forbidden, now);
}

void add_driver(std::vector<Matter>& matters, const Driver& driver, Time now) {
    if (!driver.qualified_until) {
        matters.push_back({Urgency::look, {}, driver.name, "没有登记校车驾驶资格"});
    } else if (*driver.qualified_until <= now) {
        const auto last = to_iso(china_date(*driver.qualified_until - 1ms));
        matters.push_back({Urgency::stops, {}, driver.name, "校车驾驶资格已于 " + last + " 到期"});
    } else if (*driver.qualified_until - now <= renew_ahead) {
        matters.push_back(
            {Urgency::soon, {}, driver.name, "校车驾驶资格 " + ends_zh(*driver.qualified_until, now)});
    }
}

void add_runs(Fleet& fleet, const FleetSource& source, Time now) {
    std::map<VehicleId, FleetVehicle*> own;
    for (FleetVehicle& each : fleet.vehicles) own[each.vehicle->id] = &each;
    for (holidays::Published& run : holidays::published_on(source.registry, china_date(now), source.acts)) {
        const auto found = own.find(run.departure->vehicle);
        if (found == own.end()) continue;
        if (run.state != holidays::RunState::cancelled) ++found->second->runs_today;
        fleet.runs.push_back(std::move(run));
    }
}

template <class T>
bool is_of(const Versioned<T>& row, const FleetSource& source, Time now) {
    return row.valid_at(now) && row.value.operator_code == source.operator_code;
}

}  // namespace

std::optional<Fleet> make_fleet(const FleetSource& source, Time now, const rules::VerdictSettings& settings) {
    const auto* known_as = source.registry.operator_by_code(source.operator_code, now);
    if (!known_as) return std::nullopt;
    Fleet fleet;
    fleet.name = known_as->value.name;
    for (const auto& row : source.registry.rows().vehicles)
        if (is_of(row, source, now) && row.value.status != registry::VehicleStatus::retired)
            fleet.vehicles.push_back(make_vehicle(row.value, source, now, settings));
    std::sort(fleet.vehicles.begin(), fleet.vehicles.end(), [](const FleetVehicle& a, const FleetVehicle& b) {
        return a.vehicle->plate < b.vehicle->plate;
    });
    add_runs(fleet, source, now);
    for (const FleetVehicle& each : fleet.vehicles) add_matters(fleet.matters, each, now);
    for (const auto& row : source.registry.rows().drivers)
        if (is_of(row, source, now)) add_driver(fleet.matters, row.value, now);
    std::stable_sort(fleet.matters.begin(), fleet.matters.end(), [](const Matter& a, const Matter& b) {
        return std::tie(a.urgency, a.plate, a.driver) < std::tie(b.urgency, b.plate, b.driver);
    });
    return fleet;
}

}  // namespace husong::fleet
