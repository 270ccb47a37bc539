#include "server/fleet/fleet.hpp"

#include "server/fleet/open_matters.hpp"
#include "server/holidays/run_states.hpp"
#include "server/registry/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
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
                      0};
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

// What follows from one vehicle.
class VehicleMatters {
public:
    VehicleMatters(std::vector<Matter>& matters, const FleetVehicle& each, Time now)
        : matters_{matters}, each_{each}, now_{now} {}

    void tell() {
        tell_line(each_.verdict.headline);
        for (const VerdictLine& line : each_.verdict.also) tell_line(line);
        for (const Paper& paper : each_.verdict.papers) tell_paper(paper);
        if (each_.vehicle->approved_persons <= 0) add(Urgency::look, "登记中没有核载人数");
    }

private:
    void add(Urgency urgency, std::string text) {
        matters_.push_back({urgency, each_.vehicle->plate, "", std::move(text)});
    }

    void tell_line(const VerdictLine& line) {
        const bool rides_unregistered = line.word == VerdictWord::not_registered && each_.runs_today > 0;
        if (stops_pupils(line) || rides_unregistered)
            add(Urgency::stops, said(line) + (rides_unregistered ? "，今天还有班次" : ""));
        else if (line.word == VerdictWord::check && line.reason != ending_soon())
            add(Urgency::look, said(line));
    }

    // What the verdict says when nothing but papers that end within days is worth a look: told with the
    // papers.
    [[nodiscard]] std::string ending_soon() const {
        std::string text;
        for (const Paper& paper : each_.verdict.papers)
            if (paper.state == PaperState::soon)
                text +=
                    (text.empty() ? "" : "；") + std::string{rules::paper_name_zh(paper.kind)} + paper.text;
        return text;
    }

    void tell_paper(const Paper& paper) {
        const std::string name{rules::paper_name_zh(paper.kind)};
        const bool holds = paper.state == PaperState::soon || paper.state == PaperState::valid;
        if (holds && paper.valid_until && *paper.valid_until - now_ <= renew_ahead)
            add(Urgency::soon, name + " " + ends_zh(*paper.valid_until, now_));
        // The gate lets no vehicle go without one, whatever its use.
        if (paper.kind == rules::PaperKind::school_bus_plate && !holds && each_.runs_today > 0 &&
            each_.verdict.headline.word != VerdictWord::must_not)
            add(Urgency::stops, "没有有效的校车标牌，今天的班次校门不会放行");
    }

    std::vector<Matter>& matters_;
    const FleetVehicle& each_;
    Time now_;
};

template <class T>
bool is_of(const Versioned<T>& row, const FleetSource& source) {
    return row.value.operator_code == source.operator_code;
}

// The row of each vehicle of the operator: the one that is valid now, or the last one.
std::map<VehicleId, const Versioned<Vehicle>*> own_rows(const FleetSource& source, Time now) {
    std::map<VehicleId, const Versioned<Vehicle>*> own;
    for (const auto& row : source.registry.rows().vehicles) {
        const Versioned<Vehicle>*& known = own[row.value.id];
        const bool later = !known || known->valid_from < row.valid_from;
        if (row.valid_from <= now && later) known = &row;
    }
    std::erase_if(own, [&](const auto& each) { return !each.second || !is_of(*each.second, source); });
    return own;
}

// Today's runs of these vehicles.
std::vector<holidays::Published> runs_of(const std::map<VehicleId, const Versioned<Vehicle>*>& own,
                                         const FleetSource& source, Time now) {
    std::vector<tracking::GateAct> acts;
    std::copy_if(source.acts.begin(), source.acts.end(), std::back_inserter(acts),
                 [&](const tracking::GateAct& act) { return own.contains(act.vehicle); });
    registry::RunQuery of_day{.from = china_midnight(now), .cancelled = true};
    of_day.until = of_day.from + std::chrono::days{1};
    std::vector<registry::Run> runs;
    for (const auto& [vehicle, row] : own) {
        of_day.vehicle = vehicle;
        std::ranges::move(registry::find_runs(of_day, source.registry), std::back_inserter(runs));
    }
    auto published = holidays::published(runs, source.registry, acts, now);
    const auto track = [&](VehicleId vehicle) -> std::optional<tracking::VehicleState> {
        const KnownVehicle known = source.known(vehicle);
        return known.state ? std::optional{known.state->track} : std::nullopt;
    };
    holidays::tell_vehicles(published, source.registry, track, now);
    return published;
}

