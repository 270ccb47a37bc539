#include "server/pages/crew.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/format.h>

namespace husong::pages {

namespace {

using fleet::CrewStop;
using fleet::Post;
using gate::Visit;
using registry::Departure;
using registry::DepartureStatus;
using registry::Direction;
using rules::VerdictWord;

constexpr std::string_view count_act = "counted";

std::string direction_zh(const Departure& departure) {
    return departure.direction == Direction::home ? "离校" : "返校";
}

Chip state_chip(const CrewRun& run) {
    const Visit& visit = run.visit;
    if (visit.departure.status == DepartureStatus::cancelled) return {"bad", "bad", "已取消"};
    if (visit.released) return {"ok", "go", gate::clock_zh(visit.released->at) + " 校门放行"};
    if (visit.arrived_at) return {"info", "clock", gate::clock_zh(*visit.arrived_at) + " 到校门"};
    if (run.over) return {"off", "off", "已过时间"};
    return {"off", "clock", "计划"};
}

std::string_view card_tone(const CrewRun& run) {
    switch (run.visit.verdict.headline.word) {
        case VerdictWord::must_not:
        case VerdictWord::over:
        case VerdictWord::likely_over: return "bad";
        case VerdictWord::check: return "warn";
        default: return run.over || run.visit.departure.status == DepartureStatus::cancelled ? "off" : "ok";
    }
}

std::string people_zh(const CrewRun& run) {
    const auto capacity = run.visit.verdict.load.approved_persons;
    return fmt::format("登记乘坐学生 {} 人，座位 {}，核载 {}", run.pupils(), run.visit.departure.seats,
                       capacity ? std::to_string(*capacity) : "未知");
}

std::string or_none(const std::string& name) { return name.empty() ? "名单上没有" : name; }

// What the two pages say alike of a run.
void fill_run_facts(Fill& fill, const CrewRun& run, Time now) {
    const Visit& visit = run.visit;
    fill.set("CODE", percent_encode(visit.departure.code));
    fill.set("TIME", gate::clock_zh(visit.departure.leaves_at));
    fill.set("DIRECTION", direction_zh(visit.departure)).set("LINE", visit.line).set("SCHOOL", run.school);
    fill.set("DRIVER", or_none(visit.driver)).set("ESCORT", or_none(visit.escort));
    fill.set("PEOPLE_PLANNED", people_zh(run));
    fill_plate(fill, visit.plate);
    fill_chip(fill, verdict_chip(visit.verdict, now));
    if (!visit.departure.note.empty()) fill.show("REMARKED").set("TEXT", visit.departure.note);
}

void fill_card(Fill card, const CrewRun& run, Time now) {
    fill_run_facts(card, run, now);
    card.set("TONE", card_tone(run));
    const Chip state = state_chip(run);
    card.set("STATE_TONE", state.tone).set("STATE_ICON", state.icon).set("STATE", state.text);
}

void fill_later(Fill& fill, const CrewPage& page) {
    if (page.later.empty()) return;
    Fill later = fill.show("LATER");
    for (const auto& [departure, line] : page.later) {
        Fill row = later.show("RUN");
        row.set("DAY", gate::day_zh(china_date(departure->leaves_at)));
        row.set("TIME", gate::clock_zh(departure->leaves_at)).set("DIRECTION", direction_zh(*departure));
        row.set("CODE", percent_encode(departure->code)).set("LINE", line);
        if (departure->status == DepartureStatus::cancelled) row.show("CANCELLED");
    }
}

// What the crew has to do about the verdict; the words before it are the policeman's.
std::string_view what_to_do(VerdictWord word) {
    switch (word) {
        case VerdictWord::must_not: return "不要载学生，马上告诉车企和学校。";
        case VerdictWord::over: return "不要发车，请学校调备用车或转运，再点一次。";
        case VerdictWord::likely_over: return "不要发车，先把车上的人都点一遍。";
        case VerdictWord::check: return "发车前核对清楚。";
        case VerdictWord::unknown_load: return "发车前点一遍人数。";
        default: return "";
    }
}

std::string_view banner_tone(VerdictWord word) {
    switch (word) {
        case VerdictWord::must_not:
        case VerdictWord::over:
        case VerdictWord::likely_over: return "bad";
        case VerdictWord::check:
        case VerdictWord::not_registered: return "warn";
        case VerdictWord::may_carry: return "ok";
        case VerdictWord::unknown_load: return "off";
    }
    return "off";
}

void fill_answer(Fill& fill, const CrewRun& run) {
    const auto& headline = run.visit.verdict.headline;
    if (run.visit.departure.status == DepartureStatus::cancelled) {
        fill.set("TONE", "bad").set("STATE", "这一趟取消了").set("STATE_NOTE", "请不要发车。");
        return;
    }
    fill.set("TONE", banner_tone(headline.word)).set("STATE", headline.text);
    fill.set("STATE_NOTE", headline.reason.empty()
                               ? std::string{what_to_do(headline.word)}
                               : headline.reason + "。" + std::string{what_to_do(headline.word)});
}

void fill_stops(Fill& fill, const CrewRun& run) {
    if (run.stops.empty()) fill.show("NO_STOPS");
    const bool home = run.visit.departure.direction == Direction::home;
    for (const CrewStop& stop : run.stops) {
        Fill row = fill.show("STOP");
        row.set("DUE", gate::clock_zh(stop.due)).set("NAME", stop.name);
        const std::string_view what = stop.gate == home ? "上车" : "下车";
        row.set("PUPILS", stop.pupils > 0 ? fmt::format("{} {} 人", what, stop.pupils) : "没有登记的学生");
    }
}

void fill_count(Fill& fill, const CrewRunPage& page) {
    if (!page.no_form.empty()) fill.show("NOT_NOW").set("TEXT", page.no_form);
    if (!page.form) return;
    fill_form(fill, *page.form);
    Fill part = fill.show("FORM");
    part.set("ACT", count_act);
    fill_fields(part, *page.form, count_act, {{"pupils", "PUPILS"}, {"adults", "ADULTS"}});
}

}  // namespace

int CrewRun::pupils() const {
    for (const CrewStop& stop : stops)
        if (stop.gate) return stop.pupils;
    return 0;
}

std::string render_crew(const CrewPage& page) {
    Fill fill;
    fill.include("STYLE", crew_style).include("ICONS", "gate_icons.html");
    fill.set("NAME", page.name).set("POST", page.post == Post::driver ? "驾驶人" : "照管员");
    fill.set("DAY", gate::day_zh(china_date(page.made_at)));
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8)).set("TOKEN", page.token);
    fill.set("COUNT", static_cast<long long>(page.runs.size()));
    fill.show(page.refreshes ? "REFRESHES" : "STILL");
    if (page.runs.empty()) fill.show("NONE");
    for (const CrewRun& run : page.runs) fill_card(fill.show("CARD"), run, page.made_at);
    fill_later(fill, page);
    return render("crew.html", fill);
}

std::string render_crew_run(const CrewRunPage& page) {
    Fill fill;
    fill.include("STYLE", crew_style).include("ICONS", "gate_icons.html");
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill_run_facts(fill, page.run, page.made_at);
    fill_answer(fill, page.run);
    fill_known(fill, page.run.visit, page.made_at);
    fill_stops(fill, page.run);
    fill_count(fill, page);
    return render("crew_run.html", fill);
}

}  // namespace husong::pages
