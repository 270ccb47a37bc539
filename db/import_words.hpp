// Words that more than one register's columns use.
#pragma once

#include <string_view>

namespace husong::db {

// In the order of the enumerators.
inline constexpr std::string_view directions[] = {"home", "to_school"};

inline constexpr std::string_view pupil_stages[] = {"kindergarten", "primary", "junior_high", "senior_high"};

}  // namespace husong::db
