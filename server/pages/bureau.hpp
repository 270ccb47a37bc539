// The bureau's first page, /b: the published weeks of all schools, and one day's runs.
#pragma once

#include "server/holidays/plan.hpp"
#include "server/holidays/published.hpp"
#include "server/pages/page.hpp"
#include "server/pages/paper_groups.hpp"

#include <optional>
#include <span>
#include <string>

namespace husong::pages {

inline constexpr std::string_view bureau_style = "bureau.css";

// On the road, as many as were looked at: `more` when there may be further ones.
struct OpenFindings {
    std::size_t count = 0;
    bool more = false;
};

struct BureauPage {
    const holidays::Plan& plan;
    Time made_at{};
    std::string token;  // of the session's forms
    holidays::DaySums today;
    std::optional<OpenFindings> findings;            // none: not for who looks
    std::vector<PaperGroup> papers;                  // the worst first
    std::optional<std::chrono::year_month_day> day;  // whose runs stand below; none: no day has any
    std::span<const holidays::Published> runs;       // of that day
    bool refreshes = true;                           // by itself; a reader who needs more time stops it
    bool reads_ways = false;                         // who looks may read how pupils come and go
    bool reads_plans = false;                        // … and the coordinated plans
};
std::string render_bureau(const BureauPage& page);

}  // namespace husong::pages
