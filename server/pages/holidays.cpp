#include "server/pages/holidays.hpp"

#include "server/gate/words.hpp"
#include "server/pages/bureau.hpp"

#include <fmt/format.h>

namespace husong::pages {

namespace {

using holidays::CoordinatedDay;
using holidays::CoordinatedLeg;
using registry::HolidayAct;
using registry::HolidayPlanHead;
using registry::HolidayStep;
using registry::Party;
using std::chrono::year_month_day;

constexpr std::array parties_zh{std::string_view{"教育局"}, std::string_view{"交警"},
                                std::string_view{"运管"}};
constexpr std::array acts_zh{std::string_view{"提出方案"}, std::string_view{"同意"},
                             std::string_view{"不同意"}, std::string_view{"发布"}, std::string_view{"撤回"}};
std::string_view party_zh(Party party) { return parties_zh[static_cast<std::size_t>(party)]; }
std::string_view act_zh(HolidayAct act) { return acts_zh[static_cast<std::size_t>(act)]; }

std::string minute_text(coordination::Minutes at) {
    return fmt::format("{:02}:{:02}", at.count() / 60, at.count() % 60);
}
std::string day_text(coordination::Day on) { return gate::day_zh(year_month_day{on}); }
std::string moment_zh(Time at) { return gate::day_zh(china_date(at)) + " " + to_iso(at).substr(11, 5); }

// What is still missing before the bureau may publish; empty: nothing.
std::string missing_zh(const HolidayPlanHead& plan) {
    if (plan.unserved > 0) return fmt::format("还有 {} 人次没有车", plan.unserved);
    std::string missing;
    for (const Party party : registry::answering) {
        const HolidayStep* said = plan.answer_of(party);
        if (said && said->act == HolidayAct::agreed) continue;
        missing += fmt::format("{}{}{}", missing.empty() ? "" : "，", party_zh(party),
                               said ? "不同意" : "还没有答复");
    }
    return missing;
}

// The number of the plan in force that was made after this one; 0: none was.
std::int64_t newer_in_force(const HolidayPlanHead& plan, std::span<const HolidayPlanHead> plans) {
    const HolidayPlanHead* newest = registry::in_force(plans, plan.term);
    return newest && newest->number > plan.number ? newest->number : 0;
}

struct Standing {
    std::string_view tone;
    std::string text;
};
Standing standing_of(const HolidayPlanHead& plan, std::span<const HolidayPlanHead> plans) {
    if (plan.has(HolidayAct::withdrawn)) return {"off", "已撤回"};
    const std::int64_t newer = newer_in_force(plan, plans);
    if (newer > 0 && plan.has(HolidayAct::published)) return {"off", fmt::format("已被方案 {} 替代", newer)};
    if (newer > 0) return {"off", fmt::format("没有发布，方案 {} 在执行", newer)};
    if (plan.has(HolidayAct::published)) return {"ok", "已发布"};
    return missing_zh(plan).empty() ? Standing{"ok", "可以发布"} : Standing{"warn", "征求意见"};
}

bool is_over(const HolidayPlanHead& plan) {
    return plan.has(HolidayAct::published) || plan.has(HolidayAct::withdrawn);
}

void fill_steps(Fill& fill, const HolidayPlanHead& plan) {
    for (const HolidayStep& step : plan.steps) {
        Fill row = fill.show("STEP");
        row.set("PARTY", party_zh(step.party)).set("ACT", act_zh(step.act)).set("AT", moment_zh(step.at));
        row.set("TONE", step.act == HolidayAct::objected ? "bad" : "ok");
        if (!step.who.empty()) row.show("WHO").set("NAME", step.who);
        if (!step.reason.empty()) row.show("REASON").set("TEXT", step.reason);
    }
}

std::string older_zh(std::int64_t newer) {
    return fmt::format("这个学期已经发布了更新的方案 {}，较早的方案不能再发布", newer);
}

void fill_form(Fill& fill, const HolidaysPage& page) {
    if (!page.reader || is_over(*page.plan)) return;
    const std::int64_t newer = newer_in_force(*page.plan, page.plans);
    if (newer > 0 && *page.reader != Party::bureau) {
        fill.show("OLDER").set("WHY", older_zh(newer));
        return;
    }
    Fill form = fill.show("FORM");
    form.set("NUMBER", static_cast<long long>(page.plan->number)).set("TOKEN", page.token);
    form.set("PARTY", party_zh(*page.reader)).set("REASON", page.reason);
    if (*page.reader != Party::bureau) {
        form.show("ANSWER");
        return;
    }
    const std::string missing = missing_zh(*page.plan);
    if (newer > 0)
        form.show("NOT_YET").set("WHY", older_zh(newer));
    else if (missing.empty())
        form.show("PUBLISH").set("NUMBER", static_cast<long long>(page.plan->number));
    else
        form.show("NOT_YET").set("WHY", missing);
    form.show("WITHDRAW");
}

template <class Mark>
Fill cell_of(Fill& row, std::string_view section, const CoordinatedDay& day, Mark mark) {
    Fill cell = row.show(section);
    if (day.rest) cell.show("REST");
    mark(cell);
    return cell;
}

void fill_heads(Fill& table, const holidays::CoordinatedWeeks& weeks) {
    for (const CoordinatedDay& day : weeks.days) {
        const year_month_day on{day.on};
        cell_of(table, "DAY", day, [&](Fill& cell) {
            const std::string full = day_text(day.on);
            constexpr std::size_t one_character = 3;  // bytes: the last one is the weekday's
            cell.set("FULL", full).set("NUMBER", static_cast<unsigned>(on.day()));
            cell.set("WEEKDAY", full.substr(full.size() - one_character));
            if (&day == &weeks.days.front() || on.day() == std::chrono::day{1})
                cell.show("MONTH").set("TEXT", static_cast<unsigned>(on.month()));
        });
        const auto number = [](int value) {
            return [value](Fill& cell) {
                if (value > 0) cell.show("SOME").set("VALUE", static_cast<long long>(value));
            };
        };
        cell_of(table, "HOME_RIDERS", day, number(day.home_riders));
        cell_of(table, "BACK_RIDERS", day, number(day.back_riders));
        cell_of(table, "VEHICLES", day, number(day.vehicles));
        cell_of(table, "POSTS", day, [&](Fill& cell) {
            number(day.schools_apart)(cell);
            if (day.schools_apart > day.posts) cell.show("OVER");
        });
    }
}

void fill_leg(Fill& cell, std::string_view section, const std::optional<CoordinatedLeg>& leg) {
    if (!leg) return;
    Fill mark = cell.show(section);
    mark.set("AT", minute_text(leg->at));
    if (leg->runs > 0) mark.show("SOME").set("RUNS", static_cast<long long>(leg->runs));
    if (leg->moved) mark.show("MOVED").set("WISH", day_text(leg->wish.on) + " " + minute_text(leg->wish.at));
    if (leg->without_vehicle > 0)
        mark.show("LACKS").set("RIDERS", static_cast<long long>(leg->without_vehicle));
}

void fill_weeks(Fill& fill, const HolidaysPage& page) {
    const auto& weeks = *page.weeks;
    const coordination::Day first = weeks.days.front().on, last = weeks.days.back().on;
    const auto address = [](coordination::Day on) { return to_iso(year_month_day{on}); };
    Fill table = fill.show("WEEKS");
    table.set("NUMBER", static_cast<long long>(page.plan->number));
    table.set("FROM", address(first)).set("UNTIL", address(last));
    table.set("EARLIER", address(first - std::chrono::days{holidays::plan_days}));
    table.set("LATER", address(last + std::chrono::days{1}));
    fill_heads(table, weeks);
    for (const auto& school : weeks.schools) {
        Fill row = table.show("SCHOOL");
        row.set("NAME", school.name).set("RIDERS", static_cast<long long>(school.riders));
        for (std::size_t i = 0; i < school.days.size(); ++i)
            cell_of(row, "CELL", weeks.days[i], [&](Fill& cell) {
                fill_leg(cell, "HOME", school.days[i].home);
                fill_leg(cell, "BACK", school.days[i].back);
            });
    }
}

// What a publication changes, or has changed.
void fill_counts(Fill& fill, const holidays::PublicationCounts& counts) {
    fill.set("ADDED", counts.added).set("CHANGED", counts.changed).set("CANCELLED", counts.cancelled);
    if (counts.relieved > 0) fill.show("RELIEVED").set("RUNS", counts.relieved);
    if (counts.too_late > 0) fill.show("TOO_LATE").set("RUNS", counts.too_late);
}

void fill_others(Fill& fill, const HolidaysPage& page) {
    std::vector<const HolidayPlanHead*> of_term;  // the newest first
    for (const HolidayPlanHead& other : page.plans) {
        const Standing its = standing_of(other, page.plans);
        fill.show("OTHER")
            .set("NUMBER", static_cast<long long>(other.number))
            .set("TERM", other.term)
            .set("TONE", its.tone)
            .set("STANDING", its.text);
        if (other.term == page.plan->term && other.number != page.plan->number)
            of_term.insert(of_term.begin(), &other);
    }
    if (of_term.empty()) return;
    Fill compare = fill.show("COMPARE");
    compare.set("NUMBER", static_cast<long long>(page.plan->number));
    for (const HolidayPlanHead* other : of_term)
        compare.show("WITH")
            .set("OTHER", static_cast<long long>(other->number))
            .set("STANDING", standing_of(*other, page.plans).text);
}

}  // namespace

std::string render_holidays(const HolidaysPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8)).set("TOKEN", page.token);
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    if (page.may_plan) fill.show("MAY_PLAN");
    if (!page.plan || !page.weeks || !page.question) {
        fill.show("NONE");
        return render("holidays.html", fill);
    }
    Fill shown = fill.show("PLAN");
    const Standing standing = standing_of(*page.plan, page.plans);
    shown.set("NUMBER", static_cast<long long>(page.plan->number)).set("TERM", page.plan->term);
    shown.set("TONE", standing.tone).set("STANDING", standing.text);
    shown.set("PEAK", static_cast<long long>(page.plan->peak_vehicles));
    shown.set("UNSERVED", static_cast<long long>(page.plan->unserved));
    shown.set("MOVED", static_cast<long long>(page.weeks->moved));
    shown.set("LEGS", static_cast<long long>(page.weeks->legs));
    if (page.done && page.plan->has(HolidayAct::published)) {
        Fill done = shown.show("DONE");
        fill_counts(done, *page.done);
    }
    fill_steps(shown, *page.plan);
    fill_form(shown, page);
    fill_weeks(shown, page);
    fill_others(shown, page);
    insert_breakdown_form(shown, page.plan->number, *page.question, page.breakdown);
    return render("holidays.html", fill);
}

std::string render_publish(const PublishPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill.set("NUMBER", static_cast<long long>(page.plan.number)).set("TERM", page.plan.term);
    if (!page.trouble.empty()) {
        fill.show("TROUBLE").set("TEXT", page.trouble);
        return render("holiday_publish.html", fill);
    }
    Fill sure = fill.show("SURE");
    sure.set("NUMBER", static_cast<long long>(page.plan.number)).set("TOKEN", page.token);
    fill_counts(sure, page.counts);
    if (page.in_force)
        sure.show("IN_FORCE")
            .set("NUMBER", static_cast<long long>(page.plan.number))
            .set("WITH", static_cast<long long>(*page.in_force));
    return render("holiday_publish.html", fill);
}

}  // namespace husong::pages
