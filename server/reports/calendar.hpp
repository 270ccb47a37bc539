// The published schedule as a calendar that programs subscribe to (RFC 5545). It holds times, lines and
// seats: no names of people and no plates, for whoever has the address reads it.
#pragma once

#include "server/registry/registry.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace husong::reports {

enum class CalendarOf : std::uint8_t { school, line };

// The departures of a school or a line that leave at or after `since`, cancelled ones too, each an event: its
// UID stays whatever changes, its SEQUENCE counts the changes, its times are in Asia/Shanghai.
std::string departure_calendar(CalendarOf kind, std::string_view code, const registry::Registry& registry,
                               Time since);

}  // namespace husong::reports
