#include "device_sim/holiday_files.hpp"

#include "device_sim/csv_writer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace husong::device_sim {

namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;

// Days at school and at home; both 0: home at every weekend.
struct Pattern {
    int on_days, off_days;
    std::string_view home_time, back_time;
    std::string_view owes_rest;  // empty: as the law has it for the school's stage
};
// As counties publish them. Who goes home once a month gives no rest back in the term.
constexpr std::array patterns{Pattern{10, 4, "14:00", "15:30", ""}, Pattern{11, 3, "15:00", "16:00", ""},
                              Pattern{12, 2, "13:30", "16:00", ""}, Pattern{24, 4, "13:00", "15:00", "no"},
                              Pattern{0, 0, "15:30", "16:30", ""},  Pattern{10, 4, "14:30", "15:00", ""}};

constexpr int least_on_days = 2, most_on_days = 40;

Date on_or_after(Date day, weekday wanted) {
    const sys_days from{day};
    return from + (wanted - weekday{from});
}
Date on_or_before(Date day, weekday wanted) {
    const sys_days until{day};
    return until - (weekday{until} - wanted);
}

// Autumn from 1 September until a Friday about 20 January; spring from the first Monday of March until a
// Friday about 8 July.
std::array<SchoolTerm, 2> terms_of(year autumn) {
    const year spring = autumn + std::chrono::years{1};
    const std::string code = fmt::format("{}-{}", static_cast<int>(autumn), static_cast<int>(spring));
    return {SchoolTerm{code + "-1", autumn / month{9} / 1,
                       on_or_before(spring / month{1} / 23, std::chrono::Friday)},
            SchoolTerm{code + "-2", on_or_after(spring / month{3} / 1, std::chrono::Monday),
                       on_or_before(spring / month{7} / 10, std::chrono::Friday)}};
}

std::string holiday_rules_csv(const County& county) {
    CsvWriter csv{"school,on_days,off_days,home_time,back_time,least_on_days,most_on_days,owes_rest"};
    std::size_t turn = 0;
    for (const School& school : county.schools) {
        if (!school.boarding) continue;
        const Pattern& pattern = patterns.at(turn++ % patterns.size());
        csv.row({school.code, fmt::format("{}", pattern.on_days), fmt::format("{}", pattern.off_days),
                 pattern.home_time, pattern.back_time, fmt::format("{}", least_on_days),
                 fmt::format("{}", most_on_days), pattern.owes_rest});
    }
    return std::move(csv).text();
}

}  // namespace

std::vector<SchoolTerm> terms_from(Date day) {
    std::vector<SchoolTerm> terms;
    for (int years = -1; years <= 1; ++years)
        for (SchoolTerm& term : terms_of(day.year() + std::chrono::years{years}))
            if (terms.size() < 2 && term.last >= day) terms.push_back(std::move(term));
    return terms;
}

TextFile terms_file(Date today) {
    CsvWriter csv{"code,first_day,last_day"};
    for (const SchoolTerm& term : terms_from(today))
        csv.row({term.code, to_iso(term.first), to_iso(term.last)});
    return {"terms.csv", std::move(csv).text()};
}

TextFile police_posts_file(std::size_t boarding_schools) {
    const std::size_t posts = std::max<std::size_t>(3, boarding_schools * 2 / 5);
    CsvWriter csv{"weekday,posts"};
    for (int day = 1; day <= 7; ++day)
        csv.row({fmt::format("{}", day), fmt::format("{}", posts + (day > 5 ? 1 : 0))});
    return {"police_posts.csv", std::move(csv).text()};
}

std::vector<TextFile> holiday_files(const County& county) {
    const auto boarding = std::ranges::count_if(county.schools, &School::boarding);
    return {terms_file(county.plan.today),
            {"holiday_rules.csv", holiday_rules_csv(county)},
            police_posts_file(static_cast<std::size_t>(boarding))};
}

}  // namespace husong::device_sim
