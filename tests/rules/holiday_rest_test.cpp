#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using reg::Direction;

// A primary school that teaches ten days and sends its boarders home for four: two weekends in a fortnight.
// They come on Monday, 31 August, and go home for the first time on Thursday, 10 September.
reg::RegistryRows ten_on_four_off() {
    auto rows = holiday_county();
    rows.departures.clear();
    rows.terms = {row(reg::Term{"2026-2027-1", day("2026-09-01"), day("2027-01-22")})};
    rows.holiday_rules = {row(reg::HolidayRule{.school = "X1", .on_days = 10, .off_days = 4})};
    rows.boarders = {row(reg::Boarders{"X1", "远村", 30})};
    return rows;
}

reg::Versioned<reg::HolidayProposal> proposed(int number, std::string_view home, std::string_view back) {
    return row(reg::HolidayProposal{"X1", "2026-2027-1", number, day(home), {}, day(back), {}}, "2026-08-25");
}

void publish(reg::RegistryRows& rows, std::string_view home, std::string_view back,
             std::string_view told = "2026-08-28") {
    for (const auto& [on, direction] :
         {std::pair{home, Direction::home}, std::pair{back, Direction::to_school}}) {
        auto run = holiday_run("A" + std::string{on}, on, std::chrono::hours{15});
        run.direction = direction;
        rows.departures.push_back(row(std::move(run), told));
    }
}

TEST(RestOwed, IsFoundWhereABreakGivesFewerDaysThanTheWeekendsUntilThen) {
    auto rows = ten_on_four_off();
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "") << "four days of rest, four at home";
    publish(rows, "2026-09-10", "2026-09-13");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "X1 since 2026-08-28")
        << "two weeks before, and not before it was told";
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows),
              "第 1 次放假（2026-09-10 至 2026-09-13，已公布）：开学以来应休 4 天，只休 3 天，欠 1 天");
}

TEST(RestOwed, IsARunningAccountOfTheTerm) {
    auto rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-15");
    publish(rows, "2026-09-25", "2026-09-28");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "") << "a day more, then a day less";
    rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-13");
    publish(rows, "2026-09-24", "2026-09-28");
    EXPECT_EQ(
        Look{}.detail(RuleId::hm_11, rows),
        "第 1 次放假（2026-09-10 至 2026-09-13，已公布）：开学以来应休 4 天，只休 3 天，欠 1 天；到第 2 "
        "次放假欠 1 天");
}

TEST(RestOwed, ClearsWhenTheCalendarIsCorrected) {
    auto rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-13");
    rows.departures.back().value.leaves_at += std::chrono::days{1};
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "") << "the way back moved";

    rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-13");
    EXPECT_NE(Look{}.of(RuleId::hm_11, rows, "2026-09-20"), "") << "it is over, and nothing gave it back";
    publish(rows, "2026-09-24", "2026-09-29", "2026-09-20");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-20"), "") << "the next one gives it back";
    EXPECT_NE(Look{}.of(RuleId::hm_11, rows, "2026-09-12"), "") << "the first one can still be corrected";
}

TEST(RestOwed, CountsPublicHolidaysAndNoMakeUpDays) {
    auto rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-14");
    rows.public_days = {row(reg::PublicDay{day("2026-09-03"), "off", "示例节", "示例通知"})};
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows),
              "第 1 次放假（2026-09-10 至 2026-09-14，已公布）：开学以来应休 5 天，只休 4 天，欠 1 天");
    rows.public_days.push_back(row(reg::PublicDay{day("2026-09-05"), "work", "示例节", "示例通知"}));
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "") << "a Saturday on which everybody works";
}

// Its days are the whole county's: no school could make them longer.
TEST(RestOwed, OfAPublicHolidaysBreakIsPaidByTheNextOne) {
    auto rows = ten_on_four_off();
    rows.public_days = {row(reg::PublicDay{day("2026-09-11"), "off", "示例节", "示例通知"})};
    publish(rows, "2026-09-10", "2026-09-13");
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows), "") << "three of five, two weekends and the holiday";
    rows.holiday_proposals = {proposed(2, "2026-09-23", "2026-09-27")};
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows, "2026-09-10"),
              "第 2 次放假（2026-09-23 至 2026-09-27，学校申报）：开学以来应休 9 天，只休 7 天，欠 2 天");
    publish(rows, "2026-09-23", "2026-09-29", "2026-09-09");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-10"), "");
}

// The planner gives what a wish owes; that close to the day it has not.
TEST(RestOwed, OfWhatIsOnlyWishedIsToldTwoWeeksBefore) {
    auto rows = ten_on_four_off();
    rows.holiday_proposals = {proposed(2, "2026-09-24", "2026-09-27")};
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-09"), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-10"), "X1 since 2026-09-10");
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows, "2026-09-10"),
              "第 2 次放假（2026-09-24 至 2026-09-27，学校申报）：开学以来应休 8 天，只休 7 天，欠 1 天");
    publish(rows, "2026-09-24", "2026-09-28", "2026-09-11");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-11"), "") << "published with the day that was owed";
    rows = ten_on_four_off();
    rows.holiday_rules.front().value.on_days = 12;
    rows.holiday_rules.front().value.off_days = 2;
    EXPECT_EQ(Look{}.detail(RuleId::hm_11, rows),
              "第 1 次放假（2026-09-12 至 2026-09-14，按放假规则）：开学以来应休 4 天，只休 2 天，欠 2 天");
}

TEST(RestOwed, IsOnlyThatOfACompulsoryStageWhichTeachesAtWeekends) {
    auto rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-13");
    rows.schools.front().value.stage = "senior_high";
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "");
    rows.holiday_rules.front().value.owes_rest = true;
    EXPECT_NE(Look{}.of(RuleId::hm_11, rows), "") << "the bureau says so";
    rows.schools.front().value.stage = "nine_year";
    rows.holiday_rules.front().value.owes_rest = false;
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "");
    rows.holiday_rules.front().value.owes_rest.reset();
    EXPECT_NE(Look{}.of(RuleId::hm_11, rows), "");
    rows.holiday_rules.front().value.on_days = 0;
    rows.holiday_rules.front().value.off_days = 0;
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows), "") << "at every weekend it has no lessons";
}

TEST(RestOwed, EndsWithTheTerm) {
    auto rows = ten_on_four_off();
    publish(rows, "2026-09-10", "2026-09-13");
    rows.terms.front().value.last_on = day("2026-09-19");
    EXPECT_NE(Look{}.of(RuleId::hm_11, rows, "2026-09-19"), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_11, rows, "2026-09-20"), "");
}

}  // namespace
}  // namespace husong::rules
