// A term's case is what the registers say, and says what they do not.
#include "server/holidays/term_case.hpp"

#include "tests/holidays/term_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using coordination::Case;
using coordination::Stage;
using registry::RegistryRows;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TermCase made_of(RegistryRows rows, Time now = in_august) {
    const registry::Registry registry{std::move(rows)};
    return case_of_term(registry, autumn, now).value();
}
Case question_of(RegistryRows rows) { return made_of(std::move(rows)).question; }

auto note(std::string_view about, std::string_view text) {
    return AllOf(Field(&Note::about, std::string{about}),
                 Field(&Note::text, Field(&Bilingual::en, HasSubstr(std::string{text}))));
}

// Riders by place, in the order of lines and places.
std::vector<std::pair<std::string, int>> riders_of(const Case& question) {
    std::vector<std::pair<std::string, int>> riders;
    for (const auto& line : question.lines)
        for (const auto& place : line.places) riders.emplace_back(place.name, place.riders);
    return riders;
}
using Riders = std::vector<std::pair<std::string, int>>;

const coordination::CalendarDay& on(const Case& question, const char* text) {
    return question.day(day(text));
}

TEST(TermCase, ACountyThatIsToldInFullLeavesNothingToNote) {
    const TermCase made = made_of(term_county());
    EXPECT_THAT(made.notes, ElementsAre(note("drivers", "of 1 of 2 vehicles")));
    EXPECT_EQ(contradiction_of(made.question), "");
    EXPECT_EQ(coordination::read_case(to_json(made.question)).value(), made.question);
    EXPECT_EQ(made.question.term, autumn);
    ASSERT_EQ(made.question.schools.size(), 1U);
    EXPECT_TRUE(made.question.schools[0].owes_rest) << "a cycle, and of a compulsory stage";
    EXPECT_EQ(made.question.schools[0].stages, only(Stage::junior_high));
}

TEST(TermCase, ATermThatNobodyToldIsNoCase) {
    const registry::Registry registry{term_county()};
    EXPECT_EQ(case_of_term(registry, "2030", in_august).error().code, ErrorCode::not_found);
}

TEST(TermCase, WithoutARuleASchoolIsAskedByTheCasesOwnDefaults) {
    RegistryRows rows = term_county();
    rows.holiday_rules.clear();
    const TermCase made = made_of(rows);
    coordination::School usual;
    usual.code = "S1";
    usual.name = "示例中学";
    usual.stages = only(Stage::junior_high);
    usual.owes_rest = false;
    usual.gate = {40.9, 118.1};
    EXPECT_EQ(made.question.schools[0], usual);
    EXPECT_THAT(made.notes, Contains(note("S1", "no row in holiday_rules")));
    const auto& weekend = made.question.breaks.at(1);
    EXPECT_EQ(weekend.home->wish, (coordination::Moment{day("2026-09-04"), 15h}));
    EXPECT_EQ(weekend.back->wish, (coordination::Moment{day("2026-09-06"), 16h}));
    EXPECT_EQ(weekend.home->shift_days, 0);
}

// ---- days ----

TEST(TermCase, PublicDaysAreRestAndMakeUpDaysAreNot) {
    const Case question = question_of(term_county());
    EXPECT_TRUE(on(question, "2026-09-05").rest);
    EXPECT_TRUE(on(question, "2026-10-01").rest);
    EXPECT_FALSE(on(question, "2026-10-10").rest) << "a Saturday worked";
    EXPECT_TRUE(on(question, "2026-10-01").no_return);
    EXPECT_FALSE(on(question, "2026-10-02").no_return);
    EXPECT_LT(on(question, "2026-12-21").dusk, coordination::Minutes{17h + 30min});
    EXPECT_GT(on(question, "2026-09-01").dusk, coordination::Minutes{18h + 30min});
}

// As the law alone has it: the weekend before it is told of no notice, and is the holiday's beginning all the
// same.
TEST(TermCase, AHolidayThatAWeekendLeadsIntoBeginsWithTheWeekend) {
    RegistryRows rows = term_county();
    rows.public_days.push_back(since_ever(registry::PublicDay{date("2026-11-02"), "off", "示例节", "示例"}));
    const Case question = question_of(rows);
    EXPECT_TRUE(on(question, "2026-11-02").rest);
    EXPECT_FALSE(on(question, "2026-11-02").no_return);
}

TEST(TermCase, PostsAreThoseOfTheDayOrItsWeekdayAndWithoutAnyThereIsNoLimit) {
    RegistryRows rows = term_county();
    rows.police_posts.push_back(since_ever(registry::PolicePosts{0, date("2026-09-30"), 12}));
    EXPECT_EQ(on(question_of(rows), "2026-09-30").posts, 12);
    EXPECT_EQ(on(question_of(rows), "2026-09-29").posts, 6);
    rows.police_posts.clear();
    const TermCase made = made_of(rows);
    EXPECT_EQ(on(made.question, "2026-09-30").posts, 1) << "as many as there are schools";
    EXPECT_THAT(made.notes, Contains(note("police_posts", "no limit")));
}

TEST(TermCase, ALocalDayKeepsEverybodyThereButWhoHasARowOfTheirOwn) {
    RegistryRows rows = term_county();
    rows.local_days = {since_ever(registry::LocalDay{date("2026-11-12"), "", "closed", "期中考试", ""})};
    EXPECT_THAT(on(question_of(rows), "2026-11-12").closed, ElementsAre("S1"));
    EXPECT_THAT(on(question_of(rows), "2026-11-13").closed, IsEmpty());
    rows.local_days.push_back(since_ever(registry::LocalDay{date("2026-11-12"), "S1", "open", "照常", ""}));
    EXPECT_THAT(on(question_of(rows), "2026-11-12").closed, IsEmpty());
}

