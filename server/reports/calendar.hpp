// The published schedule as a calendar that programs subscribe to (RFC 5545). It holds times, lines and
// seats: no names of people and no plates, for whoever has the address reads it.
#pragma once

#include "server/registry/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::reports {

enum class CalendarOf : std::uint8_t { school, line };

// The runs of a school or a line, each an event: its UID stays whatever changes, its SEQUENCE grows with each
// change, its times are in Asia/Shanghai. Departures that leave at or after `since`, cancelled ones too; of
// timetables those from the day of `now` on, for timetables_ahead.
std::string departure_calendar(CalendarOf kind, std::string_view code, const registry::Registry& registry,
                               Time since, Time now);

}  // namespace husong::reports
