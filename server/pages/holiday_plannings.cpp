#include "server/pages/holiday_plannings.hpp"

#include "server/gate/words.hpp"
#include "server/pages/bureau.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace husong::pages {

namespace {

namespace json = boost::json;
using planning::Planning;
using planning::State;

struct StateWords {
    std::string_view tone, text;
};
StateWords state_zh(const Planning& planning) {
    switch (planning.state) {
        case State::waiting: return {"off", "排队中"};
        case State::running: return {"info", "正在编排"};
        case State::failed: return {"bad", "没有排成"};
        case State::done: break;
    }
    return planning.plan ? StateWords{"ok", "排好了"} : StateWords{"warn", "排不出来"};
}

std::string asked_zh(const Planning& planning) {
    return gate::day_zh(china_date(planning.asked.at)) + " " + to_iso(planning.asked.at).substr(11, 5);
}

void fill_asked_changes(Fill& fill, const Planning& planning) {
    for (const std::string& words : planning.asked.changes_zh) fill.show("CHANGE").set("TEXT", words);
}

void fill_choice(Fill& list, std::string_view section, std::string_view value, bool chosen) {
    Fill option = list.show(section);
    option.set("CODE", value);
    if (chosen) option.show("CHOSEN");
}

void fill_seconds(Fill& form, const std::string& chosen) {
    for (const auto& [value, text] : {std::pair{"10", "10 秒"}, std::pair{"60", "1 分钟"},
                                      std::pair{"300", "5 分钟"}, std::pair{"600", "10 分钟"}}) {
        Fill option = form.show("SECONDS");
        option.set("VALUE", value).set("TEXT", text);
        if (chosen == value) option.show("CHOSEN");
    }
}

void fill_what_if(Fill& form, const PlanningsPage& page) {
    const PlanningFields& fields = page.fields;
    for (const auto& row : page.registry.rows().schools) {
        if (!row.valid_at(page.made_at) || !row.value.boarding) continue;
        Fill option = form.show("SCHOOL");
        option.set("CODE", row.value.code).set("NAME", row.value.name);
        if (row.value.code == fields.school) option.show("CHOSEN");
    }
    if (fields.way == "back") form.show("BACK");
    if (fields.only == "not") form.show("NOT");
    form.set("ON", fields.on).set("AT", fields.at);
    form.set("VEHICLES", fields.vehicles).set("SEATS", fields.seats).set("VEHICLES_ON", fields.vehicles_on);
}

void fill_figures(Fill& fill, const Planning& planning) {
    if (!planning.plan) return;
    Fill figures = fill.show("FIGURES");
    figures.set("PEAK", static_cast<long long>(planning.plan->head.peak_vehicles));
    figures.set("UNSERVED", static_cast<long long>(planning.plan->head.unserved));
    const json::value plan = json::parse(planning.plan->answer);
    for (const json::value& stage : plan.at("stages").as_array())
        if (stage.at("name") == "peak")
            figures.show("GAP").set(
                "BOUND", static_cast<long long>(std::ceil(stage.at("bound").to_number<double>() - 1e-6)));
}

// The changes that were asked for, and this one.
std::string with_relief(const Planning& planning, const json::value& relief) {
    json::array changes;
    for (const coordination::Change& change : planning.asked.changes)
        changes.push_back(to_value(change, planning.of->question));
    changes.push_back(relief);
    return json::serialize(changes);
}

// Templates make blanks of line breaks.
void fill_lines(Fill& fill, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        if (end > 0) fill.show("LINE").set("TEXT", text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

void fill_explanation(Fill& fill, const Planning& planning, const std::string& token) {
    if (planning.explanation.empty()) return;
    const json::value told = json::parse(planning.explanation);
    for (const json::value& each : told.at("explanations").as_array()) {
        Fill card = fill.show("EXPLANATION");
        fill_lines(card, each.at("zh").as_string());
        for (const json::value& relief : each.at("reliefs").as_array())
            card.show("RELIEF")
                .set("TOKEN", token)
                .set("TERM", planning.asked.term)
                .set("SECONDS", static_cast<long long>(planning.asked.seconds))
                .set("CHANGES", with_relief(planning, relief))
                .set("TEXT", std::string_view{relief.at("zh").as_string()});
    }
}

void fill_submit(Fill& fill, const PlanningPage& page) {
    const Planning& planning = page.planning;
    if (planning.submitted_as)
        fill.show("SUBMITTED").set("PLAN", static_cast<long long>(*planning.submitted_as));
    else if (planning.plan)
        fill.show("SUBMIT").set("NUMBER", static_cast<long long>(planning.number)).set("TOKEN", page.token);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> register_names{
    {{"police_posts", "可执勤岗位"},
     {"public_days", "节假日"},
     {"vehicle_documents", "车辆证件"},
     {"permits", "校车使用许可"},
     {"drivers", "驾驶人"},
     {"vehicles", "车辆"}}};

// A school by its name, a register by its Chinese one; a plate is what it is.
std::string_view about_zh(const holidays::Note& note, const coordination::Case& question) {
    const auto* of_register =
        std::ranges::find(register_names, note.about, &decltype(register_names)::value_type::first);
    if (of_register != register_names.end()) return of_register->second;
    const auto school = std::ranges::find(question.schools, note.about, &coordination::School::code);
    return school == question.schools.end() ? note.about : school->name;
}

void fill_case_notes(Fill& fill, const Planning& planning) {
    if (planning.of->notes.empty()) return;
    Fill notes = fill.show("NOTES");
    notes.set("COUNT", static_cast<long long>(planning.of->notes.size()));
    for (const holidays::Note& note : planning.of->notes)
        notes.show("NOTE").set("ABOUT", about_zh(note, planning.of->question)).set("TEXT", note.text.zh);
}

void fill_state(Fill& fill, const Planning& planning) {
    const StateWords words = state_zh(planning);
    fill.set("STATE", words.text).set("TONE", words.tone);
    fill.set("WHEN", asked_zh(planning)).set("TERM", planning.asked.term);
    fill.set("NUMBER", static_cast<long long>(planning.number));
}

}  // namespace

std::string render_plannings(const PlanningsPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    if (page.terms.empty()) {
        fill.show("NO_TERM");
    } else {
        Fill form = fill.show("FORM");
        form.set("TOKEN", page.token);
        for (const std::string& term : page.terms) fill_choice(form, "TERM", term, term == page.fields.term);
        fill_seconds(form, page.fields.seconds);
        if (page.fields.explain) form.show("EXPLAIN");
        if (page.fields.anew) form.show("ANEW");
        fill_what_if(form, page);
    }
    if (page.plannings.empty()) fill.show("EMPTY");
    for (const auto& planning : page.plannings) {
        Fill row = fill.show("PLANNING");
        fill_state(row, *planning);
        if (!planning->asked.who.empty()) row.show("WHO").set("NAME", planning->asked.who);
        fill_asked_changes(row, *planning);
    }
    return render("holiday_plannings.html", fill);
}

std::string render_planning(const PlanningPage& page) {
    const Planning& planning = page.planning;
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    fill_state(fill, planning);
    fill.set("SECONDS", static_cast<long long>(planning.asked.seconds));
    const bool goes_on = planning.state == State::waiting || planning.state == State::running;
    if (goes_on) {
        if (page.refreshes) fill.show("REFRESHES");
        Fill again = fill.show("AGAIN");
        again.show(page.refreshes ? "AUTO" : "STILL");
    }
    if (!planning.asked.changes_zh.empty()) {
        Fill list = fill.show("CHANGES_ASKED");
        fill_asked_changes(list, planning);
    }
    if (planning.state == State::failed) fill.show("FAILED").set("REASON", planning.reason);
    fill_figures(fill, planning);
    fill_explanation(fill, planning, page.token);
    fill_submit(fill, page);
    fill_case_notes(fill, planning);
    if (page.compared && page.in_force) {
        Fill against = fill.show("AGAINST");
        against.set("IN_FORCE", static_cast<long long>(*page.in_force));
        insert_changes(against, page.compared->found, page.compared->question, page.names);
    }
    return render("holiday_planning.html", fill);
}

}  // namespace husong::pages
