#include "server/rules/school_breaks.hpp"
#include "tests/rules/holiday_county.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;

// X1 proposes to go home on Friday the 11th and to come back on Monday the 14th; nothing is published yet.
reg::RegistryRows with_proposal() {
    auto rows = holiday_county();
    rows.departures.clear();
    rows.terms = {row(reg::Term{"2026-2027-1", day("2026-09-01"), day("2027-01-22")})};
    rows.holiday_proposals = {
        row(reg::HolidayProposal{"X1", "2026-2027-1", 1, day("2026-09-11"), {}, day("2026-09-14"), {}},
            "2026-08-25")};
    rows.boarders = {row(reg::Boarders{"X1", "远村", 30})};
    return rows;
}

// Ten days on and four off.
reg::RegistryRows by_rule() {
    auto rows = with_proposal();
    rows.holiday_proposals.clear();
    rows.holiday_rules = {row(reg::HolidayRule{.school = "X1", .on_days = 10, .off_days = 4})};
    return rows;
}

std::string severity_on(const reg::RegistryRows& rows, std::string_view on) {
    const auto found = Look{}.all(RuleId::hm_01, rows, at(on));
    if (found.empty()) return "";
    return std::string{severity_name(severity_of(RuleId::hm_01, found.front().severity))};
}

// ---- HM-01 ----

TEST(UnfiledPlans, AreToldSevenDaysBeforeAndGraverFromTheThirdOn) {
    EXPECT_EQ(Look{}.of(RuleId::hm_01, with_proposal(), "2026-09-03"), "") << "eight days before";
    EXPECT_EQ(Look{}.of(RuleId::hm_01, with_proposal(), "2026-09-04"), "X1 since 2026-09-04");
    EXPECT_EQ(Look{}.detail(RuleId::hm_01, with_proposal(), "2026-09-04"),
              "第 1 次放假定于 2026-09-11 离校（学校申报），还没有公布班次");
    EXPECT_EQ(severity_on(with_proposal(), "2026-09-07"), "S3");
    EXPECT_EQ(severity_on(with_proposal(), "2026-09-08"), "S2");
    EXPECT_EQ(Look{}.of(RuleId::hm_01, with_proposal(), "2026-09-11"), "X1 since 2026-09-04");
    EXPECT_EQ(Look{}.of(RuleId::hm_01, with_proposal(), "2026-09-12"), "") << "too late for a plan";
}

TEST(UnfiledPlans, ClearByDeparturesAlsoOnAnotherDayNearby) {
    auto rows = with_proposal();
    rows.departures = {row(holiday_run("A1", "2026-09-10", std::chrono::hours{15}), "2026-09-05")};
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "") << "moved by a day";
    rows.departures.front().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "X1 since 2026-09-04");
    rows.departures.front().value.status = reg::DepartureStatus::planned;
    rows.departures.front().value.school = "X2";
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "X1 since 2026-09-04") << "another school's";
}

TEST(UnfiledPlans, AreAlsoThoseOfTheRule) {
    EXPECT_EQ(Look{}.detail(RuleId::hm_01, by_rule(), "2026-09-08"),
              "第 1 次放假定于 2026-09-10 离校（按放假规则），还没有公布班次");
    auto rows = by_rule();
    rows.departures = {row(holiday_run("A1", "2026-09-10", std::chrono::hours{15}), "2026-09-05")};
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "");
    EXPECT_NE(Look{}.of(RuleId::hm_01, rows, "2026-09-22"), "") << "the next one";
    rows.terms.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-22"), "") << "no term, no holidays";
}

TEST(UnfiledPlans, GiveWayToWhatTheSchoolProposesInPlaceOfItsRule) {
    auto rows = by_rule();
    rows.holiday_proposals = with_proposal().holiday_proposals;
    EXPECT_EQ(Look{}.detail(RuleId::hm_01, rows, "2026-09-08"),
              "第 1 次放假定于 2026-09-11 离校（学校申报），还没有公布班次");
    rows.holiday_proposals.front().value.home_on.reset();
    rows.holiday_proposals.front().value.back_on.reset();
    EXPECT_NE(Look{}.detail(RuleId::hm_01, rows, "2026-09-08").find("2026-09-10"), std::string::npos)
        << "taken back, the rule's holds";
}

