// When schools wish to go home, what is published of it, and which vehicles may carry them.
#include "tests/holidays/term_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using coordination::Break;
using coordination::Case;
using coordination::Moment;
using registry::HolidayProposal;
using registry::RegistryRows;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Result<TermCase> asked_of(RegistryRows rows) {
    const registry::Registry registry{std::move(rows)};
    return case_of_term(registry, autumn, in_august);
}
Case asked(RegistryRows rows) { return asked_of(std::move(rows)).value().question; }

Moment moment(const char* on, coordination::Minutes at) { return {day(on), at}; }

Break numbered(const Case& question, int number) {
    return *std::ranges::find(question.breaks, number, &Break::number);
}

HolidayProposal proposal(int number, const char* home, const char* back) {
    HolidayProposal told{"S1", std::string{autumn}, number, {}, {}, {}, {}};
    if (home) told.home_on = date(home);
    if (back) told.back_on = date(back);
    return told;
}

std::vector<std::string> texts_about(std::string_view about, const RegistryRows& rows) {
    std::vector<std::string> texts;
    for (const Note& note : asked_of(rows).value().notes)
        if (note.about == about) texts.push_back(note.text.en);
    return texts;
}

TEST(TermWishes, ARuleGivesTheTermsBreaksFromComingToGoingForGood) {
    const Case question = asked(term_county());
    EXPECT_EQ(question.breaks.front().back->wish, moment("2026-08-31", 16h));
    EXPECT_FALSE(question.breaks.front().home);
    EXPECT_EQ(numbered(question, 1).home->wish, moment("2026-09-10", 15h));
    EXPECT_EQ(numbered(question, 1).back->wish, moment("2026-09-14", 16h));
    EXPECT_EQ(numbered(question, 1).home->shift_days, 2);
    EXPECT_EQ(question.breaks.back().home->wish, moment("2027-01-22", 15h));
}

TEST(TermWishes, ADayOnWhichTheRuleLetsNobodyGoGivesWayToTheOneBefore) {
    RegistryRows rows = term_county();
    rows.holiday_rules[0].value.home_weekdays = "35";
    EXPECT_EQ(numbered(asked(rows), 1).home->wish.on, day("2026-09-09")) << "the tenth is a Thursday";
}

TEST(TermWishes, AProposalReplacesWhatTheRuleGives) {
    RegistryRows rows = term_county();
    HolidayProposal told = proposal(1, "2026-09-11", "2026-09-14");
    told.home_at = 14h;
    rows.holiday_proposals = {since_ever(told), since_ever(proposal(0, nullptr, "2026-08-30")),
                              since_ever(proposal(2, nullptr, nullptr))};
    const Case question = asked(rows);
    EXPECT_EQ(numbered(question, 0).back->wish, moment("2026-08-30", 16h));
    EXPECT_EQ(numbered(question, 1).home->wish, moment("2026-09-11", 14h));
    EXPECT_EQ(numbered(question, 1).back->wish, moment("2026-09-14", 16h));
    EXPECT_EQ(numbered(question, 2), numbered(asked(term_county()), 2)) << "taken back";
}

TEST(TermWishes, WhereTheyMeetTheRulesBreakGivesWayToTheProposedOne) {
    RegistryRows rows = term_county();
    const Break second = numbered(asked(rows), 2);
    rows.holiday_proposals = {since_ever(proposal(1, "2026-09-18", "2026-09-24"))};
    const Case question = asked(rows);
    EXPECT_EQ(second.home->wish.on, day("2026-09-24"));
    EXPECT_EQ(question.breaks.size(), asked(term_county()).breaks.size() - 1);
    EXPECT_THAT(texts_about("S1", rows), Contains(HasSubstr("2026-09-24 gives way")));
    EXPECT_EQ(contradiction_of(question), "");
}

