#include "server/pages/crew.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/crew_duty.hpp"
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

Chip state_chip(const CrewRun& run, Time now) {
    const Visit& visit = run.visit;
    if (visit.departure.status == DepartureStatus::cancelled) return {"bad", "bad", "已取消"};
    if (run.to_clear) return {"bad", "bad", "还没清车"};
    if (visit.released) return {"ok", "go", gate::clock_zh(visit.released->at) + " 校门放行"};
    if (visit.arrived_at) return {"info", "clock", gate::clock_zh(*visit.arrived_at) + " 到校门"};
    if (run.time.until <= now) return {"off", "off", "已过时间"};
    if (visit.departure.leaves_at <= now && !run.stops.empty() && now < run.stops.back().due)
        return {"info", "bus", "现在这一趟"};
    return {"off", "clock", "计划"};
}

std::string_view card_tone(const CrewRun& run, Time now) {
    const bool cancelled = run.visit.departure.status == DepartureStatus::cancelled;
    return cancelled || !run.tells_verdict(now) ? "off" : verdict_tone(run.visit.verdict.headline.word);
}

std::string people_zh(const CrewRun& run) {
    const auto capacity = run.visit.verdict.load.approved_persons;
    return fmt::format("{} {} 人，座位 {}，核载 {}", run.shared ? "这条线路登记学生共" : "登记乘坐学生",
                       run.pupils(), run.visit.departure.seats,
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
    if (run.tells_verdict(now)) {
        Fill chip = fill.show("CHIP");
        fill_chip(chip, verdict_chip(visit.verdict, now));
    }
    if (!visit.relief.empty()) fill.show("REMARKED").set("TEXT", visit.relief);
    if (!visit.departure.note.empty()) fill.show("REMARKED").set("TEXT", visit.departure.note);
}

void fill_card(Fill card, const CrewRun& run, Time now) {
    fill_run_facts(card, run, now);
    card.set("TONE", card_tone(run, now));
    const Chip state = state_chip(run, now);
    card.set("STATE_TONE", state.tone).set("STATE_ICON", state.icon).set("STATE", state.text);
}

void fill_later(Fill& fill, const CrewPage& page) {
    if (page.later.empty()) return;
    Fill later = fill.show("LATER");
    for (const auto& [departure, line] : page.later) {
        Fill row = later.show("RUN");
        row.set("DAY", gate::day_zh(china_date(departure.leaves_at)));
        row.set("TIME", gate::clock_zh(departure.leaves_at)).set("DIRECTION", direction_zh(departure));
        row.set("CODE", percent_encode(departure.code)).set("LINE", line);
        if (departure.status == DepartureStatus::cancelled) row.show("CANCELLED");
    }
    if (page.beyond_later > 0) later.show("MORE").set("COUNT", page.beyond_later);
}

// What the crew has to do about the verdict; the words before it are the policeman's.
std::string_view what_to_do(VerdictWord word, Post post, bool moving) {
    const bool counts = post == Post::escort;
    const bool stops =
        word == VerdictWord::must_not || word == VerdictWord::over || word == VerdictWord::likely_over;
    if (moving && stops)
        return counts ? "已经在路上：请驾驶人到安全的地方停车，告诉学校和车企来转运，停稳后再点一次。"
                      : "已经在路上：到安全的地方停车，告诉学校和车企来转运。";
    switch (word) {
        case VerdictWord::must_not: return "不要载学生，马上告诉车企和学校。";
        case VerdictWord::over:
            return counts ? "不要发车，请学校调备用车或转运，再点一次。" : "不要发车，请学校调备用车或转运。";
        case VerdictWord::likely_over:
            return counts ? "不要发车，先把车上的人都点一遍。" : "不要发车，先请照管员点人数。";
        case VerdictWord::check: return "发车前核对清楚。";
        case VerdictWord::unknown_load: return counts ? "发车前点一遍人数。" : "发车前请照管员点人数。";
        default: return "";
    }
}

void say(Fill& fill, std::string_view tone, std::string_view state, std::string_view note) {
    fill.set("TONE", tone).set("STATE", state).set("STATE_NOTE", note);
}

void fill_answer(Fill& fill, const CrewRunPage& page) {
    const CrewRun& run = page.run;
    const auto& verdict = run.visit.verdict;
    if (run.visit.departure.status == DepartureStatus::cancelled)
        return say(fill, "bad", "这一趟取消了", "请不要发车。");
    if (!run.tells_verdict(page.made_at)) {
        const std::string from =
            gate::day_zh(china_date(run.time.from)) + " " + gate::clock_zh(run.time.from);
        return run.time.until <= page.made_at
                   ? say(fill, "off", "这一趟已经结束", "车上人数和位置不再显示。")
                   : say(fill, "off", "还没到时间", from + " 起可以看到车上人数和位置。");
    }
    const auto& headline = verdict.headline;
    const bool on_this_run = run.time.holds(page.made_at);
    const bool moving = on_this_run && verdict.position && verdict.position->moving;
    const std::string to_do{what_to_do(headline.word, page.post, moving)};
    say(fill, verdict_tone(headline.word), headline.text,
        headline.reason.empty() ? to_do : headline.reason + "。" + to_do);
    if (!on_this_run) return;  // the other lines tell who is aboard
    for (const auto& line : verdict.also)
        fill.show("ALSO").set("TEXT", line.reason.empty() ? line.text : line.text + "：" + line.reason);
}

void fill_vehicle(Fill& fill, const CrewRunPage& page) {
    if (page.run.time.holds(page.made_at)) {
        Fill known = fill.show("KNOWN");
        fill_known(known, page.run.visit, page.made_at);
    } else {
        Fill papers = fill.show("PAPERS");
        fill_papers(papers, page.run.visit.verdict.papers);
    }
}

// Whose count stands, when it is not an escort's: hers changes nothing then.
void fill_counted(Fill& part, const CrewRun& run) {
    const auto& load = run.visit.verdict.load;
    if (!load.counted_by || *load.counted_by == tracking::Source::escort) return;
    part.show("OTHERS").set("TEXT", load.basis_zh + "。人数有变，请他们再点一次。");
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
    if (!page.form->doubt.empty()) {
        part.show("DOUBT").set("TEXT", page.form->doubt);
        part.show("SURE").set("COUNT", sure_mark(page.form->value("pupils"), page.form->value("adults")));
    }
    part.set("VEHICLE", vehicle_mark(page.run.visit.plate));
    fill_counted(part, page.run);
    fill_fields(part, *page.form, count_act, {{"pupils", "PUPILS"}, {"adults", "ADULTS"}});
}

}  // namespace

bool CrewRun::tells_verdict(Time now) const {
    const VerdictWord word = visit.verdict.headline.word;
    return time.holds(now) || word == VerdictWord::must_not || word == VerdictWord::not_registered;
}

std::string sure_mark(std::string_view pupils, std::string_view adults) {
    return std::string{pupils} + "+" + std::string{adults};
}

std::string vehicle_mark(const registry::Plate& plate) {
    return plate.text + " " + std::string{registry::colour_name(plate.colour)};
}

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
    if (!page.notice.empty()) fill.show("NOTICE").set("TEXT", page.notice);
    fill.show(page.refreshes ? "REFRESHES" : "STILL");
    insert_changes(fill, page.changes, ChangesShown::open);
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
    fill_answer(fill, page);
    fill_vehicle(fill, page);
    fill_stops(fill, page.run);
    fill_count(fill, page);
    fill_duty(fill, page);
    if (page.counted) {
        const auto& count = page.run.visit.count;
        fill.show("COUNTED").set(
            "TEXT",
            "人数已记下。" + (count && count->source == tracking::Source::escort ? count_zh(*count) : ""));
    }
    return render("crew_run.html", fill);
}

}  // namespace husong::pages