TEST(UnfiledPlans, AreAlsoThoseOfGoingHomeForGood) {
    EXPECT_EQ(Look{}.detail(RuleId::hm_01, by_rule(), "2027-01-20"),
              "学期末放假定于 2027-01-22 离校（按放假规则），还没有公布班次");
    EXPECT_EQ(Look{}.of(RuleId::hm_01, by_rule(), "2027-01-23"), "") << "the term is over";
}

TEST(UnfiledPlans, AreNoneWhereNobodyNeedsASeat) {
    auto rows = with_proposal();
    rows.boarders.clear();
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "") << "nothing is known of boarders";
    rows.pupils = {row(pupil(1))};
    rows.pupils.front().value.boarding = true;
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "X1 since 2026-09-04") << "who is unknown rides";
    rows.travels = {row(reg::Travel{.pupil = "P1", .mode = "guardian"}, "2026-08-20")};
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "");
    rows.travels.front().value.mode = "charter";
    EXPECT_EQ(Look{}.of(RuleId::hm_01, rows, "2026-09-08"), "X1 since 2026-09-04");
}

// ---- HM-12 ----

reg::RegistryRows with_day(std::string_view on, std::string kind) {
    auto rows = with_proposal();
    rows.public_days = {row(reg::PublicDay{day(on), std::move(kind), "示例节", "示例通知"})};
    return rows;
}

TEST(ClashingDays, AreHolidaysAndMakeUpDaysOnWhichASchoolGoesHomeOrComesBack) {
    EXPECT_EQ(Look{}.of(RuleId::hm_12, with_proposal()), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, with_day("2026-09-11", "work")), "X1 since 2026-08-25");
    EXPECT_EQ(Look{}.detail(RuleId::hm_12, with_day("2026-09-11", "work")),
              "2026-09-11 离校，当天是调休上班日（示例节），没有记录怎样安排");
    EXPECT_EQ(Look{}.detail(RuleId::hm_12, with_day("2026-09-14", "work")),
              "2026-09-14 返校，当天是调休上班日（示例节），没有记录怎样安排");
    EXPECT_EQ(Look{}.detail(RuleId::hm_12, with_day("2026-09-11", "off")),
              "2026-09-11 离校，当天是法定节假日（示例节），没有记录怎样安排");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, with_day("2026-09-12", "off")), "") << "everybody is at home";
    EXPECT_EQ(Look{}.of(RuleId::hm_12, with_day("2026-09-11", "plain")), "");
}

TEST(ClashingDays, AreNotAHolidaysLastDayOnWhichEverybodyComesBack) {
    auto rows = with_day("2026-09-14", "off");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "");
    rows.public_days.push_back(row(reg::PublicDay{day("2026-09-15"), "off", "示例节", "示例通知"}));
    EXPECT_EQ(Look{}.detail(RuleId::hm_12, rows),
              "2026-09-14 返校，当天是法定节假日（示例节），没有记录怎样安排");
}

TEST(ClashingDays, ClearByADecisionForTheSchoolOrForAll) {
    auto rows = with_day("2026-09-11", "work");
    rows.local_days = {row(reg::LocalDay{day("2026-09-11"), "X2", "open", "照常", "示例通知"})};
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "X1 since 2026-08-25") << "another school's";
    rows.local_days.front().value.school = "X1";
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "");
    rows.local_days.front().value.school = "";
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "");
}

TEST(ClashingDays, AreJudgedByWhatIsPublishedInPlaceOfTheWish) {
    auto rows = with_day("2026-09-11", "work");
    rows.departures = {row(holiday_run("A1", "2026-09-10", std::chrono::hours{15}), "2026-08-28")};
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "");
    rows.public_days.front().value.on = day("2026-09-10");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows), "X1 since 2026-08-28");
}

TEST(ClashingDays, AreToldAMonthBeforeUntilTheyAreOver) {
    auto rows = with_day("2026-11-05", "work");
    rows.holiday_proposals.front().value.home_on = day("2026-11-05");
    rows.holiday_proposals.front().value.back_on = day("2026-11-08");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows, "2026-10-05"), "");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows, "2026-10-06"), "X1 since 2026-10-06");
    EXPECT_EQ(Look{}.of(RuleId::hm_12, rows, "2026-11-06"), "");
}

}  // namespace
}  // namespace husong::rules
