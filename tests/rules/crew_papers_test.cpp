#include "server/rules/crew_papers.hpp"

#include "tests/rules/lawful_register.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;
using registry::LicenceState;
using registry::Offence;
using registry::OffenceKind;

reg::Driver& her(reg::RegistryRows& rows) { return rows.drivers.front().value; }

reg::RegistryRows born(std::string_view on) {
    auto rows = county();
    her(rows).birth_on = day(on);
    return rows;
}

// Off the plate and off every run.
reg::RegistryRows off_duty(reg::RegistryRows rows) {
    rows.school_bus_plates.front().value.driver_codes.clear();
    rows.timetables.front().value.driver.clear();
    return rows;
}

// ---- DR-03, DR-04 ----

TEST(DriversAge, OnTheSixtiethBirthdaySheMayDriveAndTheDayAfterNot) {
    EXPECT_EQ(Look{}.of(RuleId::dr_03, born("1966-09-01"), "2026-09-01"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_03, born("1966-09-01"), "2026-09-02"), "D1 since 2026-09-02");
    EXPECT_EQ(Look{}.detail(RuleId::dr_03, born("1966-08-31")),
              "1966-08-31 出生，2026-09-01 起超过 60 周岁，不得再驾驶");
}

TEST(DriversAge, ReadInWholeYearsSheMayDriveUntilTheDayBeforeTheNextBirthday) {
    Look look;
    look.settings.max_age_counts_whole_years = true;
    EXPECT_EQ(look.of(RuleId::dr_03, born("1965-09-02"), "2026-09-01"), "");
    EXPECT_EQ(look.of(RuleId::dr_03, born("1965-09-02"), "2026-09-02"), "D1 since 2026-09-02");
}

TEST(DriversAge, TheCountyMaySetAnotherLimit) {
    Look look;
    look.settings.driver_max_age = 63;
    EXPECT_EQ(look.of(RuleId::dr_03, born("1963-09-01"), "2026-09-01"), "");
    EXPECT_EQ(look.of(RuleId::dr_03, born("1963-09-01"), "2026-09-02"), "D1 since 2026-09-02");
}

TEST(DriversAge, OnTheTwentyFifthBirthdaySheMayBegin) {
    EXPECT_EQ(Look{}.of(RuleId::dr_03, born("2001-09-02"), "2026-09-01"), "D1 since 2020-01-01");
    EXPECT_EQ(Look{}.detail(RuleId::dr_03, born("2001-09-02")), "2001-09-02 出生，2026-09-02 才满 25 周岁");
    EXPECT_EQ(Look{}.of(RuleId::dr_03, born("2001-09-02"), "2026-09-02"), "");
}

TEST(DriversAge, IsNobodysConcernOfWhoDoesNotDrive) {
    EXPECT_EQ(Look{}.of(RuleId::dr_03, off_duty(born("1960-01-01"))), "");
    auto rows = off_duty(born("1960-01-01"));
    rows.departures = {row(departure("A1", first_bus, "2026-09-14"))};
    EXPECT_EQ(Look{}.of(RuleId::dr_03, rows), "D1 since 2020-01-02") << "in the next 14 days she does";
    rows.departures.front().value.status = reg::DepartureStatus::cancelled;
    EXPECT_EQ(Look{}.of(RuleId::dr_03, rows), "");
}

TEST(DriversAge, OfWhoDrivesCoachesOnlyHasTheCoachesLimits) {
    auto rows = born("2001-09-02");
    rows.school_bus_plates.clear();
    rows.vehicles.front().value.use_nature = 'B';
    EXPECT_EQ(Look{}.of(RuleId::dr_03, rows), "") << "25 years are the school bus's";
    her(rows).birth_on = day("1965-09-01");
    Look look;
    look.settings.coach_driver_max_age = 63;
    EXPECT_EQ(look.of(RuleId::dr_03, rows), "");
}

TEST(DriversAge, WithoutABirthdayIsNotKnown) {
    auto rows = county();
    her(rows).birth_on.reset();
    EXPECT_EQ(Look{}.of(RuleId::dr_03, rows), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows), "");
}

