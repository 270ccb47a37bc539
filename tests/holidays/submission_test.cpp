// A plan that somebody edited is checked before it is laid before anybody.
#include "server/holidays/publication.hpp"
#include "tests/plan_check/planted.hpp"
#include "tests/plan_check/told.hpp"

#include <boost/json/array.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::holidays {
namespace {

using plan_check::Planted;
using plan_check::SmallTerm;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

Result<registry::HolidayPlan> submitted(const SmallTerm& term, Time now = {}) {
    return submission_of(term.question_text(), term.plan_text(), now);
}

class SpoiltSubmission : public testing::TestWithParam<Planted> {};

TEST_P(SpoiltSubmission, IsRefusedByTheNameOfWhatItBreaks) {
    SmallTerm term;
    GetParam().spoil(term);
    const auto refused = submitted(term, GetParam().now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::conflict);
    EXPECT_THAT(refused.error().what,
                AllOf(StartsWith("the plan breaks "),
                      HasSubstr("\n" + std::string{constraint_name(GetParam().breaks)} + ": ")));
}

INSTANTIATE_TEST_SUITE_P(All, SpoiltSubmission,
                         testing::ValuesIn(plan_check::planted().begin(), plan_check::planted().end()),
                         [](const auto& test) { return std::string{test.param.name}; });

TEST(Submission, OfALawfulPlanKeepsWhatWasCountedAndIsStillLawful) {
    const auto kept = submitted(SmallTerm{});
    ASSERT_TRUE(kept) << kept.error().what;
    EXPECT_EQ(kept->head.term, "2026-2027-1");
    EXPECT_EQ(kept->head.peak_vehicles, 2);
    EXPECT_EQ(kept->head.unserved, 0);
    EXPECT_THAT(told(plan_check::check(kept->question, kept->answer).value()), IsEmpty());
}

TEST(Submission, PupilsWithoutAVehicleMayBeSubmittedAndAreCounted) {
    SmallTerm term;
    term.leave_out(1, 1);
    const auto kept = submitted(term);
    ASSERT_TRUE(kept) << kept.error().what;
    EXPECT_EQ(kept->head.unserved, 30);
    EXPECT_FALSE(
        check_step(kept->head, {.plan = 1, .act = registry::HolidayAct::published, .who = {}, .reason = {}}))
        << "publication is another question";
    term.plan.at("unserved") = 0;
    EXPECT_THAT(submitted(term).error().what,
                StartsWith("the plan breaks a constraint\nunserved: the plan: it tells 0 pupils without a "
                           "vehicle, and they are 30"));
}

TEST(Submission, TellsTwentyOfAllThatIsBroken) {
    SmallTerm term;
    for (auto& leg : term.plan.at("legs").as_array())
        for (auto& run : leg.at("runs").as_array()) {
            run.as_object()["way_minutes"] = 1;
            run.as_object()["plate"] = "冀H·示009";
            run.as_object()["riders"] = 1;
        }
    const std::string told = submitted(term).error().what;
    EXPECT_THAT(told,
                AllOf(StartsWith("the plan breaks 3"), HasSubstr(", of which these are the first 20\n")));
    EXPECT_EQ(std::ranges::count(told, '\n'), 20);
}

TEST(Submission, OfAPlanThatIsUnderWayStandsWithWhatHasLeft) {
    SmallTerm term;
    term.vehicle(0)["seats"] = 39;
    const auto now = [](const char* text) { return *parse_time(text); };
    EXPECT_FALSE(submitted(term, now("2026-10-30T14:00:00+08:00")));
    const auto kept = submitted(term, now("2026-10-30T15:00:00+08:00"));
    ASSERT_TRUE(kept) << kept.error().what;
}

TEST(Submission, OfWhatIsNoCaseOrNoPlanNamesThePlace) {
    SmallTerm term;
    term.run(1).erase("loads");
    const auto refused = submitted(term);
    EXPECT_EQ(refused.error().code, ErrorCode::malformed);
    EXPECT_EQ(refused.error().what, "plan: legs[1].runs[0].loads is no list");
    EXPECT_THAT(submission_of("", term.plan_text()).error().what, StartsWith("case: is no JSON: "));
}

// What the check lets pass, the store's own reading meets.
TEST(Submission, ASettingThatTheCheckDoesNotAskIsReadAllTheSame) {
    SmallTerm term;
    term.rules()["spare_per_mille"] = "a tenth";
    EXPECT_EQ(submitted(term).error().what, "case: rules.spare_per_mille is no whole number from 0 to 1000");
    SmallTerm seats;
    seats.run(1)["seats"] = -1;
    EXPECT_EQ(submitted(seats).error().what,
              "plan: legs[1].runs[0].seats is no whole number from 0 to 1000000");
}

}  // namespace
}  // namespace husong::holidays
