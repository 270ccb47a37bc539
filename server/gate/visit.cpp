#include "server/gate/visit.hpp"

#include "server/gate/words.hpp"

#include <algorithm>
#include <array>

namespace husong::gate {

namespace {

using registry::Direction;
using tracking::GateAct;
using tracking::GateActKind;
using tracking::TripPhase;

struct ColumnNames {
    std::string_view name;
    std::string_view name_zh;
};
constexpr std::array<ColumnNames, column_count> columns{{{"overdue", "超时未到"},
                                                         {"near", "将到"},
                                                         {"at_gate", "在门口"},
                                                         {"expected", "待到"},
                                                         {"released", "已放行"}}};

void name_people(Visit& visit, const registry::Registry& registry, Time now) {
    const registry::Departure& departure = visit.departure;
    if (const auto* plate = registry.plate_of(departure.vehicle)) visit.plate = *plate;
    const auto* line = registry.line_by_code(departure.line, now);
    visit.line = line ? line->value.name : departure.line;
    if (const auto* driver = registry.driver_by_code(departure.driver, now))
        visit.driver = family_name_zh(driver->value.name);
    if (const auto* escort = registry.escort_by_code(departure.escort, now))
        visit.escort = family_name_zh(escort->value.name);
}

// 07:20 起接替 冀H·00318; 07:20 起由另一辆车接替.
std::string relief_zh(const registry::Departure& departure, const registry::Registry& registry) {
    if (departure.part.until != end_of_time)
        return clock_zh(departure.part.until) + " 起由另一辆车接替这一趟";
    if (!departure.part.relieved) return "";
    const auto* plate = registry.plate_of(departure.part.relieved);
    return clock_zh(departure.part.from) + " 起接替 " + (plate ? registry::display_plate(plate->text) : "");
}

void tell_card(Visit& visit, const VisitSource& source, Time now) {
    if (!source.card) return;
    const auto* driver = source.registry.driver_by_code(visit.departure.driver, now);
    visit.other_driver = driver && !source.card->name.empty() && source.card->name != driver->value.name;
    visit.card = DutyCard{family_name_zh(source.card->name), source.card->at};
}

PositionAge age_of(const std::optional<Time>& at, Time now, const tracking::TripSettings& settings) {
    if (!at) return PositionAge::none;
    if (now - *at > settings.position_lost) return PositionAge::lost;
    return now - *at > settings.position_fresh ? PositionAge::late : PositionAge::fresh;
}

void tell_position(Visit& visit, const VisitSource& source, Time now, const GateSettings& settings) {
    const auto& trace = source.trace;
    visit.position_at = trace.position_at;
    visit.position = age_of(trace.position_at, now, settings.trip);
    if (trace.reached > 0 && trace.reached <= source.plan.places.size())
        visit.last_place = source.plan.places[trace.reached - 1].name;
    if (visit.departure.direction == Direction::home) {
        visit.seen_at_gate = trace.came_at;
        return;
    }
    visit.seen_at_gate = trace.ended_at;
    const tracking::SegmentHistory none;
    const auto estimates =
        tracking::estimate_arrivals(source.plan, trace, source.history ? *source.history : none, now);
    if (estimates.reason) return;
    if (const auto* at_gate = estimates.of(source.plan.places.size() - 1)) visit.estimate = *at_gate;
}

void tell_acts(Visit& visit, std::span<const GateAct> acts, Time now) {
    for (const GateAct* act : tracking::standing(acts)) {
        switch (act->kind) {
            case GateActKind::arrived: visit.arrived_at = act->at; break;
            case GateActKind::counted:
                if (!visit.arrived_at) visit.arrived_at = act->at;  // whoever counts sees that it is there
                break;
            case GateActKind::checked: visit.checked = *act; break;
            case GateActKind::released: visit.released = *act; break;
            default: break;
        }
    }
    if (!acts.empty() && acts.back().kind == GateActKind::refused) visit.refused = acts.back();
    if (const GateAct* act = undoable_act(acts, now)) visit.undoable = *act;
}

// Who is aboard now rides another run of the vehicle, unless the gate has counted them as this one's.
bool is_present(const VisitSource& source) {
    if (!source.state) return true;
    const tracking::Trip& trip = source.state->track.trip;
    if (!trip.known() || trip.departure == tracking::code_hash(source.departure.code)) return true;
    const Time counted_at = source.state->track.load.count.at();
    return std::ranges::any_of(tracking::standing(source.acts), [&](const GateAct* act) {
        return act->kind == GateActKind::counted && act->at == counted_at;
    });
}

// Of a run that the vehicle is not on the papers alone are told.
rules::Verdict judge_present(Visit& visit, const VisitSource& source, Time now,
                             const rules::VerdictSettings& settings) {
    const VehicleId vehicle = source.departure.vehicle;
    visit.present = is_present(source);
    if (visit.present) return rules::judge_vehicle(source.state, vehicle, source.registry, now, settings);
    rules::VehicleFold unladen = *source.state;
    unladen.track.load = {};
    return rules::judge_vehicle(&unladen, vehicle, source.registry, now, settings);
}

bool is_over(const VisitSource& source, Time now, const tracking::TripSettings& settings) {
    const Time until = source.plan.places.empty() ? source.departure.leaves_at + settings.seen_after
                                                  : source.plan.until(settings);
    return now >= until && tracking::standing(source.acts).empty();
}

Column column_of(const Visit& visit, Time now, const GateSettings& settings) {
    if (visit.released || visit.left_unreleased_at) return Column::released;
    if (visit.arrived_at || visit.seen_at_gate) return Column::at_gate;
    if (now >= visit.due_at + settings.overdue_after) return Column::overdue;
    const Time expected = visit.estimate ? visit.estimate->said() : visit.due_at;
    const bool soon = std::min(expected, visit.due_at) <= now + settings.near;
    if (soon && visit.position == PositionAge::lost) return Column::overdue;
    return expected <= now + settings.near ? Column::near : Column::expected;
}

}  // namespace

std::string_view column_zh(Column column) { return columns.at(static_cast<std::size_t>(column)).name_zh; }
std::string_view column_name(Column column) { return columns.at(static_cast<std::size_t>(column)).name; }

int Visit::people_planned() const { return departure.seats + 1 + (departure.escort.empty() ? 0 : 1); }

bool Visit::mismatched() const {
    return checked && (checked->plate_matches == false || checked->driver_matches == false ||
                       checked->escort_matches == false);
}

Time due_at_gate(const registry::Departure& departure, const tracking::TripPlan& plan,
                 const GateSettings& settings) {
    if (departure.direction == Direction::home) return departure.leaves_at - settings.boarding_lead;
    return plan.places.empty() ? departure.leaves_at : plan.places.back().due;
}

Visit make_visit(const VisitSource& source, Time now, const VisitSettings& settings) {
    Visit visit;
    visit.departure = source.departure;
    visit.due_at = due_at_gate(source.departure, source.plan, settings.gate);
    name_people(visit, source.registry, now);
    visit.relief = relief_zh(source.departure, source.registry);
    tell_card(visit, source, now);
    tell_position(visit, source, now, settings.gate);
    tell_acts(visit, source.acts, now);
    const bool has_left = source.departure.direction == Direction::home && source.trace.left_at;
    constexpr std::chrono::minutes pressed_late{2};  // while it rolls out of the gate
    const bool let_go =
        visit.released && source.trace.left_at && visit.released->at <= *source.trace.left_at + pressed_late;
    if (has_left && !let_go) visit.left_unreleased_at = source.trace.left_at;

    const VehicleId vehicle = source.departure.vehicle;
    visit.verdict = judge_present(visit, source, now, settings.verdict);
    const auto state = rules::state_at(source.state, now, settings.verdict.tracking);
    const auto rows = rules::rows_of(source.registry, vehicle, now);
    const ReleaseCase release{source.departure, source.registry, rows, state, source.acts, now};
    if (const auto driver = driver_at_gate(release, settings.verdict.rules))
        rules::tell_driver(visit.verdict, driver->papers, driver->drives);
    if (source.provisional) rules::withhold_clean(visit.verdict);
    if (visit.present) visit.count = count_that_holds(release, settings.gate);
    visit.hindrance = refuse_release(release, settings.gate, settings.verdict);
    visit.over_after_release = visit.released && visit.count && visit.count->at() > visit.released->at &&
                               visit.verdict.headline.word == rules::VerdictWord::over;
    visit.column = column_of(visit, now, settings.gate);
    visit.over = is_over(source, now, settings.gate.trip);
    if (visit.column == Column::overdue)
        visit.late = std::max(std::chrono::floor<std::chrono::minutes>(now - visit.due_at), 0min);
    return visit;
}

const GateAct* undoable_act(std::span<const GateAct> acts, Time now) {
    const auto left = tracking::standing(acts);
    const auto latest = std::find_if(left.rbegin(), left.rend(),
                                     [](const GateAct* act) { return act->kind != GateActKind::refused; });
    if (latest == left.rend() || now - (*latest)->at > tracking::undo_within) return nullptr;
    return *latest;
}

}  // namespace husong::gate