TEST(DriversAgeLimit, IsAnnouncedHalfAYearAheadAndMoreUrgentlyTwice) {
    const auto rows = born("1967-02-27");  // over 60 from 2027-02-28 on
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-09-01"), "D1 since 2026-09-01");
    EXPECT_EQ(Look{}.detail(RuleId::dr_04, rows, "2026-11-29"),
              "2027-02-28 起超过 60 周岁，不到 180 天，请安排接替并变更标牌");
    EXPECT_EQ(Look{}.detail(RuleId::dr_04, rows, "2026-11-30"),
              "2027-02-28 起超过 60 周岁，不到 90 天，请安排接替并变更标牌");
    EXPECT_EQ(Look{}.detail(RuleId::dr_04, rows, "2027-01-29"),
              "2027-02-28 起超过 60 周岁，不到 30 天，请安排接替并变更标牌");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2027-02-27"), "D1 since 2026-09-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2027-02-28"), "") << "from then on it is DR-03";
}

TEST(DriversAgeLimit, IsNoMatterOnceThePlateNamesASuccessor) {
    auto rows = born("1967-02-27");
    rows.drivers.push_back(row(driver("D2"), "2020-01-01"));
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-11-30"), "D1 since 2026-09-01");
    rows.school_bus_plates.front().value.driver_codes.emplace_back("D2");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-11-30"), "");
    rows.drivers.back().value.birth_on = day("1967-03-27");
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-11-30"), "D1 since 2026-09-01, D2 since 2026-09-29")
        << "as old as she is";
    rows.drivers.back() = row(driver("D2"), "2020-01-01");
    rows.drivers.back().value.qualified_until.reset();
    EXPECT_EQ(Look{}.of(RuleId::dr_04, rows, "2026-11-30"), "D1 since 2026-09-01") << "not qualified";
}

// ---- DR-05 ----

TEST(YearlyReview, IsDueWithinThirtyDaysAfterTheScoringPeriod) {
    auto rows = county();
    her(rows).period_end_on = day("2026-08-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows, "2026-08-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows, "2026-09-01"), "D1 since 2026-09-01");
    EXPECT_EQ(Look{}.detail(RuleId::dr_05, rows),
              "记分周期 2026-08-01 结束，2026-08-31 前应当审验，上次审验 2026-05-06");
    her(rows).reviewed_on = day("2026-08-20");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows), "");
}

TEST(YearlyReview, IsDueAgainAYearLaterThoughTheRegisterStillNamesTheOldPeriod) {
    const auto rows = county();  // period to 2026-04-20, reviewed in May
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows, "2027-05-20"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows, "2027-05-21"), "D1 since 2027-05-21");
}

TEST(YearlyReview, OfAPeriodThatIsNotKnownOrOfWhoDoesNotDriveIsNotAskedFor) {
    auto rows = county();
    her(rows).period_end_on.reset();
    her(rows).reviewed_on.reset();
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows), "");
    her(rows).period_end_on = day("2026-04-20");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, rows), "D1 since 2026-05-21");
    EXPECT_EQ(Look{}.of(RuleId::dr_05, off_duty(rows)), "");
}

// ---- DR-06 ----

reg::RegistryRows with(OffenceKind kind, std::string_view on, int points = 0) {
    auto rows = county();
    rows.offences = {row(Offence{"D1", kind, day(on), points, ""}, on)};
    return rows;
}

TEST(DriversOffence, OfEveryGraveKindTakesHerOffTheRoadTheSameDay) {
    for (const auto kind : {OffenceKind::overload, OffenceKind::speeding, OffenceKind::drink_driving,
                            OffenceKind::twelve_points, OffenceKind::fatal_accident, OffenceKind::crime})
        EXPECT_EQ(Look{}.of(RuleId::dr_06, with(kind, "2026-08-30")), "D1 since 2026-08-30");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::other, "2026-08-30", 11)), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::other, "2026-08-30", 12)), "D1 since 2026-08-30");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, off_duty(with(OffenceKind::crime, "2026-08-30"))), "")
        << "taken off the plate and the runs";
}

