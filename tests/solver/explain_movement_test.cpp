// Terms whose dates find room and whose vehicles are not in time: what is called impossible is, and what is
// not known is called so.
#include "server/solver/in_time.hpp"
#include "tests/solver/explain_checks.hpp"

namespace husong::solver {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const maps::Wgs84 far_away{41.9, 118.1};

// Who goes home only, on the day of the wish.
Case going_home(std::size_t schools, std::size_t vehicles) {
    Case county = small_county(schools, vehicles);
    for (Break& of : county.breaks) {
        of.back.reset();
        of.home->shift_days = 0;
    }
    return county;
}

// One vehicle for two schools, of which the second is 100 km away.
Case far_apart() {
    Case county = going_home(2, 1);
    county.schools[1].gate = far_away;
    county.lines[1].places[0].position = {42.0, 118.1};
    for (auto& school : county.schools) school.earliest_home = Minutes{11 * 60};
    home(county, 0).pinned = Moment{october(30), Minutes{11 * 60}};
    home(county, 1).pinned = Moment{october(30), Minutes{13 * 60}};
    for (auto& day : county.days) day.dusk = Minutes{15 * 60};
    return county;
}

// They are needed both, and without one the other has a plan.
void expect_fewest_in_time(const Case& county, const Explanation& explanation) {
    ASSERT_EQ(explanation.kind, Impossible::too_few_in_time);
    EXPECT_TRUE(explanation.minimal);
    EXPECT_FALSE(seats_all(with_only(county, explanation.legs)));
    for (const LegKey leg : explanation.legs) {
        auto rest = explanation.legs;
        std::erase(rest, leg);
        EXPECT_TRUE(seats_all(with_only(county, rest))) << leg.of;
    }
}

TEST(ExplainMovement, TwoSchoolsTooFarApartForOneVehicle) {
    const Case county = far_apart();
    const auto explanation = only_explanation(county);
    expect_fewest_in_time(county, explanation);
    EXPECT_THAT(explanation.legs, ElementsAre(LegKey{0, Way::home}, LegKey{1, Way::home}));
    EXPECT_THAT(explanation.pins, IsEmpty()) << "there is no other time for both either";
    EXPECT_EQ(explanation.vehicles, 1);
    ASSERT_THAT(explanation.reasons, SizeIs(1));
    EXPECT_EQ(explanation.reasons[0].rule, Rule::empty_way);
    expect_reliefs_help(county, explanation);
    EXPECT_THAT(explanation.reliefs, testing::Contains(testing::Field(&Relief::kind, ReliefKind::vehicles)));
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "下面这些，车辆来不及都接送：\n"
              "- 示例甲校期末离校，40人（固定在10月30日（周五）11:00）\n"
              "- 示例乙校期末离校，40人（固定在10月30日（周五）13:00）\n"
              "能接送其中学生的车有1辆。\n"
              "- 空车从一处赶到另一处至少要3小时30分钟，一辆车来不及两处都去\n"
              "去掉其中任何一项，其余的就能接送。\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 10月30日（周五）增加1辆45个学生座位的车，整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "The vehicles cannot serve all of these in time:\n"
        "- 示例甲校, going home at the end of term, 40 pupils (fixed at Fri 30 Oct 11:00)\n"
        "- 示例乙校, going home at the end of term, 40 pupils (fixed at Fri 30 Oct 13:00)\n"
        "Vehicles that can serve any of it: 1.\n"
        "- the empty way between them takes at least 3 hours 30 minutes, too long for one vehicle to serve "
        "both\n"
        "Without any one of them the others can be served.\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more vehicle with 45 seats for pupils on Fri 30 Oct; then there is a plan for the whole term\n");
    EXPECT_THAT(to_json(std::array{explanation}, county),
                AllOf(HasSubstr(R"("possible":false)"), HasSubstr(R"("kind":"too_few_in_time")")));
}

TEST(ExplainMovement, TheSameWithTimeBetweenThemHasAPlan) {
    Case county = far_apart();
    for (auto& day : county.days) day.dusk = Minutes{18 * 60};
    EXPECT_EQ(only_explanation(county).kind, Impossible::nothing);
    county = far_apart();
    home(county, 1).pinned.reset();
    home(county, 1).shift_days = 1;
    EXPECT_NE(only_explanation(county).kind, Impossible::too_few_in_time) << "it may go on another day";
}

