#include "server/rules/returns.hpp"
#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using namespace std::chrono_literals;

constexpr std::string_view sunday = "2026-09-13";

Time sunday_at(std::chrono::minutes of_day) { return from(sunday) + of_day; }

reg::Versioned<reg::ReturnMark> mark(std::string pupil, std::string kind, std::chrono::minutes told = 17h,
                                     std::string_view on = sunday) {
    return {.value = {day(on), "X1", "三1班", std::move(pupil), std::move(kind)},
            .valid_from = from(on) + told};
}

// On Sunday at 16:00 the run back leaves 远村 and is at school at 16:45; by its rule everybody is there at
// 18:30. At five the class teacher calls the roll of her boarders, and P1 is not there.
reg::RegistryRows with_roll() {
    auto rows = holiday_county();
    auto back = holiday_run("B1", sunday, 16h);
    back.direction = reg::Direction::to_school;
    rows.departures.push_back(row(std::move(back), "2026-08-01"));
    rows.holiday_rules = {row(reg::HolidayRule{.school = "X1", .on_days = 10, .off_days = 4})};
    for (int number = 1; number <= 3; ++number) {
        rows.pupils.push_back(row(pupil(number)));
        rows.pupils.back().value.boarding = true;
        rows.pupils.back().value.class_name = "三1班";
    }
    rows.return_marks = {mark("", "called"), mark("P1", "missing")};
    return rows;
}

// "P1 S2 since 18:30", of everybody.
std::string found(const reg::RegistryRows& rows, Time now) {
    std::string text;
    for (const Breach& breach : Look{}.all(RuleId::hm_10, rows, now)) {
        text += text.empty() ? "" : ", ";
        text += breach.subject + " " +
                std::string{severity_name(severity_of(RuleId::hm_10, breach.severity))} + " since " +
                to_iso(breach.since).substr(11, 5);
    }
    return text;
}

Time looked_at_again(reg::RegistryRows rows, Time now) {
    const reg::Registry registry{std::move(rows)};
    const RuleSettings settings;
    return rule_of(RuleId::hm_10).look_changes({registry, now, settings, {}});
}

TEST(NotBack, IsABoarderWhomTheRollMissesOnceTheDeadlineHasPassed) {
    EXPECT_EQ(found(with_roll(), sunday_at(18h + 29min)), "");
    EXPECT_EQ(found(with_roll(), sunday_at(18h + 30min)), "P1 S2 since 18:30");
    EXPECT_EQ(found(with_roll(), sunday_at(20h + 29min)), "P1 S2 since 18:30");
}

TEST(NotBack, IsGraverAfterTwoHoursWithoutContact) {
    EXPECT_EQ(found(with_roll(), sunday_at(20h + 30min)), "P1 S1 since 18:30");
    auto rows = with_roll();
    rows.return_marks = {mark("", "called", 21h), mark("P1", "missing", 21h)};
    EXPECT_EQ(found(rows, sunday_at(21h)), "P1 S1 since 21:00") << "told late, it is as late";
}

TEST(NotBack, SaysByWhenAndHowSheShouldHaveCome) {
    auto rows = with_roll();
    reg::Travel way;
    way.pupil = "P1";
    way.direction = reg::Direction::to_school;
    way.mode = "school_bus";
    way.line = "L1";
    rows.travels = {row(way)};
    const auto breaches = Look{}.all(RuleId::hm_10, rows, sunday_at(21h));
    ASSERT_EQ(breaches.size(), 1U);
    EXPECT_EQ(breaches.front().detail,
              "2026-09-13 返校，18:30 前应到，17:00 点名没有到，没有请假，没有联系上，已过 2 "
              "小时，登记的返校方式：校车 一号线");
}

TEST(NotBack, IsSurerOnceSheIsMissedAfterTheDeadline) {
    auto rows = with_roll();
    const auto level = [&](Time now) { return Look{}.all(RuleId::hm_10, rows, now).front().level; };
    EXPECT_EQ(level(sunday_at(19h)), Level::suspected) << "she may have come since five";
    rows.return_marks.back().valid_until = sunday_at(18h + 40min);
    rows.return_marks.push_back(mark("P1", "missing", 18h + 40min));
    EXPECT_EQ(level(sunday_at(19h)), Level::likely);
    EXPECT_EQ(found(rows, sunday_at(19h)), "P1 S2 since 18:30");
}

TEST(NotBack, ClearsByContactByAReasonAndByComing) {
    for (const char* kind : {"contacted", "leave", "back"}) {
        auto rows = with_roll();
        rows.return_marks.back().valid_until = sunday_at(19h);
        rows.return_marks.push_back(mark("P1", kind, 19h));
        EXPECT_EQ(found(rows, sunday_at(18h + 45min)), "P1 S2 since 18:30") << kind;
        EXPECT_EQ(found(rows, sunday_at(19h)), "") << kind;
    }
}

TEST(NotBack, GoesOnUntilSomebodyTellsOrTheNextRollFindsHer) {
    auto rows = with_roll();
    EXPECT_EQ(found(rows, sunday_at(48h)), "P1 S1 since 18:30");
    rows.return_marks.push_back(mark("", "called", 17h, "2026-09-27"));
    EXPECT_EQ(found(rows, from("2026-09-27") + 16h), "P1 S1 since 18:30");
    EXPECT_EQ(found(rows, from("2026-09-27") + 20h), "");
}

