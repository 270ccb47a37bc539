// A few schools by hand, with one break each, that have one clear plan: each test makes one thing impossible.
#pragma once

#include "server/coordination/case.hpp"

#include <fmt/format.h>

namespace husong::coordination {

inline Day october(unsigned of_month) {
    return std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::October,
                                       std::chrono::day{of_month}};
}

// Four weeks from Mon 19 Oct 2026. Each school has 40 pupils half an hour away, goes home on Fri 30 Oct at
// 15:00 and comes back on Sun 1 Nov at 16:00, or a day beside; dismissal is from 14:00 to 16:00.
inline Case small_county(std::size_t schools, std::size_t vehicles) {
    constexpr std::array names{"示例甲校", "示例乙校", "示例丙校", "示例丁校"};
    Case county;
    county.term = "2026-2027-1";
    county.first = october(19);
    county.rules.spare_per_mille = 0;
    for (int day = 0; day < 28; ++day) {
        CalendarDay made;
        made.rest = day % 7 >= 5;
        made.dusk = Minutes{17 * 60 + 20};
        made.posts = 8;
        county.days.push_back(made);
    }
    for (std::size_t i = 0; i < schools; ++i) {
        School school;
        school.code = fmt::format("S{}", i + 1);
        school.name = names[i];
        school.stages = only(Stage::junior_high);
        school.owes_rest = false;
        school.gate = {40.9, 118.1 + 0.01 * static_cast<double>(i)};
        school.earliest_home = Minutes{14 * 60};
        school.latest_home = Minutes{16 * 60};
        school.earliest_back = Minutes{15 * 60};
        school.latest_back = Minutes{17 * 60};
        county.schools.push_back(school);
        county.lines.push_back(
            {fmt::format("S{}L1", i + 1), i, {{"示例村", {41.0, 118.1}, Minutes{30}, 40}}});
        Leg home, back;
        home.wish = {october(30), Minutes{15 * 60}};
        back.wish = {october(30) + std::chrono::days{2}, Minutes{16 * 60}};
        home.shift_days = back.shift_days = 1;
        county.breaks.push_back({i, 1, home, back});
    }
    for (std::size_t i = 0; i < vehicles; ++i)
        county.vehicles.push_back({fmt::format("冀H·示{:03}", i + 1), 45, every_stage, "", {}});
    return county;
}

}  // namespace husong::coordination
