#include "server/pages/bureau.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::pages {

namespace {

using holidays::Plan;
using holidays::PlanDay;
using holidays::Runs;
using holidays::SchoolDay;
using std::chrono::year_month_day;

constexpr std::size_t most_runs_listed = 300;  // on a school day a county has some thousand
constexpr long long bar_height = 40;  // of the bar of the day with most seats, in the units of its viewBox

std::string month_and_day(year_month_day day) { return to_iso(day).substr(5); }

// 周五 → 五
std::string weekday_zh(year_month_day day) {
    const std::string text = gate::day_zh(day);
    constexpr std::size_t one_character = 3;  // bytes
    return text.substr(text.size() - one_character);
}

bool is_weekend(year_month_day day) {
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

std::string address_of(const Plan& plan, year_month_day day) {
    return fmt::format("/b?from={}&day={}#day", to_iso(plan.days.front().on), to_iso(day));
}

// What a public day means for people at work: 休, 班.
std::string_view mark_of(const registry::PublicDay& day) { return day.kind == "work" ? "班" : "休"; }

// TONE: a class that every cell of the column has.
void mark_day(Fill& cell, const BureauPage& page, year_month_day on) {
    if (on == china_date(page.made_at)) cell.show("TODAY");
    if (is_weekend(on)) cell.show("WEEKEND");
    if (static_cast<unsigned>(on.day()) == 1) cell.show("MONTH_BEGINS");
}

void fill_head(Fill& fill, const BureauPage& page) {
    const PlanDay& first = page.plan.days.front();
    for (const PlanDay& day : page.plan.days) {
        Fill cell = fill.show("DAY");
        mark_day(cell, page, day.on);
        cell.set("NUMBER", static_cast<unsigned>(day.on.day())).set("WEEKDAY", weekday_zh(day.on));
        cell.set("FULL", gate::day_zh(day.on));
        if (&day == &first || static_cast<unsigned>(day.on.day()) == 1)
            cell.set("MONTH", fmt::format("{}月", static_cast<unsigned>(day.on.month())));
        if (day.public_day != nullptr) {
            Fill mark = cell.show("PUBLIC");
            mark.set("MARK", mark_of(*day.public_day));
            mark.set("TEXT", day.public_day->name + "，" + day.public_day->notice);
        }
        if (day.has_departures() || day.timetables)
            cell.show("LINKED").set("ADDRESS", address_of(page.plan, day.on));
        else
            cell.show("PLAIN");
    }
}

void fill_seats(Fill& fill, const BureauPage& page) {
    int most = 1;
    for (const PlanDay& day : page.plan.days) most = std::max(most, day.home.seats);
    for (const PlanDay& day : page.plan.days) {
        Fill home = fill.show("HOME_SEATS");
        mark_day(home, page, day.on);
        if (day.home.seats > 0) {
            const long long height = std::max(1LL, bar_height * day.home.seats / most);
            home.show("SOME")
                .set("SEATS", day.home.seats)
                .set("HEIGHT", height)
                .set("TOP", bar_height - height);
        }
        Fill back = fill.show("BACK_SEATS");
        mark_day(back, page, day.on);
        if (day.to_school.seats > 0) back.set("SEATS", std::to_string(day.to_school.seats));
    }
}

void fill_mark(Fill& cell, const Runs& runs, std::string_view section, std::string_view word) {
    if (runs.vehicles == 0) return;
    Fill mark = cell.show(section);
    mark.set("VEHICLES", runs.vehicles).set("SEATS", runs.seats);
    mark.set("TEXT", fmt::format("{} {} 辆车 {} 座", word, runs.vehicles, runs.seats));
}

void fill_cell(Fill cell, const SchoolDay& day) {
    fill_mark(cell, day.home, "HOME", "离校");
    fill_mark(cell, day.to_school, "BACK", "返校");
    if (day.cancelled > 0 && day.home.vehicles == 0 && day.to_school.vehicles == 0)
        cell.show("CANCELLED").set("COUNT", day.cancelled);
}

void fill_schools(Fill& fill, const BureauPage& page) {
    for (const holidays::SchoolRow& school : page.plan.schools) {
        Fill row = fill.show("SCHOOL");
        row.set("CODE", percent_encode(school.code)).set("NAME", school.name);
        if (school.boarders > 0) row.show("BOARDERS").set("COUNT", school.boarders);
        for (std::size_t i = 0; i < school.days.size(); ++i) {
            Fill cell = row.show("CELL");
            mark_day(cell, page, page.plan.days.at(i).on);
            fill_cell(std::move(cell), school.days[i]);
        }
    }
}

void fill_today(Fill& fill, const BureauPage& page) {
    fill.set("TODAY_TEXT", gate::day_zh(china_date(page.made_at)));
    const holidays::DaySums& today = page.today;
    if (today.planned == 0 && today.cancelled == 0) fill.show("NONE_TODAY");
    if (today.planned > 0)
        fill.show("SOME_TODAY")
            .set("PLANNED", today.planned)
            .set("AT_GATE", today.at_gate)
            .set("RELEASED", today.released);
    if (today.cancelled > 0) fill.show("CANCELLED_TODAY").set("COUNT", today.cancelled);
    if (page.reads_ways) fill.show("WAYS");
    if (page.reads_plans) fill.show("PLANS");
    if (!page.findings) return;
    if (page.findings->count == 0) {
        fill.show("NO_FINDINGS");
        return;
    }
    Fill findings = fill.show("FINDINGS");
    findings.set("COUNT", static_cast<long long>(page.findings->count));
    if (page.findings->more) findings.show("MORE");
}

std::string_view tone_of(rules::Severity severity) {
    switch (severity) {
        case rules::Severity::s1_plus:
        case rules::Severity::s1: return "bad";
        case rules::Severity::s2:
        case rules::Severity::s3: return "warn";
        case rules::Severity::s4: break;
    }
    return "info";
}

void fill_papers(Fill& fill, std::span<const PaperGroup> groups) {
    if (groups.empty()) return;
    long long count = 0;
    for (const PaperGroup& group : groups) count += static_cast<long long>(group.count);
    Fill papers = fill.show("PAPERS");
    papers.set("COUNT", count);
    for (const PaperGroup& group : groups) {
        Fill row = papers.show("RULE");
        row.set("TONE", tone_of(group.rule->severity)).set("NAME", group.rule->name_zh);
        row.set("COUNT", static_cast<long long>(group.count)).set("BASIS", group.rule->legal_basis_zh);
        for (const PaperRow& each : group.first)
            row.show("PAPER").set("WHOM", each.whom).set("DETAIL", each.detail);
        if (group.count > group.first.size())
            row.show("REST").set("COUNT", static_cast<long long>(group.count - group.first.size()));
    }
}

void fill_weeks(Fill& fill, const Plan& plan) {
    const year_month_day first = plan.days.front().on;
    const year_month_day last = plan.days.back().on;
    fill.set("FROM", to_iso(first)).set("UNTIL", month_and_day(last));
    fill.set("EARLIER", to_iso(holidays::days_after(first, -holidays::plan_days)));
    fill.set("LATER", to_iso(holidays::days_after(first, holidays::plan_days)));
    const bool any = std::any_of(plan.days.begin(), plan.days.end(),
                                 [](const PlanDay& day) { return day.has_departures(); });
    if (!any) {
        Fill empty = fill.show("EMPTY");
        if (plan.next)
            empty.show("NEXT").set("DAY", gate::day_zh(*plan.next)).set("FROM", to_iso(*plan.next));
        else
            empty.show("IMPORT");
    }
    for (const PlanDay& day : plan.days)
        if (day.public_day != nullptr)
            fill.show("PUBLIC_DAY")
                .set("DAY", month_and_day(day.on) + " " + weekday_zh(day.on))
                .set("MARK", mark_of(*day.public_day))
                .set("NAME", day.public_day->name)
                .set("NOTICE", day.public_day->notice);
}

void fill_runs(Fill& fill, const BureauPage& page) {
    if (!page.day) return;
    Fill day = fill.show("RUNS");
    day.set("DAY_TEXT", gate::day_zh(*page.day));
    const holidays::DaySums sums = holidays::sums_of(page.runs);
    day.set("COUNT", sums.planned);
    if (sums.cancelled > 0) day.show("CANCELLED").set("COUNT", sums.cancelled);
    if (page.runs.empty()) day.show("NO_RUNS");
    if (page.runs.empty()) return;
    const auto listed = page.runs.first(std::min(page.runs.size(), most_runs_listed));
    insert_run_table(day, gate::day_zh(*page.day) + " 的班次", listed, SchoolNames::linked);
    if (listed.size() < page.runs.size())
        day.show("MORE").set("COUNT", static_cast<long long>(page.runs.size() - listed.size()));
}

}  // namespace

std::string render_bureau(const BureauPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("TOKEN", page.token).set("MADE_AT", to_iso(page.made_at).substr(11, 5));
    fill.show(page.refreshes ? "REFRESHES" : "STILL");
    fill_today(fill, page);
    fill_papers(fill, page.papers);
    fill_weeks(fill, page.plan);
    if (!page.plan.schools.empty()) {
        Fill table = fill.show("TABLE");
        table.set("FROM", to_iso(page.plan.days.front().on))
            .set("UNTIL", month_and_day(page.plan.days.back().on));
        fill_head(table, page);
        fill_seats(table, page);
        fill_schools(table, page);
    }
    fill_runs(fill, page);
    return render("bureau.html", fill);
}

}  // namespace husong::pages