TEST(TermWishes, ProposalsThatCannotAllBeAreNamed) {
    RegistryRows rows = term_county();
    rows.holiday_proposals = {since_ever(proposal(1, "2026-09-11", "2026-09-18")),
                              since_ever(proposal(2, "2026-09-18", "2026-09-21"))};
    const auto refused = asked_of(rows);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(refused.error().what,
              "holiday_proposals S1/2026-2027-1/2: 2026-09-18 is not after the return of break 1");
    rows.holiday_proposals = {since_ever(proposal(1, "2027-01-20", "2027-02-18"))};
    EXPECT_THAT(asked_of(rows).error().what, HasSubstr("is not within the term"));
}

TEST(TermWishes, AProposalMayAddABreakAndMoveTheGoingForGood) {
    RegistryRows rows = term_county();
    const int last = asked(rows).breaks.back().number;
    rows.holiday_proposals = {since_ever(proposal(last, "2027-01-15", "2027-01-17")),
                              since_ever(proposal(last + 1, "2027-01-21", nullptr))};
    const Case question = asked(rows);
    EXPECT_EQ(numbered(question, last).home->wish.on, day("2027-01-15"));
    EXPECT_EQ(question.breaks.back().number, last + 1);
    EXPECT_EQ(question.breaks.back().home->wish.on, day("2027-01-21"));
    EXPECT_FALSE(question.breaks.back().back);
}

registry::Departure departure(const char* at, registry::Direction direction) {
    registry::Departure run;
    run.code = at;
    run.school = "S1";
    run.direction = direction;
    run.leaves_at = *parse_time(at);
    run.line = "L1";
    run.vehicle = school_bus;
    return run;
}

TEST(TermWishes, PublishedDeparturesAreTheMomentsAtTheGateOfTheNearestBreak) {
    RegistryRows rows = term_county();
    rows.departures = {since_ever(departure("2026-09-11T14:30:00+08:00", registry::Direction::home)),
                       since_ever(departure("2026-09-11T14:15:00+08:00", registry::Direction::home)),
                       since_ever(departure("2026-09-14T15:00:00+08:00", registry::Direction::to_school)),
                       since_ever(departure("2026-09-12T10:00:00+08:00", registry::Direction::home))};
    const Break first = numbered(asked(rows), 1);
    EXPECT_EQ(first.home->published, moment("2026-09-11", 14h + 15min));
    EXPECT_EQ(first.back->published, moment("2026-09-14", 15h + 45min))
        << "45 minutes from the farthest stop";
    EXPECT_THAT(texts_about("S1", rows),
                ElementsAre("what is published for 2026-09-12 is no break of its own"));
    const Case question = asked(rows);
    ASSERT_THAT(question.vehicles[0].busy, SizeIs(1)) << "the holidays' own runs are not in their way";
    EXPECT_EQ(question.vehicles[0].busy[0].on, day("2026-09-12"));
    rows.departures[1].value.status = registry::DepartureStatus::cancelled;
    EXPECT_EQ(numbered(asked(rows), 1).home->published, moment("2026-09-11", 14h + 30min));
}

// ---- vehicles ----

TEST(TermVehicles, ALawfulVehicleHasTheSeatsBesideItsCrewAndItsDriver) {
    const Case question = asked(term_county());
    ASSERT_THAT(question.vehicles, SizeIs(2));
    EXPECT_EQ(question.vehicles[0].plate, "冀H00001");
    EXPECT_EQ(question.vehicles[0].seats, 38);
    EXPECT_EQ(question.vehicles[0].driver, "D1");
    EXPECT_TRUE(question.vehicles[0].stages & only(coordination::Stage::junior_high));
    EXPECT_FALSE(question.vehicles[0].stages & only(coordination::Stage::kindergarten));
    EXPECT_EQ(question.vehicles[1].seats, 47);
    EXPECT_EQ(question.vehicles[1].driver, "");
}

