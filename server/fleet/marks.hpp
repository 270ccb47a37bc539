// The marks of riders that an escort's form tells. Pure.
#pragma once

#include "server/fleet/duty.hpp"
#include "server/tracking/record.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace husong::fleet {

struct Marks {
    std::vector<tracking::TripEvent> events;       // of the vehicle; empty: nobody of whom it may be told
    std::vector<tracking::TripEvent> of_relieved;  // … of the one that it took the run over from
    std::optional<std::size_t> stop;               // the only one whose riders are marked
};

// "boarded/P1", "boarded/*西沟站" (all of a stop), "boarded/**" (of the run) or "boarded/*~" (who is on the
// vehicle before); of these, those of whom it may be told.
Marks read_marks(std::string_view told, const Duty& duty, const registry::Departure& departure);

}  // namespace husong::fleet
