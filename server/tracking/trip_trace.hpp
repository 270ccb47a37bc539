// What became of a departure: where its vehicle is on the line, out of positions in the order of their time.
// Pure, and read when somebody looks: a trip of its own in the fold comes with boardings and substitutes.
#pragma once

#include "maps/geometry.hpp"
#include "server/registry/entities.hpp"
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
    double gate_margin_m = 50;             // out of the gate's circle is out by so much: noise does not leave
    double off_line_m = 3'000;             // so far from the way between two stops nothing is estimated
    std::chrono::minutes least_spread{2};  // of an estimate,
    int spread_percent = 15;               // … and of the time that is left
    Milliseconds position_fresh = std::chrono::minutes{2};  // rules.md §4, DV-01: late from here on,
    Milliseconds position_lost = std::chrono::minutes{5};   // … and lost from here on
};

// A place of a trip, in the order in which it is reached; one of its ends is the school's gate.
struct TripPlace {
    std::string name;
    maps::Wgs84 at;
    double radius_m = 0;
    Time due{};  // by the timetable
};

struct TripPlan {
    registry::Direction direction{};
    std::vector<TripPlace> places;                                // two or more, or none: nothing can be told
    [[nodiscard]] Time from(const TripSettings& settings) const;  // positions that matter: [from, until)
    [[nodiscard]] Time until(const TripSettings& settings) const;
};

// `stops`: of its line, from the school outwards.
TripPlan plan_trip(const registry::Departure& departure, const registry::School& school,
                   std::span<const registry::Stop* const> stops, const TripSettings& settings);

enum class TripPhase : std::uint8_t {
    expected,  // not at its first place yet
    waiting,   // at its first place, not left
    under_way,
    ended,  // at its last place
};

struct TripTrace {
    TripPhase phase = TripPhase::expected;
    std::optional<Time> came_at;  // to its first place
    std::optional<Time> left_at;  // … and left it
    std::optional<Time> ended_at;
    std::size_t reached = 0;                  // places reached so far, the first included
    std::vector<std::optional<Time>> passed;  // one a place; none: not reached, or reached unseen
    std::optional<Time> position_at;          // of the last located position
    std::optional<maps::Wgs84> position;
};

// Records other than located positions, and those outside the plan's time, are passed over.
TripTrace trace_trip(const TripPlan& plan, std::span<const Record> records, const TripSettings& settings);

struct ArrivalEstimate {
    Time at{};
    std::chrono::minutes spread{};  // it may come so much earlier or later
};
// When the trip reaches a place: the timetable, shifted by how late the vehicle was where it was last seen.
// None: it is not under way, has been there, is not on its line, or was not heard for too long.
std::optional<ArrivalEstimate> estimate_arrival(const TripPlan& plan, const TripTrace& trace,
                                                std::size_t place, Time now, const TripSettings& settings);

}  // namespace husong::tracking
