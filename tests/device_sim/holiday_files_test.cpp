#include "device_sim/holiday_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace husong::device_sim {
namespace {

using testing::ElementsAre;

Date on(std::string_view iso) { return parse_date(iso).value(); }

// Their codes and days, as written.
std::vector<std::string> terms_at(std::string_view day) {
    std::vector<std::string> told;
    for (const SchoolTerm& term : terms_from(on(day)))
        told.push_back(term.code + " " + to_iso(term.first) + " " + to_iso(term.last));
    return told;
}

TEST(HolidayFiles, TheTermOfTheDayComesFirstAndTheNextOneAfterIt) {
    EXPECT_THAT(terms_at("2026-11-30"), ElementsAre("2026-2027-1 2026-09-01 2027-01-22",  //
                                                    "2026-2027-2 2027-03-01 2027-07-09"));
    EXPECT_THAT(terms_at("2027-02-01"), ElementsAre("2026-2027-2 2027-03-01 2027-07-09",  //
                                                    "2027-2028-1 2027-09-01 2028-01-21"));
    EXPECT_THAT(terms_at("2027-01-22").front(), testing::StartsWith("2026-2027-1"));
    EXPECT_THAT(terms_at("2027-01-23").front(), testing::StartsWith("2026-2027-2"));
}

TEST(HolidayFiles, TheNextTermBeginsWhileTodaysPapersHold) {
    const std::chrono::sys_days from{on("2026-08-01")};
    for (int day = 0; day < 4 * 366; ++day) {
        const Date today{from + std::chrono::days{day}};
        const auto terms = terms_from(today);
        const auto next = std::ranges::find_if(terms, [&](const auto& term) { return term.first > today; });
        ASSERT_NE(next, terms.end()) << to_iso(today);
        EXPECT_LT(std::chrono::sys_days{next->first} - std::chrono::sys_days{today}, std::chrono::days{200});
        const auto weekday = std::chrono::weekday{std::chrono::sys_days{next->last}};
        EXPECT_EQ(weekday, std::chrono::Friday) << to_iso(next->last);
    }
}

TEST(HolidayFiles, EachBoardingSchoolHasARuleAndTheyAreNotAllTheSame) {
    CountyPlan plan;
    plan.today = on("2026-09-01");
    const County county = make_county(plan);
    std::set<std::string> schools, patterns;
    for (const TextFile& file : holiday_files(county)) {
        if (file.name != "holiday_rules.csv") continue;
        std::istringstream in{file.text};
        std::string school, on_days, off_days, rest;
        std::getline(in, rest);
        while (std::getline(in, school, ',') && std::getline(in, on_days, ',') &&
               std::getline(in, off_days, ',') && std::getline(in, rest)) {
            EXPECT_TRUE(schools.insert(school).second) << school;
            patterns.insert(on_days.append("+").append(off_days));
        }
    }
    for (const School& school : county.schools)
        EXPECT_EQ(schools.contains(school.code), school.boarding) << school.name;
    EXPECT_THAT(patterns, ElementsAre("0+0", "10+4", "11+3", "12+2", "24+4"));
}

}  // namespace
}  // namespace husong::device_sim
