// What all gates did on a day.
#pragma once

#include "db/store.hpp"

#include <chrono>
#include <vector>

namespace husong::http {

// In the order in which they were stored. Errors: unavailable.
[[nodiscard]] Result<std::vector<tracking::GateAct>> read_gates_of_day(std::chrono::year_month_day day,
                                                                       db::Reader& reader);

}  // namespace husong::http
