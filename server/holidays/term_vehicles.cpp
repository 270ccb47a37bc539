// Which vehicles may carry a term's boarders home and back, whom, and when they are not to be had.
#include "server/holidays/seats.hpp"
#include "server/holidays/term_parts.hpp"
#include "server/registry/runs.hpp"
#include "server/registry/vehicle_names.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/stage_fit.hpp"
#include "server/rules/thresholds.hpp"
#include "server/rules/vehicle_licence.hpp"
#include "server/rules/vehicle_papers.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace husong::holidays {

using coordination::Minutes;
using coordination::Stage;
using registry::VehicleStatus;

namespace {

constexpr Minutes whole_day{24 * 60};

constexpr std::array<std::pair<Stage, std::string_view>, 4> stage_codes{
    {{Stage::kindergarten, "kindergarten"},
     {Stage::primary, "primary"},
     {Stage::junior_high, "junior_high"},
     {Stage::senior_high, "senior_high"}}};

struct PaperKind {
    std::string_view code, name, name_zh;
};
constexpr PaperKind transport_certificate{"transport_certificate", "transport certificate", "道路运输证"};
constexpr PaperKind carrier_insurance{"carrier_insurance", "carrier's insurance", "承运人责任险"};
constexpr PaperKind inspection{"inspection", "inspection", "检验"};

class Supply {
public:
    Supply(const TermView& view, const coordination::Case& question)
        : view_{view},
          question_{question},
          settings_{rules::with_own({}, rules::own_thresholds_at(view.registry, view.at))},
          documents_{view.registry} {
        for (const auto& row : view.registry.rows().vehicle_documents) kept_.insert(row.value.kind);
    }

    std::vector<coordination::Vehicle> vehicles() {
        const rules::RegisterView view{view_.registry, view_.at, settings_, {}};
        std::vector<rules::RegisteredVehicle> all = rules::registered_vehicles(view);
        std::vector<const rules::RegisteredVehicle*> sorted;
        sorted.reserve(all.size());
        for (const auto& each : all) sorted.push_back(&each);
        std::ranges::sort(sorted, {},
                          [](const auto* each) -> const registry::Plate& { return each->vehicle.plate; });
        std::vector<coordination::Vehicle> taken;
        for (const auto* each : sorted) {
            if (each->vehicle.status == VehicleStatus::retired) continue;
            const std::string& plate = each->vehicle.plate.text;
            const Bilingual why = !taken.empty() && taken.back().plate == plate
                                      ? Bilingual{"another has the same number", "另一辆车有同样的号码"}
                                      : reason_against(*each);
            if (why.empty())
                taken.push_back(vehicle_of(*each));
            else
                view_.notes.push_back({plate, {"left out: " + why.en, "没有算进来：" + why.zh}});
        }
        tell(taken);
        return taken;
    }

private:
    using Registered = rules::RegisteredVehicle;

    // Empty: it may carry pupils on holidays.
    Bilingual reason_against(const Registered& each) {
        const registry::Vehicle& vehicle = each.vehicle;
        if (!each.in_use())
            return {fmt::format("its status is {}", registry::status_name(vehicle.status)),
                    fmt::format("状态是{}", registry::status_name_zh(vehicle.status))};
        if (vehicle.licence != registry::LicenceState::normal)
            return {"its licence is not in force", "行驶证不是正常状态"};
        if (vehicle.scrap_on && view_.at >= rules::end_of_day(*vehicle.scrap_on))
            return {fmt::format("it is to be scrapped since {}", to_iso(*vehicle.scrap_on)),
                    fmt::format("{} 起应当报废", to_iso(*vehicle.scrap_on))};
        if (!rules::carries_people(vehicle.vehicle_class))
            return {"its class carries nobody", "这种车不能载人"};
        if (seats_for_pupils(vehicle).value_or(0) <= 0)
            return {"no seats beside driver and escort are told", "没有登记驾驶人和照管员以外的座位"};
        if (stages_of(each) == 0)
            return {"its type may carry no pupils on holidays", "这种车放假时不能载学生"};
        return reason_of_papers(each);
    }

    // A coach's contract and sign are of one journey: they come with the plan (rules.md HM-06).
    Bilingual reason_of_papers(const Registered& each) {
        const char use = each.vehicle.use_nature;
        const std::string_view use_zh = registry::use_nature_zh(use);
        Bilingual why;
        if (each.rows.plate) {
            if (!view_.registry.rows().permits.empty() && !each.rows.permit)
                return {"no permit is in force", "没有有效的校车使用许可"};
        } else if (rules::needs_school_bus_plate(use, settings_)) {
            return {"no school-bus plate is in force", "没有有效的校车标牌"};
        } else if (use == 'B' || use == 'E') {
            why = reason_of(each, transport_certificate);
            if (why.empty()) why = reason_of(each, carrier_insurance);
        } else {
            return {fmt::format("{}: it carries the public", use_zh), fmt::format("使用性质是{}", use_zh)};
        }
        return why.empty() ? reason_of(each, inspection) : why;
    }

