#include "server/pages/crew_duty.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

using fleet::Duty;
using fleet::Post;
using fleet::RiderState;
using fleet::RunRider;
using fleet::StopRiders;

long long number(auto count) { return static_cast<long long>(count); }

void fill_page(Fill& fill, const DutyPage& page) {
    const registry::Departure& departure = page.run.visit.departure;
    fill.include("STYLE", crew_style).include("ICONS", "gate_icons.html");
    fill.set("CODE", percent_encode(departure.code)).set("TIME", gate::clock_zh(departure.leaves_at));
    fill.set("DIRECTION", departure.direction == registry::Direction::home ? "离校" : "返校");
    fill.set("LINE", page.run.visit.line).set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill.set("TOKEN", page.form.token).set("KEY", page.form.key);
    fill_plate(fill, page.run.visit.plate);
    if (!page.told.empty()) fill.show("TOLD").set("TEXT", page.told);
    if (!page.not_now.empty()) fill.show("NOT_NOW").set("TEXT", page.not_now);
    for (const FormFault& fault : page.faults)
        fill.show("FAULT").set("FIELD", fault.field).set("TEXT", fault.text);
}

bool was_ticked(const DutyPage& page, std::string_view box) {
    return std::ranges::find(page.ticked, box) != page.ticked.end();
}

std::string walked_zh(const Duty& duty) {
    if (!duty.walked_round_at) return "还没有检查";
    const std::string at = gate::clock_zh(*duty.walked_round_at);
    return duty.faults == 0 ? at + " 检查过，7 项都正常"
                            : fmt::format("{} 检查过，{} 项有问题：不要发车，告诉车企", at, duty.faults);
}

std::string swept_zh(const Duty& duty) {
    const std::string swept = duty.swept_at ? gate::clock_zh(*duty.swept_at) + " 清过车" : "";
    if (duty.sweep_missing) return swept.empty() ? "还没有清车，现在清车" : swept + "，车内有动静，马上再看";
    if (!swept.empty()) return swept;
    return duty.may_sweep ? "现在清车" : "到终点后清车";
}

std::string riders_zh(const Duty& duty) {
    const int before = duty.on_relieved();
    const std::string relieved = before > 0 ? fmt::format("（其中 {} 人在前车上）", before) : "";
    return fmt::format("车上 {} 人，还没上车 {} 人{}，已下车 {} 人，请假 {} 人", duty.in(RiderState::aboard),
                       duty.in(RiderState::waiting), relieved, duty.in(RiderState::alighted),
                       duty.in(RiderState::excused));
}

// ---- riders ----

struct RiderAct {
    std::string_view act;
    std::string label;
    std::string_view kind;  // of the button
    std::string to_whom{};  // the child is given
};

// Aboard on the way home: whoever comes for the child is looked up here, not remembered.
std::vector<RiderAct> acts_of_handing_over(const RunRider& rider) {
    std::vector<RiderAct> acts;
    for (const std::string& name : rider.collectors) acts.push_back({"handed", "交给" + name, "ok", name});
    if (rider.refused) {
        acts.push_back({"alighted", "没有交给人，下车", ""});
        acts.push_back({"unrefused", "撤回“接领人不符”", ""});
    } else {
        acts.push_back({"refused", "接领人不符，没有交出", "bad"});
        acts.push_back({"unboarded", "撤回", ""});
    }
    return acts;
}

std::vector<RiderAct> acts_of(const RunRider& rider) {
    if (rider.state == RiderState::aboard && !rider.collectors.empty()) return acts_of_handing_over(rider);
    switch (rider.state) {
        case RiderState::waiting: return {{"boarded", "上车", "pri"}, {"excused", "请假", ""}};
        case RiderState::aboard: return {{"alighted", "下车", "ok"}, {"unboarded", "撤回", ""}};
        case RiderState::alighted: return {{"unalighted", "撤回", ""}};
        case RiderState::excused: return {{"unexcused", "撤回", ""}};
    }
    return {};
}

Chip chip_of(const RunRider& rider) {
    if (rider.on_relieved) return {"warn", "", "在前车上"};
    if (rider.refused && rider.state == RiderState::aboard) return {"bad", "", "没有交出"};
    switch (rider.state) {
        case RiderState::waiting: return {"off", "", "没上车"};
        case RiderState::aboard: return {"info", "", "在车上"};
        case RiderState::alighted: return {"ok", "", "已下车"};
        case RiderState::excused: return {"warn", "", "请假"};
    }
    return {};
}

void fill_rider(Fill row, const RunRider& rider, bool may) {
    row.set("NAME", rider.pupil->name).set("PUPIL", rider.pupil->code).set("CLASS", rider.pupil->class_name);
    const Chip chip = chip_of(rider);
    row.set("TONE", chip.tone).set("STATE", chip.text);
    if (!may) return;
    for (const RiderAct& act : acts_of(rider)) {
        const std::string behind = act.to_whom.empty() ? "" : "/" + act.to_whom;
        row.show("ACT")
            .set("ACT_NAME", act.act)
            .set("WHOM", rider.pupil->code + behind)
            .set("LABEL", act.label)
            .set("KIND", act.kind);
    }
}

// All of a stop, or of the run ("*"), by one tap. The stop is named: its number may be another one by then.
void fill_all(Fill& part, std::string_view place, int waiting, int aboard) {
    if (waiting > 1)
        part.show("ALL")
            .set("ACT_NAME", "boarded")
            .set("PLACE", place)
            .set("LABEL", fmt::format("{} 人都上车", waiting));
    if (aboard > 1)
        part.show("ALL")
            .set("ACT_NAME", "alighted")
            .set("PLACE", place)
            .set("LABEL", fmt::format("{} 人都下车", aboard));
}

}  // namespace

