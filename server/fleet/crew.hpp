// The runs that name one driver or one escort, and the way each of them goes. Pure.
#pragma once

#include "server/registry/registry.hpp"
#include "server/tracking/trip_trace.hpp"

#include <string>
#include <vector>

namespace husong::fleet {

enum class Post : std::uint8_t { driver, escort };

struct CrewMember {
    Post post{};
    std::string code;  // of the register
};

// As the register names this person at `now`; empty: it does not.
std::string name_of(const CrewMember& member, const registry::Registry& registry, Time now);

bool serves(const CrewMember& member, const registry::Departure& departure);

// Those that leave in [from, until), in the order in which they leave, cancelled ones too.
std::vector<const registry::Departure*> runs_of(const CrewMember& member, const registry::Registry& registry,
                                                Time from, Time until);

// A place of a run, in the order in which it is reached, the school's gate too.
struct CrewStop {
    std::string name;
    Time due{};      // by the timetable
    int pupils = 0;  // of the register who ride to or from it; at the gate: all of the line
    bool gate = false;
};
std::vector<CrewStop> stops_of(const registry::Departure& departure, const registry::Registry& registry,
                               const tracking::TripSettings& settings);

// Whether a count of the people aboard is one of this run: [from, until).
struct CountTime {
    Time from{};
    Time until{};
};
CountTime count_time(const registry::Departure& departure, const std::vector<CrewStop>& stops,
                     const tracking::TripSettings& settings);

}  // namespace husong::fleet
