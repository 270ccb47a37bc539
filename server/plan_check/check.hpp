// Whether a coordinated plan keeps what its case asks. Shares no code with the planner: it reads both texts
// with structs of its own, and counts everything anew (docs/decisions/0024, 0027).
#pragma once

#include "server/base/bilingual.hpp"
#include "server/base/result.hpp"
#include "server/base/time.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace husong::plan_check {

// What no plan may break, whoever made it.
enum class Constraint : std::uint8_t {
    term,       // the plan is of the case's term
    leg,        // each leg of the case is planned, once, and no other
    day,        // on a day of the case
    past,       // what has left stays on its day, and nothing that is to come is put before now
    pinned,     // what is pinned is where it is pinned
    shift,      // no farther from the wish than it may be moved
    forbidden,  // not on a day that the school rules out
    closed,     // nor on one of exams
    window,     // within the school's hours of dismissal and return
    weekday,    // on a weekday on which the school dismisses
    no_return,  // nobody comes back on a statutory holiday's first day
    riders,     // everybody of a place rides in one seat from there, and nobody else
    line,       // on a line of their own school
    gate,       // no more vehicles in a quarter hour than the gate lets through, none before the time
    wait,       // nobody waits an hour longer at the gate than it needs to let all through
    way,        // as long as the line has it to the farthest place
    dusk,       // the last pupil is down before it (rules.md HM-09)
    late,       // everybody is back by the school's hour
    night,      // no vehicle sets out before the county's hour
    stand,      // who takes over comes to where the other one stands, and not at once
    vehicle,    // it is one of the case
    seats,      // as many as ride
    stage,      // it may carry these pupils (rules.md VL-08)
    driver,     // who drives it drives no other at that time; as the case has it
    posts,      // no more schools at once than the police can man (rules.md HM-05)
    overlap,    // a vehicle's next run leaves it time for the way and to turn round (rules.md HM-04)
    hours,      // of a driver a day (rules.md DR-07)
    pause,      // no more than four hours at the wheel without twenty minutes of rest (rules.md DR-07)
    busy,       // it is in time where else it is awaited
    on_days,    // as many days at school as the school's rule has them
    order,      // pupils come back after they have gone
    length,     // a break is as long as wished, or at most a week longer
    rest,       // compulsory stages get their weekends and public holidays back (rules.md HM-11)
    peak,       // the plan's word of the vehicles in use at once is true
    unserved    // … and that of the pupils without a vehicle
};
std::string_view constraint_name(Constraint constraint);

struct Violation {
    Constraint of = Constraint::term;
    Bilingual where;  // school, break, day, line, vehicle
    std::string what;
    std::string path;  // in the plan's text: legs[3].runs[0]; empty: of the whole
};
// "dusk: 示例一中 (S1), break 3 home on 2026-10-30, line L7 …: … (legs[3].runs[0])"
std::string in_words(const Violation& violation);
// "天黑以前送不到：示例一中（S1）第 3 次离校 2026-10-30 …", without the figures.
std::string in_chinese(const Violation& violation);

struct Report {
    std::vector<Violation> violations;  // the first of them
    std::size_t found = 0;              // all of them
    std::size_t past = 0;  // broken by what had left by then: it is as it is, and not counted above
    std::vector<std::string> remarks;  // what is to be known, and no reason against the plan
    int peak_vehicles = 0;             // in use at once, counted anew
    int unserved = 0;  // pupils without a vehicle, counted anew: no violation, but nothing to publish

    [[nodiscard]] bool has(Constraint constraint) const;
};

struct Scope {
    Time now{};  // what has left by then, by what is published or else wished, is not asked any more
    std::size_t most_told = std::numeric_limits<std::size_t>::max();
};

// Errors: malformed, naming the place in the case or the plan; or that it would take too long.
[[nodiscard]] Result<Report> check(std::string_view case_json, std::string_view plan_json,
                                   const Scope& scope = {});

}  // namespace husong::plan_check
