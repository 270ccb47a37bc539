// Whether what is published of a day is enough and over before dark: HM-09.
#include "maps/daylight.hpp"
#include "server/rules/holiday_rules.hpp"
#include "server/rules/holiday_runs.hpp"
#include "server/rules/load_view.hpp"

#include <fmt/format.h>

#include <map>

namespace husong::rules {

namespace {

// ---- HM-09 ----

// When it gets dark, asked only where that is near: it costs more than the rest of the look.
class Dusks {
public:
    // None: it is still light there for certain.
    std::optional<Time> near(Time at, maps::Wgs84 place) {
        constexpr std::chrono::hours within_a_county{1};
        const auto day = china_date(at);
        const auto [about, added] = about_.try_emplace(day);
        if (added) about->second = maps::civil_dusk(day, place);
        if (!about->second || at + within_a_county < *about->second) return std::nullopt;
        return maps::civil_dusk(day, place);
    }

private:
    std::map<year_month_day, std::optional<Time>> about_;  // somewhere in the county
};

}  // namespace

std::vector<Breach> look_late_drops(const RegisterView& view) {
    std::vector<Breach> found;
    Dusks dusks;
    for (const HolidayRun& run : holiday_runs_ahead(view)) {
        if (!run.home() || !run.farthest || !run.end) continue;
        const auto dusk = dusks.near(run.until, *run.end);
        if (!dusk || run.until <= *dusk) continue;
        found.push_back(
            breach_of_run(run, view,
                          fmt::format("{}：末站{} {} 才到，当地 {} 天黑，应当提早发车", run_zh(run, view),
                                      run.farthest->name, clock_zh(run.until), clock_zh(*dusk))));
    }
    return found;
}

}  // namespace husong::rules
