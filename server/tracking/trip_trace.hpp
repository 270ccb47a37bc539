// What became of a departure: where its vehicle is on the line, out of positions in the order of their time.
// Pure, and read when somebody looks: a trip of its own in the fold comes with boardings and substitutes.
#pragma once

#include "maps/geometry.hpp"
#include "server/registry/registry.hpp"
#include "server/tracking/fix_filter.hpp"
#include "server/tracking/record.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace husong::tracking {

struct TripSettings {
    std::chrono::minutes seen_before{60};   // positions count from so long before it leaves,
    std::chrono::minutes seen_after{120};   // … until so long after its last stop
    std::chrono::minutes leaves_early{30};  // leaving the first place earlier is another run
    double stop_radius_m = 150;             // so near a stop counts as having been there
    double gate_margin_m = 50;         // out of the gate's circle is out by so much: noise does not leave
    double stand_radius_m = 50;        // so near a stop it stands there (positions.md §4: 40 m, and noise)
    Milliseconds between_fixes = 90s;  // in a longer silence nobody knows when it came or left
    Milliseconds recent = std::chrono::minutes{3};          // fixes kept to see whether it is on its way
    Milliseconds position_fresh = std::chrono::minutes{2};  // rules.md §4, DV-01: late from here on,
    Milliseconds position_lost = std::chrono::minutes{5};   // … and lost from here on
};

// A place of a trip, in the order in which it is reached; one of its ends is the school's gate.
struct TripPlace {
    std::string name;
    maps::Wgs84 at;
    double radius_m = 0;
    Time due{};                   // by the timetable
    std::optional<int> riders{};  // expected to get on or off; none: not known
    bool operator==(const TripPlace&) const = default;
};

struct TripPlan {
    registry::Direction direction{};
    std::vector<TripPlace> places;                                // two or more, or none: nothing can be told
    bool has_vehicle = true;                                      // false: nobody has said which one goes
    [[nodiscard]] Time from(const TripSettings& settings) const;  // positions that matter: [from, until)
    [[nodiscard]] Time until(const TripSettings& settings) const;
};

// `stops`: of its line, from the school outwards.
TripPlan plan_trip(const registry::Departure& departure, const registry::School& school,
                   std::span<const registry::Stop* const> stops, const TripSettings& settings);
// … and of its school and stops as the register has them when it leaves. No places: it has no such school.
TripPlan plan_trip(const registry::Departure& departure, const registry::Registry& registry,
                   const TripSettings& settings);

enum class TripPhase : std::uint8_t {
    expected,  // not at its first place yet
    waiting,   // at its first place, not left
    under_way,
    ended,  // at its last place
};

// When a vehicle stood at a place, or passed it; between two fixes by its speed. None: unseen.
struct PlaceVisit {
    std::optional<Time> arrived;
    std::optional<Time> left;
};

struct TripTrace {
    TripPhase phase = TripPhase::expected;
    std::optional<Time> came_at;  // to its first place
    std::optional<Time> left_at;  // … and left it
    std::optional<Time> ended_at;
    std::size_t reached = 0;                  // places reached so far, the first included
    std::vector<std::optional<Time>> passed;  // one a place; none: not reached, or reached unseen
    std::vector<PlaceVisit> visits;           // one a place
    std::optional<std::size_t> standing_at;   // the place at which the last fix was
    std::vector<Fix> recent;                  // the latest fixes, oldest first
    std::optional<Time> position_at;          // of the last located position
    std::optional<maps::Wgs84> position;
};

// Records other than located positions, and those outside the plan's time, are passed over.
TripTrace trace_trip(const TripPlan& plan, std::span<const Record> records, const TripSettings& settings);

}  // namespace husong::tracking
