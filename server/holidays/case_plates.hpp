// Plates as people write them, in a case.
#pragma once

#include "server/coordination/case.hpp"

#include <string>
#include <string_view>

namespace husong::holidays {

// 冀H·00352 is the case's 冀H00352; what the case does not know stays as typed, to be named where it is
// refused.
std::string plate_in(const coordination::Case& question, std::string_view typed);

}  // namespace husong::holidays
