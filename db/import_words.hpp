// Words that more than one register's columns use.
#pragma once

#include "db/import_fields.hpp"

namespace husong::db {

// In the order of the enumerators.
inline constexpr Word directions[] = {{"home", "离校"}, {"to_school", "返校"}};

inline constexpr Word pupil_stages[] = {
    {"kindergarten", "幼儿园"}, {"primary", "小学"}, {"junior_high", "初中"}, {"senior_high", "高中"}};

}  // namespace husong::db
