// What changed between two plans of one term, and whom it concerns: for what-if, and for telling everybody.
#pragma once

#include "server/coordination/plan.hpp"

namespace husong::coordination {

// A school goes home, or comes back, at another moment. None: that plan has no such leg.
struct LegChange {
    std::size_t of = 0;  // of the case's breaks
    Way way = Way::home;
    std::optional<Moment> before, after;
    bool operator==(const LegChange&) const = default;
};

// A run on its day.
struct DatedRun {
    Day on{};
    Run run;
    bool operator==(const DatedRun&) const = default;
};

// One run that is another than before. None: there was none for these riders, or is none any more.
struct RunChange {
    std::size_t of = 0;
    Way way = Way::home;
    std::optional<DatedRun> before, after;

    [[nodiscard]] const Run& run() const { return after ? after->run : before->run; }
    // The loads of a run that both plans have are others, or it begins at another place.
    [[nodiscard]] bool moves_riders() const;
    [[nodiscard]] bool moves_time() const;
    [[nodiscard]] bool moves_vehicle() const;
    bool operator==(const RunChange&) const = default;
};

// What is another: "new", "gone", or "vehicle", "time", "riders", else "seats".
std::vector<std::string_view> changed_parts(const RunChange& change);

// Who is to be told, each once and in the case's order.
struct Concerned {
    std::vector<std::size_t> schools;
    std::vector<Line> places;  // of a line those places whose riders it concerns; riders: how many at most
    std::vector<std::size_t> vehicles;  // and with each its driver
};

struct Differences {
    std::vector<LegChange> legs;
    std::vector<RunChange> runs;  // by break, home before back
    Concerned concerned;
    int unserved_before = 0, unserved_after = 0;
    int peak_before = 0, peak_after = 0;
    [[nodiscard]] bool any() const;
};

// Of two plans of that case. Runs of a leg are the same run where their line and riders are the same, or else
// where their vehicle is, or else where they share the most riders; what remains came or went.
Differences differences_of(const Plan& before, const Plan& after, const Case& question);

// A plan and its case as they are kept, and what errors call it.
struct NamedPlan {
    std::string name;
    std::string_view question, answer;  // JSON
};
// Of two plans of one term, each of its own case.
struct Comparison {
    Case question;  // knows what either case knows
    Differences found;
};
// Errors: malformed, naming plan and place; conflict, when they are of two terms.
[[nodiscard]] Result<Comparison> compare(const NamedPlan& before, const NamedPlan& after);

// One case that knows all that either knows: places, vehicles, breaks and days of both. What both know stands
// as in `later`. For reading the plans of both; not to be planned with. Precondition: one term.
Case united(const Case& earlier, const Case& later);

}  // namespace husong::coordination
