// In which messages a terminal tells its records: each 1 to 4 times, singly and again in batches, some of
// them late.
#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <vector>

namespace husong::test {

// One message: the records it tells, by their number.
struct Telling {
    std::vector<std::size_t> records;
    bool batch = false;  // may hold one record, and tells what was told before or during an outage
};

// In the order in which they are sent the first time. What does not fit into a batch is told singly only.
std::vector<Telling> plan_tellings(std::size_t count, const std::function<bool(std::size_t)>& fits_batch,
                                   std::mt19937_64& random);

}  // namespace husong::test
