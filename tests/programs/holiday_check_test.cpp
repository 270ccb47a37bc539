// husongctl holidays check, submit and plan: no plan that breaks a constraint goes further.
#include "tests/plan_check/planted.hpp"
#include "tests/programs/ctl_fixture.hpp"

#include <boost/json/array.hpp>

namespace husong::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct HolidayCheck : Ctl {
    void write_term() const {
        write("case.json", term.question_text());
        write("plan.json", term.plan_text());
    }
    [[nodiscard]] Ended check(const std::string& as_of = "2026-09-01T08:00") const {
        write_term();
        return run({"holidays", "check", "--case", "case.json", "--plan", "plan.json", "--as-of", as_of});
    }
    plan_check::SmallTerm term;
};

TEST_F(HolidayCheck, OfALawfulPlanTellsWhatItCounted) {
    const Ended ended = check();
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_EQ(ended.out, "0 constraints are broken; 2 vehicles at most at once, 0 pupils without one\n");
}

TEST_F(HolidayCheck, TellsAllThatIsBrokenAndEndsWithOne) {
    for (auto& leg : term.plan.at("legs").as_array())
        for (auto& run : leg.at("runs").as_array()) {
            run.as_object()["way_minutes"] = 1;
            run.as_object()["plate"] = "冀H·示009";
            run.as_object()["riders"] = 1;
        }
    const Ended ended = check();
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.out, AllOf(HasSubstr("\nvehicle: 示例小学 (S2), break 1 back on 2026-10-25, "),
                                 HasSubstr(" (legs[5].runs[0])\n"), HasSubstr(" constraints are broken; ")));
    EXPECT_GT(std::ranges::count(ended.out, '\n'), 30);
}

TEST_F(HolidayCheck, WhatHasLeftIsToldApart) {
    term.vehicle(0)["seats"] = 39;
    EXPECT_EQ(check("2026-10-30T14:00").code, 1);
    const Ended ended = check("2026-10-30T15:00");
    EXPECT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, HasSubstr("4 constraints were broken by what has left\n0 constraints are broken"));
    EXPECT_THAT(check("tomorrow").err, HasSubstr("no moment like 2026-10-30T15:10: tomorrow"));
}

TEST_F(HolidayCheck, SaysWhereATextIsNoPlan) {
    term.run(1).erase("at_gate");
    const Ended ended = check();
    EXPECT_EQ(ended.code, 1);
    EXPECT_EQ(ended.err, "husongctl: plan: legs[1].runs[0].at_gate is no text\n");
    EXPECT_THAT(run({"holidays", "check", "--case", "none.json", "--plan", "plan.json"}).err,
                HasSubstr("none.json"));
}

// What another person shall answer is lawful, also if somebody edited it.
TEST_F(HolidayCheck, ASubmissionThatBreaksAConstraintIsNotStored) {
    make_database();
    term.plan.at("unserved") = 7;
    write_term();
    const Ended ended =
        ctl({"holidays", "submit", "--case", "case.json", "--plan", "plan.json", "--who", "局"});
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err,
                AllOf(HasSubstr("the plan breaks "), HasSubstr("\nunserved: the plan: it tells 7")));
    EXPECT_THAT(reader()->holiday_plans().value(), IsEmpty());
}

// Two vehicles of one driver: the planner counts vehicles.
TEST_F(HolidayCheck, ThePlannerDoesNotWriteAPlanOfItsOwnThatIsUnlawful) {
    for (const std::size_t vehicle : {0U, 1U, 2U}) term.vehicle(vehicle)["driver"] = "D1";
    write_term();
    const std::vector<std::string> plan{"holidays", "plan",     "--case",    "case.json",
                                        "--out",    "new.json", "--seconds", "1"};
    const Ended ended = run(plan);
    EXPECT_EQ(ended.code, 1);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("driver: 示例一中 (S1), break "), HasSubstr(": driver D1 drives "),
                                 HasSubstr("the planner is wrong, and nothing was written")));
    EXPECT_FALSE(exists("new.json"));
    for (const std::size_t vehicle : {0U, 1U, 2U}) term.vehicle(vehicle)["driver"] = "";
    write_term();
    const Ended lawful = run(plan);
    EXPECT_EQ(lawful.code, 0) << lawful.err;
    EXPECT_TRUE(exists("new.json"));
    EXPECT_EQ(
        run({"holidays", "check", "--case", "case.json", "--plan", "new.json", "--as-of", "2026-09-01T08:00"})
            .code,
        0);
}

}  // namespace
}  // namespace husong::test
