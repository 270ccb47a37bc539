// What an edit of pupils, their ways and their guardians makes of who rides which line.
#pragma once

#include "server/registry/differences.hpp"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace husong::registry {

// When a child may be handed over to others than before, if it is on a run that left then.
struct HandOver {
    Period when;
    Period left;
};

struct RiderChanges {
    // By line and direction: when somebody rides it who did not, or no longer does.
    std::map<std::pair<std::string_view, Direction>, std::vector<Period>> ridden;
    std::map<std::string_view, std::vector<HandOver>> handed_over;  // by the line that it rides home
};

// Its codes are of the two registers.
RiderChanges rider_changes(const Versions& versions);

}  // namespace husong::registry