    // A county that keeps no papers of a kind has told nothing of any vehicle.
    Bilingual reason_of(const Registered& each, const PaperKind& kind) {
        if (!kept_.contains(kind.code)) {
            unkept_.insert(&kind);
            return {};
        }
        const auto* paper = documents_.latest(each.vehicle.id, kind.code, view_.at);
        if (!paper) return {fmt::format("it has no {}", kind.name), fmt::format("没有登记{}", kind.name_zh)};
        const bool half_yearly = &kind == &inspection;
        const Time end =
            half_yearly ? rules::inspection_end(*paper, each.is_school_bus(), settings_) : paper->valid_until;
        const std::string last = rules::last_day_text(end);
        if (end <= view_.at)
            return {fmt::format("its {} ended on {}", kind.name, last),
                    fmt::format("{}{} 到期", kind.name_zh, last)};
        if (end < rules::end_of_day(view_.term.last_on))
            view_.notes.push_back({each.vehicle.plate.text,
                                   {fmt::format("its {} ends on {}, within the term", kind.name, last),
                                    fmt::format("{}{} 到期，在这个学期里", kind.name_zh, last)}});
        return {};
    }

    [[nodiscard]] coordination::Stages stages_of(const Registered& each) const {
        coordination::Stages stages = 0;
        for (const auto& [stage, code] : stage_codes)
            if (view_.registry.stage_override(each.vehicle.id, code, view_.at) ||
                rules::stage_may_ride(each.vehicle.use_nature, code, rules::RunKind::holiday,
                                      each.rows.plate != nullptr, settings_))
                stages |= coordination::only(stage);
        // Of senior high schools the table of types says nothing.
        return stages == coordination::only(Stage::senior_high) ? coordination::Stages{} : stages;
    }

    coordination::Vehicle vehicle_of(const Registered& each) {
        return {each.vehicle.plate.text, seats_for_pupils(each.vehicle).value_or(0), stages_of(each),
                driver_of(each), busy_of(each.vehicle.id)};
    }

    // The first who may drive it and drives no other: of those on its plate, else of its timetables.
    std::string driver_of(const Registered& each) {
        std::vector<std::string> codes;
        if (each.rows.plate) codes = each.rows.plate->value.driver_codes;
        for (const auto* row : view_.registry.timetables_of(each.vehicle.id))
            if (row->valid_at(view_.at) && !row->value.driver.empty()) codes.push_back(row->value.driver);
        for (const std::string& code : codes) {
            const auto* driver = view_.registry.driver_by_code(code, view_.at);
            const bool may =
                driver && driver->value.licence == registry::LicenceState::normal &&
                (!each.rows.plate || driver->value.qualified_until.value_or(end_of_time) > view_.at);
            if (may && drivers_.insert(code).second) return code;
        }
        return {};
    }

    // From its school's gate and back to it, with time to turn round.
    std::vector<coordination::Busy> busy_of(VehicleId vehicle) const {
        std::vector<coordination::Busy> busy;
        // All days of the case: pupils come before the first lesson, and go after the last.
        const Time from = china_midnight(std::chrono::year_month_day{question_.first});
        const registry::RunQuery of_case{
            .from = from, .until = from + std::chrono::days(question_.days.size()), .vehicle = vehicle};
        for (const registry::Run& run : registry::find_runs(of_case, view_.registry)) {
            if (is_holiday_run(run.value, question_)) continue;
            const auto stops = view_.registry.stops_of(run.value.line, run.value.leaves_at);
            const Minutes way = stops.empty() ? Minutes{0} : stops.back()->from_school;
            const auto [on, at] = moment_of(run.value.leaves_at);
            const bool home = run.value.direction == registry::Direction::home;
            busy.push_back({0, on, std::max(at - (home ? Minutes{0} : way), Minutes{0}),
                            std::min(at + (home ? 2 * way : way) + question_.rules.turn, whole_day),
                            gate_of(run.value)});
        }
        return busy;
    }

    // Of the run's school; none: nobody told where it is.
    [[nodiscard]] std::optional<maps::Wgs84> gate_of(const registry::Departure& run) const {
        const auto* school = view_.registry.school_by_code(run.school, run.leaves_at);
        if (!school || (school->value.latitude_deg == 0 && school->value.longitude_deg == 0))
            return std::nullopt;
        return maps::Wgs84{school->value.latitude_deg, school->value.longitude_deg};
    }

    void tell(const std::vector<coordination::Vehicle>& taken) const {
        for (const PaperKind* kind : unkept_)
            view_.notes.push_back(
                {"vehicle_documents",
                 {fmt::format("no {} is kept of any vehicle: they are taken to be in force", kind->name),
                  fmt::format("没有登记任何车的{}：按有效算", kind->name_zh)}});
        if (view_.registry.rows().permits.empty())
            view_.note("permits", "none is kept of any vehicle: they are taken to be in force",
                       "没有登记任何车的校车使用许可：按有效算");
        const auto unnamed = std::ranges::count(taken, "", &coordination::Vehicle::driver);
        if (unnamed > 0)
            view_.note("drivers", "of {} of {} vehicles the driver is still to be named",
                       "{1} 辆车中有 {0} 辆还没有定驾驶人", unnamed, taken.size());
        if (taken.empty()) view_.note("vehicles", "none may carry pupils", "没有车可以载学生");
    }

    const TermView& view_;
    const coordination::Case& question_;
    rules::RuleSettings settings_;
    rules::Documents documents_;
    std::set<std::string_view> kept_;  // kinds
    std::set<const PaperKind*> unkept_;
    std::set<std::string> drivers_;
};

}  // namespace

std::vector<coordination::Vehicle> vehicles_of(const TermView& view, const coordination::Case& question) {
    return Supply{view, question}.vehicles();
}

}  // namespace husong::holidays
