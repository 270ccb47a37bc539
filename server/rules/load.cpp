#include "server/rules/load.hpp"

#include <fmt/format.h>

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
    return {Judgement::Outcome::violated,
            Level::confirmed,
            excess,
            snapshot.state.load.count.record,
            figures_of(snapshot),
            {},
            {}};
}

// Counts of a sensor are judged while the vehicle moves with its doors closed.
bool is_settled(const tracking::VehicleState& state) { return state.motion.moving && state.doors.settled; }

// Before a vehicle is known a figure above the limit is a suspicion (the catalogue's error band); afterwards
// it must be more likely than not that it is over.
std::optional<Level> level_of(const tracking::Estimate& estimate, const VehicleSnapshot& snapshot,
                              int limit) {
    constexpr double more_likely_than_not = 0.5;
    if (estimate.over >= snapshot.settings.likely_over) return Level::likely;
    const bool above = !estimate.usual_known && snapshot.people.expected > limit;
    if (above || estimate.over >= more_likely_than_not) return Level::suspected;
    return std::nullopt;
}

Judgement judge_sensor(const VehicleSnapshot& snapshot, int limit) {
    const tracking::People& people = snapshot.people;
    const int named = snapshot.state.trip.named_aboard();
    if (people.expected < 0 && named == 0) return unknown();
    const bool settled = is_settled(snapshot.state);
    if (!settled && people.expected > limit) return unknown();
    const tracking::Estimate estimate = settled ? estimate_of(snapshot, limit) : tracking::Estimate{};
    const auto level = estimate.known() ? level_of(estimate, snapshot, limit) : std::nullopt;
    if (!level) return people.expected > limit || people.upper < 0 ? unknown() : Judgement{};
    const tracking::Load& load = snapshot.state.load;
    Figures figures = figures_of(snapshot);
    if (named > 0) figures.pupils = static_cast<std::int16_t>(named);
    // Of a contested count the counter's own bound: what both together say is nobody's word.
    if (!load.contested && (estimate.usual_known || level == Level::likely)) {
        figures.lower = static_cast<std::int16_t>(estimate.lower);
        figures.upper = static_cast<std::int16_t>(people.upper < 0 ? -1 : estimate.upper);
    }
    return {Judgement::Outcome::violated,
            *level,
            std::max(people.expected, estimate.expected) - limit,
            load.contested ? load.count.record : load.last_flow,
            figures,
            {},
            named > 0 ? fmt::format("记名在车学生 {} 人", named) : std::string{}};
}

// Somebody counted too many, and the counter makes it doubtful: it is told at once, and confirmed by counting
// again.
Judgement judge_contested(const VehicleSnapshot& snapshot, int limit) {
    const tracking::HumanCount& count = snapshot.state.load.count;
    const bool has_plate = snapshot.rows.plate != nullptr;
    if (!overload_of(count.heads, snapshot.rows.vehicle->value, has_plate)) return unknown();
    return {Judgement::Outcome::violated,
            Level::suspected,
            std::max(0, count.heads.people() - limit),
            count.record,
            figures_of(snapshot),
            {},
            {}};
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

namespace {

Judgement judge_any_overload(const VehicleSnapshot& snapshot) {
    const Vehicle& vehicle = snapshot.rows.vehicle->value;
    const bool has_plate = snapshot.rows.plate != nullptr;
    const tracking::Load& load = snapshot.state.load;
    const int limit = lawful_persons(vehicle, has_plate);
    if (load.is_head_count())
        if (const auto overload = overload_of(load.count.heads, vehicle, has_plate))
            return confirmed_by_count(snapshot, overload->over);
    if (load.contested) {
        const Judgement by_sensor = judge_sensor(snapshot, limit);
        return by_sensor.outcome == Judgement::Outcome::violated ? by_sensor
                                                                 : judge_contested(snapshot, limit);
    }
    // A count that contradicts the one before: how many there are is known when they have been counted again.
    if (load.count.disputed && !load.counter_used) return unknown();
    return judge_sensor(snapshot, limit);
}

}  // namespace

Judgement judge_overload(const VehicleSnapshot& snapshot) {
    if (!has_limit(snapshot)) return unknown();
    const bool has_plate = snapshot.rows.plate != nullptr;
    if (!is_school_bus_or_coach(snapshot.rows.vehicle->value, has_plate)) return {};
    return judge_any_overload(snapshot);
}

Judgement judge_other_overload(const VehicleSnapshot& snapshot) {
    if (!has_limit(snapshot)) return unknown();
    const bool has_plate = snapshot.rows.plate != nullptr;
    if (is_school_bus_or_coach(snapshot.rows.vehicle->value, has_plate)) return {};
    return judge_any_overload(snapshot);
}

Judgement judge_serious_overload(const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    if (!has_limit(snapshot) || !load.is_head_count()) return unknown();
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

// It is the police's matter: whoever counts on behalf of the operator ends it not.
bool count_clears_serious_overload(const VehicleSnapshot& snapshot) {
    const auto& count = snapshot.state.load.count;
    if (count.source == tracking::Source::escort) return false;
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

std::span<const Rule> load_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::ld_01,
         .code = "LD-01",
         .name_zh = "校车超员",
         .name_en = "Overloaded",
         .legal_basis_zh = "校车安全管理条例 第三十四条、第五十条；记分管理办法 第八条(四)、第十条(一)",
         .severity = Severity::s1,
         .audience = "P,S,O,D,E,B",
         .judge = judge_overload,
         .count_clears = count_clears_overload,
         .points_class = overload_points},
        {.id = RuleId::ld_02,
         .code = "LD-02",
         .name_zh = "严重超员",
         .name_en = "Seriously overloaded",
         .legal_basis_zh = "刑法 第一百三十三条之一；校车安全管理条例 第三十四条",
         .severity = Severity::s1_plus,
         .audience = "P,B,S,O",
         .judge = judge_serious_overload,
         .count_clears = count_clears_serious_overload,
         .points_class = overload_points},
        {.id = RuleId::ld_03,
         .code = "LD-03",
         .name_zh = "其他载客汽车超员",
         .name_en = "Overloaded, neither school bus nor coach",
         .legal_basis_zh = "道路交通安全法 第四十九条、第九十条、第九十二条；记分管理办法 第八条至第十一条",
         .severity = Severity::s1,
         .audience = "P,S,B,O",
         .judge = judge_other_overload,
         .count_clears = count_clears_overload,
         .points_class = overload_points},
    };
    return rules;
}

}  // namespace husong::rules
