// Whether a school gives its pupils the days of rest that the calendar owes them: HM-11.
#include "server/rules/holiday_rules.hpp"
#include "server/rules/register_facts.hpp"
#include "server/rules/school_breaks.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <utility>

namespace husong::rules {

namespace {

using coordination::Day;
using std::chrono::days;

Time begin_of(Day day) { return china_midnight(year_month_day{day}); }

// Of a school and a term, by day.
using BreaksOfTerm = std::vector<const SchoolBreak*>;

// What is owed after a break.
struct Debt {
    const SchoolBreak* after = nullptr;
    Day back{};
    Time since{};
    int owed = 0, given = 0;  // days since everybody came for the first time
};

std::string_view whence_zh(const SchoolBreak& of) {
    return of.is_published() ? "已公布" : of.proposed ? "学校申报" : "按放假规则";
}

class RestAccounts {
public:
    explicit RestAccounts(const RegisterView& view) : view_{view}, today_{china_date(view.now)} {
        for (const auto& row : view.registry.rows().holiday_rules) {
            const auto* school = view.registry.school_by_code(row.value.school, view.now);
            if (row.valid_at(view.now) && school && registry::owes_rest(row.value, school->value.stage))
                owing_.insert(row.value.school);
        }
    }

    std::vector<Breach> breaches() const {
        const auto all = school_breaks(view_);
        std::map<std::pair<std::string_view, std::string_view>, BreaksOfTerm> terms;
        for (const SchoolBreak& each : all)
            if (owing_.contains(each.school)) terms[{each.school, each.term}].push_back(&each);
        std::map<std::string_view, Faults> schools;
        for (const auto& [of, breaks] : terms)
            if (const auto debts = debts_of(breaks); !debts.empty())
                schools[of.first].add(debts.front().since, told(debts));
        return breaches_by_code(std::move(schools));
    }

private:
    // A running account since everybody came for the first time. What was owed by a break that is over is
    // settled by a later one that gives it back.
    [[nodiscard]] std::vector<Debt> debts_of(const BreaksOfTerm& breaks) const {
        std::vector<Debt> debts;
        std::optional<Day> since;
        int given = 0;
        for (const SchoolBreak* each : breaks) {
            const auto home = each->goes_home(), back = each->comes_back();
            if (!back) continue;
            if (!home) since = back;
            if (!home || !since) continue;
            given += static_cast<int>((*back - *home).count());
            const int owed = rest_days(*since, *back);
            const Time certain = certain_from(*each, *home);
            if (certain > view_.now) continue;
            if (given >= owed)
                std::erase_if(debts, [&](const Debt& debt) { return debt.back < today_; });
            else if (!each->of_public_holiday)
                debts.push_back({each, *back, std::max(certain, each->told_from), owed, given});
        }
        return debts;
    }

    // Until then the planner may still give what a wish owes.
    [[nodiscard]] Time certain_from(const SchoolBreak& of, Day home) const {
        const Time near = begin_of(home) - days{view_.settings.plan_ahead_days};
        return of.is_published() ? std::min(near, of.published_from) : near;
    }

    // After `since` up to `until`.
    [[nodiscard]] int rest_days(Day since, Day until) const {
        int rest = 0;
        for (Day day = since + days{1}; day <= until; day += days{1})
            if (is_rest_day(day, view_.registry)) ++rest;
        return rest;
    }

    static std::string told(const std::vector<Debt>& debts) {
        const Debt &first = debts.front(), &last = debts.back();
        std::string text = fmt::format(
            "第 {} 次放假（{} 至 {}，{}）：开学以来应休 {} 天，只休 {} 天，欠 {} 天", first.after->number,
            to_iso(year_month_day{*first.after->goes_home()}), to_iso(year_month_day{first.back}),
            whence_zh(*first.after), first.owed, first.given, first.owed - first.given);
        if (debts.size() > 1)
            text += fmt::format("；到第 {} 次放假欠 {} 天", last.after->number, last.owed - last.given);
        return text;
    }

    const RegisterView& view_;
    Day today_;
    std::set<std::string_view> owing_;  // schools
};

}  // namespace

std::vector<Breach> look_rest_owed(const RegisterView& view) { return RestAccounts{view}.breaches(); }

std::span<const Rule> holiday_rest_rules() {
    static constexpr Rule rules[] = {
        {.id = RuleId::hm_11,
         .code = "HM-11",
         .name_zh = "休息日不足",
         .name_en = "Rest days owed",
         .legal_basis_zh = "未成年人保护法 第三十三条",
         .severity = Severity::s3,
         .audience = "B,S",
         .subject = SubjectKind::school,
         .clock = RuleClock::registered,
         .look = look_rest_owed},
    };
    return rules;
}

}  // namespace husong::rules
