// The day's plan after a vehicle broke down: its pupils ride in others, and nobody else moves unless that is
// impossible (docs/decisions/0026).
#pragma once

#include "server/coordination/one_day.hpp"

namespace husong::coordination {

// What a breakdown asks of the others, from the least on.
enum class Means : std::uint8_t {
    none,            // it had nothing more to do
    free_vehicle,    // one that has room between its own runs
    divided,         // several of these
    later,           // the pupils leave, or come, later
    other_vehicles,  // other runs change their vehicles
    other_times,     // other runs leave, or come, later
    too_late,        // who waits at the road is fetched though later than dusk or the school's hours allow
    unserved         // somebody is left, at school or at home
};
std::string_view means_name(Means means);

// A breakdown as somebody tells it.
struct ToldBreakdown {
    std::string plate;   // of the vehicle that is out; empty: all of the driver's
    std::string driver;  // code
    std::string at;      // since when: 2026-10-30T15:10
    std::string until;   // ready again, where it stands: 16:30; empty: not on that day
};
// Errors: malformed, naming what is no moment or time of day; not_found: no such vehicle in the case.
[[nodiscard]] Result<Breakdown> breakdown_of(const ToldBreakdown& told, const Case& question);

// Why no less would do: of one run, or of all together.
struct WhyNot {
    Means means = Means::none;
    std::optional<std::size_t> run;  // of Replanned::affected; none: each alone could, but not all at once
    Refusals vehicles;               // for that run
    bool proven = false;             // else it was only not found
};

// A run of the vehicle that is out, and what became of it.
struct Affected {
    std::size_t leg = 0;     // of the plan
    Run before;              // where it was under way: what is left of it, from where it stands
    std::vector<Run> after;  // without a vehicle: nobody serves it
    Means by = Means::none;
};

// Another run that had to give way.
struct GaveWay {
    std::size_t leg = 0;
    Run before, after;
};

// Riders without a vehicle, and who could fetch them though too late.
struct LeftOver {
    std::size_t leg = 0;
    Run run;
    std::optional<Run> too_late;
};

struct Replanned {
    Plan plan;
    Means needed = Means::none;
    std::vector<Affected> affected;
    std::vector<GaveWay> gave_way;
    std::vector<LeftOver> left_over;
    std::vector<WhyNot> why_not;  // each means below the one needed, in order
};

// Escalates from one means to the next, stopping at the first that serves everybody. The same question gives
// the same answer. Errors: malformed, when the breakdown names no vehicle of the case or no day of it.
[[nodiscard]] Result<Replanned> replan(const Case& question, const Plan& plan, const Breakdown& breakdown);

}  // namespace husong::coordination
