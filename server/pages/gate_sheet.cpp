#include "server/pages/gate_sheet.hpp"

#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

using gate::Visit;
using rules::PaperState;

std::string papers_zh(const std::vector<rules::Paper>& papers) {
    if (papers.empty()) return "✕";
    std::string text = "✓";
    for (const rules::Paper& paper : papers) {
        if (paper.state == PaperState::expired || paper.state == PaperState::missing) return "✕";
        if (paper.state != PaperState::soon) continue;
        // Its last day, without the year: 12-03.
        text = "! " + to_iso(china_date(*paper.valid_until - Milliseconds{1})).substr(5);
    }
    return text;
}

void fill_row(Fill row, const Visit& visit, std::size_t number) {
    row.set("RUN", run_zh(visit.departure));
    row.set("NUMBER", static_cast<long long>(number)).set("DUE", gate::clock_zh(visit.due_at));
    row.set("PLATE", registry::display_plate(visit.plate.text));
    row.set("COLOUR", registry::colour_name_zh(visit.plate.colour)).set("LINE", visit.line);
    const auto capacity = visit.verdict.load.approved_persons;
    row.set("CAPACITY", capacity ? std::to_string(*capacity) : "");
    row.set("PUPILS", visit.departure.seats).set("PEOPLE", visit.people_planned());
    row.set("CREW", visit.driver + " / " + visit.escort).set("PAPERS", papers_zh(visit.verdict.papers));
}

long long seats_of(std::span<const Visit> visits) {
    long long seats = 0;
    for (const Visit& visit : visits) seats += visit.departure.seats;
    return seats;
}

}  // namespace

std::string render_gate_sheet(const GateSheetPage& page) {
    Fill fill;
    fill.include("STYLE", sheet_style);
    const std::string day = gate::day_zh(page.day);
    fill.set("TITLE", "值班表 " + day + " · " + page.school).set("SCHOOL", page.school).set("DAY", day);
    fill.set("DATE", to_iso(page.day)).set("SEATS", seats_of(page.visits));
    fill.set("TRIPS", static_cast<long long>(page.visits.size())).set("VERSION", page.version);
    fill.set("PRINTED_AT", to_iso(china_date(page.printed_at)) + " " + gate::clock_zh(page.printed_at));
    const std::size_t pages = std::max<std::size_t>(1, (page.visits.size() + sheet_rows - 1) / sheet_rows);
    fill.set("PAGES", static_cast<long long>(pages));
    for (std::size_t number = 0; number < pages; ++number) {
        const std::size_t from = number * sheet_rows;
        const auto rows = page.visits.subspan(from, std::min(sheet_rows, page.visits.size() - from));
        Fill sheet = fill.show("SHEET");
        sheet.set("PAGE", static_cast<long long>(number + 1)).set("PAGE_SEATS", seats_of(rows));
        if (rows.empty()) sheet.show("EMPTY");
        if (number + 1 == pages) sheet.show("LAST");
        for (std::size_t i = 0; i < rows.size(); ++i) fill_row(sheet.show("ROW"), rows[i], from + i + 1);
    }
    return render("gate_sheet.html", fill);
}

}  // namespace husong::pages