// ---- who rides ----

TEST(TermCase, WhoRidesABusOrACharteredCoachIsAtTheStop) {
    const Case question = question_of(term_county());
    EXPECT_EQ(riders_of(question), (Riders{{"近村", 1}, {"远村", 1}}));
    EXPECT_EQ(question.lines[0].places[1].from_school, 45min);
}

TEST(TermCase, WalkersFamilyCarsAndLineCoachesNeedNoSeatAndOneWayIsEnoughToNeedOne) {
    RegistryRows rows = term_county();
    for (const char* mode : {"walk", "guardian", "line_coach", "city_bus", "bicycle"}) {
        rows.pupils.push_back(since_ever(boarder(mode, "远村")));
        tell_way(rows, mode, mode);
    }
    EXPECT_EQ(riders_of(question_of(rows)), (Riders{{"近村", 1}, {"远村", 1}}));
    rows.travels.back().value = {.pupil = "bicycle",
                                 .direction = registry::Direction::to_school,
                                 .mode = "charter",
                                 .line = "L1",
                                 .stop = "近村"};
    EXPECT_EQ(riders_of(question_of(rows)), (Riders{{"近村", 2}, {"远村", 1}}));
}

TEST(TermCase, WhoIsUnknownOrGoesByAnUnlawfulVehicleRidesAndIsTold) {
    RegistryRows rows = term_county();
    rows.pupils.push_back(since_ever(boarder("P3", "远村")));
    rows.pupils.push_back(since_ever(boarder("P4", "近村")));
    tell_way(rows, "P4", "non_commercial");
    const TermCase made = made_of(rows);
    EXPECT_EQ(riders_of(made.question), (Riders{{"近村", 2}, {"远村", 2}}));
    EXPECT_THAT(made.notes, Contains(note("S1", "the way of 1 of 4 boarders is unknown")));
    EXPECT_THAT(made.notes, Contains(note("S1", "1 of 4 boarders go by vehicles that must not")));
}

TEST(TermCase, BoardersWhomOnlyTheirNumberTellsRideFromTheirPlace) {
    RegistryRows rows = term_county();
    rows.boarders = {since_ever(registry::Boarders{"S1", "远村", 5})};
    const TermCase made = made_of(rows);
    EXPECT_EQ(riders_of(made.question), (Riders{{"近村", 1}, {"远村", 4}})) << "five, two of them named";
    EXPECT_THAT(made.notes, Contains(note("S1", "3 boarders are in the register boarders only")));
}

TEST(TermCase, WhoseStopNobodyKnowsIsSharedOutAsTheOthersAre) {
    RegistryRows rows = term_county();
    for (const char* code : {"A", "B", "C", "D"}) rows.pupils.push_back(since_ever(boarder(code, "别处")));
    const TermCase made = made_of(rows);
    EXPECT_EQ(riders_of(made.question), (Riders{{"近村", 3}, {"远村", 3}}));
    EXPECT_THAT(made.notes, Contains(note("S1", "no stop is known of 4 boarders")));
}

TEST(TermCase, ASchoolWithBoardersAndWithoutALineIsNoCaseAndIsToldByName) {
    RegistryRows rows = term_county();
    rows.stops.clear();
    registry::School second = rows.schools[0].value;
    second.code = "S2";
    second.name = "示例二中";
    rows.schools.push_back(since_ever(second));
    rows.boarders = {since_ever(registry::Boarders{"S2", "北沟", 40})};
    const auto refused = case_of_term(registry::Registry{rows}, autumn, in_august);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_EQ(refused.error().what,
              "the registers lines and stops: 示例中学 (S1): 2 boarders need a seat, and it has no line with "
              "stops; 示例二中 (S2): 40 boarders need a seat, and it has no line with stops");
}

TEST(TermCase, ASchoolWhoseBoardersAllNeedNoSeatNeedsNoLine) {
    RegistryRows rows = term_county();
    rows.lines.clear();
    for (auto& row : rows.travels) {
        row.value.mode = "guardian";
        row.value.line.clear();
        row.value.stop.clear();
    }
    const Case question = question_of(rows);
    EXPECT_EQ(question.schools.size(), 1U);
    EXPECT_THAT(question.lines, IsEmpty());
}

TEST(TermCase, WaysOfAnEarlierTermCountAndAreTold) {
    RegistryRows rows = term_county();
    for (auto& row : rows.travels) row.valid_from = *parse_time("2026-03-01T00:00:00+08:00");
    const TermCase made = made_of(rows);
    EXPECT_EQ(riders_of(made.question), (Riders{{"近村", 1}, {"远村", 1}}));
    EXPECT_THAT(made.notes, Contains(note("S1", "the ways of 2 boarders are those of an earlier term")));
}

TEST(TermCase, ASchoolBoardsWhereItsPupilsDo) {
    RegistryRows rows = term_county();
    rows.schools[0].value.boarding = false;
    EXPECT_EQ(question_of(rows).schools.size(), 1U);
    for (auto& pupil : rows.pupils) pupil.value.boarding = false;
    EXPECT_THAT(question_of(rows).schools, IsEmpty());
}

TEST(TermCase, ASchoolOfNineYearsSendsTheStagesOfItsRiders) {
    RegistryRows rows = term_county();
    rows.schools[0].value.stage = "nine_year";
    EXPECT_EQ(question_of(rows).schools[0].stages, only(Stage::primary) | only(Stage::junior_high));
    for (auto& pupil : rows.pupils) pupil.value.stage = "primary";
    EXPECT_EQ(question_of(rows).schools[0].stages, only(Stage::primary));
}

}  // namespace
}  // namespace husong::holidays
