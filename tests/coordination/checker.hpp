// Checks a plan against its case. Shares no code with the planner: it reads both texts with structs of its
// own, and bounds the peak with another solver.
#pragma once

#include <string>
#include <vector>

namespace husong::checker {

struct Report {
    std::vector<std::string> violations;  // each in one sentence that begins with its kind: "dusk: …"
    int peak_vehicles = 0;                // counted anew
    int unserved = 0;

    [[nodiscard]] bool has(const std::string& kind) const;
};

// Throws std::runtime_error where a text is none of a case or a plan.
Report check(const std::string& case_json, const std::string& plan_json);

// No plan of the case has a lower peak of vehicles in use at once: the linear relaxation of each calendar
// week alone, by GLPK.
int peak_bound(const std::string& case_json);

}  // namespace husong::checker
