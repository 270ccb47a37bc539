// The sheet that a school hands to a guardian: the address, and the same as a code to scan.
#pragma once

#include "server/base/result.hpp"

#include <string>

namespace husong::pages {

struct Invitation {
    std::string pupil, school, class_name;
    std::string relation;  // 母亲
    std::string address;   // with its secret
    std::string until;     // last day
};

// An A4 page by itself. Errors: malformed (an address too long for a code).
[[nodiscard]] Result<std::string> invitation_sheet(const Invitation& invitation);

}  // namespace husong::pages
