// husongctl holidays replan and compare, from files to words.
#include "server/coordination/plan.hpp"
#include "tests/programs/ctl_fixture.hpp"

namespace husong::test {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr coordination::Day replanned_day = std::chrono::year_month_day{std::chrono::year{2026} / 10 / 30};

// 20 riders of one line, home at 15:00 by the first of two vehicles.
struct HolidayReplan : Ctl {
    HolidayReplan() {
        using namespace coordination;
        question.term = "2026-2027-1";
        question.first = replanned_day;
        question.days = {CalendarDay{false, false, 17h + 30min, 2, {}}};
        School school;
        school.code = "S1";
        school.name = "示例学校";
        school.stages = only(Stage::primary);
        school.gate = {41, 118};
        question.schools = {school};
        question.lines = {{"L1", 0, {{"示例村", {41.1, 118}, 20min, 20}}}};
        question.vehicles = {{"冀H·示001", 45, every_stage, "D1", {}},
                             {"冀H·示002", 33, every_stage, "D2", {}}};
        question.breaks = {{0, 1, Leg{{replanned_day, 15h}, {}, {}, {}, 0}, {}}};
        Plan plan;
        plan.legs = {{0, Way::home, {replanned_day, 15h}, {}}};
        plan.legs[0].runs = {{0, {{0, 20}}, 20, 20, 20min, 15h, 0, {}}};
        write("case.json", to_json(question));
        write("plan.json", to_json(plan, question));
    }
    [[nodiscard]] Ended replan(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"holidays",  "replan", "--case",
                                           "case.json", "--plan", "plan.json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }
    coordination::Case question;
};

TEST_F(HolidayReplan, TellsWhoTakesOverAndWritesThePlan) {
    const Ended ended = replan({"--vehicle", "冀H·示001", "--at", "2026-10-30T14:00", "--out", "new.json"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out, AllOf(HasSubstr("needed: free_vehicle\n"),
                                 HasSubstr("冀H·示001  15:00  冀H·示002"), HasSubstr("示例村 20")));
    const auto plan = coordination::read_plan(read("new.json"), question);
    ASSERT_TRUE(plan) << plan.error().what;
    EXPECT_EQ(plan->legs[0].runs[0].vehicle, 1U);

    const Ended compared = run({"holidays", "compare", "--case", "case.json", "plan.json", "new.json"});
    ASSERT_EQ(compared.code, 0) << compared.err;
    EXPECT_THAT(compared.out,
                AllOf(HasSubstr("vehicle"), HasSubstr("2026-10-30 15:00 冀H·示001"),
                      HasSubstr("concerns S1 示例学校"), HasSubstr("concerns L1 示例村: 20 riders"),
                      HasSubstr("concerns 冀H·示002, driver D2"), HasSubstr("unserved 0 -> 0")));
}

TEST_F(HolidayReplan, SaysWhyNoLessWouldDo) {
    const Ended ended = replan({"--driver", "D1", "--at", "2026-10-30T14:50"});
    ASSERT_EQ(ended.code, 0) << ended.err;
    EXPECT_THAT(ended.out,
                AllOf(HasSubstr("needed: later\n"), HasSubstr("free_vehicle (proven): not for 20 "),
                      HasSubstr("1 have no time, 1 are out"), HasSubstr("15:10")));
}

TEST_F(HolidayReplan, RefusesWhatItDoesNotKnow) {
    EXPECT_THAT(replan({"--vehicle", "冀H·示009", "--at", "2026-10-30T14:00"}).err,
                HasSubstr("the case has no vehicle of 冀H·示009"));
    EXPECT_THAT(replan({"--vehicle", "冀H·示001", "--at", "14:00"}).err,
                HasSubstr("no moment like 2026-10-30T15:10: 14:00"));
    EXPECT_EQ(replan({"--at", "2026-10-30T14:00"}).code, 2);
    EXPECT_EQ(replan({"--vehicle", "冀H·示001", "--at", "2026-11-30T14:00"}).code, 1);
    write("plan.json", "{}");
    EXPECT_THAT(replan({"--vehicle", "冀H·示001", "--at", "2026-10-30T14:00"}).err,
                AllOf(HasSubstr("plan.json: term is no text"), Not(HasSubstr("needed"))));
}

}  // namespace
}  // namespace husong::test
