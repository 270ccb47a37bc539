#include "server/registry/own_car_changes.hpp"

#include "server/registry/runs.hpp"

#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace husong::registry {

namespace {

using Cars = Bounds<VehicleId>;

constexpr std::chrono::days one_day{1};

// Who brings which child in it; a child that is in no register is none.
using Household = std::tuple<std::string_view, std::string_view, std::string_view, bool>;

struct OwnCar {
    std::vector<Household> guardians;
    bool has_a_run = false;  // on that day, or by a timetable
    bool operator==(const OwnCar&) const = default;
};

bool goes_on(VehicleId car, const Registry& registry, Time at) {
    const auto holds = [&](const auto* row) { return row->valid_at(at); };
    const Time midnight = china_midnight(at);
    const auto is_of_day = [&](const auto* row) {
        return row->value.status == DepartureStatus::planned && midnight <= row->value.leaves_at &&
               row->value.leaves_at < midnight + one_day;
    };
    const auto takes_over = [&](const auto* row) { return china_midnight(row->valid_from) == midnight; };
    return std::ranges::any_of(registry.timetables_of(car), holds) ||
           std::ranges::any_of(registry.reliefs_by(car), takes_over) ||
           std::ranges::any_of(registry.departures_of(car), is_of_day);
}

OwnCar own_car_of(VehicleId car, const Registry& registry, Time at) {
    OwnCar own;
    for (const Guardian* guardian : registry.guardians_with_car(car, at))
        own.guardians.emplace_back(guardian->pupil, guardian->name, guardian->telephone,
                                   registry.pupil_by_code(guardian->pupil, at) != nullptr);
    std::ranges::sort(own.guardians);
    own.has_a_run = !own.guardians.empty() && goes_on(car, registry, at);
    return own;
}

VehicleId car_of(const Guardian& row) { return row.vehicle; }

// The rows of a pupil that changed begin and end for the cars that may bring the child.
void add_pupils(Cars& cars, const Versions& versions) {
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    const auto code = [](const Pupil& row) -> std::string_view { return row.code; };
    Bounds<std::string_view> pupils;
    add_changed(pupils, before.pupils, after.pupils, code);
    add_bounds(pupils, before.pupils, versions.within, code);
    add_bounds(pupils, after.pupils, versions.within, code);
    if (pupils.empty()) return;
    for (const RegistryRows* rows : {&before, &after})
        for (const auto& row : rows->guardians)
            if (const auto pupil = pupils.find(row.value.pupil); row.value.vehicle && pupil != pupils.end())
                cars[row.value.vehicle].insert(cars[row.value.vehicle].end(), pupil->second.begin(),
                                               pupil->second.end());
}

// … and so do those of its runs, a departure for its day.
void add_runs(Cars& cars, const Versions& versions) {
    const auto is_own = [&](VehicleId vehicle) {
        return versions.before.is_guardians_car(vehicle) || versions.after.is_guardians_car(vehicle);
    };
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    for (const auto* row : changed_rows(before.timetables, after.timetables))
        if (is_own(row->value.vehicle)) cars[row->value.vehicle];
    for (const auto* row : changed_rows(before.departures, after.departures))
        if (is_own(row->value.vehicle)) cars[row->value.vehicle];
    for (auto& [car, bounds] : cars)
        for (const Registry* registry : {&versions.before, &versions.after}) {
            for (const auto* row : registry->timetables_of(car))
                bounds.insert(bounds.end(), {row->valid_from, row->valid_until});
            for (const auto* row : registry->departures_of(car)) {
                const Time midnight = china_midnight(row->value.leaves_at);
                bounds.insert(bounds.end(), {midnight, midnight + one_day});
            }
        }
}

Cars changed_cars(const Versions& versions) {
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    Cars cars;
    add_changed(cars, before.guardians, after.guardians, car_of);
    cars.erase(VehicleId{});
    add_pupils(cars, versions);
    add_runs(cars, versions);
    add_bounds(cars, before.guardians, versions.within, car_of);
    add_bounds(cars, after.guardians, versions.within, car_of);
    return cars;
}

}  // namespace

std::map<VehicleId, Time> own_car_changes(const Versions& versions) {
    std::map<VehicleId, Time> changes;
    for (const auto& [vehicle, bounds] : changed_cars(versions)) {
        const VehicleId car = vehicle;
        const auto periods = differences(versions, bounds, [car](const Registry& registry, Time at) {
            return own_car_of(car, registry, at);
        });
        if (!periods.empty()) changes[car] = periods.front().from;
    }
    return changes;
}

std::optional<std::tuple<double, double, double>> gate_of(std::string_view school, const Registry& registry,
                                                          Time at) {
    const auto* row = registry.school_by_code(school, at);
    if (row == nullptr) return std::nullopt;
    return std::tuple{row->value.latitude_deg, row->value.longitude_deg, row->value.gate_radius_m};
}

Time gate_days_differ_from(const Versions& versions) {
    const RegistryRows& before = versions.before.rows();
    const RegistryRows& after = versions.after.rows();
    Time first = end_of_time;
    for (const auto* row : changed_rows(before.public_days, after.public_days))
        if (is_school_day(row->value.on, versions.before) != is_school_day(row->value.on, versions.after))
            first = std::min(first, china_midnight(row->value.on));
    const auto code = [](const School& row) -> std::string_view { return row.code; };
    Bounds<std::string_view> schools;
    add_changed(schools, before.schools, after.schools, code);
    add_bounds(schools, before.schools, versions.within, code);
    add_bounds(schools, after.schools, versions.within, code);
    for (const auto& [school, bounds] : schools) {
        const std::string_view of = school;
        const auto periods = differences(
            versions, bounds, [of](const Registry& registry, Time at) { return gate_of(of, registry, at); });
        if (!periods.empty()) first = std::min(first, periods.front().from);
    }
    return first;
}

}  // namespace husong::registry
