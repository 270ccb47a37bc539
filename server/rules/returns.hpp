// The days on which a boarding school's pupils come back, and by when.
#pragma once

#include "server/registry/registry.hpp"

#include <chrono>
#include <string_view>
#include <vector>

namespace husong::rules {

// The dated runs to the school on that day, those taken back left out. None: it is no day of return.
std::vector<const registry::Departure*> return_runs(std::string_view school, std::chrono::year_month_day on,
                                                    const registry::Registry& registry);

// When the last one should be there: by the school's own rule, and not before half an hour after the last run
// comes.
Time return_deadline(std::string_view school, std::chrono::year_month_day on,
                     const registry::Registry& registry);

}  // namespace husong::rules
