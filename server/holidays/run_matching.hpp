// Which of the departures that are known the runs of a plan are.
#pragma once

#include "server/registry/entities.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace husong::holidays {

// For each planned run of one leg and line the known departure that it is; nullptr: it is a new one. No
// departure is two runs. First those of the same vehicle and time; then of the same vehicle, at the nearest
// time; of the same time; of the same riders (their note). A departure whose time has passed by `now` is
// moved within its day only, and is then any run of the line that is still to come, as whoever waited for it
// still waits. One that was called off is only the same vehicle's at the same time.
std::vector<const registry::Departure*> matched(std::span<const registry::Departure> planned,
                                                std::span<const registry::Departure* const> known, Time now);

// Of a run's code as publication makes it what its leg's runs on that line have alike: TERM/SCHOOL/3H/LINE/;
// empty: it is none of a plan.
std::string_view leg_in_code(std::string_view code);

}  // namespace husong::holidays
