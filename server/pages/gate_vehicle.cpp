#include "server/pages/gate_vehicle.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::pages {

namespace {

using gate::Hindrance;
using gate::Visit;
using tracking::GateAct;
using tracking::GateActKind;

// What stands on top: the answer.
struct Answer {
    std::string tone;
    std::string text;
    std::string note;
};

Answer waiting_answer(const Visit& visit, Time now) {
    if (visit.seen_at_gate)
        return {"warn", "按定位已到校门", gate::clock_zh(*visit.seen_at_gate) + " 起，还没有登记到校"};
    if (visit.late > 0min) return {"bad", "超时未到，晚 " + minutes_zh(visit.late), position_zh(visit, now)};
    if (visit.column == gate::Column::overdue)
        return {"bad", "快到时间了，收不到车的位置", position_zh(visit, now)};
    if (visit.estimate) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(visit.estimate->said() - now);
        return {"off", fmt::format("约 {} 分钟后到", minutes.count()),
                between_text(visit.estimate->early(), visit.estimate->late())};
    }
    return {"off", gate::clock_zh(visit.due_at) + " 应到", "按时刻表"};
}

Answer answer_of(const Visit& visit, Time now) {
    if (visit.departure.status == registry::DepartureStatus::cancelled)
        return {"off", "这趟车已取消", visit.departure.note};
    if (visit.released && visit.left_unreleased_at)
        return {"bad", "车走了以后才放行",
                fmt::format("{} 离开校门，{} {} 放行", gate::clock_zh(*visit.left_unreleased_at),
                            gate::clock_zh(visit.released->at), visit.released->keeper)};
    if (visit.released)
        return {"ok", "已放行 " + gate::clock_zh(visit.released->at), visit.released->keeper + " 放行"};
    if (visit.left_unreleased_at)
        return {"bad", "没有放行就离开了", gate::clock_zh(*visit.left_unreleased_at) + " 离开校门"};
    if (!visit.arrived_at) return waiting_answer(visit, now);
    const std::string since = gate::clock_zh(*visit.arrived_at) + " 到校";
    if (!visit.hindrance) return {"ok", "可以放行", since};
    if (visit.hindrance->hindrance == Hindrance::not_counted)
        return {"warn", "到校，点过人数才能放行", since};
    return {"bad", gate::refusal_zh(*visit.hindrance), since + "。不要发车，调备用车或转运，再点一次"};
}

void fill_first(Fill& fill, const GateVehiclePage& page) {
    if (!page.first) return;
    const std::string first = run_zh(*page.first);
    fill.show("FIRST")
        .set("FIRST_CODE", percent_encode(page.first->code))
        .set("TEXT", "没有记下：这一趟是 " + run_zh(page.visit.departure) + "，还早；这辆车 " + first +
                         "的那一趟还没有放行")
        .set("LABEL", "去办 " + first + "的那一趟");
}

void add_also(Fill& fill, std::string_view text) {
    if (!text.empty()) fill.show("ALSO").set("TEXT", text);
}

void fill_state(Fill& fill, const Visit& visit, Time now) {
    const Answer answer = answer_of(visit, now);
    fill.set("TONE", answer.tone).set("STATE", answer.text).set("STATE_NOTE", answer.note);
    fill.set("TITLE", answer.text + " · " + registry::display_plate(visit.plate.text));
    if (visit.refused) add_also(fill, gate::clock_zh(visit.refused->at) + " " + visit.refused->note);
    if (visit.over_after_release) add_also(fill, "放行后又点人数：" + visit.verdict.headline.text);
    if (visit.checked) add_also(fill, mismatch_zh(*visit.checked));
    if (!visit.relief.empty()) add_also(fill, visit.relief);
    if (visit.other_driver) add_also(fill, card_zh(visit));
    const bool disputed = visit.verdict.load.disputed && !visit.released;
    if (disputed) add_also(fill, visit.verdict.load.basis_zh + "，请再点一次");
}

std::string heads_zh(const GateAct& act) {
    if (!act.heads) return "点人";
    const std::string others = act.heads->others > 0 ? fmt::format(" + 无关人员 {}", act.heads->others) : "";
    return fmt::format("点人：学生 {} + 大人 {}{} = {}", act.heads->pupils, act.heads->adults, others,
                       act.heads->people());
}

std::string act_zh(const GateAct& act) {
    switch (act.kind) {
        case GateActKind::arrived: return "到校（未点人数）";
        case GateActKind::counted: return heads_zh(act);
        case GateActKind::checked: {
            const std::string wrong = mismatch_zh(act);
            return "核对：" + (wrong.empty() ? std::string{"都相符"} : wrong) +
                   (act.note.empty() ? "" : "。" + act.note);
        }
        case GateActKind::released: return "放行";
        case GateActKind::refused: return act.note;
        case GateActKind::stopped: return "拦下";
        case GateActKind::undone: return "撤销";
    }
    return "";
}

void fill_log(Fill& fill, std::span<const GateAct> acts) {
    if (acts.empty()) fill.show("NO_ACTS");
    for (auto act = acts.rbegin(); act != acts.rend(); ++act) {
        if (act->kind == GateActKind::undone) continue;
        Fill row = fill.show("DONE");
        row.set("AT", gate::clock_zh(act->at)).set("TEXT", act_zh(*act)).set("KEEPER", act->keeper);
        const bool gone = std::any_of(acts.begin(), acts.end(),
                                      [&](const GateAct& other) { return other.undoes == act->id; });
        if (gone) row.show("GONE");
    }
}

