// The runs that name one driver or one escort, and the way each of them goes. Pure.
#pragma once

#include "server/gate/settings.hpp"
#include "server/registry/runs.hpp"
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

// Those that leave in [from, until), in the order in which they leave, cancelled ones too.
std::vector<registry::Run> runs_of(const CrewMember& member, const registry::Registry& registry, Time from,
                                   Time until);

// A place of a run, in the order in which it is reached, the school's gate too.
struct CrewStop {
    std::string name;
    Time due{};      // by the timetable
    int pupils = 0;  // of the register who ride to or from it; at the gate: all of the line
    bool gate = false;
};
std::vector<CrewStop> stops_of(const registry::Departure& departure, const registry::Registry& registry,
                               const tracking::TripSettings& settings);

// When the vehicle is on this run, so that what is known of it and a count of the people aboard are of this
// run: [from, until). From an hour before it leaves until two hours after its last stop, but never while the
// vehicle is on another run: one ends, and the next begins, `boarding_lead` before the next one leaves.
struct RunTime {
    Time from{};
    Time until{};
    Time latest{};  // without the vehicle's next run: that is late where pupils are still aboard this one
    [[nodiscard]] bool holds(Time t) const { return from <= t && t < until; }
};
RunTime run_time(const registry::Departure& departure, const registry::Registry& registry,
                 const gate::GateSettings& settings);

}  // namespace husong::fleet
