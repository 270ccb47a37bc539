#include "server/rules/school_breaks.hpp"

#include "server/coordination/calendar.hpp"
#include "server/registry/runs.hpp"

#include <algorithm>
#include <map>
#include <span>

namespace husong::rules {

namespace {

using coordination::Day;
using registry::HolidayProposal;
using registry::HolidayRule;
using registry::Versioned;
using std::chrono::days;

constexpr days around_term{8}, months_ahead{31};
constexpr days near_a_wish{6};  // weekly breaks are seven days apart

coordination::TermDays days_of(const registry::Term& term, const registry::Registry& registry) {
    coordination::TermDays made{term.first_on, term.last_on, Day{term.first_on} - around_term, {}};
    for (Day day = made.begins; day <= made.last + around_term; day += days{1}) {
        made.days.emplace_back();
        made.days.back().rest = is_rest_day(day, registry);
    }
    return made;
}

std::vector<SchoolBreak> by_rule(const Versioned<HolidayRule>& row, const coordination::TermDays& term) {
    const HolidayRule& rule = row.value;
    const auto may = [&](Day day) {
        const auto weekday = static_cast<char>('0' + std::chrono::weekday{day}.iso_encoding());
        return rule.home_weekdays.find(weekday) != std::string::npos;
    };
    const coordination::Cycle cycle{rule.on_days, rule.off_days, rule.home_at, rule.back_at};
    std::vector<SchoolBreak> breaks;
    for (const coordination::Break& of : coordination::wished_breaks(0, cycle, term)) {
        SchoolBreak made;
        made.school = rule.school;
        made.number = of.number;
        made.told_from = row.valid_from;
        if (of.home) made.home = of.home->wish.on;
        if (of.back) made.back = of.back->wish.on;
        made.of_public_holiday = of.home && of.back && of.home->shift_days == 0;
        if (made.home && !rule.home_weekdays.empty())
            while (!may(*made.home)) *made.home -= days{1};
        breaks.push_back(std::move(made));
    }
    return breaks;
}

bool meets_public_holiday(const SchoolBreak& of, const registry::Registry& registry) {
    if (!of.home || !of.back) return false;
    for (Day day = *of.home + days{1}; day <= *of.back; day += days{1}) {
        const auto* known = registry::public_day(day, registry);
        if (known && known->kind == "off") return true;
    }
    return false;
}

// In place of the rule's break of its number, and of those that it meets.
void take(std::vector<SchoolBreak>& breaks, const Versioned<HolidayProposal>& row,
          const registry::Registry& registry) {
    const HolidayProposal& told = row.value;
    if (!told.home_on && !told.back_on) return;  // taken back
    SchoolBreak made;
    made.school = told.school;
    made.number = told.number;
    made.proposed = true;
    made.told_from = row.valid_from;
    if (told.home_on) made.home = Day{*told.home_on};
    if (told.back_on) made.back = Day{*told.back_on};
    made.of_public_holiday = meets_public_holiday(made, registry);
    std::erase_if(breaks, [&](const SchoolBreak& each) {
        if (each.proposed) return false;
        const bool first = !each.home, last = !each.back;
        if (first || !made.home) return first && !made.home;
        if (last || !made.back) return last && !made.back;
        return each.number == made.number || (*each.home <= *made.back && *made.home <= *each.back);
    });
    breaks.push_back(std::move(made));
}

std::vector<SchoolBreak> breaks_of_term(const Versioned<registry::Term>& term, const RegisterView& view) {
    const registry::RegistryRows& rows = view.registry.rows();
    const auto calendar = days_of(term.value, view.registry);
    std::map<std::string_view, std::vector<SchoolBreak>> of_school;
    for (const auto& row : rows.holiday_rules)
        if (row.valid_at(view.now)) of_school[row.value.school] = by_rule(row, calendar);
    for (const auto& row : rows.holiday_proposals)
        if (row.valid_at(view.now) && row.value.term == term.value.code)
            take(of_school[row.value.school], row, view.registry);
    std::vector<SchoolBreak> all;
    for (auto& [school, breaks] : of_school)
        for (SchoolBreak& each : breaks) {
            each.term = term.value.code;
            each.told_from = std::max(each.told_from, term.valid_from);
            all.push_back(std::move(each));
        }
    return all;
}

// The break of the school that is nearest to that day of its departures.
void publish(std::span<SchoolBreak* const> of_school, const Versioned<registry::Departure>& row) {
    const registry::Departure& run = row.value;
    const bool home = run.direction == registry::Direction::home;
    const Day on{china_date(run.leaves_at)};
    SchoolBreak* nearest = nullptr;
    days away = near_a_wish + days{1};
    for (SchoolBreak* each : of_school) {
        const auto& wish = home ? each->home : each->back;
        if (!wish || std::chrono::abs(*wish - on) >= away) continue;
        nearest = each;
        away = std::chrono::abs(*wish - on);
    }
    if (!nearest) return;
    auto& published = home ? nearest->published_home : nearest->published_back;
    const Day wish = home ? *nearest->home : *nearest->back;
    if (published && std::chrono::abs(*published - wish) <= away) return;
    published = on;
    nearest->published_from = std::max(nearest->published_from, row.valid_from);
    if (on != wish) nearest->told_from = std::max(nearest->told_from, row.valid_from);
}

}  // namespace

bool is_rest_day(Day day, const registry::Registry& registry) {
    if (const auto* known = registry::public_day(day, registry)) return known->kind == "off";
    return std::chrono::weekday{day}.iso_encoding() >= 6;
}

std::vector<SchoolBreak> school_breaks(const RegisterView& view) {
    const Day today{china_date(view.now)};
    std::vector<SchoolBreak> all;
    Time from = end_of_time;
    for (const auto& row : view.registry.rows().terms) {
        if (!row.valid_at(view.now)) continue;
        if (Day{row.value.last_on} < today || Day{row.value.first_on} > today + months_ahead) continue;
        from = std::min(from, china_midnight(row.value.first_on) - around_term);
        std::ranges::move(breaks_of_term(row, view), std::back_inserter(all));
    }
    if (all.empty()) return all;
    std::ranges::stable_sort(all, {}, [](const SchoolBreak& each) {
        return std::pair{std::string_view{each.school}, each.home.value_or(Day{})};
    });
    std::map<std::string_view, std::vector<SchoolBreak*>> of_school;
    for (SchoolBreak& each : all) of_school[each.school].push_back(&each);
    for (const auto* row : view.registry.departures_between(from, end_of_time)) {
        const auto breaks = of_school.find(row->value.school);
        if (breaks == of_school.end() || row->value.status != registry::DepartureStatus::planned) continue;
        if (row->valid_at(view.now)) publish(breaks->second, *row);
    }
    return all;
}

}  // namespace husong::rules
