// A terminal for the lawful bus of the small county, enrolled.
#pragma once

#include "tests/support/county.hpp"

#include <string>
#include <string_view>

namespace husong::test {

inline constexpr std::string_view terminal_phone = "13900001234";
inline constexpr std::string_view known_code = "CODE1234";

// It may come in with the known code, for now without having registered; its window is open on the school
// day.
inline void enrol_terminal(db::Store& store, const County& county) {
    auto admin = store.admin().value();
    registry::RegistryRows rows = county.rows();
    registry::Terminal terminal;
    terminal.phone = terminal_phone;
    terminal.vehicle = county.lawful;
    rows.terminals = {{.value = terminal, .valid_from = year_begin}};
    admin->put_rows(rows, year_begin).value();
    const auto stored = store.reader().value()->load_registry().value();
    admin
        ->put_credentials({.terminal = stored.terminals.at(0).value.id,
                           .phone = std::string{terminal_phone},
                           .terminal_id = {},
                           .maker = {},
                           .code = std::string{known_code},
                           .next_code = {},
                           .enrolled_until = school_day + 24h,
                           .bound = false})
        .value();
}

}  // namespace husong::test
