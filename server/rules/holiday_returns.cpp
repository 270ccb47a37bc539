// Boarders who have not come back: HM-10.
#include "server/registry/travel_modes.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/returns.hpp"

#include <fmt/format.h>

#include <map>
#include <utility>

namespace husong::rules {

namespace {

using registry::Direction;
using registry::ReturnMark;
using registry::Versioned;

constexpr std::chrono::minutes after_last_run{30};  // to walk in, and for the roll
constexpr std::chrono::hours grave_after{2};        // without contact (rules.md HM-10)

// A boarder who is not there, as the newest roll of the class says it.
struct NotBack {
    const Versioned<ReturnMark>* mark = nullptr;
    Time missed_since{};  // over the rolls of that day
    Time deadline{};
};

using ClassKey = std::pair<std::string_view, std::string_view>;  // school, class

std::map<ClassKey, year_month_day> newest_rolls(const RegisterView& view) {
    std::map<ClassKey, year_month_day> newest;
    const auto today = china_date(view.now);
    for (const auto& row : view.registry.rows().return_marks) {
        if (row.value.kind != "called" || !row.valid_at(view.now) || row.value.on > today) continue;
        auto& on = newest[{row.value.school, row.value.class_name}];
        on = std::max(on, row.value.on);
    }
    return newest;
}

std::vector<NotBack> not_back(const RegisterView& view) {
    const auto rolls = newest_rolls(view);
    std::map<std::pair<std::string_view, year_month_day>, Time> deadlines;
    const auto of_pupil = rows_by(view.registry.rows().return_marks,
                                  [](const ReturnMark& mark) { return std::string_view{mark.pupil}; });
    std::vector<NotBack> missing;
    for (const auto& row : view.registry.rows().return_marks) {
        const ReturnMark& mark = row.value;
        if (mark.kind != "missing" || !row.valid_at(view.now)) continue;
        const auto roll = rolls.find({mark.school, mark.class_name});
        if (roll == rolls.end() || roll->second != mark.on) continue;
        if (!view.registry.pupil_by_code(mark.pupil, view.now)) continue;
        const auto [deadline, added] = deadlines.try_emplace({mark.school, mark.on});
        if (added) deadline->second = return_deadline(mark.school, mark.on, view.registry);
        const auto alike = [&](const ReturnMark& earlier) {
            return earlier.on == mark.on && earlier.kind == mark.kind;
        };
        missing.push_back({&row, held_since(of_pupil.at(mark.pupil), row, alike), deadline->second});
    }
    return missing;
}

// 校车 一号线; empty: nobody told.
std::string way_back_zh(const std::string& pupil, const RegisterView& view) {
    const auto* told = view.registry.travel(pupil, Direction::to_school, view.now);
    const auto* mode = told ? registry::travel_mode(told->value.mode) : nullptr;
    if (!mode) return "";
    const auto* line = view.registry.line_by_code(told->value.line, view.now);
    return fmt::format("，登记的返校方式：{}{}{}", mode->name_zh, line ? " " : "",
                       line ? line->value.name : "");
}

}  // namespace

std::vector<const registry::Departure*> return_runs(std::string_view school, year_month_day on,
                                                    const registry::Registry& registry) {
    std::vector<const registry::Departure*> runs;
    for (const auto* row : registry.departures_of_school(school))
        if (row->value.direction == Direction::to_school && china_date(row->value.leaves_at) == on &&
            row->value.status == registry::DepartureStatus::planned)
            runs.push_back(&row->value);
    return runs;
}

Time return_deadline(std::string_view school, year_month_day on, const registry::Registry& registry) {
    const Time midnight = china_midnight(on);
    std::optional<Time> deadline;
    for (const auto& row : registry.rows().holiday_rules)
        if (row.value.school == school && row.valid_at(midnight)) deadline = midnight + row.value.latest_back;
    for (const auto* departure : return_runs(school, on, registry))
        if (auto run = registry::run_by_code(departure->code, registry))
            deadline = std::max(deadline.value_or(Time{}),
                                holiday_run(std::move(*run), registry).until + after_last_run);
    return deadline.value_or(midnight + registry::HolidayRule{}.latest_back);
}

std::vector<Breach> look_not_back(const RegisterView& view) {
    std::vector<Breach> found;
    for (const NotBack& each : not_back(view)) {
        if (view.now < each.deadline) continue;
        const bool grave = view.now >= each.deadline + grave_after;
        const ReturnMark& mark = each.mark->value;
        Breach breach;
        breach.subject = mark.pupil;
        breach.since = std::max(each.deadline, each.missed_since);
        const Time told = each.mark->valid_from;
        breach.level = told < each.deadline ? Level::suspected : Level::likely;  // she may have come since
        breach.detail = fmt::format("{} 返校，{} 前应到，{} 点名没有到，没有请假，没有联系上{}{}",
                                    to_iso(mark.on), clock_zh(each.deadline), clock_zh(told),
                                    grave ? "，已过 2 小时" : "", way_back_zh(mark.pupil, view));
        if (grave) breach.severity = Severity::s1;
        found.push_back(std::move(breach));
    }
    return found;
}

Time not_back_changes(const RegisterView& view) {
    Time next = end_of_time;
    for (const NotBack& each : not_back(view))
        for (const Time at : {each.deadline, each.deadline + grave_after})
            if (at > view.now) next = std::min(next, at);
    return next;
}

std::span<const Rule> holiday_return_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_10,
         .code = "HM-10",
         .name_zh = "返校未到",
         .name_en = "Not back",
         .legal_basis_zh = "县工作方案 第九条、第三十一条",
         .severity = Severity::s2,
         .audience = "S",
         .subject = SubjectKind::pupil,
         .clock = RuleClock::registered,
         .look = look_not_back,
         .look_changes = not_back_changes},
    };
    return rules;
}

}  // namespace husong::rules
