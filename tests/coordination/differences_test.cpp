#include "server/coordination/differences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Day day_one = std::chrono::year_month_day{std::chrono::year{2026} / 10 / 30};

// Two schools with a line each; the first one's riders in two vehicles, the second one's in one.
struct TwoSchools {
    TwoSchools() {
        for (const auto* code : {"S1", "S2"}) {
            School school;
            school.code = code;
            question.schools.push_back(school);
        }
        question.lines = {{"L1", 0, {{"near", {}, 10min, 40}, {"far", {}, 30min, 20}}},
                          {"L2", 1, {{"other", {}, 20min, 15}}}};
        for (const auto* plate : {"A", "B", "C", "D"})
            question.vehicles.push_back({plate, 45, every_stage, "", {}});
        question.breaks = {{0, 1, Leg{}, std::nullopt}, {1, 1, Leg{}, std::nullopt}};
        plan.legs = {{0, Way::home, {day_one, 15h}, {run(0, {{1, 20}, {0, 10}}, 0), run(0, {{0, 30}}, 1)}},
                     {1, Way::home, {day_one, 15h}, {run(1, {{0, 15}}, 2)}}};
        plan.peak_vehicles = 3;
    }
    [[nodiscard]] Run run(std::size_t line, std::vector<Load> loads, std::size_t vehicle) const {
        Run made;
        made.line = line;
        made.loads = std::move(loads);
        for (const Load& load : made.loads) made.riders += load.riders;
        made.way = question.lines[line].places[made.loads.front().place].from_school;
        made.at_gate = 15h;
        made.vehicle = vehicle;
        return made;
    }
    [[nodiscard]] Differences to(const Plan& after) const { return differences_of(plan, after, question); }

    Case question;
    Plan plan;
};

std::vector<int> riders_by_place(const Concerned& concerned) {
    std::vector<int> riders;
    for (const Line& line : concerned.places)
        for (const Place& place : line.places) riders.push_back(place.riders);
    return riders;
}

TEST(Differences, OfAPlanAndItselfAreNone) {
    const TwoSchools schools;
    EXPECT_FALSE(schools.to(schools.plan).any());
    Plan other_order = schools.plan;
    std::swap(other_order.legs[0], other_order.legs[1]);
    std::swap(other_order.legs[1].runs[0], other_order.legs[1].runs[1]);
    EXPECT_FALSE(schools.to(other_order).any());
}

TEST(Differences, AnotherVehicleConcernsBothDriversAndTheRidersOfThatRunOnly) {
    const TwoSchools schools;
    Plan after = schools.plan;
    after.legs[0].runs[1].vehicle = 3;
    const Differences found = schools.to(after);
    EXPECT_THAT(found.legs, IsEmpty());
    ASSERT_THAT(found.runs, SizeIs(1));
    EXPECT_TRUE(found.runs[0].moves_vehicle());
    EXPECT_FALSE(found.runs[0].moves_time() || found.runs[0].moves_riders());
    EXPECT_THAT(found.concerned.schools, ElementsAre(0));
    EXPECT_THAT(found.concerned.vehicles, ElementsAre(1, 3));
    EXPECT_THAT(riders_by_place(found.concerned), ElementsAre(30));
}

TEST(Differences, ALegOnAnotherDayConcernsTheWholeSchool) {
    const TwoSchools schools;
    Plan after = schools.plan;
    after.legs[0].at.on += std::chrono::days{1};
    after.unserved = 5;
    after.peak_vehicles = 2;
    const Differences found = schools.to(after);
    EXPECT_THAT(found.legs, ElementsAre(LegChange{0, Way::home, Moment{day_one, 15h},
                                                  Moment{day_one + std::chrono::days{1}, 15h}}));
    ASSERT_THAT(found.runs, SizeIs(2));
    EXPECT_TRUE(found.runs[0].moves_time() && found.runs[1].moves_time());
    EXPECT_FALSE(found.runs[0].moves_vehicle());
    EXPECT_THAT(riders_by_place(found.concerned), ElementsAre(40, 20));
    EXPECT_EQ(found.unserved_before, 0);
    EXPECT_EQ(found.unserved_after, 5);
    EXPECT_EQ(found.peak_before, 3);
    EXPECT_EQ(found.peak_after, 2);
}

TEST(Differences, ARunDividedInTwoIsTheOneOfItsVehicleOrOfMostOfItsRidersAndANewOne) {
    const TwoSchools schools;
    Plan after = schools.plan;
    auto& runs = after.legs[0].runs;
    runs = {schools.run(0, {{1, 20}}, 3), schools.run(0, {{0, 10}}, 2), runs[1]};
    const Differences found = schools.to(after);
    ASSERT_THAT(found.runs, SizeIs(2));
    EXPECT_EQ(found.runs[0].before->run.vehicle, 0U);
    EXPECT_EQ(found.runs[0].after->run.vehicle, 3U);
    EXPECT_TRUE(found.runs[0].moves_riders());
    EXPECT_FALSE(found.runs[1].before);
    EXPECT_EQ(found.runs[1].after->run.vehicle, 2U);
    EXPECT_THAT(found.concerned.vehicles, ElementsAre(0, 2, 3));
    EXPECT_THAT(riders_by_place(found.concerned), ElementsAre(20, 20))
        << "of the near place at most the 10 that left the run and the 10 that joined the other";
}

TEST(Differences, ALegThatOnlyOnePlanHasIsTold) {
    const TwoSchools schools;
    Plan after = schools.plan;
    after.legs.pop_back();
    const Differences found = schools.to(after);
    ASSERT_THAT(found.legs, SizeIs(1));
    EXPECT_FALSE(found.legs[0].after);
    ASSERT_THAT(found.runs, SizeIs(1));
    EXPECT_TRUE(found.runs[0].before && !found.runs[0].after);
    EXPECT_THAT(found.concerned.schools, ElementsAre(1));
}

}  // namespace
}  // namespace husong::coordination
