// What two plans differ in, and whom it concerns, in Chinese.
#include "server/coordination/json_texts.hpp"
#include "server/coordination/words.hpp"
#include "server/gate/words.hpp"
#include "server/pages/bureau.hpp"
#include "server/pages/holiday_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace husong::pages {

namespace {

using coordination::Case;
using coordination::DatedRun;
using coordination::Differences;
using coordination::Run;
using coordination::RunChange;
using coordination::Way;

constexpr std::size_t most_changed_runs = 200;
constexpr std::size_t few = 12;  // so many stand open

std::string_view leg_zh(Way way) { return way == Way::home ? "离校" : "返校"; }

std::string part_zh(std::string_view part) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{{{"new", "新增"},
                                                                                  {"gone", "取消"},
                                                                                  {"vehicle", "换车"},
                                                                                  {"time", "改时间"},
                                                                                  {"riders", "人不同"},
                                                                                  {"seats", "座位不同"}}};
    return std::string{
        std::ranges::find(words, part, &std::pair<std::string_view, std::string_view>::first)->second};
}

std::string when_zh(const coordination::Moment& moment) {
    return gate::day_zh(std::chrono::year_month_day{moment.on}) + " " + coordination::to_text(moment.at);
}
std::string when_or_none(const std::optional<coordination::Moment>& moment) {
    return moment ? when_zh(*moment) : "没有";
}
std::string when_of(const std::optional<DatedRun>& dated, Way way) {
    return dated ? when_zh({dated->on, time_for_riders(dated->run, way)}) : "没有";
}

std::string loads_zh(const Run& run, const Case& question) {
    std::string told;
    for (const coordination::Load& load : run.loads)
        told += fmt::format("{}{} {}人", told.empty() ? "" : "、",
                            question.lines[run.line].places[load.place].name, load.riders);
    return told;
}

void fill_plate(Fill& row, std::string_view section, const std::optional<DatedRun>& dated,
                const Case& question) {
    if (dated && dated->run.vehicle)
        row.show(section).set("PLATE", question.vehicles[*dated->run.vehicle].plate);
}

void fill_changed_run(Fill& row, const RunChange& change, const Case& question, const RegisterNames& names) {
    const Run& run = change.run();
    const coordination::Line& line = question.lines[run.line];
    row.set("SCHOOL", question.schools[line.school].name);
    row.set("LINE", names.line(line.code)).set("WAY", leg_zh(change.way));
    std::string what;
    for (const std::string_view part : changed_parts(change))
        what += (what.empty() ? "" : "、") + part_zh(part);
    row.set("WHAT", what).set("TONE", change.after && change.before ? "info" : "warn");
    row.set("BEFORE", when_of(change.before, change.way)).set("AFTER", when_of(change.after, change.way));
    fill_plate(row, "BEFORE_PLATE", change.before, question);
    fill_plate(row, "AFTER_PLATE", change.after, question);
    if (change.after && !change.after->run.vehicle) row.show("AFTER_NOBODY");
    if (change.after && change.after->run.stand) {
        const auto& stand = *change.after->run.stand;
        const std::string_view at =
            stand.place ? std::string_view{question.lines[run.line].places[*stand.place].name} : "校门";
        row.show("STAND").set(
            "TEXT", fmt::format("到{}附近接 {} 上的学生", at, question.vehicles[stand.vehicle].plate));
    }
    row.set("PLACES", loads_zh(run, question));
}

void fill_runs(Fill& fill, const Differences& found, const Case& question, const RegisterNames& names) {
    if (found.runs.empty()) return;
    Fill table = fill.show("CHANGED");
    const std::size_t listed = std::min(found.runs.size(), most_changed_runs);
    for (std::size_t i = 0; i < listed; ++i) {
        Fill row = table.show("RUN");
        fill_changed_run(row, found.runs[i], question, names);
    }
    if (found.runs.size() > listed)
        table.show("MORE").set("COUNT", static_cast<long long>(found.runs.size() - listed));
}

