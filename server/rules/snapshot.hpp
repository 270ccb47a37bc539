// What a rule sees: one vehicle at one instant, with the register's rows of that instant. No clock, no query,
// no map.
#pragma once

#include "server/registry/registry.hpp"
#include "server/rules/rule_state.hpp"
#include "server/rules/thresholds.hpp"
#include "server/tracking/estimate.hpp"
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
    int own_children = 0;  // pupils whom it may carry as their guardian's own car; 0: it is none
};
RegisterRows rows_of(const registry::Registry& registry, VehicleId vehicle, Time at);

// What the register says of the run that a vehicle is on.
struct TripRows {
    std::optional<registry::Departure> departure;                   // none: of no run of the register
    const registry::Versioned<registry::Driver>* driver = nullptr;  // signed in, or by the register
    bool driver_signed_in = false;
    bool driver_unknown = false;  // somebody signed in whom the register does not name
    // The subject of rules about the run; empty: of no run of the register.
    [[nodiscard]] std::string code() const { return departure ? departure->code : ""; }
};
TripRows trip_rows_of(const registry::Registry& registry, const tracking::Trip& trip, VehicleId vehicle,
                      Time at);

tracking::CounterTraits counter_traits(const registry::Versioned<registry::Vehicle>* vehicle);

struct VehicleSnapshot {
    Time at{};
    VehicleId vehicle;
    const tracking::VehicleState& state;
    RegisterRows rows;
    tracking::People people;
    bool pupils_by_counter = false;  // the counter has been sure of a pupil long enough
    const RuleSettings& settings;
    const tracking::TrackingSettings& tracking;
    TripRows trip{};
    const registry::Registry* registry = nullptr;  // for codes of riders, gates, and rows of another instant
    const Thresholds* thresholds = nullptr;        // for what began at another instant
    const RuleTracks* tracks = nullptr;            // what has been found of the vehicle so far
    int dates_at_gate = 0;                         // of the last school days, see gate_days.hpp

    // By which what began then is followed.
    [[nodiscard]] const tracking::TripFollowing& following_from(Time since) const {
        return thresholds->tracking_at(since).trip;
    }
};

// A rider's code of the register; empty: it names nobody.
std::string rider_code(const VehicleSnapshot& snapshot, tracking::CodeHash rider);

// Pupils are aboard, as far as counter, marks or a standing count tell.
bool has_pupils_aboard(const VehicleSnapshot& snapshot);

// How sure it is that pupils are aboard, and by which record.
struct PupilEvidence {
    Level level = Level::suspected;
    tracking::OrderKey record;
    int pupils = 0;        // counted; 0: not known
    int own_children = 0;  // of the guardian whose own car it is, where these are left out; 0: nobody's
};

enum class ConfirmedBy : std::uint8_t { police, any_count };

struct EvidenceWanted {
    ConfirmedBy confirmed_by = ConfirmedBy::police;
    bool public_riders = false;       // people aboard need not be pupils, the counter says nothing
    bool own_children_apart = false;  // a guardian's own car with no more than the own children is none
};

// A human count confirms (of anybody's or only of the police), the counter, a count that does not confirm or
// a rider marked aboard is likely, a run that has begun is suspected, sightings alone are suspected or
// likely: likely when the police saw it, or tellers of several kinds, or on several days. Whoever saw pupils
// in a guardian's own car and does not say how many may have seen the own children: suspected, whoever it
// was.
std::optional<PupilEvidence> evidence_of_pupils(const VehicleSnapshot& snapshot,
                                                const EvidenceWanted& wanted);

// Pupils of whom the door counter is sure; none: it does not know.
std::optional<int> pupils_by_counter(const tracking::Load& load, const tracking::People& people,
                                     const tracking::CounterTraits& traits);

// How many are aboard, against a limit.
tracking::Estimate estimate_of(const VehicleSnapshot& snapshot, int limit);
tracking::Estimate estimate_of(const tracking::VehicleState& state,
                               const registry::Versioned<registry::Vehicle>* vehicle, int limit,
                               const tracking::TrackingSettings& settings);

// The figures of the load as a finding shows them.
Figures figures_of(const VehicleSnapshot& snapshot);

}  // namespace husong::rules
