// A plan as the check reads it: what it names is looked up in the case; what the case does not know stays a
// name.
#pragma once

#include "server/plan_check/question.hpp"

namespace husong::plan_check {

struct Load {
    std::string name;
    std::optional<std::size_t> place;  // of the run's line
    int riders = 0;
};
// Where another vehicle broke down and this run begins.
struct Stand {
    std::string plate;
    std::string name;                  // of the place to which this one comes; empty: the gate
    std::optional<std::size_t> place;  // … of the line
    int at = 0, minutes = 0;           // since when, and how far from the gate
};
struct Run {
    std::string line_code, plate, driver;  // empty: none is told
    std::optional<std::size_t> line, vehicle;
    std::vector<Load> loads;  // the farthest place first
    int riders = 0;           // their sum
    int told_riders = 0;
    int way = 0;  // minutes to the farthest place, as told
    int at = 0;   // leaves the gate, or comes to it
    std::optional<Stand> stand;

    // From there nobody passes the gate; a run of no vehicle does not either.
    [[nodiscard]] bool is_at_gate(bool home) const { return !plate.empty() && (!stand || !home); }
    // The first minute in which its vehicle is in use, for the empty way out, and the first in which it is
    // free.
    [[nodiscard]] int used_from(bool home) const {
        return home ? at : at - 2 * (stand ? stand->minutes : way);
    }
    [[nodiscard]] int used_until(bool home, int turn) const { return at + (home ? 2 * way : 0) + turn; }
    // When pupils come aboard first, and the last ones get off.
    [[nodiscard]] int begins(bool home) const {
        return home ? at + (stand ? stand->minutes : 0) : at - (stand ? stand->minutes : way);
    }
    [[nodiscard]] int ends(bool home) const { return home ? at + way : at; }
};
struct Leg {
    std::string school_code;
    LegKey key;
    const Wish* wish = nullptr;  // nullptr: the case has no such leg
    Moment at;
    std::vector<Run> runs;
};

struct Plan {
    std::string term;
    int peak_vehicles = 0, unserved = 0;  // as it tells them
    std::vector<Leg> legs;
};

// The question must outlive it. Errors: malformed, naming the place ("legs[3].runs[0].at_gate is no …").
[[nodiscard]] Result<Plan> read_plan(std::string_view plan_json, const Question& question);

}  // namespace husong::plan_check
