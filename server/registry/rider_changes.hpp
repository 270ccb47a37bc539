// What an edit of pupils, their ways and their guardians makes of who rides which line.
#pragma once

#include "server/registry/differences.hpp"

#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace husong::registry {

struct RiderChanges {
    // By line and direction: when somebody rides it who did not, or no longer does.
    std::map<std::pair<std::string_view, Direction>, std::vector<Period>> ridden;
    // By line: when somebody who rides it home may be handed over to others than before.
    std::map<std::string_view, std::vector<Period>> handed_over;
};

// Its codes are of the two registers.
RiderChanges rider_changes(const Versions& versions);

}  // namespace husong::registry