void fill_expected(Fill& fill, const Visit& visit) {
    const auto or_none = [](const std::string& name) {
        return name.empty() ? std::string{"名单上没有"} : name;
    };
    fill.set("RUN", run_zh(visit.departure));
    fill.set("LINE", visit.line).set("DUE", gate::clock_zh(visit.due_at));
    fill.set("DRIVER", or_none(visit.driver)).set("ESCORT", or_none(visit.escort));
    const auto capacity = visit.verdict.load.approved_persons;
    fill.set("SEATS", fmt::format("学生 {} + 司乘 {} = {}，核载 {}", visit.departure.seats,
                                  visit.people_planned() - visit.departure.seats, visit.people_planned(),
                                  capacity ? std::to_string(*capacity) : "未知"));
    if (!visit.departure.note.empty()) fill.show("REMARKED").set("TEXT", visit.departure.note);
}

struct FormLook {
    std::string_view act;
    std::string_view heading;
    std::string_view label;
    std::string_view kind;
    std::string_view about;
};
constexpr FormLook arrived{"arrived", "到校", "到校（未点人数）", "ok",
                           "只说车到了，不改人数，也不消除任何问题。"};
constexpr FormLook counted{"counted", "点人数", "记下人数", "pri",
                           "把车上的人都点一遍再填，不要抄应上人数。司机和照管员算大人。"};
constexpr FormLook checked{"checked", "核对车和人，有问题", "记下核对", "pri", ""};
constexpr FormLook released{"released", "放行", "人齐，放行", "ok", ""};
constexpr FormLook undone{"undone", "撤销", "撤销", "", ""};

std::vector<FormLook> forms_of(const Visit& visit) {
    std::vector<FormLook> forms;
    if (visit.departure.status == registry::DepartureStatus::cancelled) return forms;
    if (!visit.released) {
        if (!visit.arrived_at) forms.push_back(arrived);
        if (visit.arrived_at && !visit.hindrance) forms.push_back(released);
        forms.push_back(counted);
        forms.push_back(checked);
    }
    if (visit.undoable) forms.push_back(undone);
    return forms;
}

void fill_checks(Fill& part, const Visit& visit, const GateForm& form) {
    const std::array<std::array<std::string, 3>, 3> checks{
        {{"plate", "车牌", registry::display_plate(visit.plate.text)},
         {"driver", "驾驶人", visit.driver},
         {"escort", "照管员", visit.escort}}};
    for (const auto& [field, name, expected] : checks) {
        Fill row = part.show("CHECK");
        row.set("FIELD", field).set("NAME", name).set("EXPECTED", expected.empty() ? "名单上没有" : expected);
        if (form.act != checked.act) continue;
        if (form.value(field) == "yes") row.show("YES");
        if (form.value(field) == "no") row.show("NO");
        for (const FormFault& fault : form.faults)
            if (fault.field == field) row.show("WRONG").set("TEXT", fault.text);
    }
    part.show("REMARK");
}

void fill_one_form(Fill part, const FormLook& look, const Visit& visit, const GateForm& form) {
    part.set("ACT", look.act).set("HEADING", look.heading).set("LABEL", look.label).set("KIND", look.kind);
    if (!look.about.empty()) part.show("ABOUT").set("TEXT", look.about);
    if (form.asked_where && form.act == look.act) part.show("ASKED");
    if (look.act == counted.act) part.show("COUNT");
    if (look.act == checked.act) fill_checks(part, visit, form);
    if (look.act == undone.act) {
        part.show("ABOUT").set("TEXT", gate::clock_zh(visit.undoable->at) + " " + act_zh(*visit.undoable) +
                                           "（10 分钟内可以撤销）");
        part.show("UNDO").set("ID", visit.undoable->id);
    }
    fill_fields(part, form, look.act,
                {{"pupils", "PUPILS"},
                 {"adults", "ADULTS"},
                 {"others", "OTHERS"},
                 {"front", "FRONT"},
                 {"note", "NOTE"},
                 {"keeper", "KEEPER_FAULT"},
                 {"pin", "PIN"}});
}

void fill_forms(Fill& fill, const Visit& visit, const GateForm& form) {
    const bool here = visit.arrived_at && !visit.released;
    if (here && visit.hindrance) fill.show("HELD").set("LABEL", gate::refusal_zh(*visit.hindrance));
    const auto forms = forms_of(visit);
    const bool any_sent =
        std::any_of(forms.begin(), forms.end(), [&](const FormLook& look) { return look.act == form.act; });
    for (std::size_t i = 0; i < forms.size(); ++i) {
        Fill part = fill.show("FORM");
        if (any_sent ? forms[i].act == form.act : i == 0) part.show("OPEN");
        fill_one_form(std::move(part), forms[i], visit, form);
    }
}

}  // namespace

std::string render_gate_vehicle(const GateVehiclePage& page) {
    const Visit& visit = page.visit;
    Fill fill;
    fill.include("STYLE", gate_style).include("ICONS", "gate_icons.html");
    fill.set("SCHOOL", page.school).set("CODE", percent_encode(visit.departure.code));
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill_plate(fill, visit.plate);
    fill_chip(fill, verdict_chip(visit.verdict, page.made_at));
    fill_form(fill, page.form);
    fill_first(fill, page);
    fill_state(fill, visit, page.made_at);
    fill_expected(fill, visit);
    fill_known(fill, visit, page.made_at);
    fill_forms(fill, visit, page.form);
    fill_log(fill, page.acts);
    return render("gate_vehicle.html", fill);
}

}  // namespace husong::pages