void fill_legs(Fill& fill, const Differences& found, const Case& question) {
    if (found.legs.empty()) return;
    const coordination::Words words{question, coordination::Language::zh};
    Fill table = fill.show("MOVED");
    for (const coordination::LegChange& leg : found.legs) {
        const coordination::Break& of = question.breaks[leg.of];
        table.show("LEG")
            .set("SCHOOL", question.schools[of.school].name)
            .set("BREAK", words.break_name(leg.of))
            .set("WAY", leg_zh(leg.way))
            .set("BEFORE", when_or_none(leg.before))
            .set("AFTER", when_or_none(leg.after));
    }
}

void fill_places(Fill& fill, const coordination::Concerned& concerned, const Case& question,
                 const RegisterNames& names) {
    if (concerned.places.empty()) return;
    Fill list = fill.show("PLACES");
    long long count = 0, riders = 0;
    for (const coordination::Line& line : concerned.places)
        for (const coordination::Place& place : line.places) {
            ++count;
            riders += place.riders;
            list.show("PLACE")
                .set("SCHOOL", question.schools[line.school].name)
                .set("LINE", names.line(line.code))
                .set("NAME", place.name)
                .set("RIDERS", static_cast<long long>(place.riders));
        }
    list.set("COUNT", count).set("RIDERS", riders);
    if (count <= static_cast<long long>(few)) list.show("OPEN");
}

void fill_vehicles(Fill& fill, const coordination::Concerned& concerned, const Case& question,
                   const RegisterNames& names) {
    if (concerned.vehicles.empty()) return;
    Fill list = fill.show("VEHICLES");
    list.set("COUNT", static_cast<long long>(concerned.vehicles.size()));
    if (concerned.vehicles.size() <= few) list.show("OPEN");
    for (const std::size_t number : concerned.vehicles) {
        const coordination::Vehicle& vehicle = question.vehicles[number];
        Fill row = list.show("VEHICLE");
        row.set("PLATE", vehicle.plate);
        if (vehicle.driver.empty())
            row.show("NOBODY");
        else
            row.show("DRIVER").set("NAME", names.driver(vehicle.driver));
    }
}

void fill_concerned(Fill& fill, const Differences& found, const Case& question, const RegisterNames& names) {
    if (found.concerned.schools.empty()) return;
    Fill card = fill.show("CONCERNS");
    card.set("SCHOOLS", static_cast<long long>(found.concerned.schools.size()));
    for (const std::size_t& school : found.concerned.schools) {
        Fill name = card.show("SCHOOL");
        name.set("NAME", question.schools[school].name);
        if (&school != &found.concerned.schools.front()) name.show("NEXT");
    }
    fill_places(card, found.concerned, question, names);
    fill_vehicles(card, found.concerned, question, names);
}

}  // namespace

std::string RegisterNames::line(const std::string& code) const {
    const auto* known = registry.line_by_code(code, at);
    return known ? known->value.name : code;
}

std::string RegisterNames::driver(const std::string& code) const {
    const auto* known = registry.driver_by_code(code, at);
    return known ? gate::family_name_zh(known->value.name) : code;
}

void insert_changes(Fill& fill, const Differences& found, const Case& question, const RegisterNames& names) {
    Fill part = fill.insert("CHANGES", "holiday_changes.html");
    if (!found.any()) {
        part.show("SAME");
        return;
    }
    part.show("SUMS")
        .set("LEGS", static_cast<long long>(found.legs.size()))
        .set("RUNS", static_cast<long long>(found.runs.size()))
        .set("UNSERVED_BEFORE", static_cast<long long>(found.unserved_before))
        .set("UNSERVED_AFTER", static_cast<long long>(found.unserved_after))
        .set("PEAK_BEFORE", static_cast<long long>(found.peak_before))
        .set("PEAK_AFTER", static_cast<long long>(found.peak_after));
    fill_concerned(part, found, question, names);
    fill_legs(part, found, question);
    fill_runs(part, found, question, names);
}

std::string render_differences(const DifferencesPage& page) {
    Fill fill;
    fill.include("STYLE", bureau_style);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 8));
    fill.set("NUMBER", static_cast<long long>(page.after)).set("WITH", static_cast<long long>(page.before));
    insert_changes(fill, page.compared.found, page.compared.question, page.names);
    return render("holiday_differences.html", fill);
}

}  // namespace husong::pages
