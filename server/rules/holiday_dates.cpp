// Whether a school's holiday is planned in time, and on which days it falls: HM-01, HM-12.
#include "server/registry/runs.hpp"
#include "server/registry/travel_modes.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/school_breaks.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

namespace husong::rules {

namespace {

using coordination::Day;
using std::chrono::days;

Time midnight_of(Day day) { return china_midnight(year_month_day{day}); }
std::string date_text(Day day) { return to_iso(year_month_day{day}); }

// ---- HM-12 ----

// 调休上班日; empty: nothing stands against it. That everybody comes back on a holiday's last day is usual.
std::string_view clash_zh(Day on, bool home, const registry::Registry& registry) {
    const auto* day = registry::public_day(on, registry);
    if (!day) return "";
    if (day->kind == "work") return "调休上班日";
    if (day->kind != "off") return "";
    const auto* next = registry::public_day(on + days{1}, registry);
    return home || (next && next->kind == "off") ? "法定节假日" : "";
}

class Clashes {
public:
    explicit Clashes(const RegisterView& view) : view_{view}, today_{china_date(view.now)} {
        for (const auto& row : view.registry.rows().local_days)
            if (row.valid_at(view.now)) decided_.insert({Day{row.value.on}, row.value.school});
    }

    std::vector<Breach> breaches() {
        for (const SchoolBreak& each : school_breaks(view_)) {
            if (const auto day = each.goes_home()) judge(each, *day, true);
            if (const auto day = each.comes_back()) judge(each, *day, false);
        }
        return breaches_by_code(std::move(schools_));
    }

private:
    void judge(const SchoolBreak& of, Day on, bool home) {
        const days ahead{view_.settings.clash_ahead_days};
        if (on < today_ || on > today_ + ahead) return;
        if (decided_.contains({on, of.school}) || decided_.contains({on, ""})) return;
        const auto clash = clash_zh(on, home, view_.registry);
        if (clash.empty()) return;
        schools_[of.school].add(
            std::max(midnight_of(on) - ahead, of.told_from),
            fmt::format("{} {}，当天是{}（{}），没有记录怎样安排", date_text(on), home ? "离校" : "返校",
                        clash, registry::public_day(on, view_.registry)->name));
    }

    const RegisterView& view_;
    Day today_;
    std::set<std::pair<Day, std::string>> decided_;
    std::map<std::string, Faults> schools_;
};

// ---- HM-01 ----

// Schools of which any boarder needs a seat, or might: whose way nobody told rides.
class SchoolsWithRiders {
public:
    explicit SchoolsWithRiders(const RegisterView& view) {
        std::map<std::string_view, int> named, counted;
        for (const auto& row : view.registry.rows().pupils) {
            if (!row.value.boarding || !row.valid_at(view.now)) continue;
            ++named[row.value.school];
            if (needs_seat(row.value, view)) schools_.insert(row.value.school);
        }
        for (const auto& row : view.registry.rows().boarders)
            if (row.valid_at(view.now)) counted[row.value.school] += row.value.pupils;
        for (const auto& [school, pupils] : counted)
            if (pupils > named[school]) schools_.insert(school);
    }
    [[nodiscard]] bool contains(std::string_view school) const { return schools_.contains(school); }

private:
    static bool needs_seat(const registry::Pupil& pupil, const RegisterView& view) {
        const auto* told = view.registry.travel(pupil.code, registry::Direction::home, view.now);
        const auto* mode = told ? registry::travel_mode(told->value.mode) : nullptr;
        if (!mode || mode->standing != registry::TravelStanding::allowed) return true;
        return mode->code == "school_bus" || mode->code == "charter";
    }

    std::set<std::string_view> schools_;
};

std::string which_zh(const SchoolBreak& of) {
    return of.back ? fmt::format("第 {} 次放假", of.number) : "学期末放假";
}

}  // namespace

std::vector<Breach> look_unfiled_plans(const RegisterView& view) {
    const SchoolsWithRiders riding{view};
    const Day today{china_date(view.now)};
    std::vector<Breach> found;
    for (const SchoolBreak& each : school_breaks(view)) {  // of a school the nearest first
        if (!each.home || each.published_home || *each.home < today) continue;
        const days left = *each.home - today;
        if (left > days{view.settings.plan_filed_days} || !riding.contains(each.school)) continue;
        if (!found.empty() && found.back().subject == each.school) continue;
        Faults faults;
        faults.add(std::max(midnight_of(*each.home) - days{view.settings.plan_filed_days}, each.told_from),
                   fmt::format("{}定于 {} 离校（{}），还没有公布班次", which_zh(each), date_text(*each.home),
                               each.proposed ? "学校申报" : "按放假规则"));
        found.push_back(breach_of(each.school, std::move(faults)));
        if (left <= days{view.settings.plan_overdue_days}) found.back().severity = Severity::s2;
    }
    return found;
}

std::vector<Breach> look_clashing_days(const RegisterView& view) { return Clashes{view}.breaches(); }

std::span<const Rule> holiday_date_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_01,
         .code = "HM-01",
         .name_zh = "放假计划未报",
         .name_en = "Holiday plan not filed",
         .legal_basis_zh = "县工作方案 第四条",
         .severity = Severity::s3,
         .audience = "S,B",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_unfiled_plans},
        {.id = RuleId::hm_12,
         .code = "HM-12",
         .name_zh = "与调休冲突",
         .name_en = "Clash with make-up days",
         .legal_basis_zh = "全国年节及纪念日放假办法；国务院办公厅节假日安排通知",
         .severity = Severity::s4,
         .audience = "B,S",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_clashing_days},
    };
    return rules;
}

}  // namespace husong::rules