TEST(ExplainMovement, APinThatTakesPartMayMove) {
    Case county = far_apart();
    for (auto& school : county.schools) school.earliest_home = Minutes{8 * 60};
    const auto explanation = only_explanation(county);
    expect_fewest_in_time(county, explanation);
    EXPECT_EQ(explanation.pins, explanation.legs);
    expect_reliefs_help(county, explanation);
    const auto words = in_words(explanation, county, Language::en);
    EXPECT_THAT(words,
                HasSubstr("- 示例甲校, going home at the end of term: fixed at Fri 30 Oct 10:00 instead; "
                          "then there is a plan for the whole term\n"));
    EXPECT_THAT(in_words(explanation, county, Language::zh),
                HasSubstr("- 示例甲校期末离校改到10月30日（周五）10:00，整个学期就能排下\n"));
}

TEST(ExplainMovement, BesideWhatElseCollides) {
    Case county = going_home(2, 3);
    county.lines[0].places[0].from_school = Minutes{70};
    county.rules.driving_a_day = Minutes{60};
    county.days[11].closed.push_back(county.schools[1].code);
    const auto all = explain(county, enough_seconds);
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(all[0].kind, Impossible::no_vehicle_in_time);
    EXPECT_EQ(all[1].kind, Impossible::no_moment);
}

TEST(ExplainMovement, ALineThatIsLongerThanADriverMayDrive) {
    Case county = going_home(2, 3);
    county.lines[0].places[0].from_school = Minutes{40};
    county.rules.driving_a_day = Minutes{30};
    const auto explanation = only_explanation(county);
    ASSERT_EQ(explanation.kind, Impossible::no_vehicle_in_time);
    EXPECT_TRUE(explanation.minimal);
    EXPECT_THAT(explanation.legs, ElementsAre(LegKey{0, Way::home}));
    EXPECT_THAT(explanation.out_of_reach, ElementsAre(OutOfReach{{october(30)}, 0, 0, 40, 3, 3, 0, 0}));
    EXPECT_TRUE(seats_all(with_only(county, {{1, Way::home}})));
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例甲校期末离校（希望10月30日（周五）15:00，日期不能动），没有一辆车能接送：\n"
              "- 10月30日（周五）：示例村的40名学生，路上要40分钟；一名驾驶员一天最多开30分钟\n"
              "试过的办法都不行。\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "示例甲校, going home at the end of term (wished Fri 30 Oct 15:00, the day may not move): no vehicle "
        "can serve it:\n"
        "- Fri 30 Oct: 40 pupils from 示例村, 40 minutes on the way; a driver may drive 30 minutes a day\n"
        "Nothing that was tried helps.\n");
}

TEST(ExplainMovement, VehiclesThatAreAwaitedFarAwayBeforeAndAfter) {
    Case county = going_home(1, 3);
    home(county).shift_days = 1;
    for (std::size_t i = 0; i < 2; ++i)
        county.vehicles[i].busy = {{0b1111111, std::nullopt, Minutes{390}, Minutes{13 * 60 + 50}, far_away},
                                   {0b1111111, std::nullopt, Minutes{17 * 60 + 30}, Minutes{1140}, far_away}};
    county.vehicles[2].busy = {{0b1111111, std::nullopt, Minutes{0}, Minutes{1440}}};
    const auto explanation = only_explanation(county);
    ASSERT_EQ(explanation.kind, Impossible::no_vehicle_in_time);
    EXPECT_THAT(explanation.out_of_reach,
                ElementsAre(OutOfReach{{october(29), october(30), october(31)}, 0, 0, 40, 3, 0, 2, 1}));
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例甲校期末离校（希望10月30日（周五）15:"
              "00，可在10月29日（周四）至10月31日（周六）之间），没有一辆车能接送：\n"
              "- "
              "10月29日（周四）至10月31日（周六）：示例村的40名学生，路上要30分钟；可以接送他们的车有3辆：2辆"
              "另有任务，从别处赶不及；1辆那时不能用\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 10月30日（周五）增加1辆45个学生座位的车，整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "示例甲校, going home at the end of term (wished Fri 30 Oct 15:00, may be Thu 29 Oct to Sat 31 Oct): "
        "no vehicle can serve it:\n"
        "- Thu 29 Oct to Sat 31 Oct: 40 pupils from 示例村, 30 minutes on the way; 3 vehicles may carry "
        "them: 2 too far away from where else they are awaited, 1 in other use then\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more vehicle with 45 seats for pupils on Fri 30 Oct; then there is a plan for the whole term\n");
}

