// What is known of one vehicle after its records so far: a pure fold, its deadlines included. Small, without
// heap.
#pragma once

#include "server/tracking/load.hpp"
#include "server/tracking/settings.hpp"
#include "server/tracking/trip.hpp"

#include <array>
#include <span>
#include <type_traits>

namespace husong::tracking {

// Somebody saw pupils in the vehicle: a sighting, or a head count by police or gate.
struct PupilsSeenAt {
    OrderKey record;
    Source source = Source::police;
    std::int16_t pupils = -1;  // -1: not counted
    maps::Wgs84 place;         // 0, 0: not told
    std::int16_t most = -1;    // pupils counted by tellers of this kind on that day, by this one or before
    bool operator==(const PupilsSeenAt&) const = default;
};

// The newest sightings, oldest first; of one teller and one day only the newest.
struct SeenList {
    static constexpr std::size_t capacity = 8;
    std::array<PupilsSeenAt, capacity> entries{};
    std::uint8_t count = 0;

    void add(const PupilsSeenAt& seen);
    [[nodiscard]] std::span<const PupilsSeenAt> all() const { return {entries.data(), count}; }
    bool operator==(const SeenList&) const = default;
};

struct VehicleState {
    OrderKey last;      // newest record folded
    Time contact_at{};  // last sign of life of a terminal or phone, with or without a place
    FixFilter fix;
    FixJudgement last_fix;  // what became of the newest position
    Motion motion;
    Doors doors;
    Engine engine;
    Load load;
    SeenList seen;
    Trip trip;

    // The earliest instant at which something changes although no record comes; never, if at none. Without
    // those of the run, which need the register: fire_trip().
    [[nodiscard]] Time next_deadline() const;
    bool operator==(const VehicleState&) const = default;
};
static_assert(std::is_trivially_copyable_v<VehicleState> && sizeof(VehicleState) <= 4'096);

// Both return whether anything changed that rules judge by. Before apply(), every deadline up to the record's
// instant has fired; fire() fires all that are due at `at`.
bool apply(VehicleState& state, const Record& record, const TrackingSettings& settings,
           const CounterTraits& traits);
bool fire(VehicleState& state, Time at, const TrackingSettings& settings);

}  // namespace husong::tracking
