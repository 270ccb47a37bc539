#include "server/pages/gate_board.hpp"

#include "server/base/hex.hpp"
#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::pages {

namespace {

using gate::Column;
using gate::PositionAge;
using gate::Visit;
using registry::Direction;

constexpr std::size_t cards_without_scrolling = 6;

struct ColumnLook {
    std::string_view word;
    std::string_view tone;
    std::string_view icon;
    bool opens;  // 待到 and 已放行 stand below each other
    bool closes;
};
constexpr std::array<ColumnLook, gate::column_count> looks{
    {{"超时未到", "bad", "bad", true, true},
     {"将到（10 分钟内）", "warn", "clock", true, true},
     {"在门口", "ok", "ok", true, true},
     {"待到", "off", "bus", true, false},
     {"已离开", "ok", "go", false, true}}};

struct When {
    std::string text;
    std::string note;
};

When when_zh(const Visit& visit, Time now) {
    const std::string due = gate::clock_zh(visit.due_at);
    if (visit.released) return {gate::clock_zh(visit.released->at), visit.released->keeper + " 放行"};
    if (visit.left_unreleased_at) return {gate::clock_zh(*visit.left_unreleased_at), "离开"};
    if (visit.arrived_at) return {gate::clock_zh(*visit.arrived_at), "到校"};
    if (visit.seen_at_gate) return {gate::clock_zh(*visit.seen_at_gate), "按定位到校"};
    if (visit.late > 0min) return {"晚 " + minutes_zh(visit.late), "应到 " + due};
    if (visit.estimate) {
        const auto minutes = std::chrono::ceil<std::chrono::minutes>(visit.estimate->said() - now);
        return {fmt::format("约 {} 分", minutes.count()),
                between_text(visit.estimate->early(), visit.estimate->late())};
    }
    return {due, "按时刻表"};
}

std::string detail_zh(const Visit& visit) {
    const bool home = visit.departure.direction == Direction::home;
    const int crew = visit.people_planned() - visit.departure.seats;
    std::string text = home ? gate::clock_zh(visit.departure.leaves_at) + " 离校" : std::string{"返校"};
    // Not to be dealt with now: short, so that more of them fit.
    if (visit.column == Column::expected || visit.column == Column::released)
        return text + fmt::format(" · 学生座位 {}", visit.departure.seats);
    text += fmt::format(" · 学生座位 {} + 司乘 {} = {}", visit.departure.seats, crew, visit.people_planned());
    if (visit.verdict.load.approved_persons)
        text += fmt::format("，核载 {}", *visit.verdict.load.approved_persons);
    return text;
}

void add_note(Fill& card, const std::string& text, bool bad) {
    if (text.empty()) return;
    Fill note = card.show("NOTE");
    note.set("TEXT", text);
    if (bad) note.show("NOTE_BAD");
}

std::string differing_zh(const Visit& visit) {
    const rules::LoadView& load = visit.verdict.load;
    return load.disputed ? load.basis_zh : "与其他人数不符";
}

void add_notes(Fill& card, const Visit& visit) {
    if (visit.left_unreleased_at)
        add_note(card, visit.released ? "车走了以后才放行" : "没有放行就离开了", true);
    if (visit.over_after_release) add_note(card, "放行后又点人数：" + visit.verdict.headline.text, true);
    if (visit.checked) add_note(card, mismatch_zh(*visit.checked), true);
    if (!visit.relief.empty()) add_note(card, visit.relief, true);
    if (visit.other_driver) add_note(card, card_zh(visit), true);
    if (visit.count && visit.count->disputed) add_note(card, differing_zh(visit) + "，请再点一次", true);
    if (visit.refused) add_note(card, gate::clock_zh(visit.refused->at) + " " + visit.refused->note, true);
    if (visit.seen_at_gate && !visit.arrived_at && visit.column == Column::at_gate)
        add_note(card, "按定位已到校门，还没有登记到校", false);
    if (!visit.departure.note.empty()) add_note(card, visit.departure.note, false);
}

struct Offer {
    std::string label;
    std::string kind;  // class of the one main button; empty: a plain one
};

std::optional<Offer> offer_of(const Visit& visit) {
    switch (visit.column) {
        case Column::overdue: return Offer{"到校（未点人数）", ""};
        case Column::near: return Offer{"到校（未点人数）", "ok"};
        case Column::expected: return std::nullopt;
        case Column::released:
            if (!visit.undoable || !visit.released) return std::nullopt;
            return Offer{"撤销放行", ""};
        case Column::at_gate: break;
    }
    if (!visit.arrived_at) return Offer{"到校（未点人数）", "ok"};
    if (!visit.hindrance) return Offer{"人齐，放行", "ok"};
    if (visit.hindrance->hindrance == gate::Hindrance::not_counted) return Offer{"点人数", "pri"};
    return Offer{gate::refusal_zh(*visit.hindrance), "bad"};
}

std::string_view tone_of(const Visit& visit) {
    if (visit.left_unreleased_at || visit.over_after_release) return "bad";
    if (visit.column == Column::at_gate && visit.hindrance &&
        visit.hindrance->hindrance != gate::Hindrance::not_counted)
        return "bad";
    return looks.at(static_cast<std::size_t>(visit.column)).tone;
}

void fill_card(Fill card, const Visit& visit, Time now) {
    fill_plate(card, visit.plate);
    card.set("CODE", percent_encode(visit.departure.code)).set("TONE", tone_of(visit));
    card.set("LINE", visit.line).set("DETAIL", detail_zh(visit));
    Fill chip = card.show("CHIP");
    fill_chip(chip, verdict_chip(visit.verdict, now));
    const When when = when_zh(visit, now);
    card.set("WHEN", when.text).set("WHEN_NOTE", when.note);
    if (visit.late > 0min) card.show("LATE");
    const bool gone = visit.column == Column::released;
    if (visit.count && visit.arrived_at && !gone) fill_people(card, *visit.count, visit.verdict);
    if (visit.arrived_at && !visit.count && !visit.released) add_note(card, "到校，还没有点人数", false);
    add_notes(card, visit);
    if (!gone || visit.left_unreleased_at)
        card.show("AGED").set("AGE", position_zh(visit, now)).set("AGE_KIND", position_class(visit.position));
    if (const auto offer = offer_of(visit)) {
        Fill button = card.show("DO");
        button.set("LABEL", offer->label);
        if (!offer->kind.empty()) button.show("MAIN").set("KIND", offer->kind);
    }
}

void fill_stopped(Fill& column, const GateBoardPage& page) {
    if (page.stopped.empty()) return;
    Fill extra = column.show("EXTRA");
    extra.set("COUNT", static_cast<long long>(page.stopped.size()));
    for (const StoppedVehicle& vehicle : page.stopped) {
        Fill row = extra.show("STOPPED");
        fill_plate(row, vehicle.plate);
        row.set("CODE", percent_encode(vehicle.plate.text));
        row.set("AT", gate::clock_zh(vehicle.at)).set("KEEPER", vehicle.keeper);
        row.set("TEXT", vehicle.note);
    }
}

void fill_column(Fill& fill, const GateBoardPage& page, Column which) {
    const auto& look = looks.at(static_cast<std::size_t>(which));
    const auto& visits = page.board.column(which);
    Fill column = fill.show("COLUMN");
    column.set("NAME", gate::column_name(which)).set("WORD", look.word).set("TONE", look.tone);
    column.set("ICON", look.icon).set("COUNT", static_cast<long long>(visits.size()));
    if (look.opens)
        column.show("OPENS");
    else
        column.show("FOLLOWS");
    if (visits.empty()) column.show("NONE");
    if (visits.size() > cards_without_scrolling && which != Column::overdue) column.show("SCROLLS");
    for (const Visit& visit : visits) fill_card(column.show("CARD"), visit, page.made_at);
    if (!look.closes) return;
    Fill closing = column.show("CLOSES");
    if (which == Column::released) fill_stopped(closing, page);
}

void fill_counters(Fill& fill, const gate::Board& board) {
    constexpr std::array<std::pair<Column, std::string_view>, 4> counters{{{Column::overdue, "超时"},
                                                                           {Column::near, "将到"},
                                                                           {Column::at_gate, "在门口"},
                                                                           {Column::expected, "待到"}}};
    for (const auto& [which, word] : counters) {
        Fill counter = fill.show("COUNTER");
        counter.set("NAME", gate::column_name(which)).set("WORD", word);
        counter.set("COUNT", static_cast<long long>(board.column(which).size()));
        if (which == Column::overdue && !board.column(which).empty()) counter.show("BAD");
    }
}

void fill_sums(Fill& fill, const gate::Board& board) {
    long long seats = 0;
    for (const auto& column : board.columns)
        for (const Visit& visit : column) seats += visit.departure.seats;
    fill.set("VEHICLES", board.vehicles).set("SEATS", seats);
    fill.set("AT_GATE", static_cast<long long>(board.column(Column::at_gate).size()));
    const auto& gone = board.column(Column::released);
    const auto let_go = std::count_if(gone.begin(), gone.end(),
                                      [](const Visit& visit) { return visit.released.has_value(); });
    fill.set("RELEASED", static_cast<long long>(let_go));
    const auto unreleased = static_cast<long long>(gone.size()) - static_cast<long long>(let_go);
    if (unreleased > 0) fill.show("UNRELEASED").set("COUNT", unreleased);
    if (board.cancelled > 0) fill.show("CANCELLED").set("COUNT", board.cancelled);
    if (board.over > 0) fill.show("OVER").set("COUNT", board.over);
    if (board.held > 0) fill.show("HELD").set("COUNT", board.held);
    if (board.lost > 0) fill.show("LOST").set("COUNT", board.lost);
}

// The answer first: it is what a tab shows.
std::string title_of(const GateBoardPage& page) {
    const auto late = page.board.column(Column::overdue).size();
    const auto here = page.board.column(Column::at_gate).size();
    return fmt::format("超时 {} · 在门口 {} · {} 校门", late, here, page.school);
}

}  // namespace

std::string render_gate_board(const GateBoardPage& page) {
    Fill fill;
    fill.include("STYLE", gate_style).include("ICONS", "gate_icons.html");
    fill.set("TITLE", title_of(page)).set("SCHOOL", page.school).set("TOKEN", page.token);
    fill.set("SCHOOL_CODE", percent_encode(page.school_code));
    fill.set("DAY", gate::day_zh(china_date(page.made_at)));
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill.show(page.refreshes ? "REFRESHES" : "STILL");
    fill_alarms(fill, page.alarms);
    insert_changes(fill, page.changes, ChangesShown::folded);
    fill_sums(fill, page.board);
    fill_counters(fill, page.board);
    if (page.board.vehicles == 0)
        fill.show("EMPTY")
            .set("WORDS", page.board.over > 0 ? "今天的车都过了时间" : "今天没有接送车")
            .set("NEXT", page.next_day ? "下一次 " + gate::day_zh(*page.next_day) : "以后的班次还没有公布");
    for (std::size_t i = 0; i < gate::column_count; ++i) fill_column(fill, page, static_cast<Column>(i));
    return render("gate_board.html", fill);
}

}  // namespace husong::pages
