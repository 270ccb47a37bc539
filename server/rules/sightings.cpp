#include "server/rules/sightings.hpp"

#include <fmt/format.h>

namespace husong::rules {

namespace {

using registry::VehicleClass;
using tracking::PupilsSeenAt;

constexpr char goods_vehicle = 'F';

// 货车、低速载货汽车、三轮汽车、拖拉机、摩托车: 道路交通安全法 第五十条、第五十五条.
bool is_banned(const registry::Vehicle& vehicle) {
    if (vehicle.use_nature == goods_vehicle) return true;
    switch (vehicle.vehicle_class) {
        case VehicleClass::goods:
        case VehicleClass::tricycle:
        case VehicleClass::tractor:
        case VehicleClass::motorcycle: return true;
        default: return false;
    }
}

// VL-05
Judgement judge_banned_class(const VehicleSnapshot& snapshot) {
    const auto* vehicle = snapshot.rows.vehicle;
    if (!vehicle || !is_banned(vehicle->value)) return {};
    const auto evidence = evidence_of_pupils(snapshot, {});
    if (!evidence) return {};
    Judgement judgement = violated(evidence->level, evidence->pupils, "", "禁止载客的车辆载学生");
    judgement.record = evidence->record;
    judgement.figures = figures_of(snapshot);
    return judgement;
}

// How far a place is from the terminal's last fix; 0: it can have driven there in the time between.
double metres_apart(const VehicleSnapshot& snapshot, const maps::Wgs84& place, Time at) {
    const tracking::Fix& fix = snapshot.state.fix.good;
    const Milliseconds apart = std::chrono::abs(at - fix.at);
    if (!fix.known() || place == maps::Wgs84{} || apart > snapshot.settings.clone_apart_at_most) return 0;
    const double metres = maps::fast_distance_m(place, fix.place);
    const double reachable =
        snapshot.settings.clone_fastest_mps * std::chrono::duration<double>(apart).count();
    return metres < snapshot.settings.clone_distance_m + reachable ? 0 : metres;
}

// VL-13: seen at one place while its terminal is at another, or told from two at once.
Judgement judge_cloned_plate(const VehicleSnapshot& snapshot) {
    Time latest{};
    for (const PupilsSeenAt& each : snapshot.state.seen.all()) {
        latest = std::max(latest, each.record.measured_at);
        const double metres = metres_apart(snapshot, each.place, each.record.measured_at);
        if (metres == 0) continue;
        Judgement judgement =
            violated(Level::likely, static_cast<int>(metres), "",
                     fmt::format("有人看到该车时，其终端在 {:.0f} 公里以外", metres / 1'000));
        judgement.record = each.record;
        return judgement;
    }
    const tracking::FixFilter& fixes = snapshot.state.fix;
    latest = std::max(latest, fixes.elsewhere_told);
    if (fixes.elsewhere_told != Time{} && fixes.elsewhere_told == fixes.elsewhere.at) {
        if (const double metres = metres_apart(snapshot, fixes.elsewhere.place, fixes.elsewhere.at);
            metres > 0) {
            Judgement judgement =
                violated(Level::suspected, static_cast<int>(metres), "",
                         fmt::format("同一号牌同时从相距 {:.0f} 公里的两处报位置", metres / 1'000));
            judgement.record = snapshot.state.last;
            return judgement;
        }
    }
    // What was found stands until somebody finds out: driving on proves nothing.
    const bool recent = latest != Time{} && snapshot.at - latest < snapshot.settings.clone_memory;
    return recent ? unknown() : Judgement{};
}

// GA-02: kept at a gate that has no run of it on its list; who is not on the register is VL-11.
Judgement judge_off_the_list(const VehicleSnapshot& snapshot) {
    const Time at = snapshot.state.trip.off_list_at;
    if (!snapshot.rows.vehicle || at == never || china_midnight(at) != china_midnight(snapshot.at)) return {};
    return violated(Level::confirmed, 0, "", "校门名单上没有这辆车，已留在校门");
}

}  // namespace

std::span<const Rule> sighting_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::vl_05,
         .code = "VL-05",
         .name_zh = "货车、农用车、三轮车、拖拉机载学生",
         .name_en = "Banned vehicle class carries pupils",
         .legal_basis_zh = "道路交通安全法 第五十条、第五十五条、第九十条；记分管理办法 第十一条(九)",
         .severity = Severity::s1,
         .audience = "P,B,S,G",
         .judge = judge_banned_class},
        {.id = RuleId::vl_13,
         .code = "VL-13",
         .name_zh = "套牌嫌疑",
         .name_en = "Cloned number suspected",
         .legal_basis_zh = "道路交通安全法 第九十六条",
         .severity = Severity::s2,
         .audience = "P,B",
         .judge = judge_cloned_plate,
         .clears_at_once = true},
        {.id = RuleId::ga_02,
         .code = "GA-02",
         .name_zh = "名单外车辆",
         .name_en = "Vehicle not on the gate's list",
         .legal_basis_zh = "中小学幼儿园安全管理办法 第二十六条",
         .severity = Severity::s2,
         .audience = "G,S,B,P",
         .judge = judge_off_the_list,
         .clears_at_once = true},
    };
    return rules;
}

}  // namespace husong::rules