// No family is accused because nobody filled in a form.
TEST(NotBack, IsNobodyOfAClassThatCalledNoRoll) {
    auto rows = with_roll();
    rows.return_marks.clear();
    EXPECT_EQ(found(rows, sunday_at(21h)), "");
    rows.return_marks = {mark("", "called")};
    EXPECT_EQ(found(rows, sunday_at(21h)), "") << "all are there";
    rows = with_roll();
    rows.return_marks.front().value.class_name = "三2班";
    EXPECT_EQ(found(rows, sunday_at(21h)), "") << "the roll of another class";
    rows = with_roll();
    rows.pupils.clear();
    EXPECT_EQ(found(rows, sunday_at(21h)), "") << "has left the school";
}

TEST(NotBack, HasTimeUntilHalfAnHourAfterTheLastRunWhereThatIsLater) {
    auto rows = with_roll();
    EXPECT_EQ(return_deadline("X1", day(sunday), reg::Registry{rows}), sunday_at(18h + 30min));
    rows.departures.back().value.leaves_at = sunday_at(18h);
    EXPECT_EQ(return_deadline("X1", day(sunday), reg::Registry{rows}), sunday_at(19h + 15min));
    rows.departures.back().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(return_deadline("X1", day(sunday), reg::Registry{rows}), sunday_at(18h + 30min));
    rows = with_roll();
    rows.holiday_rules.clear();
    EXPECT_EQ(return_deadline("X1", day(sunday), reg::Registry{rows}), sunday_at(17h + 15min));
    rows.departures.clear();
    EXPECT_EQ(return_deadline("X1", day(sunday), reg::Registry{rows}), sunday_at(18h + 30min))
        << "what the plan takes where a school says nothing";
}

TEST(NotBack, IsLookedForAgainAtTheDeadlineAndTwoHoursLater) {
    EXPECT_EQ(looked_at_again(with_roll(), sunday_at(17h)), sunday_at(18h + 30min));
    EXPECT_EQ(looked_at_again(with_roll(), sunday_at(18h + 30min)), sunday_at(20h + 30min));
    EXPECT_EQ(looked_at_again(with_roll(), sunday_at(20h + 30min)), end_of_time);
    EXPECT_EQ(looked_at_again(holiday_county(), sunday_at(17h)), end_of_time);
}

// ---- HM-13 ----

std::string silent(const reg::RegistryRows& rows, Time now) {
    std::string text;
    for (const Breach& breach : Look{}.all(RuleId::hm_13, rows, now))
        text += breach.subject + " since " + to_iso(breach.since).substr(11, 5) + ": " + breach.detail;
    return text;
}

TEST(NotCalled, IsASchoolsClassWithoutARollHalfAnHourAfterTheDeadline) {
    auto rows = with_roll();
    EXPECT_EQ(silent(rows, sunday_at(23h)), "") << "it was called";
    rows.return_marks.clear();
    EXPECT_EQ(silent(rows, sunday_at(18h + 59min)), "");
    EXPECT_EQ(silent(rows, sunday_at(19h)),
              "X1 since 19:00: 2026-09-13 返校，18:30 前应到，三1班 没有点名，不知道学生回来没有");
    rows.return_marks = {mark("", "called", 20h)};
    EXPECT_EQ(silent(rows, sunday_at(20h)), "");
}

TEST(NotCalled, NamesEachClassThatIsMissingAndNoneWithoutBoarders) {
    auto rows = with_roll();
    for (int number = 4; number <= 16; ++number) {
        rows.pupils.push_back(row(pupil(number)));
        rows.pupils.back().value.boarding = number != 4;
        rows.pupils.back().value.class_name = "二" + std::to_string(number) + "班";
    }
    const std::string told = silent(rows, sunday_at(21h));
    EXPECT_NE(told.find("二10班、二11班"), std::string::npos) << told;
    EXPECT_NE(told.find(" 等 12 个班"), std::string::npos) << told;
    EXPECT_EQ(told.find("三1班"), std::string::npos) << "it was called";
    EXPECT_EQ(told.find("二4班"), std::string::npos) << "day pupils";
}

TEST(NotCalled, GoesOnForAWeekOrUntilTheNextDayOfReturn) {
    auto rows = with_roll();
    rows.return_marks.clear();
    EXPECT_NE(silent(rows, sunday_at(7 * 24h + 23h)), "");
    EXPECT_EQ(silent(rows, sunday_at(8 * 24h)), "");
    auto back = holiday_run("B2", "2026-09-16", 16h);
    back.direction = reg::Direction::to_school;
    rows.departures.push_back(row(std::move(back), "2026-08-01"));
    EXPECT_NE(silent(rows, from("2026-09-15") + 23h), "");
    EXPECT_EQ(silent(rows, from("2026-09-16") + 12h), "") << "a new day of return, on which it is early";
    rows.departures.back().value.status = reg::DepartureStatus::cancelled;
    EXPECT_NE(silent(rows, from("2026-09-16") + 12h), "");
}

TEST(NotCalled, IsLookedAtWhenTheRollIsDue) {
    auto rows = with_roll();
    const auto changes = [&](Time now) {
        const reg::Registry registry{reg::RegistryRows{rows}};
        const RuleSettings settings;
        return rule_of(RuleId::hm_13).look_changes({registry, now, settings, {}});
    };
    EXPECT_EQ(changes(sunday_at(12h)), sunday_at(19h));
    EXPECT_EQ(changes(sunday_at(19h)), end_of_time);
}

}  // namespace
}  // namespace husong::rules
