#include "server/rules/vehicle_papers.hpp"

#include "server/rules/register_facts.hpp"
#include "server/rules/stage_fit.hpp"

#include <fmt/format.h>

#include <array>

namespace husong::rules {

namespace {

using registry::LicenceState;
using registry::SchoolBusPlate;
using registry::Vehicle;
using registry::VehicleClass;
using registry::VehicleStatus;
using registry::Versioned;

using VehicleRows = RowsOfOne<Vehicle>;

VehicleId id_of_vehicle(const Vehicle& vehicle) { return vehicle.id; }

struct OccupantLimit {
    std::string_view bus_type;
    std::string_view name_zh;
    int RuleSettings::*most;
};
constexpr std::array<OccupantLimit, 3> occupant_limits{
    {{"infant", "幼儿专用校车", &RuleSettings::most_in_infant_bus},
     {"primary", "小学生专用校车", &RuleSettings::most_in_primary_bus},
     {"primary_junior", "中小学生专用校车", &RuleSettings::most_in_primary_junior_bus}}};

// ---- VL-09: the proofs of 第十四条 ----

struct Proof {
    std::string_view kind;
    std::string_view name_zh;
};
constexpr std::array<Proof, 5> proofs{{{"school_bus_standard", "符合校车国家标准的证明"},
                                       {"inspection", "检验合格证明"},
                                       {"operating_plan", "运行方案"},
                                       {"safety_system", "安全管理制度"},
                                       {"carrier_insurance", "承运人责任保险"}}};

void check_documents(Faults& faults, const RegisteredVehicle& each, Time permitted,
                     const Documents& documents, const RegisterView& view) {
    for (const Proof& proof : proofs) {
        const auto* paper = documents.latest(each.vehicle.id, proof.kind, view.now);
        if (!paper) {
            faults.add(permitted, fmt::format("没有{}", proof.name_zh));
            continue;
        }
        const bool half_yearly = proof.kind == "inspection";
        const Time end =
            half_yearly ? inspection_end(*paper, each.is_school_bus(), view.settings) : paper->valid_until;
        if (end <= view.now)
            faults.add(end, fmt::format("{}已于 {} 到期", proof.name_zh, last_day_text(end)));
    }
}

// One of the drivers on the plate is enough: the others are DR rules' business.
void check_drivers(Faults& faults, const RegisteredVehicle& each, Time permitted, const RegisterView& view) {
    if (!each.rows.plate) return;
    Time last_ended{};
    for (const std::string& code : each.rows.plate->value.driver_codes) {
        const auto* driver = view.registry.driver_by_code(code, view.now);
        if (!driver || !driver->value.qualified_until) continue;
        if (*driver->value.qualified_until > view.now) return;
        last_ended = std::max(last_ended, *driver->value.qualified_until);
    }
    if (last_ended == Time{})
        faults.add(permitted, "标牌上没有取得校车驾驶资格的驾驶人");
    else
        faults.add(last_ended, fmt::format("驾驶人的校车驾驶资格已于 {} 到期", last_day_text(last_ended)));
}

// ---- VL-12: out of use since when ----

std::optional<Time> out_of_use_since(const VehicleRows& rows, Time now) {
    const Versioned<Vehicle>* latest = nullptr;
    for (const auto* row : rows)
        if (row->valid_from <= now) latest = row;
    if (!latest) return std::nullopt;
    if (!latest->valid_at(now)) return latest->valid_until;
    const auto retired = [](const Vehicle& vehicle) { return vehicle.status == VehicleStatus::retired; };
    const auto scrapped = [](const Vehicle& vehicle) { return !ended_licence_zh(vehicle.licence).empty(); };
    const Vehicle& vehicle = latest->value;
    if (retired(vehicle))
        return vehicle.retired_on ? china_midnight(*vehicle.retired_on) : held_since(rows, *latest, retired);
    if (scrapped(vehicle)) return held_since(rows, *latest, scrapped);
    return std::nullopt;
}

}  // namespace

std::string_view ended_licence_zh(LicenceState state) {
    switch (state) {
        case LicenceState::scrapped: return "报废";
        case LicenceState::deregistered: return "注销";
        case LicenceState::assembled: return "拼装";
        default: return "";
    }
}

Time inspection_end(const Versioned<registry::VehicleDocument>& paper, bool school_bus,
                    const RuleSettings& settings) {
    if (!school_bus) return paper.valid_until;
    const auto last = months_after(china_date(paper.valid_from), settings.inspection_months);
    return std::min(paper.valid_until, end_of_day(last));
}

std::vector<Breach> look_inconsistent_dates(const RegisterView& view) {
    const Documents documents{view.registry};
    std::vector<Breach> breaches;
    for (const RegisteredVehicle& each : registered_vehicles(view)) {
        const auto* plate = each.rows.plate;
        if (!each.in_use() || !plate || plate->valid_until == end_of_time) continue;
        const std::string until = last_day_text(plate->valid_until);
        Faults faults;
        const auto* inspection = documents.latest(each.vehicle.id, "inspection", view.now);
        if (inspection && inspection->valid_until != end_of_time &&
            inspection->valid_until != plate->valid_until)
            faults.add(std::max(plate->valid_from, inspection->valid_from),
                       fmt::format("标牌至 {}，检验至 {}，两者应当一致", until,
                                   last_day_text(inspection->valid_until)));
        const auto* permit = each.rows.permit ? each.rows.permit : each.rows.expired_permit;
        if (permit && permit->valid_until < plate->valid_until)
            faults.add(
                std::max(plate->valid_from, permit->valid_from),
                fmt::format("标牌至 {}，晚于使用许可的 {}", until, last_day_text(permit->valid_until)));
        if (faults.any()) breaches.push_back(each.breach(faults.since, std::move(faults.text)));
    }
    return breaches;
}

std::vector<Breach> look_scrapped(const RegisterView& view) {
    const auto rows = rows_by(view.registry.rows().vehicles, id_of_vehicle);
    std::vector<Breach> breaches;
    for (const RegisteredVehicle& each : registered_vehicles(view)) {
        const Vehicle& vehicle = each.vehicle;
        // Retired or banned it has been struck from use: that is what closes this.
        if (!each.in_use() && vehicle.status != VehicleStatus::stopped) continue;
        Faults faults;
        if (const auto state = ended_licence_zh(vehicle.licence); !state.empty()) {
            const auto same = [&](const Vehicle& row) { return row.licence == vehicle.licence; };
            faults.add(held_since(rows.at(vehicle.id), *each.rows.vehicle, same),
                       fmt::format("行驶证状态为{}，登记中仍在用，应当停用并注销登记", state));
        }
        if (vehicle.scrap_on && view.now >= end_of_day(*vehicle.scrap_on))
            faults.add(end_of_day(*vehicle.scrap_on),
                       fmt::format("强制报废期止于 {}，登记中仍在用", to_iso(*vehicle.scrap_on)));
        if (faults.any()) breaches.push_back(each.breach(faults.since, std::move(faults.text)));
    }
    return breaches;
}

std::vector<Breach> look_inspection(const RegisterView& view) {
    const Documents documents{view.registry};
    std::vector<Breach> breaches;
    for (const RegisteredVehicle& each : registered_vehicles(view)) {
        // Without any inspection nothing is known to have ended: VL-09 asks for one.
        const auto* paper = documents.latest(each.vehicle.id, "inspection", view.now);
        if (!each.in_use() || !paper) continue;
        const Time end = inspection_end(*paper, each.is_school_bus(), view.settings);
        if (view.now < end) continue;
        std::string detail = fmt::format("检验已于 {} 到期", last_day_text(end));
        if (end < paper->valid_until)
            detail += fmt::format("：{} 检验，校车每 {} 个月检验一次", to_iso(china_date(paper->valid_from)),
                                  view.settings.inspection_months);
        breaches.push_back(each.breach(end, std::move(detail)));
    }
    return breaches;
}

std::vector<Breach> look_permit_conditions(const RegisterView& view) {
    const Documents documents{view.registry};
    std::vector<Breach> breaches;
    if (!documents.kept()) return breaches;
    for (const RegisteredVehicle& each : registered_vehicles(view)) {
        if (!each.in_use() || (!each.rows.permit && !each.rows.plate)) continue;
        const Time permitted = each.rows.permit ? each.rows.permit->valid_from : each.rows.plate->valid_from;
        Faults faults;
        check_documents(faults, each, permitted, documents, view);
        check_drivers(faults, each, permitted, view);
        if (faults.any()) breaches.push_back(each.breach(faults.since, std::move(faults.text)));
    }
    return breaches;
}

std::vector<Breach> look_capacity(const RegisterView& view) {
    const auto rows = rows_by(view.registry.rows().vehicles, id_of_vehicle);
    std::vector<Breach> breaches;
    for (const RegisteredVehicle& each : registered_vehicles(view)) {
        const Vehicle& vehicle = each.vehicle;
        const int persons = vehicle.approved_persons;
        if (!each.in_use() || persons <= 0) continue;
        Faults faults;
        const auto add = [&](const std::string& what) {
            const auto same = [&](const Vehicle& row) {
                return row.approved_persons == persons && row.licence_persons == vehicle.licence_persons &&
                       row.vehicle_class == vehicle.vehicle_class &&
                       school_bus_type(row) == school_bus_type(vehicle);
            };
            faults.add(held_since(rows.at(vehicle.id), *each.rows.vehicle, same), what);
        };
        if (vehicle.licence_persons && *vehicle.licence_persons != persons)
            add(fmt::format("登记核载 {} 人，行驶证上 {} 人", persons, *vehicle.licence_persons));
        for (const OccupantLimit& limit : occupant_limits)
            if (limit.bus_type == school_bus_type(vehicle) && persons > view.settings.*limit.most)
                add(fmt::format("登记核载 {} 人，{}最多 {} 人", persons, limit.name_zh,
                                view.settings.*limit.most));
        const bool small =
            vehicle.vehicle_class == VehicleClass::small || vehicle.vehicle_class == VehicleClass::micro;
        if (small && persons > view.settings.most_in_small_vehicle)
            add(fmt::format("登记核载 {} 人，小型车最多 {} 人", persons,
                            view.settings.most_in_small_vehicle));
        if (faults.any()) breaches.push_back(each.breach(faults.since, std::move(faults.text)));
    }
    return breaches;
}

std::vector<Breach> look_plate_returned(const RegisterView& view) {
    std::vector<Breach> breaches;
    const auto plates = rows_by(view.registry.rows().school_bus_plates,
                                [](const SchoolBusPlate& row) { return row.vehicle; });
    for (const auto& [vehicle, rows] : rows_by(view.registry.rows().vehicles, id_of_vehicle)) {
        const auto own = plates.find(vehicle);
        // An older plate was handed in for the newer one.
        if (own == plates.end() || own->second.back()->value.returned_on) continue;
        const auto out_of_use = out_of_use_since(rows, view.now);
        if (!out_of_use) continue;
        const auto out_on = china_date(*out_of_use);
        const Time since = end_of_day(days_after(out_on, view.settings.plate_return_days));
        if (view.now < since) continue;
        const RegisteredVehicle each{rows.back()->value, rows_of(view.registry, vehicle, view.now)};
        breaches.push_back(each.breach(
            since, fmt::format("{} 起不再使用，标牌 {} 超过 {} 天没有交回记录", to_iso(out_on),
                               own->second.back()->value.number, view.settings.plate_return_days)));
    }
    return breaches;
}

namespace {

// 公路客运, 旅游客运, and every other vehicle.
std::string_view points_uninspected(const Vehicle& vehicle, bool, const Figures&) {
    return vehicle.use_nature == 'B' || vehicle.use_nature == 'E' ? "记 3 分" : "记 1 分";
}

constexpr Rule vehicle_papers_table[] = {
    {.id = RuleId::vl_03,
     .code = "VL-03",
     .name_zh = "标牌与检验、许可期限不一致",
     .name_en = "Dates of plate, inspection and permit disagree",
     .legal_basis_zh = "机动车登记规定 第六十一条",
     .severity = Severity::s3,
     .audience = "B,O",
     .clock = RuleClock::registered,
     .look = look_inconsistent_dates},
    {.id = RuleId::vl_06,
     .code = "VL-06",
     .name_zh = "报废或拼装车仍在用",
     .name_en = "Scrapped or assembled vehicle still in use",
     .legal_basis_zh = "校车安全管理条例 第四十四条；道路交通安全法 第一百条",
     .severity = Severity::s1,
     .audience = "P,B,S,O",
     .clock = RuleClock::registered,
     .look = look_scrapped},
    {.id = RuleId::vl_07,
     .code = "VL-07",
     .name_zh = "检验过期",
     .name_en = "Inspection expired",
     .legal_basis_zh =
         "校车安全管理条例 第二十条；机动车登记规定 第六十二条；记分管理办法 第十一条(十二)、第十二条(七)",
     .severity = Severity::s1,
     .audience = "P,B,S,O",
     .clock = RuleClock::registered,
     .look = look_inspection,
     .points_class = points_uninspected},
    {.id = RuleId::vl_08,
     .code = "VL-08",
     .name_zh = "校车类型与学生学段不符",
     .name_en = "Bus of the wrong type for its pupils",
     .legal_basis_zh = "校车安全管理条例 第二条、第六十条",
     .severity = Severity::s2,
     .audience = "B,S,O",
     .clock = RuleClock::registered,
     .look = look_stage_fit},
    {.id = RuleId::vl_09,
     .code = "VL-09",
     .name_zh = "使用许可条件缺失",
     .name_en = "Condition of the permit not met",
     .legal_basis_zh = "校车安全管理条例 第十四条、第五十四条",
     .severity = Severity::s2,
     .audience = "B,O",
     .clock = RuleClock::registered,
     .look = look_permit_conditions},
    {.id = RuleId::vl_10,
     .code = "VL-10",
     .name_zh = "核载登记不一致",
     .name_en = "Registered capacity cannot be right",
     .legal_basis_zh = "校车安全管理条例 第十五条；GB 24407",
     .severity = Severity::s2,
     .audience = "B,P",
     .clock = RuleClock::registered,
     .look = look_capacity},
    {.id = RuleId::vl_12,
     .code = "VL-12",
     .name_zh = "标牌未交回",
     .name_en = "School-bus plate not returned",
     .legal_basis_zh = "校车安全管理条例 第十九条；机动车登记规定 第六十三条",
     .severity = Severity::s3,
     .audience = "B,P,O",
     .clock = RuleClock::registered,
     .look = look_plate_returned},
};

}  // namespace

std::span<const Rule> vehicle_papers_rules() { return vehicle_papers_table; }

}  // namespace husong::rules
