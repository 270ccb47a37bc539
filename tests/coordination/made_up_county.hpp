// A county's boarding schools for tests: schools, places, vehicles and wishes made up from a seed.
#pragma once

#include "server/coordination/case.hpp"

namespace husong::coordination {

struct CountySize {
    std::size_t schools = 20;
    int boarders = 9'000;
    std::size_t places = 60;
    std::size_t vehicles = 90;
};

enum class TermOf2026 : std::uint8_t { autumn, spring };

Case made_up_county(std::uint64_t seed, TermOf2026 term, const CountySize& size = {});
// The first six weeks of a few schools.
Case made_up_weeks(std::uint64_t seed, TermOf2026 term);

}  // namespace husong::coordination
