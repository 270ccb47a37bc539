// A crew's duty on one run: the walk-round (/c/t/{departure}/check), the riders by name (…/riders), the sweep
// (…/sweep), and its part of the run's own page.
#pragma once

#include "server/pages/crew.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::pages {

struct DutyPage {
    const CrewRun& run;
    const fleet::Duty& duty;
    Time made_at{};
    DutyForm form;
    std::string not_now;  // why nothing may be told; empty: it may
    std::string told;     // what was just stored
    std::vector<FormFault> faults{};
    std::vector<std::string> ticked{};  // of the boxes, when it is shown again
    std::string note{};                 // as typed
    std::string number{};               // …
    std::string doubt{};                // why the number is asked for once more; empty: it is not
};
std::string render_walk_round(const DutyPage& page);
std::string render_riders(const DutyPage& page);
std::string render_sweep(const DutyPage& page);

// Section DUTY of the run's page.
void fill_duty(Fill& fill, const CrewRunPage& page);

}  // namespace husong::pages
