// An operator's first page, /o: what it has to see to, today's runs, its vehicles.
#pragma once

#include "server/fleet/fleet.hpp"
#include "server/pages/change_notes.hpp"
#include "server/pages/page.hpp"

#include <string>

namespace husong::pages {

inline constexpr std::string_view operator_style = "bureau.css";

struct OperatorPage {
    const fleet::Fleet& fleet;
    Time made_at{};
    std::string token;      // of the session's forms
    bool refreshes = true;  // by itself; a reader who needs more time stops it
    ChangeNotes changes{};
};
std::string render_operator(const OperatorPage& page);

}  // namespace husong::pages
