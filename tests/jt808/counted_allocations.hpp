// Counts what the calling thread allocates, for the promise that a path allocates nothing.
#pragma once

#include <cstddef>

namespace husong::jt808::test {

std::size_t allocations();  // of this thread, since it started

}  // namespace husong::jt808::test
