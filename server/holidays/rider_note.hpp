// The note of a departure that a plan publishes: how many ride to which place, 远村 20人、近村 12人.
#pragma once

#include "server/coordination/plan.hpp"

#include <span>
#include <string>
#include <string_view>

namespace husong::holidays {

std::string rider_note(std::span<const coordination::Load> loads, const coordination::Line& line);

// Whether a note is of that form: it ends with a place and a number of riders. It gives no reason, and is
// no family's business.
bool tells_riders(std::string_view note);

}  // namespace husong::holidays
