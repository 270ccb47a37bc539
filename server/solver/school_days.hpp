// A school's days at home and at school, whoever else is on the road.
#pragma once

#include "server/coordination/legs.hpp"

#include <optional>

namespace husong::solver {

// How long breaks may be beyond what was wished: where rest is owed that cannot be given otherwise.
inline constexpr int longest_breaks = 7;  // days

struct DaysFit {
    std::optional<std::size_t> fails_at;  // the first of the breaks that finds no days; none: all of them do
    // There, where only rest is wanting: the days owed until then and those given, where they are nearest.
    int owed = 0, given = 0;
};

// Whether days of the legs' options can be taken one break after the other: `breaks` are of one school by
// number. Rest is owed from the first one's coming back on.
DaysFit days_fit(const coordination::Choices& choices, std::span<const std::size_t> breaks,
                 bool any_length = false);

// Days of rest that the calendar holds after `since` up to `until`.
int rest_days(const coordination::Case& question, coordination::Day since, coordination::Day until);
// What a break of which neither day can move owes is paid by the next one that can.
bool pays_rest(const coordination::Case& question, const coordination::Break& of);
bool on_days_hold(const coordination::School& school, std::optional<coordination::Day> back,
                  std::optional<coordination::Day> home);

}  // namespace husong::solver
