// The gate's list of one day: its vehicles in the fixed order of columns.
#pragma once

#include "server/gate/visit.hpp"
#include "server/registry/runs.hpp"

#include <array>

namespace husong::gate {

struct Board {
    std::array<std::vector<Visit>, column_count> columns;
    int vehicles = 0;
    int cancelled = 0;  // departures taken back, not in the columns
    int over = 0;       // their time is past, and nobody told of them: not in the columns
    int lost = 0;       // not heard, and not released
    int held = 0;       // at the gate and not to be released for another reason than that nobody has counted

    [[nodiscard]] const std::vector<Visit>& column(Column which) const {
        return columns.at(static_cast<std::size_t>(which));
    }
};

// In each column by the instant at which they are due; what was released last comes first.
Board make_board(std::vector<Visit> visits);

// The runs of a school on a day in China, in the order in which they leave, cancelled ones too.
std::vector<registry::Run> runs_of(const registry::Registry& registry, std::string_view school,
                                   std::chrono::year_month_day day);

}  // namespace husong::gate