// Three trips are too many hours for one driver; two are not.
TEST(ExplainMovement, MoreThanOneDriverMayDriveInADay) {
    Case county = going_home(3, 1);
    for (std::size_t i = 0; i < 3; ++i)
        home(county, i).pinned = Moment{october(30), Minutes{60 * (7 + 4 * static_cast<int>(i))}};
    county.rules.driving_a_day = Minutes{120};
    const auto explanation = only_explanation(county);
    expect_fewest_in_time(county, explanation);
    EXPECT_THAT(explanation.legs, SizeIs(3));
    ASSERT_FALSE(explanation.reasons.empty());
    EXPECT_EQ(explanation.reasons[0].rule, Rule::driving_hours);
    expect_reliefs_help(county, explanation);
}

// Both vehicles are in time for leaving between 15:00 and 15:05, and the gate lets one through: no proof
// knows of gates.
TEST(ExplainMovement, WhatIsNeitherServedNorProvenIsToldSo) {
    Case county = going_home(1, 2);
    county.lines[0].places[0].riders = 60;
    county.schools[0].gate_per_quarter = 1;
    county.schools[0].earliest_home = Minutes{15 * 60};
    for (auto& vehicle : county.vehicles)
        vehicle.busy = {
            {0b1111111, std::nullopt, Minutes{16 * 60 + 45}, Minutes{18 * 60}, maps::Wgs84{41.213, 118.1}}};
    constexpr double few_seconds = 4;
    const auto all = explain(county, few_seconds);
    ASSERT_THAT(all, SizeIs(1));
    const auto& explanation = all.front();
    ASSERT_EQ(explanation.kind, Impossible::not_proven);
    EXPECT_FALSE(explanation.minimal);
    ASSERT_THAT(explanation.without, SizeIs(1));
    EXPECT_EQ(explanation.without[0].on, october(30));
    EXPECT_EQ(explanation.without[0].riders, 15);
    EXPECT_EQ(explanation.pupils, 15);
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "没有找到人人有车坐的方案，但也不能肯定排不出来。找到的最好方案里，还没有车坐的是：\n"
              "- 示例甲校期末离校，10月30日（周五）：15人\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 10月30日（周五）增加1辆45个学生座位的车，整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "No plan was found in which everybody has a vehicle; it is not proven that there is none. In the "
        "best one found these have none:\n"
        "- 示例甲校, going home at the end of term, on Fri 30 Oct: 15 pupils\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more vehicle with 45 seats for pupils on Fri 30 Oct; then there is a plan for the whole term\n");
    EXPECT_THAT(to_json(std::array{explanation}, county),
                AllOf(HasSubstr(R"("possible":false)"), HasSubstr(R"("riders":15)")));
}

TEST(ExplainMovement, TheClockOfAnotherDayIsTold) {
    const Case county = small_county(1, 1);
    const coordination::Words zh{county, Language::zh}, en{county, Language::en};
    const Minutes ten{9 * 60 + 55};
    EXPECT_EQ(zh.clock(ten + days{1}), "第二天09:55");
    EXPECT_EQ(en.clock(ten + days{1}), "09:55 the next day");
    EXPECT_EQ(zh.clock(ten + days{3}), "3天后09:55");
    EXPECT_EQ(en.clock(ten + days{3}), "09:55 3 days later");
    EXPECT_EQ(en.clock(Minutes{-60}), "23:00 the day before");
    EXPECT_EQ(zh.clock(ten), "09:55");
}

}  // namespace
}  // namespace husong::solver
