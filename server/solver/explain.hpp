// Why a term cannot be coordinated: which wishes and rules collide, as few of them as do, and what would free
// them, each tried by changing the case and planning again (docs/decisions/0025).
#pragma once

#include "server/coordination/words.hpp"

namespace husong::solver {

// What can leave a wish no room.
enum class Rule : std::uint8_t {
    // of one leg, moment by moment
    gate,
    night,
    latest,
    earliest,
    weekday,
    forbidden,
    first_holiday,
    closed,
    dusk,
    pin,
    // of a school's days, one break after the other
    most_on_days,
    least_on_days,
    break_length,
    rest_owed,
    // of what vehicles can do in a day
    awaited,
    driving_hours,
    empty_way,
};
std::string_view rule_name(Rule rule);  // "rest_owed"

// A rule that takes part, and the days that it forbids.
struct Reason {
    Rule rule = Rule::pin;
    std::vector<coordination::Day> days;
    bool operator==(const Reason&) const = default;
};

// How many of a leg's moments of a day a rule forbids, whatever the others do.
struct Excluded {
    coordination::Day on{};
    Rule rule = Rule::pin;
    int moments = 0, of = 0;
};

// A place that none of the vehicles that may carry its pupils can serve on these days, even with nothing else
// on the road.
struct OutOfReach {
    std::vector<coordination::Day> days;
    std::size_t line = 0, place = 0;
    int riders = 0;     // from there on outwards
    int vehicles = 0;   // that may carry them; of these:
    int too_long = 0;   // longer than their driver may drive
    int elsewhere = 0;  // from where they are otherwise awaited they are not in time
    int busy = 0;       // not to be had then
    bool operator==(const OutOfReach&) const = default;
};

// Riders of a leg for whom a plan has no vehicle.
struct WithoutVehicle {
    coordination::LegKey leg;
    coordination::Day on{};
    int riders = 0;
};

// What several schools need of the county at once.
enum class Resource : std::uint8_t { vehicles, posts };
struct Scarce {
    Resource resource = Resource::vehicles;
    coordination::Day on{};
    coordination::Minutes from{}, until{};  // in which the legs could take it
    int available = 0;                      // at most, in a quarter hour of that time
};

// How far it has been seen to free: planned again with the colliding legs alone, with all that need the same
// things those days (of a leg or a school: with all of that school), with the whole term.
enum class Frees : std::uint8_t { these, scope, term };

using ReliefKind = coordination::ChangeKind;

// One change that frees.
struct Relief : coordination::Change {
    Frees frees = Frees::these;
    bool operator==(const Relief&) const = default;
};

enum class Impossible : std::uint8_t {
    nothing,             // there is a plan
    no_vehicle,          // no vehicle may carry a school's pupils
    no_moment,           // a leg has no day and time
    days,                // a school's days at home and at school do not come out
    resources,           // several legs need more vehicles or police posts than there are
    no_vehicle_in_time,  // no vehicle can serve some place of a leg
    too_few_in_time,     // each place of the legs can be served, and all of them cannot
    not_proven,  // no plan was found that leaves nobody without a vehicle; whether there is one is not known
};
std::string_view impossible_name(Impossible kind);

struct Explanation {
    Impossible kind = Impossible::nothing;
    bool minimal = true;  // proven: without any one of its legs, reasons or scarce things the rest has a plan
    std::size_t beside = 0;  // explanations of other things, whose legs are left out of this one's scope
    std::vector<coordination::LegKey> legs;  // that collide, by time
    std::vector<std::size_t> schools;        // of these
    std::vector<Reason> reasons;             // no_moment, days, …_in_time
    std::vector<Excluded> excluded;          // no_moment
    std::vector<coordination::LegKey> pins;  // resources, too_few_in_time: which of the legs' pins take part
    std::vector<Scarce> scarce;              // resources
    std::vector<OutOfReach> out_of_reach;    // no_vehicle_in_time
    int vehicles = 0;                        // too_few_in_time: that can serve some of it
    std::optional<coordination::Minutes> empty_way;  // … of one between its two legs, at least
    std::vector<WithoutVehicle> without;             // not_proven: in the plan that leaves the fewest
    int pupils = 0;  // that ride, of all legs; not_proven with a plan: whom it leaves
    // no_moment: when the last vehicle is down at the earliest. days: rest that is owed, and that can be
    // given.
    std::optional<coordination::Minutes> last_down;
    int owed = 0, given = 0;
    std::vector<Relief> reliefs;
    bool all_tried = true;  // no: the time was over before
};

// One explanation of each thing that cannot be; `nothing` alone where the planner has a plan. Takes about
// `seconds`: what is not proven in them says so. Nothing is offered for days before `today`.
[[nodiscard]] std::vector<Explanation> explain(const coordination::Case& question, double seconds,
                                               coordination::Day today = {});

using coordination::Language;
// Some lines for a school's office: what collides, why, and what would help.
std::string in_words(const Explanation& explanation, const coordination::Case& question, Language language);
// All of it, with the words in both languages.
std::string to_json(std::span<const Explanation> explanations, const coordination::Case& question);

}  // namespace husong::solver
