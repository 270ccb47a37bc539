#include "server/rules/papers.hpp"

#include "server/registry/vehicle_names.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/vehicle_licence.hpp"
#include "server/rules/vehicle_papers.hpp"

#include <fmt/format.h>

#include <array>

namespace husong::rules {

namespace {

using registry::Vehicle;
using registry::VehicleClass;
using registry::VehicleStatus;

struct PaperNames {
    std::string_view name;
    std::string_view name_zh;
};
constexpr std::array<PaperNames, 5> paper_names{{{"register", "备案登记"},
                                                 {"use_nature", "使用性质"},
                                                 {"school_bus_plate", "校车标牌"},
                                                 {"permit", "校车使用许可"},
                                                 {"inspection", "机动车检验"}}};
constexpr std::array<std::string_view, 5> state_names{"valid", "soon", "expired", "missing", "not_needed"};

template <class T>
Paper dated(PaperKind kind, const registry::Versioned<T>* valid, const registry::Versioned<T>* expired,
            Time now, const RuleSettings& settings) {
    if (!valid && !expired) return {kind, PaperState::missing, {}, "没有"};
    const Time until = (valid ? valid : expired)->valid_until;
    if (!valid) return {kind, PaperState::expired, until, "已于 " + last_day_text(until) + " 到期"};
    if (until == end_of_time) return {kind, PaperState::valid, {}, "有效"};
    const bool soon = until - now <= settings.expiry_soon;
    return {kind, soon ? PaperState::soon : PaperState::valid, until, "至 " + last_day_text(until)};
}

void view_registration(PapersView& view, const Vehicle& vehicle) {
    const auto status = registry::status_name_zh(vehicle.status);
    const bool active = vehicle.status == VehicleStatus::active;
    view.papers.push_back(
        {PaperKind::registration, active ? PaperState::valid : PaperState::expired, {}, std::string{status}});
    if (active) return;
    const std::string why = "备案状态为" + std::string{status};
    (vehicle.status == VehicleStatus::stopped ? view.worth_a_look : view.forbidding).push_back(why);
}

// VL-06
void view_licence(PapersView& view, const Vehicle& vehicle, Time now) {
    if (const auto state = ended_licence_zh(vehicle.licence); !state.empty())
        view.forbidding.push_back("行驶证状态为" + std::string{state});
    if (vehicle.scrap_on && now >= end_of_day(*vehicle.scrap_on))
        view.forbidding.push_back("强制报废期止于 " + to_iso(*vehicle.scrap_on));
}

// VL-07. Of a vehicle of which no inspection was ever told nothing is known to have ended.
void view_inspection(PapersView& view, const RegisterRows& rows, const registry::Registry& registry, Time now,
                     const RuleSettings& settings) {
    constexpr std::string_view kind = "inspection";
    const Vehicle& vehicle = rows.vehicle->value;
    const auto* told = registry.vehicle_document(vehicle.id, kind, now);
    if (!told) told = registry.last_vehicle_document(vehicle.id, kind, now);
    if (!told) return;
    const Time end = inspection_end(*told, RegisteredVehicle{vehicle, rows}.is_school_bus(), settings);
    Paper paper{PaperKind::inspection, PaperState::valid, end, "至 " + last_day_text(end)};
    if (end <= now) {
        paper.state = PaperState::expired;
        paper.text = "已于 " + last_day_text(end) + " 到期";
        view.forbidding.push_back("检验" + paper.text);
    } else if (end - now <= settings.expiry_soon) {
        paper.state = PaperState::soon;
        view.worth_a_look.push_back("检验" + paper.text);
    }
    view.papers.push_back(std::move(paper));
}

// It may bring its guardian's children.
void view_own_car(PapersView& view, const RegisterRows& rows) {
    const auto use = registry::use_nature_zh(rows.vehicle->value.use_nature);
    view.papers.push_back(
        {PaperKind::use_nature, PaperState::not_needed, {}, std::string{use} + "，只可接送自家孩子"});
    view.worth_a_look.push_back(fmt::format("非营运车，只可接送自家孩子（登记 {} 名）", rows.own_children));
}

void view_use(PapersView& view, const Vehicle& vehicle) {
    const bool carries = carries_people(vehicle.vehicle_class);
    const bool lawful = carries && !is_non_commercial(vehicle.use_nature);
    const auto use = registry::use_nature_zh(vehicle.use_nature);
    view.papers.push_back({PaperKind::use_nature,
                           lawful ? PaperState::valid : PaperState::missing,
                           {},
                           lawful ? std::string{use} : std::string{use} + "，不得接送学生"});
    if (!carries)
        view.forbidding.push_back(std::string{registry::class_name_zh(vehicle.vehicle_class)} + "不得载人");
    else if (!lawful)
        view.forbidding.emplace_back("非营运车");
}

void view_plate(PapersView& view, const RegisterRows& rows, Time now, const RuleSettings& settings) {
    Paper plate = dated(PaperKind::school_bus_plate, rows.plate, rows.expired_plate, now, settings);
    const char use = rows.vehicle->value.use_nature;
    if (plate.state == PaperState::missing && rows.own_children > 0) {
        view.papers.push_back({PaperKind::school_bus_plate, PaperState::not_needed, {}, "不需要"});
        return;
    }
    if (plate.state == PaperState::expired && *plate.valid_until > now)
        plate.text = "已于 " + to_iso(*rows.expired_plate->value.returned_on) + " 交回";
    if (plate.state == PaperState::expired) {
        view.forbidding.push_back("校车标牌" + plate.text);
    } else if (plate.state == PaperState::missing && needs_school_bus_plate(use, settings)) {
        view.forbidding.emplace_back("没有校车标牌");
    } else if (plate.state == PaperState::missing) {
        plate = {PaperKind::school_bus_plate, PaperState::not_needed, {}, "没有，日常接送学生须有"};
        view.worth_a_look.emplace_back("没有校车标牌，不得日常接送学生");
    } else if (plate.state == PaperState::soon) {
        view.worth_a_look.push_back("校车标牌" + plate.text);
    }
    view.papers.push_back(std::move(plate));
}

void view_permit(PapersView& view, const RegisterRows& rows, Time now, const RuleSettings& settings) {
    Paper permit = dated(PaperKind::permit, rows.permit, rows.expired_permit, now, settings);
    const bool needs_plate =
        rows.own_children == 0 && needs_school_bus_plate(rows.vehicle->value.use_nature, settings);
    const bool stands_on_it = rows.plate || rows.expired_plate || needs_plate;
    if (permit.state == PaperState::missing && !stands_on_it)
        permit = {PaperKind::permit, PaperState::not_needed, {}, "不需要"};
    else if (permit.state == PaperState::missing)
        view.worth_a_look.emplace_back("没有校车使用许可");
    else if (permit.state != PaperState::valid)
        view.worth_a_look.push_back("校车使用许可" + permit.text);
    view.papers.push_back(std::move(permit));
}

}  // namespace

std::string_view paper_name(PaperKind kind) { return paper_names.at(static_cast<std::size_t>(kind)).name; }
std::string_view paper_name_zh(PaperKind kind) {
    return paper_names.at(static_cast<std::size_t>(kind)).name_zh;
}
std::string_view paper_state_name(PaperState state) {
    return state_names.at(static_cast<std::size_t>(state));
}

PapersView view_papers(const RegisterRows& rows, const registry::Registry& registry, Time now,
                       const RuleSettings& settings) {
    PapersView view;
    if (!rows.vehicle) return view;
    view_registration(view, rows.vehicle->value);
    view_licence(view, rows.vehicle->value, now);
    if (rows.own_children > 0)
        view_own_car(view, rows);
    else
        view_use(view, rows.vehicle->value);
    view_plate(view, rows, now, settings);
    view_permit(view, rows, now, settings);
    view_inspection(view, rows, registry, now, settings);
    return view;
}

}  // namespace husong::rules
