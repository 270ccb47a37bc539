#include "server/rules/vehicle_licence.hpp"

#include "server/registry/vehicle_names.hpp"
#include "server/rules/own_car.hpp"

#include <fmt/format.h>

namespace husong::rules {

namespace {

bool is_one_of(char use_nature, std::string_view letters) {
    return letters.find(use_nature) != std::string_view::npos;
}

Judgement violated_by(const VehicleSnapshot& snapshot, const PupilEvidence& evidence) {
    return {Judgement::Outcome::violated,
            evidence.level,
            evidence.pupils,
            evidence.record,
            figures_of(snapshot),
            {},
            evidence.own_children > 0 ? own_car_zh(evidence) : std::string{}};
}

Judgement violated_with_pupils(const VehicleSnapshot& snapshot, ConfirmedBy confirmed_by,
                               bool own_children_apart) {
    const bool public_riders =
        snapshot.rows.vehicle && has_public_riders(snapshot.rows.vehicle->value.use_nature);
    const auto evidence = evidence_of_pupils(snapshot, {confirmed_by, public_riders, own_children_apart});
    return evidence ? violated_by(snapshot, *evidence) : Judgement{};
}

// Of one that only people see, or that has gone silent, nobody knows whether it moves; and where it drives on
// another day nobody has said that they are aboard.
bool stands_with_them(const VehicleSnapshot& snapshot, const tracking::OrderKey& evidence) {
    const tracking::Fix& fix = snapshot.state.fix.good;
    if (!fix.known() || evidence.measured_at - fix.at >= snapshot.tracking.hole) return false;
    const bool of_today = china_midnight(evidence.measured_at) == china_midnight(snapshot.at);
    return !snapshot.state.motion.moving || !of_today;
}

bool on_a_trip(const VehicleSnapshot& snapshot) {
    const tracking::Motion& motion = snapshot.state.motion;
    if (motion.moving) return true;
    return motion.has_moved && snapshot.at - motion.since < snapshot.settings.trip_rest;
}

// Day by day at a gate with nothing else told of it; a guardian is there every day.
Judgement violated_by_pattern(const VehicleSnapshot& snapshot) {
    if (snapshot.rows.own_children > 0 || snapshot.dates_at_gate < snapshot.settings.gate_dates) return {};
    Judgement judgement = violated_by(snapshot, {Level::suspected, snapshot.state.last});
    judgement.severity = Severity::s2;
    judgement.excess = -1;  // one report is worse
    judgement.detail = fmt::format("最近 {} 个上课日里有 {} 天到校门接送", snapshot.settings.gate_school_days,
                                   snapshot.dates_at_gate);
    return judgement;
}

}  // namespace

bool carries_people(registry::VehicleClass vehicle_class) {
    using registry::VehicleClass;
    return vehicle_class == VehicleClass::large || vehicle_class == VehicleClass::medium ||
           vehicle_class == VehicleClass::small || vehicle_class == VehicleClass::micro;
}

bool is_non_commercial(char use_nature) { return registry::is_non_commercial(use_nature); }
bool has_public_riders(char use_nature) { return is_one_of(use_nature, "BECDT"); }

bool needs_school_bus_plate(char use_nature, const RuleSettings& settings) {
    if (is_one_of(use_nature, "BE")) return settings.holiday_charter_needs_plate;
    return !is_one_of(use_nature, "CDT");
}

Judgement judge_no_plate(const VehicleSnapshot& snapshot) {
    const RegisterRows& rows = snapshot.rows;
    if (!rows.vehicle || rows.plate || rows.expired_plate) return {};
    if (!needs_school_bus_plate(rows.vehicle->value.use_nature, snapshot.settings)) return {};
    Judgement judgement = violated_with_pupils(snapshot, ConfirmedBy::any_count, true);
    return stands_with_them(snapshot, judgement.record) ? with_severity(Severity::s2, std::move(judgement))
                                                        : judgement;
}

Judgement judge_expired_plate(const VehicleSnapshot& snapshot) {
    if (!snapshot.rows.vehicle || !snapshot.rows.expired_plate) return {};
    return violated_with_pupils(snapshot, ConfirmedBy::any_count, false);
}

Judgement judge_non_commercial(const VehicleSnapshot& snapshot) {
    if (!snapshot.rows.vehicle || !is_non_commercial(snapshot.rows.vehicle->value.use_nature)) return {};
    Judgement judgement = violated_with_pupils(snapshot, ConfirmedBy::police, true);
    if (judgement.outcome == Judgement::Outcome::clear) return violated_by_pattern(snapshot);
    return judgement;
}

Judgement judge_not_on_register(const VehicleSnapshot& snapshot) {
    const auto* vehicle = snapshot.rows.vehicle;
    if (vehicle && vehicle->value.status == registry::VehicleStatus::active) return {};
    Judgement judgement = violated_with_pupils(snapshot, ConfirmedBy::police, true);
    const bool is_own = snapshot.rows.own_children > 0;
    if (judgement.outcome == Judgement::Outcome::clear && !is_own && on_a_trip(snapshot))
        judgement = violated_by(snapshot, {Level::suspected, snapshot.state.last});
    return judgement;
}

std::span<const Rule> vehicle_licence_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::vl_01,
         .code = "VL-01",
         .name_zh = "无校车标牌接送学生",
         .name_en = "Carries pupils without a school-bus plate",
         .legal_basis_zh = "校车安全管理条例 第十八条、第四十五条",
         .severity = Severity::s1,
         .audience = "P,B,S,G,O",
         .judge = judge_no_plate},
        {.id = RuleId::vl_02,
         .code = "VL-02",
         .name_zh = "校车标牌过期",
         .name_en = "School-bus plate expired",
         .legal_basis_zh = "校车安全管理条例 第十六条、第四十五条；机动车登记规定 第六十一条",
         .severity = Severity::s1,
         .audience = "P,B,S,G,O",
         .judge = judge_expired_plate},
        {.id = RuleId::vl_04,
         .code = "VL-04",
         .name_zh = "非营运车接送学生",
         .name_en = "Non-commercial vehicle carries pupils",
         .legal_basis_zh = "校车安全管理条例 第十八条、第四十五条；道路运输条例 第六十三条",
         .severity = Severity::s1,
         .audience = "P,T,B,S,G",
         .judge = judge_non_commercial},
        {.id = RuleId::vl_11,
         .code = "VL-11",
         .name_zh = "未备案车辆接送学生",
         .name_en = "Vehicle not on the register carries pupils",
         .legal_basis_zh = "中小学幼儿园安全管理办法 第二十六条",
         .severity = Severity::s2,
         .audience = "G,S,B,P",
         .judge = judge_not_on_register},
    };
    return rules;
}

}  // namespace husong::rules
