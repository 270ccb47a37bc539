#include "server/rules/gate_days.hpp"

#include "maps/geometry.hpp"
#include "server/registry/runs.hpp"

#include <algorithm>
#include <variant>

namespace husong::rules {

namespace {

bool in_a_gate_zone(maps::Wgs84 place, Time at, const registry::Registry& registry) {
    if (place == maps::Wgs84{}) return false;
    return std::ranges::any_of(registry.rows().schools, [&](const auto& row) {
        const registry::School& school = row.value;
        return row.valid_at(at) &&
               maps::inside({{school.latitude_deg, school.longitude_deg}, school.gate_radius_m}, place);
    });
}

}  // namespace

bool told_at_gate(const tracking::Record& record, const tracking::VehicleState& state,
                  const registry::Registry& registry) {
    if (const auto* event = std::get_if<tracking::TripEvent>(&record.payload)) {
        using tracking::EventKind;
        const bool of_gate = event->kind == EventKind::gate_arrived || event->kind == EventKind::gate_refused;
        return of_gate && event->trip.empty() && !state.trip.active();
    }
    const auto seen = state.seen.all();
    const bool tells_of_pupils = !seen.empty() && seen.back().record == record.order();
    return tells_of_pupils && in_a_gate_zone(seen.back().place, record.measured_at, registry);
}

bool stands_at_gate(const VehicleSnapshot& snapshot) {
    const tracking::VehicleState& state = snapshot.state;
    return state.motion.standing() && snapshot.people.lower >= snapshot.settings.gate_people &&
           in_a_gate_zone(state.fix.good.place, snapshot.at, *snapshot.registry);
}

int dates_at_gate(const GateDays& days, Time at, const registry::Registry& registry,
                  const RuleSettings& settings) {
    const std::chrono::sys_days today{china_date(at)};
    int dates = 0;
    int school_days = 0;
    for (std::chrono::days back{0}; back < GateDays::kept && !days.none(); ++back) {
        const bool is_school_day = registry::is_school_day(today - back, registry);
        if (is_school_day && ++school_days > settings.gate_school_days) break;
        if (days.on(today - back)) ++dates;
    }
    return dates;
}

}  // namespace husong::rules
