// Whether a child has come home: of which runs its guardian may tell now, and what was told last. Pure.
#pragma once

#include "server/pages/family.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace husong::pages {

inline constexpr std::chrono::hours home_told_within{4};  // after the last stop is due
// Where nothing tells that the vehicle has left, or that it still stands there: so long after it should have.
inline constexpr std::chrono::minutes surely_left{15};

// Those that left for home, as the timetable says, and are not long over, in the order in which they leave.
std::vector<const registry::Departure*> runs_home(const FamilyDepartures& departures,
                                                  const registry::Registry& registry, Time now);
// Of these the last, and those that other vehicles drive at the same time.
void keep_last(std::vector<const registry::Departure*>& runs, const registry::Registry& registry);

bool has_left(const registry::Departure& run, const tracking::TripTrace& trace,
              const tracking::TripSettings& settings, Time now);

struct FamilyHome {
    std::string run;  // the code of the last: a page of another day tells nothing of it
    std::optional<Time> safe_at;
    std::optional<Time> missing_at;  // told after that
};

class Fill;
void fill_home(Fill& page, const FamilyHome& home);

}  // namespace husong::pages
