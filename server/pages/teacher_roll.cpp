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

bool is_listed(const RollPupil& pupil) { return pupil.ride != RollRide::excused || !pupil.mark.empty(); }
bool is_found(const RollPupil& pupil) { return pupil.found_at || pupil.back_at; }

// When the roll was called of those who ride.
std::optional<Time> riders_called_at(const RollPage& page) {
    std::optional<Time> at;
    for (const RollPupil& pupil : page.pupils)
        for (const auto& told : {pupil.found_at, pupil.missed_at})
            if (told) at = std::max(at.value_or(Time{}), *told);
    return at;
}

// The rolls of a page, each with who is asked for in it.
struct Called {
    std::optional<Time> riders, boarders;

    [[nodiscard]] std::optional<Time> of(const RollPupil& pupil) const {
        return pupil.boarder ? boarders : riders;
    }
    [[nodiscard]] std::optional<Time> last() const {
        if (!riders || !boarders) return riders ? riders : boarders;
        return std::max(*riders, *boarders);
    }
};

// Who is ticked as missing when the page is opened: all are there, but for those who were not found before,
// and whose vehicle has not come.
bool starts_missing(const RollPupil& pupil, const Called& called) {
    if (is_found(pupil)) return false;
    return called.of(pupil) || pupil.ride == RollRide::coming;
}

Chip roll_chip(const RollPupil& pupil) {
    if (pupil.mark == "leave") return {"off", "", "请假"};
    if (pupil.mark == "contacted") return {"off", "", "已联系"};
    switch (pupil.ride) {
        case RollRide::aboard: return {"info", "", "记了上车"};
        case RollRide::alighted: return {"ok", "", "记了下车"};
        case RollRide::excused: return {"off", "", "请假"};
        case RollRide::coming: return {"warn", "", "车还没到"};
        case RollRide::not_told: return {"off", "", "没有上车记录"};
        case RollRide::own_way: return {"off", "", pupil.way.empty() ? "没有登记怎样返校" : pupil.way};
    }
    return {};
}

// Who is missing, and what the crew has told of it: that decides where to look first.
std::string missing_zh(const RollPupil& pupil) {
    const std::string& name = pupil.pupil->name;
    if (pupil.mark == "leave") return name + "：请假。";
    if (pupil.mark == "contacted") return name + "：已联系。";
    switch (pupil.ride) {
        case RollRide::aboard: return name + "：车上记了上车，没有记下车。请马上叫人到车上找。";
        case RollRide::alighted: return name + "：车上记了下车。请马上在校园里找，给家长打电话。";
        case RollRide::coming: return name + "：车还没到。";
        case RollRide::own_way:
            return fmt::format("{}：{}。请给家长打电话。", name,
                               pupil.way.empty() ? "没有登记怎样返校" : pupil.way);
        case RollRide::excused:
        case RollRide::not_told: break;
    }
    return name + "：没有上车记录。请给家长打电话。";
}

std::string return_day_text(const RollPage& page) { return page.return_on ? to_iso(*page.return_on) : ""; }

// One tap tells why she is missing, or that she has come.
void fill_reasons(Fill& row, const RollPage& page, const RollPupil& pupil) {
    Fill reasons = row.show("REASONS");
    reasons.set("TOKEN", page.token).set("KEY", page.key).set("DAY", return_day_text(page));
    reasons.set("CODE", pupil.pupil->code).set("LISTED", percent_encode(pupil.pupil->code));
    reasons.set("NAME", pupil.pupil->name);
    if (pupil.mark == "missing") reasons.show("UNTOLD").set("NAME", pupil.pupil->name);
}

void fill_called(Fill& fill, const RollPage& page, const Called& rolls) {
    const auto asked = [&](const RollPupil& each) { return is_listed(each) && rolls.of(each); };
    const auto found =
        std::ranges::count_if(page.pupils, [&](const auto& each) { return asked(each) && is_found(each); });
    const auto listed = std::ranges::count_if(page.pupils, asked);
    Fill called = fill.show("CALLED");
    if (page.sent) called.show("SENT");
    called.set("AT", gate::clock_zh(*rolls.last())).set("FOUND", static_cast<long long>(found));
    called.set("LISTED", static_cast<long long>(listed)).set("TONE", found < listed ? "bad" : "ok");
    for (const RollPupil& pupil : page.pupils) {
        if (!asked(pupil) || is_found(pupil)) continue;
        Fill row = called.show("MISSING");
        row.set("TEXT", missing_zh(pupil));
        if (!pupil.mark.empty()) fill_reasons(row, page, pupil);
    }
}

// Whom the page asks about.
std::string asked_zh(const RollPage& page) {
    if (!page.return_on) return "今天坐校车来的学生";
    if (*page.return_on == china_date(page.made_at)) return "今天返校的住校生，和坐校车来的学生";
    return fmt::format("{} 返校没有到的住校生，和今天坐校车来的学生", to_iso(*page.return_on));
}

}  // namespace

std::string render_roll(const RollPage& page) {
    Fill fill;
    fill.include("STYLE", teacher_style).include("ICONS", "gate_icons.html");
    fill.set("SCHOOL", page.school).set("CLASS", page.class_name);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    if (!page.trouble.empty()) fill.show("TROUBLE").set("TEXT", page.trouble);
    fill.set("ASKED", asked_zh(page));
    const Called called{riders_called_at(page), page.return_called_at};
    if (called.last()) fill_called(fill, page, called);
    for (const RollPupil& pupil : page.pupils)
        if (!is_listed(pupil)) fill.show("EXCUSED").set("NAME", pupil.pupil->name);
    if (std::ranges::none_of(page.pupils, is_listed)) {
        fill.show("NOBODY");
        return render("teacher_roll.html", fill);
    }
    Fill form = fill.show("FORM");
    form.set("TOKEN", page.token)
        .set("KEY", page.key)
        .set("WORD", called.last() ? "改好了，再报一次" : "报告到校");
    form.set("DAY", return_day_text(page));
    std::string listed;
    for (const RollPupil& pupil : page.pupils) {
        if (!is_listed(pupil)) continue;
        listed += (listed.empty() ? "" : " ") + percent_encode(pupil.pupil->code);
        Fill row = form.show("PUPIL");
        const Chip chip = roll_chip(pupil);
        row.set("CODE", pupil.pupil->code).set("NAME", pupil.pupil->name);
        row.set("TONE", chip.tone).set("STATE", chip.text);
        if (starts_missing(pupil, called)) row.show("TICKED");
    }
    form.set("LISTED", listed);
    return render("teacher_roll.html", fill);
}

}  // namespace husong::pages
