// A case changed a little, to see what its legs collide with.
#pragma once

#include "server/solver/explain.hpp"

namespace husong::solver {

// Only these legs are to be planned, and of their schools only anybody rides. Breaks keep their numbers in
// the case; days that no leg is near are left out, but for `whole_term`: then rest is counted over all of it.
coordination::Case only_legs(const coordination::Case& question, std::span<const coordination::LegKey> legs,
                             bool whole_term = false);

// As if the rule were not, for this leg and its school.
void lift(coordination::Case& question, coordination::LegKey leg, Rule rule);
// Any day of the case will do.
void free_leg(coordination::Case& question, coordination::LegKey leg);

// All legs of the case; of these breaks; of the school.
std::vector<coordination::LegKey> all_legs(const coordination::Case& question);
std::vector<coordination::LegKey> legs_of_breaks(const coordination::Case& question,
                                                 std::span<const std::size_t> breaks);
std::vector<coordination::LegKey> legs_of_school(const coordination::Case& question, std::size_t school);

int pupils_of(const coordination::Case& question, std::size_t school);
using coordination::DayRange;
using coordination::days_of;

}  // namespace husong::solver
