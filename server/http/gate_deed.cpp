#include "server/http/gate_deed.hpp"

#include "server/gate/visit.hpp"
#include "server/ingest/telemetry.hpp"
#include "server/ingest/world.hpp"
#include "server/registry/runs.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/core.h>

#include <algorithm>

namespace husong::http {

namespace {

using tracking::GateAct;
using tracking::GateActKind;

// Records of a vehicle that this transaction has stored before, by other acts: a handful.
constexpr std::size_t most_not_folded = 1'000;
constexpr std::size_t most_acts_of_departure = 1'000;
constexpr auto form_resent_within = std::chrono::hours{24};  // a form that is sent again is sent the same day

// The vehicle as it is now: the last commit's state and what this transaction has stored of it since.
Result<rules::VehicleFold> present_state(VehicleId vehicle, ingest::Transaction& transaction,
                                         const Services& services) {
    rules::VehicleFold state = services.world.state(vehicle).value_or(rules::VehicleFold{});
    const auto records = transaction.store().records_after(vehicle, state.track.last, most_not_folded);
    if (!records) return records.error();
    const rules::FoldContext context{transaction.registry(), services.verdict.tracking,
                                     services.verdict.rules};
    std::vector<rules::FindingChange> changes;
    for (const tracking::Record& record : *records) rules::fold(state, record, context, changes);
    return state;
}

tracking::Record record_of(const GateDeed& deed, tracking::Payload payload) {
    tracking::Record record;
    record.vehicle = deed.act.vehicle;
    record.measured_at = deed.act.at;
    record.received_at = deed.act.received_at;
    record.key = deed.act.key;
    record.source = deed.source;
    record.told_by = deed.act.account;
    record.payload = std::move(payload);
    record.flags = deed.flags;
    ingest::finish(record);  // flags from the two clocks
    record.key = deed.act.key;
    return record;
}

// A count comes after all that is known of the vehicle, also when its terminal's clock is ahead of ours.
Result<> insert_count(GateDeed& deed, ingest::Transaction& transaction, const Services& services) {
    const auto state = present_state(deed.act.vehicle, transaction, services);
    if (!state) return state.error();
    const Time latest = state->track.last.measured_at;
    if (latest >= deed.act.at && latest <= deed.act.at + ingest::clock_skew_limit) deed.act.at = latest + 1ms;
    const auto inserted = transaction.insert(record_of(deed, *deed.act.heads));
    if (!inserted) return inserted.error();
    if (!deed.front_seat) return {};
    tracking::TripEvent front;
    front.kind = tracking::EventKind::front_seat;
    front.trip = deed.act.departure;
    front.number = *deed.front_seat;
    const auto told = transaction.insert(record_of(deed, front));
    return told ? Result<>{} : Result<>{told.error()};
}

// What the run's state takes from an act; none: nothing that a count does not tell.
std::optional<tracking::TripEvent> event_of(const GateAct& act) {
    using tracking::EventKind;
    tracking::TripEvent event;
    event.trip = act.departure;
    const auto differs = [](const std::optional<bool>& matches, int bit) {
        return matches == false ? bit : 0;
    };
    switch (act.kind) {
        case GateActKind::arrived: event.kind = EventKind::gate_arrived; break;
        case GateActKind::checked:
            event.kind = EventKind::gate_checked;
            event.number = differs(act.plate_matches, tracking::gate_differs::plate) |
                           differs(act.driver_matches, tracking::gate_differs::driver) |
                           differs(act.escort_matches, tracking::gate_differs::escort);
            break;
        case GateActKind::released: event.kind = EventKind::gate_released; break;
        case GateActKind::refused:
        case GateActKind::stopped: event.kind = EventKind::gate_refused; break;
        case GateActKind::counted:
        case GateActKind::undone: return std::nullopt;
    }
    return event;
}

Result<> insert_event(const GateDeed& deed, ingest::Transaction& transaction) {
    const auto event = event_of(deed.act);
    if (!event) return {};
    const auto inserted = transaction.insert(record_of(deed, *event));
    return inserted ? Result<>{} : Result<>{inserted.error()};
}

Result<> decide_release(GateAct& act, const registry::Departure& departure, std::span<const GateAct> acts,
                        ingest::Transaction& transaction, const Services& services) {
    const auto folded = present_state(act.vehicle, transaction, services);
    if (!folded) return folded.error();
    const auto state = rules::state_at(&*folded, act.at, services.verdict.tracking);
    const auto rows = rules::rows_of(transaction.registry(), act.vehicle, act.at);
    const auto refusal = gate::refuse_release({departure, transaction.registry(), rows, state, acts, act.at},
                                              services.gate, services.verdict);
    if (!refusal) return {};
    if (refusal->hindrance == gate::Hindrance::released)
        return Error{ErrorCode::conflict, "somebody has released it already"};
    act.kind = GateActKind::refused;
    act.note = gate::refusal_zh(*refusal);
    return {};
}

db::AuditEntry audit_of(const GateDeed& deed) {
    const GateAct& act = deed.act;
    boost::json::object after{{"keeper", act.keeper}, {"note", act.note}};
    if (act.heads) after["people"] = act.heads->people();
    if (act.undoes) after["undoes"] = *act.undoes;
    return {.at = act.received_at,
            .account = act.account,
            .peer = deed.peer,
            .action = fmt::format("gate_{}", tracking::gate_act_name(act.kind)),
            .object = act.departure.empty() ? fmt::format("vehicle {}", act.vehicle.value)
                                            : "departure " + act.departure,
            .before = {},
            .after = boost::json::serialize(after)};
}

// The same act told again, or another under its key: a release may have been refused then.
Result<GateDone> compare(const GateAct& asked, const GateAct& stored) {
    const bool same_kind = asked.kind == stored.kind ||
                           (asked.kind == GateActKind::released && stored.kind == GateActKind::refused);
    if (!same_kind || asked.heads != stored.heads || asked.departure != stored.departure ||
        asked.keeper != stored.keeper || asked.undoes != stored.undoes)
        return Error{ErrorCode::conflict, "something else was told with this form before"};
    return GateDone{stored, stored.id, true};
}

Result<GateDone> store_act(const GateDeed& deed, ingest::Transaction& transaction) {
    if (auto inserted = insert_event(deed, transaction); !inserted) return inserted.error();
    const auto stored = transaction.store().put(deed.act);
    if (!stored) return stored.error();
    if (auto noted = transaction.store().put(audit_of(deed)); !noted) return noted.error();
    return GateDone{deed.act, 0, false};
}

const GateAct* with_key(std::span<const GateAct> acts, std::uint64_t key) {
    const auto found =
        std::find_if(acts.begin(), acts.end(), [&](const GateAct& act) { return act.key == key; });
    return found == acts.end() ? nullptr : &*found;
}

}  // namespace

Result<GateDone> do_at_gate(const GateDeed& asked, ingest::Transaction& transaction,
                            const Services& services) {
    GateDeed deed = asked;
    GateAct& act = deed.act;
    db::GateActQuery query{.school = act.school, .departure = act.departure};
    query.limit = most_acts_of_departure;
    auto acts = transaction.store().gate_acts(query);
    if (!acts) return acts.error();
    if (const GateAct* before = with_key(*acts, act.key)) return compare(act, *before);

    const auto run = registry::run_by_code(act.departure, transaction.registry());
    if (run) std::erase_if(*acts, [&](const GateAct& each) { return !gate::is_of(each, run->value); });
    if (!run || run->value.school != act.school)
        return Error{ErrorCode::not_found, "there is no such departure any more"};
    act.vehicle = run->value.vehicle;
    if (act.kind == GateActKind::undone) {
        const GateAct* latest = gate::undoable_act(*acts, act.at);
        if (!latest || latest->id != act.undoes)
            return Error{ErrorCode::conflict, "this act cannot be undone any more"};
    }
    if (act.kind == GateActKind::released)
        if (auto decided = decide_release(act, run->value, *acts, transaction, services); !decided)
            return decided.error();
    if (act.kind == GateActKind::counted)
        if (auto counted = insert_count(deed, transaction, services); !counted) return counted.error();
    return store_act(deed, transaction);
}

Result<GateDone> stop_at_gate(const GateDeed& asked, ingest::Transaction& transaction) {
    GateDeed deed = asked;
    GateAct& act = deed.act;
    db::GateActQuery query{.school = act.school};
    query.from = act.at - form_resent_within;
    query.limit = most_acts_of_departure;
    const auto acts = transaction.store().gate_acts(query);
    if (!acts) return acts.error();
    const auto vehicle = transaction.identify(*deed.plate);
    if (!vehicle) return vehicle.error();
    act.vehicle = *vehicle;
    if (const GateAct* before = with_key(*acts, act.key)) {
        if (before->vehicle != act.vehicle)
            return Error{ErrorCode::conflict, "another vehicle was told with this form before"};
        return compare(act, *before);
    }
    const auto inserted = transaction.insert(record_of(deed, *deed.sighting));
    if (!inserted) return inserted.error();
    return store_act(deed, transaction);
}

}  // namespace husong::http
