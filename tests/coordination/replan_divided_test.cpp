// Which riders are divided among which vehicles, where several runs have lost theirs.
#include "tests/coordination/replan_village.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

using namespace std::chrono_literals;
using test::friday;
using test::Village;
using testing::IsEmpty;

// Vehicle 0 goes at noon and at three, with 30 riders each; 1 holds them all, and its driver may drive once;
// three small ones hold ten each, and are free at noon only.
struct NoonAndThree : Village {
    NoonAndThree() {
        question.lines.clear();
        plan.legs[0].at = {friday, 12h};
        question.breaks[0].home->wish = {friday, 12h};
        add_school("S2", {41.0, 118.02});
        add_line(0, {{"noon", {41.3, 118.0}, 60min, 30}});
        add_line(1, {{"three", {41.3, 118.02}, 60min, 30}});
        question.vehicles = {test::with(30, "X"), test::with(30, "V")};
        for (const char* plate : {"T0", "T1", "T2"}) {
            question.vehicles.push_back(test::with(10, plate));
            question.vehicles.back().busy = {{0, friday, 14h + 30min, 23h}};
        }
        for (std::size_t i = 0; i < question.vehicles.size(); ++i)
            question.vehicles[i].driver = "D" + std::to_string(i);
        question.rules.driving_a_day = 150min;
        plan.legs[0].runs = {run(0, 0, 12h)};
        plan.legs[1].runs = {run(1, 0, 15h)};
    }
};

TEST(ReplanDivided, AVehicleThatTheOtherRunNeedsIsLeftToIt) {
    const NoonAndThree day;
    const Replanned answer = day.broken(8h);
    EXPECT_EQ(answer.plan.unserved, 0);
    EXPECT_EQ(answer.needed, Means::divided);
    EXPECT_THAT(answer.gave_way, IsEmpty());
    EXPECT_EQ(answer.plan.legs[0].runs.size(), 3U);
    ASSERT_EQ(answer.plan.legs[1].runs.size(), 1U);
    EXPECT_EQ(answer.plan.legs[1].runs[0].vehicle, 1U);
}

TEST(ReplanDivided, NobodyElseGivesWayWhereADivisionServes) {
    NoonAndThree day;
    day.add_school("S4", {41.0, 118.04});
    day.question.schools.back().stages = only(Stage::senior_high);
    day.add_line(2, {{"other", {41.2, 118.04}, 40min, 30}});
    for (const char* plate : {"Y", "Z"}) {
        day.question.vehicles.push_back(test::with(30, plate));
        day.question.vehicles.back().busy = {{0, friday, 5h, 14h + 45min}};
    }
    day.question.vehicles.back().stages = only(Stage::senior_high);
    day.plan.legs[2].runs = {day.run(2, 5, 15h)};
    const Replanned answer = day.broken(8h);
    EXPECT_EQ(answer.plan.unserved, 0);
    EXPECT_THAT(answer.gave_way, IsEmpty());
    EXPECT_EQ(answer.needed, Means::divided);
}

}  // namespace
}  // namespace husong::coordination
