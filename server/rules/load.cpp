#include "server/rules/load.hpp"

#include <algorithm>

namespace husong::rules {

namespace {

using registry::Vehicle;
using registry::VehicleClass;
using tracking::HeadCount;

constexpr char line_coach = 'B';

bool at_least_percent(int over, int limit, int percent) { return over * 100 >= percent * limit; }

// 严重超员 by size class: share or number, whichever comes first (2015 filing standard for 危险驾驶罪).
struct SeriousOverload {
    int percent;
    int persons;
};
SeriousOverload serious_for(const Vehicle& vehicle) {
    constexpr SeriousOverload large{50, 15}, medium{80, 10}, small{100, 7};
    constexpr int large_persons = 20, medium_persons = 10;
    switch (vehicle.vehicle_class) {
        case VehicleClass::large: return large;
        case VehicleClass::medium: return medium;
        case VehicleClass::small:
        case VehicleClass::micro: return small;
        default: break;
    }
    if (vehicle.approved_persons >= large_persons) return large;
    return vehicle.approved_persons >= medium_persons ? medium : small;
}

bool is_serious(const HeadCount& heads, const VehicleSnapshot& snapshot) {
    const Vehicle& vehicle = snapshot.rows.vehicle->value;
    const int limit = lawful_persons(vehicle, snapshot.rows.plate != nullptr, heads.pupils);
    const int over = heads.people() - limit;
    const SeriousOverload serious = serious_for(vehicle);
    return over > 0 && (over >= serious.persons || at_least_percent(over, limit, serious.percent));
}

Judgement confirmed_by_count(const VehicleSnapshot& snapshot, int excess) {
    return {Judgement::Outcome::violated, Level::confirmed, excess, snapshot.state.load.count.record,
            figures_of(snapshot)};
}

// Counts of a sensor are judged while the vehicle moves with its doors closed.
bool is_settled(const tracking::VehicleState& state) { return state.motion.moving && state.doors.settled; }

Judgement judge_sensor(const VehicleSnapshot& snapshot, int limit) {
    constexpr Judgement unknown{Judgement::Outcome::unknown, {}, {}, {}, {}};
    const tracking::People& people = snapshot.people;
    if (people.expected < 0) return unknown;
    if (people.expected <= limit) return people.upper < 0 ? unknown : Judgement{};
    if (!is_settled(snapshot.state)) return unknown;
    const Level level = people.lower > limit ? Level::likely : Level::suspected;
    return {Judgement::Outcome::violated, level, people.expected - limit, snapshot.state.load.last_flow,
            figures_of(snapshot)};
}

bool has_limit(const VehicleSnapshot& snapshot) {
    return snapshot.rows.vehicle && snapshot.rows.vehicle->value.approved_persons > 0;
}

// 公路客运, 旅游客运 and school buses: 记分管理办法 第八条(四), 第十条(一).
bool is_school_bus_or_coach(const Vehicle& vehicle, bool has_plate) {
    constexpr std::string_view coaches_and_school_buses = "BEOPQS";
    return has_plate || coaches_and_school_buses.find(vehicle.use_nature) != std::string_view::npos;
}

}  // namespace

int lawful_persons(const Vehicle& vehicle, bool has_plate, std::optional<int> pupils) {
    constexpr int free_children_share = 10;
    if (vehicle.use_nature != line_coach || has_plate) return vehicle.approved_persons;
    const int free_children = vehicle.approved_persons / free_children_share;
    return vehicle.approved_persons + std::min(free_children, pupils.value_or(free_children));
}

std::optional<Overload> overload_of(const HeadCount& heads, const Vehicle& vehicle, bool has_plate) {
    if (vehicle.approved_persons <= 0) return std::nullopt;
    Overload worst;
    if (heads.people() > lawful_persons(vehicle, has_plate, heads.pupils))
        worst = {heads.people() - vehicle.approved_persons, vehicle.approved_persons, false};
    const int approved_pupils = vehicle.approved_pupils.value_or(0);
    if (approved_pupils > 0 && heads.pupils - approved_pupils > worst.over)
        worst = {heads.pupils - approved_pupils, approved_pupils, true};
    return worst.over > 0 ? std::optional{worst} : std::nullopt;
}

Judgement judge_overload(const VehicleSnapshot& snapshot) {
    if (!has_limit(snapshot)) return {Judgement::Outcome::unknown, {}, {}, {}, {}};
    const Vehicle& vehicle = snapshot.rows.vehicle->value;
    const bool has_plate = snapshot.rows.plate != nullptr;
    const tracking::Load& load = snapshot.state.load;
    if (load.is_head_count())
        if (const auto overload = overload_of(load.count.heads, vehicle, has_plate))
            return confirmed_by_count(snapshot, overload->over);
    // A count that contradicts the one before: how many there are is known when they have been counted again.
    if (load.count.disputed && !load.counter_used) return {Judgement::Outcome::unknown, {}, {}, {}, {}};
    return judge_sensor(snapshot, lawful_persons(vehicle, has_plate));
}

Judgement judge_serious_overload(const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    if (!has_limit(snapshot) || !load.is_head_count()) return {Judgement::Outcome::unknown, {}, {}, {}, {}};
    const Vehicle& vehicle = snapshot.rows.vehicle->value;
    // 校车业务或者旅客运输: pupils aboard, or a vehicle for hire.
    const bool in_scope =
        load.count.heads.pupils > 0 || is_school_bus_or_coach(vehicle, snapshot.rows.plate != nullptr);
    if (!in_scope || !is_serious(load.count.heads, snapshot)) return {};
    return confirmed_by_count(snapshot, load.count.heads.people() - vehicle.approved_persons);
}

bool count_clears_overload(const VehicleSnapshot& snapshot) {
    const auto& count = snapshot.state.load.count;
    return has_limit(snapshot) && count.known() && !count.disputed &&
           !overload_of(count.heads, snapshot.rows.vehicle->value, snapshot.rows.plate != nullptr);
}

bool count_clears_serious_overload(const VehicleSnapshot& snapshot) {
    const auto& count = snapshot.state.load.count;
    return has_limit(snapshot) && count.known() && !count.disputed && !is_serious(count.heads, snapshot);
}

std::string_view overload_points(const Vehicle& vehicle, bool has_plate, const Figures& figures) {
    const int limit = figures.approved_persons;
    const int over = figures.lower - limit;
    if (limit <= 0 || over <= 0) return "";
    const auto reaches = [&](int percent) { return at_least_percent(over, limit, percent); };
    if (is_school_bus_or_coach(vehicle, has_plate)) return reaches(20) ? "记 12 分" : "记 6 分";
    constexpr int seats_of_a_passenger_car = 7;
    const bool seven_seats = vehicle.approved_persons >= seats_of_a_passenger_car;
    if (reaches(100)) return "记 12 分";
    if (reaches(50)) return seven_seats ? "记 9 分" : "记 6 分";
    if (reaches(20)) return seven_seats ? "记 6 分" : "记 3 分";
    return "罚款";
}

}  // namespace husong::rules