std::string render_walk_round(const DutyPage& page) {
    Fill fill;
    fill_page(fill, page);
    fill.set("STATE", walked_zh(page.duty))
        .set("TONE", page.duty.walked_round_at ? (page.duty.faults ? "bad" : "ok") : "off");
    if (!page.not_now.empty()) return render("crew_check.html", fill);
    Fill form = fill.show("FORM");
    form.set("NOTE", page.note);
    for (std::size_t i = 0; i < fleet::walk_round_items.size(); ++i) {
        Fill item = form.show("ITEM");
        item.set("NUMBER", number(i)).set("NAME", fleet::walk_round_items.at(i));
        if (was_ticked(page, std::to_string(i))) item.show("TICKED");
    }
    return render("crew_check.html", fill);
}

std::string render_riders(const DutyPage& page) {
    Fill fill;
    fill_page(fill, page);
    const Duty& duty = page.duty;
    const bool may = page.not_now.empty();
    fill.set("SUM", riders_zh(duty)).set("NUMBER", page.number);
    if (duty.stops.empty()) fill.show("NOBODY");
    if (may) {
        Fill count = fill.show("COUNT");
        if (!page.doubt.empty()) count.show("DOUBT").set("TEXT", page.doubt).set("SURE", page.number);
        if (duty.counted_at) count.show("COUNTED").set("AT", gate::clock_zh(*duty.counted_at));
        if (duty.count_missing) count.show("MISSING");
        if (duty.stops.size() > 1) {
            // All board at the school, or get off there; elsewhere a mark of everybody would be a guess.
            const bool home = page.run.visit.departure.direction == registry::Direction::home;
            Fill all = fill.show("EVERYBODY");
            fill_all(all, fleet::everybody, home ? duty.in(RiderState::waiting) : 0,
                     home ? 0 : duty.in(RiderState::aboard));
        }
    }
    if (may && duty.on_relieved() > 1) fill.show("RELIEVED").set("COUNT", number(duty.on_relieved()));
    for (std::size_t i = 0; i < duty.stops.size(); ++i) {
        const StopRiders& stop = duty.stops[i];
        Fill part = fill.show("STOP");
        part.set("PLACE", number(i)).set("STOP_NAME", stop.name.empty() ? "没有登记站点" : stop.name);
        part.set("RIDERS", number(stop.riders.size()));
        if (may) fill_all(part, stop.name, stop.in(RiderState::waiting), stop.may_get_off());
        for (const RunRider& rider : stop.riders) fill_rider(part.show("RIDER"), rider, may);
    }
    return render("crew_riders.html", fill);
}

std::string render_sweep(const DutyPage& page) {
    Fill fill;
    fill_page(fill, page);
    fill.set("STATE", swept_zh(page.duty)).set("TONE", page.duty.swept_at ? "ok" : "off");
    std::string names;
    for (const StopRiders& stop : page.duty.stops)
        for (const RunRider& rider : stop.riders)
            if (rider.state == RiderState::aboard) names += (names.empty() ? "" : "、") + rider.pupil->name;
    if (!names.empty() && page.duty.may_sweep)
        fill.show("ABOARD").set("COUNT", number(page.duty.in(RiderState::aboard))).set("NAMES", names);
    if (!page.not_now.empty()) return render("crew_sweep.html", fill);
    Fill form = fill.show("FORM");
    if (was_ticked(page, "seats")) form.show("SEATS_TICKED");
    if (was_ticked(page, "empty")) form.show("EMPTY_TICKED");
    return render("crew_sweep.html", fill);
}

void fill_sweep(Fill& part, const Duty& duty) {
    const bool due = duty.sweep_missing || (duty.may_sweep && !duty.swept_at);
    if (duty.on_since || due) part.show("SWEEP").set("STATE", swept_zh(duty)).set("KIND", due ? "bad" : "");
}

void fill_duty(Fill& fill, const CrewRunPage& page) {
    if (!page.told.empty()) fill.show("TOLD").set("TEXT", page.told);
    if (!page.duty) return;
    const Duty& duty = *page.duty;
    Fill part = fill.show("DUTY");
    part.set("TOKEN", page.duty_form.token).set("KEY", page.duty_form.key);
    if (duty.on_since) part.show("ON").set("AT", gate::clock_zh(*duty.on_since));
    if (!page.no_duty.empty()) {
        part.show("NOT_NOW").set("TEXT", page.no_duty);
        if (page.post == Post::escort && duty.sweep_missing) fill_sweep(part, duty);
        return;
    }
    if (page.post == Post::driver) {
        if (duty.faults > 0) part.show("FAULTY").set("TEXT", walked_zh(duty));
        part.show("CHECK").set("STATE", walked_zh(duty)).set("KIND", duty.walked_round_at ? "" : "pri");
        if (!duty.on_since) part.show("SIGN_IN").set("KIND", duty.walked_round_at ? "pri" : "");
    } else {
        if (!duty.on_since) part.show("SIGN_IN").set("KIND", "pri");
        if (duty.on_since) part.show("RIDERS").set("STATE", riders_zh(duty));
        fill_sweep(part, duty);
    }
    if (duty.on_since) part.show("SIGN_OFF");
}

}  // namespace husong::pages