int count_runs(const std::vector<holidays::Published>& runs, VehicleId vehicle) {
    return static_cast<int>(std::count_if(runs.begin(), runs.end(), [&](const auto& run) {
        return run.departure.vehicle == vehicle && run.state != holidays::RunState::cancelled;
    }));
}

// Those in use, and any other that still has a run today.
void add_vehicles(Fleet& fleet, const std::map<VehicleId, const Versioned<Vehicle>*>& own,
                  const FleetSource& source, Time now, const rules::VerdictSettings& settings) {
    for (const auto& [id, row] : own) {
        const int runs = count_runs(fleet.runs, id);
        const bool in_use = row->valid_at(now) && row->value.status != registry::VehicleStatus::retired;
        if (!in_use && runs == 0) continue;
        fleet.vehicles.push_back(make_vehicle(row->value, source, now, settings));
        fleet.vehicles.back().runs_today = runs;
    }
    std::sort(fleet.vehicles.begin(), fleet.vehicles.end(), [](const FleetVehicle& a, const FleetVehicle& b) {
        return a.vehicle->plate < b.vehicle->plate;
    });
}

// The operator's own, and whoever else is named for a run of its vehicles today.
void add_drivers(Fleet& fleet, const FleetSource& source, Time now) {
    std::set<std::string_view> named;
    for (const holidays::Published& run : fleet.runs)
        if (run.state != holidays::RunState::cancelled && !run.departure.driver.empty())
            named.insert(run.departure.driver);
    for (const auto& row : source.registry.rows().drivers) {
        if (!row.valid_at(now)) continue;
        const bool drives = named.erase(row.value.code) > 0;
        if (!drives && !is_of(row, source)) continue;
        if (auto matter = qualification_matter(row.value, now)) fleet.matters.push_back(std::move(*matter));
    }
    for (const std::string_view code : named)
        fleet.matters.push_back(
            {Urgency::stops, {}, std::string{code}, "今天有班次，登记表里没有这位驾驶人"});
}

}  // namespace

std::optional<Matter> qualification_matter(const Driver& driver, Time now) {
    if (!driver.qualified_until) return Matter{Urgency::look, {}, driver.name, "没有登记校车驾驶资格"};
    if (*driver.qualified_until <= now) {
        const auto last = to_iso(china_date(*driver.qualified_until - 1ms));
        return Matter{Urgency::stops, {}, driver.name, "校车驾驶资格已于 " + last + " 到期"};
    }
    if (*driver.qualified_until - now > renew_ahead) return std::nullopt;
    return Matter{Urgency::soon, {}, driver.name, "校车驾驶资格 " + ends_zh(*driver.qualified_until, now)};
}

std::optional<Fleet> make_fleet(const FleetSource& source, Time now, const rules::VerdictSettings& settings) {
    const auto* known_as = source.registry.operator_by_code(source.operator_code, now);
    if (!known_as) return std::nullopt;
    Fleet fleet;
    fleet.name = known_as->value.name;
    const auto own = own_rows(source, now);
    fleet.runs = runs_of(own, source, now);
    add_vehicles(fleet, own, source, now, settings);
    for (const FleetVehicle& each : fleet.vehicles) VehicleMatters{fleet.matters, each, now}.tell();
    add_drivers(fleet, source, now);
    add_open_findings(fleet, source, now);
    std::stable_sort(fleet.matters.begin(), fleet.matters.end(), [](const Matter& a, const Matter& b) {
        return std::tie(a.urgency, a.plate, a.driver, a.about) <
               std::tie(b.urgency, b.plate, b.driver, b.about);
    });
    return fleet;
}

}  // namespace husong::fleet
