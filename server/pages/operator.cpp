#include "server/pages/operator.hpp"

#include "server/gate/words.hpp"
#include "server/pages/gate_parts.hpp"
#include "server/pages/run_table.hpp"
#include "server/pages/words.hpp"
#include "server/registry/vehicle_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace husong::pages {

namespace {

using fleet::Fleet;
using fleet::FleetVehicle;
using fleet::Matter;

struct UrgencyLook {
    std::string_view word;
    std::string_view tone;
};
constexpr std::array<UrgencyLook, 4> urgency_looks{
    {{"马上处理", "bad"}, {"不能载学生", "bad"}, {"要核对", "warn"}, {"快到期", "info"}}};

void fill_matter(Fill row, const Matter& matter) {
    const UrgencyLook& look = urgency_looks.at(static_cast<std::size_t>(matter.urgency));
    row.set("TONE", look.tone).set("WORD", look.word).set("TEXT", matter.text);
    if (matter.plate) {
        Fill vehicle = row.show("VEHICLE");
        fill_plate(vehicle, *matter.plate);
    } else {
        row.show("PERSON").set("NAME", matter.about.empty() ? "驾驶人 " + matter.driver : matter.about);
    }
}

void fill_matters(Fill& fill, const Fleet& fleet) {
    fill.set("MATTER_COUNT", static_cast<long long>(fleet.matters.size()));
    if (fleet.matters.empty()) fill.show("NO_MATTERS");
    for (const Matter& matter : fleet.matters) fill_matter(fill.show("MATTER"), matter);
}

void fill_sums(Fill& fill, const Fleet& fleet, Time now) {
    const holidays::DaySums sums = holidays::sums_of(fleet.runs);
    fill.set("TODAY_TEXT", gate::day_zh(china_date(now)));
    fill.set("VEHICLE_COUNT", static_cast<long long>(fleet.vehicles.size()));
    if (sums.planned == 0 && sums.cancelled == 0) fill.show("NONE_TODAY");
    if (sums.planned > 0)
        fill.show("SOME_TODAY")
            .set("PLANNED", sums.planned)
            .set("AT_GATE", sums.at_gate)
            .set("RELEASED", sums.released);
    if (sums.cancelled > 0) fill.show("CANCELLED_TODAY").set("COUNT", sums.cancelled);
}

// 行驶中，12 秒前; 停放，3 小时以前; 失联，26 分钟前.
std::string position_text(const std::optional<rules::PositionView>& position) {
    if (!position) return "还没有位置";
    using rules::PositionAge;
    const std::string age = age_text(position->age);
    switch (position->state) {
        case PositionAge::parked: return "停放，" + age;
        case PositionAge::silent: return "失联，" + age;
        default: return (position->moving ? "行驶中，" : "停着，") + age;
    }
}

void fill_vehicle(Fill row, const FleetVehicle& each) {
    fill_plate(row, each.vehicle->plate);
    row.set("KIND", registry::use_nature_zh(each.vehicle->use_nature));
    row.set("CAPACITY", each.vehicle->approved_persons);
    const std::string aboard = rules::interval_zh(each.verdict.load);
    row.set("ABOARD", aboard.empty() ? "人数未知" : aboard);
    row.set("BASIS", each.verdict.load.basis_zh);
    row.set("POSITION", position_text(each.verdict.position));
    row.set("RUNS", each.runs_today);
    row.set("TONE", verdict_tone(each.verdict.headline.word)).set("STATE", each.verdict.headline.text);
}

}  // namespace

std::string render_operator(const OperatorPage& page) {
    Fill fill;
    fill.include("STYLE", operator_style);
    fill.set("NAME", page.fleet.name).set("TOKEN", page.token);
    fill.set("MADE_AT", to_iso(page.made_at).substr(11, 5));
    fill.show(page.refreshes ? "REFRESHES" : "STILL");
    fill_sums(fill, page.fleet, page.made_at);
    fill_matters(fill, page.fleet);
    insert_changes(fill, page.changes, ChangesShown::today);
    if (page.fleet.runs.empty())
        fill.show("NO_RUNS");
    else
        insert_run_table(fill, "今天的班次", page.fleet.runs, SchoolNames::plain);
    for (const FleetVehicle& each : page.fleet.vehicles) fill_vehicle(fill.show("OWN"), each);
    if (page.fleet.vehicles.empty()) fill.show("NO_VEHICLES");
    return render("operator.html", fill);
}

}  // namespace husong::pages
