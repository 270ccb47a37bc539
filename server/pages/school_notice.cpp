#include "server/pages/school_notice.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/holidays/plan.hpp"
#include "server/pages/page.hpp"

namespace husong::pages {

namespace {

using holidays::NoticeDay;
using holidays::Published;
using registry::Direction;

// 前杨树沟 16:52、后梨树台 17:04
std::string stops_zh(const Published& run) {
    std::string text;
    for (const tracking::TripPlace& stop : run.stops)
        text += (text.empty() ? "" : "、") + stop.name + " " + gate::clock_zh(stop.due);
    if (run.departure.direction == Direction::to_school && !run.stops.empty())
        text += "，到校 " + gate::clock_zh(run.at_school);
    return text;
}

std::string crew_zh(const Published& run) {
    if (run.escort.empty()) return run.driver;
    return run.driver + " / " + run.escort;
}

void fill_notice_run(Fill row, const Published& run) {
    const bool home = run.departure.direction == Direction::home;
    row.set("DIRECTION", home ? "离校" : "返校").set("TIME", gate::clock_zh(run.departure.leaves_at));
    row.set("LINE", run.line).set("STOPS", stops_zh(run));
    row.set("PLATE", registry::display_plate(run.plate.text));
    row.set("COLOUR", registry::colour_name_zh(run.plate.colour));
    row.set("SEATS", run.departure.seats).set("CREW", crew_zh(run));
    if (run.state == holidays::RunState::cancelled) row.show("CANCELLED");
    if (!run.departure.note.empty()) row.show("NOTE").set("TEXT", run.departure.note);
}

void fill_day(Fill section, const NoticeDay& day) {
    section.set("DAY", gate::day_zh(day.on));
    if (day.public_day != nullptr)
        section.show("PUBLIC")
            .set("MARK", day.public_day->kind == "work" ? "上班" : "放假")
            .set("NAME", day.public_day->name)
            .set("NOTICE", day.public_day->notice);
    if (day.runs.empty()) return;
    Fill table = section.show("TABLE");
    table.set("DAY", gate::day_zh(day.on));
    for (const Published& run : day.runs) fill_notice_run(table.show("RUN"), run);
}

}  // namespace

std::string render_school_notice(const SchoolNoticePage& page) {
    Fill fill;
    fill.include("STYLE", notice_style);
    const auto last = holidays::days_after(page.from, holidays::notice_days - 1);
    fill.set("SCHOOL", page.school).set("CODE", percent_encode(page.code));
    fill.set("FROM", to_iso(page.from)).set("UNTIL", to_iso(last));
    fill.set("BACK", page.back).set("BACK_WORD", page.back_word).set("VERSION", page.version);
    fill.set("PRINTED_AT", to_iso(china_date(page.printed_at)) + " " + gate::clock_zh(page.printed_at));
    bool any = false;
    for (const NoticeDay& day : page.days) {
        any |= !day.runs.empty();
        fill_day(fill.show("DAY_SECTION"), day);
    }
    if (!any) fill.show("EMPTY");
    return render("school_notice.html", fill);
}

}  // namespace husong::pages
