// The gate's day on A4, to fill in by hand when the server or the power is gone: /g/sheet.
#pragma once

#include "server/gate/visit.hpp"

#include <span>
#include <string>

namespace husong::pages {

inline constexpr std::string_view sheet_style = "gate_sheet.css";
inline constexpr std::size_t sheet_rows = 14;  // of 31 px a page, with the notes below them

struct GateSheetPage {
    std::string school;
    std::chrono::year_month_day day;
    std::span<const gate::Visit> visits;  // not those taken back
    Time printed_at{};
    std::int64_t version = 0;  // of the registers
};
std::string render_gate_sheet(const GateSheetPage& page);

}  // namespace husong::pages
