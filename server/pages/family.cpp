#include "server/pages/family.hpp"

#include "server/pages/family_home.hpp"
#include "server/pages/family_marks.hpp"
#include "server/pages/page.hpp"
#include "server/pages/words.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace husong::pages {

namespace {

using registry::Departure;
using registry::Direction;

// Of an estimate: to the nearest minute.
std::string about_text(Time t) { return clock_text(std::chrono::round<std::chrono::minutes>(t)); }

std::string_view mark_of(Tone tone) {
    switch (tone) {
        case Tone::good: return "ok";
        case Tone::care: return "warn";
        case Tone::unknown: return "off";
        case Tone::plain: break;
    }
    return "info";
}

void fill_position(Fill& page, const FamilyFacts& facts, const FamilyView& view, bool ages) {
    if (!view.position_at) return;
    Fill position = page.show("POSITION");
    position.set("AT", to_iso(*view.position_at)).set("CLOCK", clock_text(*view.position_at));
    position.set("LATE", view.position_late ? "late" : "fresh");
    position.set("AGE", ages ? age_text(facts.now - *view.position_at) : "");
}

const char* section_of(const FamilyStop& stop) {
    switch (stop.state) {
        case FamilyStop::State::here: return "HERE";
        case FamilyStop::State::left: return "LEFT";
        case FamilyStop::State::passed: return stop.unseen ? "UNSEEN" : "PASSED";
        case FamilyStop::State::ahead: break;
    }
    return stop.timetable ? "TIMETABLE" : "ESTIMATED";
}

void fill_stops(Fill& page, const FamilyView& view) {
    if (view.stops.empty()) return;
    Fill list = page.show("STOPS");
    for (const FamilyStop& stop : view.stops) {
        if (stop.bus_before) list.show("STOP").show("BUS");
        Fill each = list.show("STOP");
        Fill place = each.show("PLACE");
        const bool ahead = stop.state == FamilyStop::State::ahead;
        place.set("NAME", stop.name).set("STATE", ahead ? "ahead" : "gone");
        place.set("CLOCK", stop.unseen ? "—" : ahead ? about_text(stop.at) : clock_text(stop.at));
        if (stop.own) place.show("OWN");
        place.show(section_of(stop));
    }
}

void fill_vehicle(Fill& page, const FamilyFacts& facts) {
    if (facts.plate.empty()) return;
    Fill vehicle = page.show("VEHICLE");
    vehicle.set("PLATE", facts.plate).set("PLATE_CLASS", facts.plate_class);
    vehicle.show(facts.papers_valid ? "PAPERS_VALID" : "PAPERS_ASK");
}

void fill_next(Fill& page, const FamilyFacts& facts) {
    Fill next = page.show("NEXT");
    const auto line = [&](const char* section, const Departure* departure) {
        if (!departure) return;
        next.show(section).set("WHEN",
                               day_text(departure->leaves_at) + " " + clock_text(departure->leaves_at));
    };
    line("HOME", facts.departures.next_home);
    line("BACK", facts.departures.next_back);
    if (!facts.departures.next_home && !facts.departures.next_back) next.show("NONE");
    if (!facts.calendar_path.empty()) next.show("CALENDAR").set("PATH", facts.calendar_path);
}

void fill_words(Fill& part, const FamilyRide& ride, bool ages) {
    part.set("HEADLINE", ride.view.headline).set("DETAIL", ride.view.detail);
    part.set("MARK", mark_of(ride.view.tone));
    if (!ride.view.mark.empty())
        part.show("TOLD").set("SAYS", ride.view.mark).set("SAYS_MARK", mark_of(ride.view.mark_tone));
    fill_position(part, ride.facts, ride.view, ages);
    fill_vehicle(part, ride.facts);
}

void fill_only_ride(Fill& page, const FamilyRide& ride, bool ages) {
    fill_words(page, ride, ages);
    fill_stops(page, ride.view);
    page.show("ONE");
}

// The other runs of the day, where there are any: the child's may be one of them.
void fill_day(Fill& page, const FamilyFacts& facts) {
    const auto& of_day = facts.departures.of_day;
    if (of_day.size() == facts.departures.runs.size()) return;
    std::string times;
    for (const Departure* run : of_day) times += (times.empty() ? "" : "、") + clock_text(run->leaves_at);
    Fill day = page.show("OF_DAY");
    day.set("COUNT", static_cast<long long>(of_day.size())).set("TIMES", times);
    day.set("WAY", of_day.front()->direction == Direction::home ? "离校" : "返校");
    day.set("SHOWN", clock_text(facts.departures.now->leaves_at));
}

// What was marked today on runs that are not on the page any more.
void fill_records(Fill& page, const FamilyFacts& facts) {
    for (const FamilyRecord& record : facts.records) {
        Fill line = page.show("RECORD");
        line.set("LEFT_AT", clock_text(record.departure->leaves_at));
        line.set("WAY", record.departure->direction == Direction::home ? "离校" : "返校");
        line.set("BECAME", record.marks.alighted_at ? alighted_text(*record.marks.alighted_at, record.place)
                                                    : std::string{"请假"});
    }
}

// Which of them is the child's only the school knows.
void fill_rides(Fill& page, std::span<const FamilyRide> rides, bool ages) {
    const Departure& first = *rides.front().facts.departure;
    const std::size_t all = rides.front().facts.departures.runs.size();
    page.set("HEADLINE", fmt::format("{} {}有 {} 趟车", day_text(first.leaves_at),
                                     first.direction == Direction::home ? "离校" : "返校", all));
    const std::string part = all > rides.size() ? fmt::format("下面是其中 {} 趟。", rides.size()) : "";
    page.set("DETAIL", "孩子坐哪一趟，请看学校的通知。" + part).set("MARK", mark_of(Tone::plain));
    for (const FamilyRide& ride : rides) {
        Fill card = page.show("RIDE");
        card.set("LEAVES_AT", clock_text(ride.facts.departure->leaves_at));
        fill_words(card, ride, ages);
    }
}

}  // namespace

std::string family_page(std::span<const FamilyRide> rides, const FamilyPageOptions& options) {
    const FamilyFacts& facts = rides.front().facts;
    Fill page;
    page.include("STYLE", "family.css");
    page.set("SIZE", options.big ? "big" : "usual").set("OTHER_SIZE", options.big ? "0" : "1");
    page.set("SIZE_WORD", options.big ? "标准字" : "大字");
    page.set("PUPIL", facts.pupil.name).set("SCHOOL", facts.school_name);
    page.set("MADE_AT", options.ages ? clock_text(facts.now) : "");
    if (options.home) fill_home(page, *options.home);
    fill_day(page, facts);
    if (rides.size() == 1)
        fill_only_ride(page, rides.front(), options.ages);
    else
        fill_rides(page, rides, options.ages);
    insert_changes(page, facts.changes, ChangesShown::open);
    fill_records(page, facts);
    fill_next(page, facts);
    return render("family.html", page);
}

std::string no_such_link_page() {
    Fill page;
    page.include("STYLE", "family.css");
    return render("no_link.html", page);
}

}  // namespace husong::pages
