#include "server/pages/teacher_roll.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/page.hpp"
#include "server/pages/teacher.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

bool is_listed(const RollPupil& pupil) { return pupil.ride != RollRide::excused; }

// Who is ticked as missing when the page is opened: all are there, but for those who were not found before,
// and whose vehicle has not come.
bool starts_missing(const RollPupil& pupil, bool called) {
    if (pupil.found_at) return false;
    return called || pupil.ride == RollRide::coming;
}

Chip roll_chip(const RollPupil& pupil) {
    switch (pupil.ride) {
        case RollRide::aboard: return {"info", "", "记了上车"};
        case RollRide::alighted: return {"ok", "", "记了下车"};
        case RollRide::excused: return {"off", "", "请假"};
        case RollRide::coming: return {"warn", "", "车还没到"};
        case RollRide::not_told: return {"off", "", "没有上车记录"};
    }
    return {};
}

// Who is missing, and what the crew has told of it: that decides where to look first.
std::string missing_zh(const RollPupil& pupil) {
    const std::string& name = pupil.pupil->name;
    switch (pupil.ride) {
        case RollRide::aboard: return name + "：车上记了上车，没有记下车。请马上叫人到车上找。";
        case RollRide::alighted: return name + "：车上记了下车。请马上在校园里找，给家长打电话。";
        case RollRide::coming: return name + "：车还没到。";
        case RollRide::excused:
        case RollRide::not_told: break;
    }
    return name + "：没有上车记录。请给家长打电话。";
}

void fill_called(Fill& fill, const RollPage& page, Time at) {
    const auto found =
        std::ranges::count_if(page.pupils, [](const auto& each) { return each.found_at.has_value(); });
    const auto listed = std::ranges::count_if(page.pupils, is_listed);
    Fill called = fill.show("CALLED");
    if (page.sent) called.show("SENT");
    called.set("AT", gate::clock_zh(at)).set("FOUND", static_cast<long long>(found));
    called.set("LISTED", static_cast<long long>(listed)).set("TONE", found < listed ? "bad" : "ok");
    for (const RollPupil& pupil : page.pupils)
        if (is_listed(pupil) && !pupil.found_at) called.show("MISSING").set("TEXT", missing_zh(pupil));
}

}  // namespace

std::optional<Time> called_at(const RollPage& page) {
    std::optional<Time> at;
    for (const RollPupil& pupil : page.pupils)
        for (const auto& told : {pupil.found_at, pupil.missed_at})
            if (told) at = std::max(at.value_or(Time{}), *told);
    return at;
}

std::string render_roll(const RollPage& page) {
    Fill fill;
    fill.include("STYLE", teacher_style).include("ICONS", "gate_icons.html");
    fill.set("SCHOOL", page.school).set("CLASS", page.class_name);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    const auto called = called_at(page);
    if (called) fill_called(fill, page, *called);
    for (const RollPupil& pupil : page.pupils)
        if (!is_listed(pupil)) fill.show("EXCUSED").set("NAME", pupil.pupil->name);
    if (std::ranges::none_of(page.pupils, is_listed)) {
        fill.show("NOBODY");
        return render("teacher_roll.html", fill);
    }
    Fill form = fill.show("FORM");
    form.set("TOKEN", page.token).set("KEY", page.key).set("WORD", called ? "改好了，再报一次" : "报告到校");
    std::string listed;
    for (const RollPupil& pupil : page.pupils) {
        if (!is_listed(pupil)) continue;
        listed += (listed.empty() ? "" : " ") + percent_encode(pupil.pupil->code);
        Fill row = form.show("PUPIL");
        const Chip chip = roll_chip(pupil);
        row.set("CODE", pupil.pupil->code).set("NAME", pupil.pupil->name);
        row.set("TONE", chip.tone).set("STATE", chip.text);
        if (starts_missing(pupil, called.has_value())) row.show("TICKED");
    }
    form.set("LISTED", listed);
    return render("teacher_roll.html", fill);
}

}  // namespace husong::pages
