// What the planner answers: when each school goes home and comes back, which vehicle serves which run, and
// how far from the best each stage can be at most.
#pragma once

#include "server/coordination/case.hpp"

namespace husong::coordination {

// Riders of one place in one run.
struct Load {
    std::size_t place = 0;  // of the line
    int riders = 0;
    bool operator==(const Load&) const = default;
};

// Where another vehicle had to stop on this run, and its pupils wait.
struct Stand {
    std::size_t vehicle = 0;  // which stands there
    Minutes at{};             // since when
    Minutes from_school{};    // so far along the line
    // The nearest place of the line by time, to which the next vehicle comes; none: the gate.
    std::optional<std::size_t> place;
    bool operator==(const Stand&) const = default;
};

// One vehicle's way of one line, home or back. After a stand it begins there: `at_gate` of a run home is then
// when it would have left the gate to be there in time.
struct Run {
    std::size_t line = 0;
    std::vector<Load> loads;  // the farthest place first
    int riders = 0;
    int seats = 0;      // it needs at least so many
    Minutes way{};      // between the school and the farthest place it serves
    Minutes at_gate{};  // leaves it, or comes to it
    std::optional<std::size_t> vehicle;
    std::optional<Stand> stand;
    bool operator==(const Run&) const = default;
};

// When its pupils have it: leaving the gate, coming to it, or going on from where they wait.
Minutes time_for_riders(const Run& run, Way way);

struct PlannedLeg {
    std::size_t of = 0;  // of the case's breaks
    Way way = Way::home;
    Moment at;  // dismissal, or when the first vehicle comes
    std::vector<Run> runs;
    bool operator==(const PlannedLeg&) const = default;
};

// A stage of the solution: no plan is better than `bound`.
struct StageResult {
    std::string name;  // unserved, peak, distance, changes
    double value = 0;
    double bound = 0;
    double seconds = 0;
    [[nodiscard]] double gap() const { return value > bound ? (value - bound) / value : 0; }
    bool operator==(const StageResult&) const = default;
};

struct Plan {
    std::vector<PlannedLeg> legs;  // by break, home before back
    int unserved = 0;              // pupils without a seat, over all legs
    int peak_vehicles = 0;         // in use at once: from leaving until ready for the next run
    std::vector<StageResult> stages;
};

std::string to_json(const Plan& plan, const Case& question);
// A plan of that case. Errors: malformed, naming the place ("legs[3].runs[0].plate").
[[nodiscard]] Result<Plan> read_plan(std::string_view json, const Case& question);

}  // namespace husong::coordination
