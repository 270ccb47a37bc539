#include "server/rules/own_car.hpp"

#include "server/rules/vehicle_licence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

namespace husong::rules {

namespace {

using registry::Guardian;
using Guardians = std::vector<const Guardian*>;

// A guardian has a row for each child; father and mother have the child in common.
bool of_one_household(const Guardian& a, const Guardian& b) {
    return a.pupil == b.pupil || (a.name == b.name && a.telephone == b.telephone);
}

// Takes a household out of those that are left.
Guardians take_household(Guardians& left) {
    Guardians household{left.back()};
    left.pop_back();
    for (std::size_t i = 0; i < household.size(); ++i) {
        const Guardian& member = *household[i];
        const auto related = [&](const Guardian* other) { return of_one_household(member, *other); };
        std::ranges::copy_if(left, std::back_inserter(household), related);
        std::erase_if(left, related);
    }
    return household;
}

int children_of(const Guardians& household, const registry::Registry& registry, Time at) {
    std::set<std::string_view> pupils;
    for (const Guardian* each : household)
        if (registry.pupil_by_code(each->pupil, at)) pupils.insert(each->pupil);
    return static_cast<int>(pupils.size());
}

bool has_a_run(const registry::Registry& registry, VehicleId vehicle, Time at) {
    const auto goes = [&](const auto* row) { return row->valid_at(at); };
    if (std::ranges::any_of(registry.timetables_of(vehicle), goes)) return true;
    const Time midnight = china_midnight(at);
    const auto takes_over = [&](const auto* row) { return china_midnight(row->valid_from) == midnight; };
    if (std::ranges::any_of(registry.reliefs_by(vehicle), takes_over)) return true;
    const auto departures = registry.departures_of(vehicle);
    const auto leaves_at = [](const auto* row) { return row->value.leaves_at; };
    const auto first = std::ranges::lower_bound(departures, midnight, {}, leaves_at);
    const auto next_day =
        std::ranges::lower_bound(departures, midnight + std::chrono::days{1}, {}, leaves_at);
    return std::any_of(first, next_day, [](const auto* row) {
        return row->value.status == registry::DepartureStatus::planned;
    });
}

// As far as it is registered.
bool may_be_private(const registry::Versioned<registry::Vehicle>* vehicle) {
    if (!vehicle) return true;
    return is_non_commercial(vehicle->value.use_nature) && carries_people(vehicle->value.vehicle_class) &&
           vehicle->value.status != registry::VehicleStatus::banned;
}

}  // namespace

int own_children(const registry::Registry& registry, VehicleId vehicle, Time at) {
    Guardians left = registry.guardians_with_car(vehicle, at);
    if (left.empty() || !may_be_private(registry.vehicle(vehicle, at)) || has_a_run(registry, vehicle, at))
        return 0;
    int most = 0;
    while (!left.empty()) most = std::max(most, children_of(take_household(left), registry, at));
    return most;
}

int pupils_beyond_own(const tracking::VehicleState& state, int own, Time now) {
    int pupils = 0;
    const tracking::Load& load = state.load;
    if (load.is_head_count() && !load.count.expired) pupils = load.count.heads.pupils;
    for (const tracking::PupilsSeenAt& seen : state.seen.all())
        if (china_midnight(seen.record.measured_at) == china_midnight(now))
            pupils = std::max<int>(pupils, seen.most);
    return pupils > own ? pupils : 0;
}

std::string own_car_zh(const PupilEvidence& evidence) {
    const std::string own = fmt::format("家长自家车，登记自家孩子 {} 名，", evidence.own_children);
    if (evidence.pupils == 0) return own + "没说车上学生几名，请看是不是自家孩子";
    return own + fmt::format("车上学生 {} 名", evidence.pupils);
}

}  // namespace husong::rules
