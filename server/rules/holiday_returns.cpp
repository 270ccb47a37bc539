// Boarders who have not come back, and of whom nobody knows whether they have: HM-10, HM-13.
#include "server/registry/travel_modes.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/returns.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
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

// ---- HM-13 ----

constexpr std::chrono::minutes roll_within{30};  // of the deadline
constexpr std::chrono::days roll_asked_for{7};

// Each school's last day of return until today, of the last week.
std::map<std::string_view, year_month_day> last_returns(const RegisterView& view) {
    const Time today = china_midnight(view.now);
    std::map<std::string_view, year_month_day> last;
    for (const auto* row :
         view.registry.departures_between(today - roll_asked_for, today + std::chrono::days{1}))
        if (row->value.direction == Direction::to_school &&
            row->value.status == registry::DepartureStatus::planned)
            last[row->value.school] = china_date(row->value.leaves_at);  // they come by their time
    return last;
}

// Those of a school that have boarders.
using ClassesOfSchools = std::map<std::string_view, std::set<std::string_view>>;

ClassesOfSchools classes_not_called(const std::map<std::string_view, year_month_day>& returns,
                                    const RegisterView& view) {
    std::set<ClassKey> called;
    for (const auto& row : view.registry.rows().return_marks) {
        const auto day = returns.find(row.value.school);
        if (row.value.kind == "called" && row.valid_at(view.now) && day != returns.end() &&
            day->second == row.value.on)
            called.emplace(row.value.school, row.value.class_name);
    }
    ClassesOfSchools silent;
    for (const auto& row : view.registry.rows().pupils) {
        const registry::Pupil& pupil = row.value;
        if (pupil.boarding && row.valid_at(view.now) && returns.contains(pupil.school) &&
            !called.contains({pupil.school, pupil.class_name}))
            silent[pupil.school].insert(pupil.class_name);
    }
    return silent;
}

std::string names_of(const std::set<std::string_view>& classes) {
    constexpr std::size_t most_named = 8;
    std::string names;
    std::size_t named = 0;
    for (const std::string_view each : classes) {
        if (named++ == most_named) return fmt::format("{} 等 {} 个班", names, classes.size());
        names += (names.empty() ? "" : "、") + std::string{each};
    }
    return names;
}

// ---- HM-10 ----

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

std::vector<Breach> look_not_called(const RegisterView& view) {
    const auto returns = last_returns(view);
    std::vector<Breach> found;
    if (returns.empty()) return found;
    for (const auto& [school, classes] : classes_not_called(returns, view)) {
        const auto on = returns.at(school);
        const Time deadline = return_deadline(school, on, view.registry);
        if (view.now < deadline + roll_within) continue;
        Breach breach;
        breach.subject = school;
        breach.since = deadline + roll_within;
        breach.level = Level::likely;  // on paper, perhaps
        breach.detail = fmt::format("{} 返校，{} 前应到，{} 没有点名，不知道学生回来没有", to_iso(on),
                                    clock_zh(deadline), names_of(classes));
        found.push_back(std::move(breach));
    }
    return found;
}

Time not_called_changes(const RegisterView& view) {
    Time next = end_of_time;
    for (const auto& [school, on] : last_returns(view))
        if (const Time due = return_deadline(school, on, view.registry) + roll_within; due > view.now)
            next = std::min(next, due);
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
        {.id = RuleId::hm_13,
         .code = "HM-13",
         .name_zh = "返校未点名",
         .name_en = "Return roll not called",
         .legal_basis_zh = "县工作方案 第九条、第三十一条",
         .severity = Severity::s3,
         .audience = "S,B",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_not_called,
         .look_changes = not_called_changes},
    };
    return rules;
}

}  // namespace husong::rules
