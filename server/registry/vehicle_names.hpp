// How people read the coded fields of a vehicle's row, and what they mean.
#pragma once

#include "server/registry/entities.hpp"

#include <string_view>

namespace husong::registry {

std::string_view use_nature_zh(char use_nature);  // 中小学生校车; empty: no such letter
// 使用性质 whose vehicles carry nobody for hire (A, L, M, G, N).
bool is_non_commercial(char use_nature);
std::string_view class_name_zh(VehicleClass vehicle_class);
std::string_view status_name(VehicleStatus status);  // "active", as in CSV and API
std::string_view status_name_zh(VehicleStatus status);

}  // namespace husong::registry