TEST(DriversOffence, CountsAsLongAsTheLawSays) {
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::overload, "2025-09-01")), "D1 since 2025-09-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::overload, "2025-08-31")), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::twelve_points, "2023-09-01")),
              "D1 since 2023-09-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::twelve_points, "2023-08-31")), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_06, with(OffenceKind::drink_driving, "1999-01-01")),
              "D1 since 1999-01-01");
}

TEST(DriversOffence, SeveralAreOneFindingThatNamesThemAll) {
    auto rows = with(OffenceKind::crime, "2026-08-30");
    rows.offences.push_back(row(Offence{"D1", OffenceKind::speeding, day("2026-03-01"), 6, "超速 60%"}));
    EXPECT_EQ(Look{}.of(RuleId::dr_06, rows), "D1 since 2026-03-01");
    EXPECT_EQ(Look{}.detail(RuleId::dr_06, rows),
              "2026-08-30 犯罪记录；2026-03-01 客车严重超速：超速 60%。当日起不得安排驾驶");
}

// ---- DR-09 ----

TEST(DriversLicence, InAnyStateButNormalForbidsDriving) {
    for (const auto& [state, name] : {std::pair{LicenceState::expired, "过期"},
                                      {LicenceState::suspended, "暂扣"},
                                      {LicenceState::revoked, "吊销"},
                                      {LicenceState::deregistered, "注销"}}) {
        auto rows = county();
        her(rows).licence = state;
        EXPECT_EQ(Look{}.of(RuleId::dr_09, rows), "D1 since 2020-01-01");
        EXPECT_EQ(Look{}.detail(RuleId::dr_09, rows), std::string{"驾驶证状态为"} + name + "，不得驾驶");
        EXPECT_EQ(Look{}.of(RuleId::dr_09, off_duty(rows)), "");
    }
}

TEST(DriversLicence, SinceWhenIsTheEditThatSaidSo) {
    auto rows = county();
    rows.drivers.push_back(rows.drivers.front());
    rows.drivers[0].valid_until = rows.drivers[1].valid_from = from("2026-08-15");
    rows.drivers[1].value.licence = LicenceState::suspended;
    EXPECT_EQ(Look{}.of(RuleId::dr_09, rows), "D1 since 2026-08-15");
    EXPECT_EQ(Look{}.of(RuleId::dr_09, rows, "2026-08-14"), "");
}

// ---- DR-10, ES-06 ----

TEST(DriversTraining, IsRepeatedWithinNinetyDays) {
    auto rows = county();
    her(rows).trained_on = day("2026-06-03");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, rows, "2026-09-01"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, rows, "2026-09-02"), "D1 since 2026-09-02");
    EXPECT_EQ(Look{}.detail(RuleId::dr_10, rows, "2026-09-02"), "上次安全教育 2026-06-03，超过 90 天");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, off_duty(rows), "2026-09-02"), "");
    her(rows).trained_on.reset();
    EXPECT_EQ(Look{}.of(RuleId::dr_10, rows, "2026-09-02"), "") << "not known is not overdue";
}

TEST(EscortsTraining, IsRepeatedWithinHalfAYear) {
    auto rows = county();
    rows.escorts.front().value.trained_on = day("2026-03-05");
    EXPECT_EQ(Look{}.of(RuleId::es_06, rows, "2026-09-01"), "");
    EXPECT_EQ(Look{}.of(RuleId::es_06, rows, "2026-09-02"), "E1 since 2026-09-02");
    EXPECT_EQ(Look{}.detail(RuleId::es_06, rows, "2026-09-02"), "上次安全培训 2026-03-05，超过 180 天");
    rows.timetables.front().value.escort = "";
    EXPECT_EQ(Look{}.of(RuleId::es_06, rows, "2026-09-02"), "") << "she rides in no run";
}

}  // namespace
}  // namespace husong::rules
