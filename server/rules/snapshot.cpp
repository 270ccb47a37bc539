#include "server/rules/snapshot.hpp"

#include "server/rules/own_car.hpp"

#include <algorithm>
#include <set>

namespace husong::rules {

namespace {

using tracking::HumanCount;
using tracking::Load;
using tracking::LoadBasis;
using tracking::PupilsSeenAt;
using tracking::Source;

constexpr int driver_and_escort = 2;

// Is the latest human count still evidence of who is aboard?
bool count_stands(const VehicleSnapshot& snapshot) {
    const Load& load = snapshot.state.load;
    if (!load.count.known() || load.count.expired) return false;
    if (load.basis != LoadBasis::head_count && !load.count.disputed) return false;
    return snapshot.people.upper < 0 || snapshot.people.upper > driver_and_escort;
}

std::optional<PupilEvidence> by_sightings(const VehicleSnapshot& snapshot, bool own_children_apart) {
    std::optional<PupilEvidence> evidence;
    std::set<Source> sources;
    std::set<Time> days;
    for (const PupilsSeenAt& seen : snapshot.state.seen.all()) {
        const Milliseconds age = snapshot.at - seen.record.measured_at;
        if (age >= snapshot.settings.sighting_memory) continue;
        // As it was then: what was lawful stays so.
        const int own = own_children_apart
                            ? own_children(*snapshot.registry, snapshot.vehicle, seen.record.measured_at)
                            : 0;
        const int beyond = seen.most > own ? seen.most : 0;
        if (own > 0 && beyond == 0 && seen.pupils >= 0) continue;
        if (!evidence) evidence.emplace();
        evidence->record = seen.record;
        evidence->own_children = own;
        evidence->pupils = own > 0 ? std::max(evidence->pupils, beyond) : 0;
        if (own > 0 && beyond == 0) continue;  // nobody says how many
        if (age >= snapshot.settings.sighting_window) continue;
        sources.insert(seen.source);
        days.insert(china_midnight(seen.record.measured_at));
    }
    const bool adds_up = sources.contains(Source::police) ||
                         sources.size() >= snapshot.settings.sighting_sources ||
                         days.size() >= snapshot.settings.sighting_days;
    if (evidence && adds_up) evidence->level = Level::likely;
    return evidence;
}

// Pupils of whom the counter has been sure long enough: of one, or of how many more than `own`.
int by_counter(const VehicleSnapshot& snapshot, int own) {
    if (!snapshot.pupils_by_counter) return 0;
    if (own == 0) return 1;
    const auto traits = counter_traits(snapshot.rows.vehicle);
    return pupils_by_counter(snapshot.state.load, snapshot.people, traits).value_or(0);
}

// A run of the register that has begun is one with pupils, unless somebody counted none; by name they are.
std::optional<PupilEvidence> by_run(const VehicleSnapshot& snapshot) {
    const tracking::Trip& trip = snapshot.state.trip;
    if (trip.stage != tracking::TripStage::under_way || trip.departure == 0) return std::nullopt;
    if (trip.riders.aboard() > 0) return PupilEvidence{Level::likely, snapshot.state.last, 0};
    const Load& load = snapshot.state.load;
    const bool none = load.is_head_count() && !load.count.expired && load.count.heads.pupils == 0;
    return none ? std::nullopt : std::optional{PupilEvidence{Level::suspected, snapshot.state.last, 0}};
}

}  // namespace

RegisterRows rows_of(const registry::Registry& registry, VehicleId vehicle, Time at) {
    RegisterRows rows;
    rows.vehicle = registry.vehicle(vehicle, at);
    rows.plate = registry.school_bus_plate(vehicle, at);
    if (!rows.plate) rows.expired_plate = registry.last_school_bus_plate(vehicle, at);
    rows.permit = registry.permit(vehicle, at);
    if (!rows.permit) rows.expired_permit = registry.last_permit(vehicle, at);
    rows.own_children = own_children(registry, vehicle, at);
    return rows;
}

TripRows trip_rows_of(const registry::Registry& registry, const tracking::Trip& trip, VehicleId vehicle,
                      Time at) {
    TripRows rows;
    if (!trip.known()) return rows;
    rows.departure = tracking::departure_of(trip, vehicle, registry);
    if (rows.departure) rows.driver = registry.driver_by_code(rows.departure->driver, at);
    if (!trip.driver.on_duty()) return rows;
    rows.driver_signed_in = true;
    const auto has_signed_in = [&](const auto& row) {
        return row.valid_at(at) && tracking::code_hash(row.value.code) == trip.driver.code;
    };
    if (rows.driver && has_signed_in(*rows.driver)) return rows;  // as planned
    const auto& drivers = registry.rows().drivers;
    const auto found = std::ranges::find_if(drivers, has_signed_in);
    rows.driver = found == drivers.end() ? nullptr : &*found;
    rows.driver_unknown = rows.driver == nullptr;
    return rows;
}

std::string rider_code(const VehicleSnapshot& snapshot, tracking::CodeHash rider) {
    const auto is_rider = [&](const std::string& code) { return tracking::code_hash(code) == rider; };
    if (const auto& run = snapshot.trip.departure)
        for (const auto& each : snapshot.registry->travels_of_line(run->line, run->direction, run->leaves_at))
            if (is_rider(each.pupil->value.code)) return each.pupil->value.code;
    for (const auto& row : snapshot.registry->rows().pupils)
        if (is_rider(row.value.code)) return row.value.code;
    return "";
}

bool has_pupils_aboard(const VehicleSnapshot& snapshot) {
    const tracking::Load& load = snapshot.state.load;
    if (snapshot.state.trip.riders.aboard() > 0 || snapshot.pupils_by_counter) return true;
    if (load.is_head_count() && !load.count.expired) return load.count.heads.pupils > 0;
    return snapshot.people.lower > driver_and_escort;
}

tracking::CounterTraits counter_traits(const registry::Versioned<registry::Vehicle>* vehicle) {
    if (!vehicle) return {};
    return {vehicle->value.approved_persons, vehicle->value.counts_driver, vehicle->value.counts_escort};
}

std::optional<int> pupils_by_counter(const Load& load, const tracking::People& people,
                                     const tracking::CounterTraits& traits) {
    if (people.lower < 0) return std::nullopt;
    const bool counted = load.basis == LoadBasis::head_count;
    const int adults = counted ? load.count.heads.adults + load.count.heads.others
                               : driver_and_escort - (traits.counts_escort ? 0 : 1);
    return std::max(0, people.lower - adults);
}

std::optional<PupilEvidence> evidence_of_pupils(const VehicleSnapshot& snapshot,
                                                const EvidenceWanted& wanted) {
    std::optional<PupilEvidence> best = by_sightings(snapshot, wanted.own_children_apart);
    const int own = wanted.own_children_apart ? snapshot.rows.own_children : 0;
    const auto offer = [&](const PupilEvidence& other) {
        if (!best || other.level >= best->level) best = other;
    };
    if (const auto run = by_run(snapshot); run && (!best || run->level > best->level)) best = run;
    const Load& load = snapshot.state.load;
    if (const int counted = by_counter(snapshot, own); counted > own && !wanted.public_riders)
        offer({Level::likely, load.last_flow, own > 0 ? counted : 0, own});
    const HumanCount& count = load.count;
    if (count.heads.pupils > own && count_stands(snapshot)) {
        const bool confirms = wanted.confirmed_by == ConfirmedBy::any_count || count.source == Source::police;
        offer({confirms ? Level::confirmed : Level::likely, count.record, count.heads.pupils, own});
    }
    return best;
}

tracking::Estimate estimate_of(const tracking::VehicleState& state,
                               const registry::Versioned<registry::Vehicle>* vehicle, int limit,
                               const tracking::TrackingSettings& settings) {
    const tracking::CounterTraits traits = counter_traits(vehicle);
    tracking::AboardCase subject{limit, state.motion.moving, traits, settings};
    if (const int named = state.trip.named_aboard(); named > 0)
        subject.named = named + (state.motion.moving ? 1 : 0) + (state.trip.escort.on_duty() ? 1 : 0);
    // A count that settled nothing still says something of who is aboard, until the doors tell of others.
    const HumanCount& count = state.load.count;
    if (count.disputed && count.source != Source::police && !count.followed) {
        subject.told = {count.heads, count.source, count.who};
    }
    return estimate_aboard(state.load, subject);
}

tracking::Estimate estimate_of(const VehicleSnapshot& snapshot, int limit) {
    return estimate_of(snapshot.state, snapshot.rows.vehicle, limit, snapshot.tracking);
}

Figures figures_of(const VehicleSnapshot& snapshot) {
    const auto small = [](int value) { return static_cast<std::int16_t>(std::min(value, 9'999)); };
    Figures figures;
    figures.lower = small(snapshot.people.lower);
    figures.upper = small(snapshot.people.upper);
    const HumanCount& count = snapshot.state.load.count;
    if (snapshot.state.load.is_head_count()) {
        figures.pupils = small(count.heads.pupils);
        figures.adults = small(count.heads.adults);
    }
    if (snapshot.rows.vehicle) {
        figures.approved_persons = small(snapshot.rows.vehicle->value.approved_persons);
        figures.approved_pupils = small(snapshot.rows.vehicle->value.approved_pupils.value_or(-1));
    }
    return figures;
}

}  // namespace husong::rules