TEST(TermVehicles, ABusWithoutPlatePermitOrInspectionIsLeftOutByName) {
    const std::string plate = "冀H00001";
    RegistryRows rows = term_county();
    rows.school_bus_plates[0].valid_until = in_august;
    EXPECT_THAT(texts_about(plate, rows), ElementsAre("left out: no school-bus plate is in force"));
    EXPECT_THAT(asked(rows).vehicles, SizeIs(1));
    rows = term_county();
    rows.permits[0].value.vehicle = coach;
    EXPECT_THAT(texts_about(plate, rows), ElementsAre("left out: no permit is in force"));
    rows = term_county();
    rows.vehicle_documents[0].valid_until = *parse_time("2026-08-25T00:00:00+08:00");
    EXPECT_THAT(texts_about(plate, rows), ElementsAre("left out: its inspection ended on 2026-08-24"));
    rows = term_county();
    rows.vehicles[0].value.status = registry::VehicleStatus::stopped;
    EXPECT_THAT(texts_about(plate, rows), ElementsAre("left out: its status is stopped"));
}

TEST(TermVehicles, ACoachNeedsItsCertificateAndInsuranceAndPapersThatNobodyKeepsAreTold) {
    RegistryRows rows = term_county();
    std::erase_if(rows.vehicle_documents, [](const auto& row) {
        return row.value.vehicle == coach && row.value.kind == "carrier_insurance";
    });
    EXPECT_THAT(texts_about("冀H00002", rows), ElementsAre("left out: it has no carrier's insurance"));
    rows.vehicle_documents.clear();
    EXPECT_THAT(texts_about("冀H00002", rows), IsEmpty());
    EXPECT_THAT(texts_about("vehicle_documents", rows), SizeIs(3));
    rows.permits.clear();
    EXPECT_THAT(texts_about("permits", rows), SizeIs(1));
    EXPECT_THAT(asked(rows).vehicles, SizeIs(2));
}

TEST(TermVehicles, PapersThatEndWithinTheTermAreTold) {
    RegistryRows rows = term_county();
    rows.vehicle_documents[0].valid_until = *parse_time("2026-11-01T00:00:00+08:00");
    EXPECT_THAT(texts_about("冀H00001", rows),
                ElementsAre("its inspection ends on 2026-10-31, within the term"));
    EXPECT_THAT(asked(rows).vehicles, SizeIs(2));
}

TEST(TermVehicles, WhatNeedsAPlateOrCarriesThePublicIsLeftOut) {
    RegistryRows rows = term_county();
    rows.vehicles[1].value.use_nature = 'A';
    EXPECT_THAT(texts_about("冀H00002", rows),
                ElementsAre("left out: its type may carry no pupils on holidays"));
    rows.vehicles[1].value.use_nature = 'C';
    EXPECT_THAT(texts_about("冀H00002", rows), ElementsAre(HasSubstr("it carries the public")));
}

TEST(TermVehicles, ABusIsBusyOnItsDailyRunsOnSchoolDays) {
    RegistryRows rows = term_county();
    registry::Timetable weekly;
    weekly.code = "T1";
    weekly.line = "L1";
    weekly.direction = registry::Direction::home;
    weekly.weekdays = "4";
    weekly.leaves_at = 16h;
    weekly.vehicle = school_bus;
    rows.timetables = {since_ever(weekly)};
    const auto busy = asked(rows).vehicles[0].busy;
    EXPECT_THAT(busy, Contains(Field(&coordination::Busy::on, day("2026-09-03"))));
    EXPECT_THAT(busy, testing::Not(Contains(Field(&coordination::Busy::on, day("2026-10-01")))));
    EXPECT_EQ(busy.front().from, 16h);
    EXPECT_EQ(busy.front().until, 17h + 50min) << "there, back to the gate and turned round";
    EXPECT_EQ(busy.front().place, (maps::Wgs84{40.9, 118.1})) << "its school's gate";
}

}  // namespace
}  // namespace husong::holidays
