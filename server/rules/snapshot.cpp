#include "server/rules/snapshot.hpp"

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

std::optional<PupilEvidence> by_sightings(const VehicleSnapshot& snapshot) {
    std::optional<PupilEvidence> evidence;
    std::set<Source> sources;
    std::set<Time> days;
    for (const PupilsSeenAt& seen : snapshot.state.seen.all()) {
        const Milliseconds age = snapshot.at - seen.record.measured_at;
        if (age >= snapshot.settings.sighting_memory) continue;
        if (!evidence) evidence.emplace();
        evidence->record = seen.record;
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

}  // namespace

RegisterRows rows_of(const registry::Registry& registry, VehicleId vehicle, Time at) {
    RegisterRows rows;
    rows.vehicle = registry.vehicle(vehicle, at);
    rows.plate = registry.school_bus_plate(vehicle, at);
    if (!rows.plate) rows.expired_plate = registry.last_school_bus_plate(vehicle, at);
    rows.permit = registry.permit(vehicle, at);
    if (!rows.permit) rows.expired_permit = registry.last_permit(vehicle, at);
    return rows;
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

std::optional<PupilEvidence> evidence_of_pupils(const VehicleSnapshot& snapshot, ConfirmedBy confirmed_by,
                                                bool public_riders) {
    std::optional<PupilEvidence> best = by_sightings(snapshot);
    const auto offer = [&](const PupilEvidence& other) {
        if (!best || other.level >= best->level) best = other;
    };
    const Load& load = snapshot.state.load;
    if (snapshot.pupils_by_counter && !public_riders) offer({Level::likely, load.last_flow, 0});
    const HumanCount& count = load.count;
    if (count.heads.pupils > 0 && count_stands(snapshot)) {
        const bool confirms = confirmed_by == ConfirmedBy::any_count || count.source == Source::police;
        offer({confirms ? Level::confirmed : Level::likely, count.record, count.heads.pupils});
    }
    return best;
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
