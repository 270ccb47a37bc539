// The lawful county as a boarding school's holidays are judged: a line with two stops, and one departure home
// on Friday 2026-09-11 at 16:00, looked at on Tuesday the 1st.
#pragma once

#include "server/rules/holiday_rules.hpp"
#include "tests/rules/lawful_register.hpp"

namespace husong::rules::lawful {

inline constexpr std::string_view holiday = "2026-09-11";

inline reg::Departure holiday_run(std::string code, std::string_view on, std::chrono::minutes leaves_at) {
    reg::Departure made = departure(std::move(code), first_bus, on);
    made.leaves_at = china_midnight(day(on)) + leaves_at;
    return made;
}

// 近村 is 20 minutes from the school and 远村 45.
inline reg::RegistryRows holiday_county() {
    reg::RegistryRows rows = county();
    rows.timetables.clear();
    rows.pupils.clear();
    rows.schools.front().value.boarding = true;
    rows.schools.front().value.latitude_deg = 40.9;
    rows.schools.front().value.longitude_deg = 118.1;
    rows.stops = {row(reg::Stop{"L1", 1, "近村", 40.95, 118.1, std::chrono::minutes{20}}),
                  row(reg::Stop{"L1", 2, "远村", 41.0, 118.2, std::chrono::minutes{45}})};
    rows.departures = {row(holiday_run("A1", holiday, std::chrono::hours{16}), "2026-08-01")};
    return rows;
}

}  // namespace husong::rules::lawful
