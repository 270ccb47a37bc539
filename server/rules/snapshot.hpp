// What a rule sees: one vehicle at one instant, with the register's rows of that instant. No clock, no query,
// no map.
#pragma once

#include "server/registry/registry.hpp"
#include "server/rules/rule_state.hpp"
#include "server/tracking/vehicle_state.hpp"

#include <optional>

namespace husong::rules {

// The register's rows of one vehicle that hold at one instant; nullptr: none.
struct RegisterRows {
    const registry::Versioned<registry::Vehicle>* vehicle = nullptr;
    const registry::Versioned<registry::SchoolBusPlate>* plate = nullptr;
    const registry::Versioned<registry::SchoolBusPlate>* expired_plate = nullptr;  // only without a valid one
    const registry::Versioned<registry::Permit>* permit = nullptr;
    const registry::Versioned<registry::Permit>* expired_permit = nullptr;
};
RegisterRows rows_of(const registry::Registry& registry, VehicleId vehicle, Time at);

tracking::CounterTraits counter_traits(const registry::Versioned<registry::Vehicle>* vehicle);

struct VehicleSnapshot {
    Time at{};
    const tracking::VehicleState& state;
    RegisterRows rows;
    tracking::People people;
    bool pupils_by_counter = false;  // the counter has been sure of a pupil long enough
    const RuleSettings& settings;
};

// How sure it is that pupils are aboard, and by which record.
struct PupilEvidence {
    Level level = Level::suspected;
    tracking::OrderKey record;
    int pupils = 0;  // counted; 0: not known
};

enum class ConfirmedBy : std::uint8_t { police, any_count };

// A human count confirms (of anybody's or only of the police), the counter or a count that does not confirm
// is likely, sightings alone are suspected or likely: likely when the police saw it, or tellers of several
// kinds, or on several days. `public_riders`: people aboard need not be pupils, the counter says nothing.
std::optional<PupilEvidence> evidence_of_pupils(const VehicleSnapshot& snapshot, ConfirmedBy confirmed_by,
                                                bool public_riders);

// Pupils of whom the door counter is sure; none: it does not know.
std::optional<int> pupils_by_counter(const tracking::Load& load, const tracking::People& people,
                                     const tracking::CounterTraits& traits);

// The figures of the load as a finding shows them.
Figures figures_of(const VehicleSnapshot& snapshot);

}  // namespace husong::rules
