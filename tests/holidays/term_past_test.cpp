// A term that is planned when it has begun: who has left is not called back, and nobody leaves before now.
#include "tests/holidays/term_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using coordination::Break;
using coordination::Case;
using coordination::Moment;
using registry::RegistryRows;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Break 1 is from Thursday, 10 September, 15:00 to Monday, 14 September, 16:00; each may move by two days.
TermCase planned(RegistryRows rows, const char* now) {
    return case_of_term(registry::Registry{std::move(rows)}, autumn, *parse_time(now)).value();
}
Case asked(RegistryRows rows, const char* now) { return planned(std::move(rows), now).question; }

Break first_break(const Case& question) { return *std::ranges::find(question.breaks, 1, &Break::number); }

registry::Departure home_at(const char* at) {
    registry::Departure run;
    run.code = at;
    run.school = "S1";
    run.direction = registry::Direction::home;
    run.leaves_at = *parse_time(at);
    run.line = "L1";
    run.vehicle = school_bus;
    return run;
}

TEST(TermPast, BeforeTheTermNothingIsPinnedOrForbidden) {
    for (const Break& of : asked(term_county(), "2026-08-20T09:00:00+08:00").breaks)
        for (const auto& leg : {of.home, of.back}) {
            if (!leg) continue;
            EXPECT_EQ(leg->pinned, std::nullopt);
            EXPECT_THAT(leg->forbidden, IsEmpty());
        }
}

TEST(TermPast, WhatIsToComeIsNotBeforeNow) {
    const auto back = first_break(asked(term_county(), "2026-09-13T17:00:00+08:00")).back;
    EXPECT_EQ(back->pinned, std::nullopt);
    EXPECT_THAT(back->forbidden, ElementsAre(day("2026-09-12"), day("2026-09-13")))
        << "Monday's return is not on Sunday at 15:00 any more";
    const auto by_morning = first_break(asked(term_county(), "2026-09-13T08:00:00+08:00")).back;
    EXPECT_THAT(by_morning->forbidden, ElementsAre(day("2026-09-12"))) << "nobody is back before noon";
}

TEST(TermPast, WhatHasLeftWithoutBeingPublishedIsOnTheDayOfItsWish) {
    const Break of = first_break(asked(term_county(), "2026-09-12T09:00:00+08:00"));
    EXPECT_EQ(of.home->shift_days, 0) << "and owes no rest that it cannot give";
    EXPECT_EQ(of.home->pinned, std::nullopt) << "all schools at their wished hour may be too many";
    EXPECT_EQ(of.back->pinned, std::nullopt);
}

TEST(TermPast, WhatHasLeftIsWhenItWasPublished) {
    RegistryRows rows = term_county();
    rows.departures = {since_ever(home_at("2026-09-11T14:15:00+08:00"))};
    const auto home = first_break(asked(rows, "2026-09-11T14:15:00+08:00")).home;
    EXPECT_EQ(home->pinned, (Moment{day("2026-09-11"), 14h + 15min}));
    EXPECT_EQ(home->shift_days, 0);
}

TEST(TermPast, WhatIsDueTodayKeepsItsHourAndWhatIsPublishedForLaterMayMove) {
    RegistryRows rows = term_county();
    rows.departures = {since_ever(home_at("2026-09-11T14:15:00+08:00"))};
    const auto today = first_break(asked(rows, "2026-09-11T12:00:00+08:00")).home;
    EXPECT_EQ(today->pinned, (Moment{day("2026-09-11"), 14h + 15min}));
    const auto yesterday = first_break(asked(rows, "2026-09-10T18:00:00+08:00")).home;
    EXPECT_EQ(yesterday->pinned, std::nullopt) << "its wish is past, and nobody has left";
    EXPECT_THAT(yesterday->forbidden, ElementsAre(day("2026-09-08"), day("2026-09-09"), day("2026-09-10")));
}

// An exam that was told later, dusk, posts: of a day that is past they forbid nothing, and rest stays rest.
TEST(TermPast, DaysThatArePastForbidNothing) {
    RegistryRows rows = term_county();
    rows.local_days = {since_ever(registry::LocalDay{date("2026-09-10"), "", "closed", "考试", ""})};
    const Case question = asked(rows, "2026-09-11T09:00:00+08:00");
    const auto& past = question.day(day("2026-09-10"));
    EXPECT_THAT(past.closed, IsEmpty());
    EXPECT_EQ(past.dusk, 24h);
    EXPECT_EQ(first_break(question).home->shift_days, 0);
    EXPECT_TRUE(question.day(day("2026-09-06")).rest);
    EXPECT_LT(question.day(day("2026-09-11")).dusk, coordination::Minutes{19h + 30min});
}

TEST(TermPast, WhatHasLeftAgainstTheRuleIsToldAndIsNotPlannedToComeAgain) {
    RegistryRows rows = term_county();
    rows.holiday_rules[0].value.home_weekdays = "4";
    rows.departures = {since_ever(home_at("2026-09-11T14:15:00+08:00"))};  // a Friday
    const TermCase made = planned(rows, "2026-09-11T18:00:00+08:00");
    EXPECT_THAT(made.notes,
                Contains(Field(&Note::text,
                               Field(&Bilingual::en, HasSubstr("2026-09-11 is no day for it by its rule")))));
    const auto home = first_break(made.question).home;
    EXPECT_EQ(home->pinned, std::nullopt);
    EXPECT_THAT(home->forbidden, ElementsAre(day("2026-09-11"), day("2026-09-12")));
}

}  // namespace
}  // namespace husong::holidays
