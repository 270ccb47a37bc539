// A county of boarding schools as files of the register's import: boarders by name with the places they ride
// to, vehicles with papers in force over two terms, each school's holiday rule. All invented from a seed.
#pragma once

#include "device_sim/county_files.hpp"

#include <vector>

namespace husong::device_sim {

struct BoardingPlan {
    std::uint64_t seed = 1;
    std::size_t schools = 20;
    int boarders = 9'000;
    std::size_t places = 60;  // where they live
    std::size_t vehicles = 90;
    Date today{};  // the first term is that of this day, or the next one
};

// The same plan gives the same files on every machine. A plan without schools, places or vehicles is a
// caller's bug.
std::vector<TextFile> boarding_county_files(const BoardingPlan& plan);

}  // namespace husong::device_sim
