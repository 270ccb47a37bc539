// One reading of both clocks: records carry the wall clock's, limits and deadlines use the one that never
// jumps.
#pragma once

#include "server/base/time.hpp"

#include <functional>

namespace husong::net {

struct Moment {
    Time at{};            // wall clock, UTC
    Milliseconds tick{};  // steady, from some beginning
};

using Clock = std::function<Moment()>;

Moment system_moment();

}  // namespace husong::net
