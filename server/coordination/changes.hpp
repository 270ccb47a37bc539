// Changes of a case: what a person asks "what if" with, and what an explanation offers to free a term.
#pragma once

#include "server/coordination/legs.hpp"

#include <boost/json/object.hpp>

namespace husong::coordination {

enum class ChangeKind : std::uint8_t {
    vehicles,   // `count` more of `seats` seats for `stages`, on `on`; without a day: for good
    posts,      // `count` more on `on`
    earlier,    // the school lets go, or takes back, from `minutes` earlier on
    later,      // or until so much later
    move,       // the leg may be up to `count` days later than its wish allows; earlier: below 0
    unpin,      // the leg's pin is dropped
    allow_day,  // the leg may take `on`, which it forbids
    open_day,   // no exam at the school on `on`
    weekday,    // the school may let go on the weekday of `on`
    gate,       // `count` more vehicles a quarter hour at the school's gate
    at_school,  // between two breaks at least, or at most, `count` days: fewer, or more
    pin,        // the leg is on `on` at `at` and no other time
    forbid,     // the leg is not on `on`
};
std::string_view change_name(ChangeKind kind);  // "allow_day"

struct Change {
    ChangeKind kind = ChangeKind::vehicles;
    std::size_t school = 0;     // where it is a school's
    std::optional<LegKey> leg;  // where it is a leg's, or the school's hours of one way
    std::optional<Day> on;
    int count = 0;
    int seats = 0;
    Stages stages = 0;
    Minutes minutes{};
    Minutes at{};
    bool operator==(const Change&) const = default;
};

// From which on its wish or pin lets the leg be, up to when.
struct DayRange {
    Day first{}, last{};
};
DayRange days_of(const Leg& leg);

// The case with the change.
Case apply(const Change& change, Case question);

inline constexpr std::size_t most_changes = 64;  // asked for at once
inline constexpr int most_added_vehicles = 200;  // by all of them: a county's fleet again

// {"kind": "pin", "leg": {"school": "S1", "break": 2, "way": "home"}, "on": "2026-10-30", "at": "15:00"}. An
// explanation's reliefs are written so, too.
boost::json::object to_value(const Change& change, const Case& question);
// As they stand in a list, each of that case; together they add no more vehicles than that. Errors:
// malformed, naming the place ("changes[0].leg.school").
[[nodiscard]] Result<std::vector<Change>> read_changes(const boost::json::value& list, const Case& question);
// The case with all of them, which does not contradict itself. Errors: as read_changes.
[[nodiscard]] Result<Case> with_changes(const boost::json::value& list, const Case& question);

}  // namespace husong::coordination
