// What somebody may hope that a database, a page, a spreadsheet, a calendar or a console executes.
#pragma once

#include <array>
#include <string_view>

namespace husong::test {

inline constexpr std::array<std::string_view, 9> hostile_texts{
    "'); DROP TABLE record;--",        "' OR '1'='1",          "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>", "=cmd|' /C calc'!A0",   "@SUM(1+1)*cmd",
    "\x1B]0;owned\x07\x1B[2J",         "%s%n${jndi:x}{{7*7}}", "END:VEVENT;\\nBEGIN:VEVENT",
};

}  // namespace husong::test
