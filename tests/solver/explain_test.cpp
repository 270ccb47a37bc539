// Terms that have no plan, one thing at a time: what is named is what collides, no more, and what is said to
// help does. Schools and legs alone.
#include "tests/solver/explain_checks.hpp"

namespace husong::solver {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const std::vector<Day> three_days{october(29), october(30), october(31)};
void close(Case& county, unsigned of_october) {
    county.days[of_october - 19].closed.push_back(county.schools[0].code);
}

TEST(Explain, ACaseWithAPlanSaysSo) {
    const Case county = small_county(3, 3);
    const auto explanation = only_explanation(county);
    EXPECT_EQ(explanation.kind, Impossible::nothing);
    EXPECT_EQ(in_words(explanation, county, Language::zh), "可以排出来。\n");
    EXPECT_EQ(in_words(explanation, county, Language::en), "There is a plan.\n");
    EXPECT_TRUE(
        to_json(std::array{explanation}, county).starts_with(R"({"term":"2026-2027-1","possible":true)"));
}

TEST(Explain, PupilsThatNoVehicleMayCarry) {
    Case county = small_county(2, 2);
    county.schools[1].stages = coordination::only(coordination::Stage::primary);
    for (auto& vehicle : county.vehicles)
        vehicle.stages = coordination::only(coordination::Stage::junior_high);
    const auto explanation = only_explanation(county);
    EXPECT_EQ(explanation.kind, Impossible::no_vehicle);
    EXPECT_THAT(explanation.schools, ElementsAre(1));
    Case others = with_only(county, legs_of_school(county, 0));
    others.lines.pop_back();
    EXPECT_TRUE(planned(others));
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例乙校的40名学生没有车可坐：没有一辆车可以接送小学生。\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 增加1辆45个学生座位的车（可以接送小学生），整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "The 40 pupils of 示例乙校 have no vehicle: none may carry primary pupils.\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more vehicle with 45 seats for pupils (for primary pupils); then there is a plan for the whole "
        "term\n");
}

TEST(Explain, ALegWhoseDaysAreAllTaken) {
    Case county = small_county(2, 2);
    home(county).forbidden = {october(29)};
    close(county, 30);
    county.schools[0].home_weekdays = 0b0011111;  // not on Saturday, the 31st
    const auto explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    EXPECT_THAT(explanation.reasons,
                ElementsAre(Reason{Rule::weekday, {october(31)}}, Reason{Rule::forbidden, {october(29)}},
                            Reason{Rule::closed, {october(30)}}));
    const auto closed = std::ranges::find(explanation.excluded, Rule::closed, &Excluded::rule);
    ASSERT_NE(closed, explanation.excluded.end());
    EXPECT_EQ(closed->on, october(30));
    EXPECT_EQ(closed->moments, closed->of);
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例甲校第1次放假离校（希望10月30日（周五）15:00，可在10月29日（周四）至10月31日（周六）之间）"
              "没有可用的日期和时间：\n"
              "- 10月31日（周六）：学校不在这一天放学\n"
              "- 10月29日（周四）：这一天已注明不行\n"
              "- 10月30日（周五）：学校考试\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 示例甲校第1次放假离校可以用10月29日（周四），整个学期就能排下\n"
              "- 示例甲校10月30日（周五）不安排考试，整个学期就能排下\n"
              "- 示例甲校可以在周六放学，整个学期就能排下\n"
              "- 示例甲校第1次放假可以再推后2天（最晚11月2日（周一）离校），整个学期就能排下\n"
              "- 示例甲校第1次放假可以再提前1天（最早10月28日（周三）离校），整个学期就能排下\n");
}

TEST(Explain, WhatIsPastIsNotOfferedAnyMore) {
    Case county = small_county(2, 2);
    home(county).forbidden = {october(29)};
    close(county, 30);
    county.schools[0].home_weekdays = 0b0011111;  // not on Saturday, the 31st
    const auto offered = [&](Day today) { return explain(county, enough_seconds, today).front().reliefs; };
    const auto is_of_the_29th = [](const Relief& relief) { return relief.on == october(29); };
    EXPECT_TRUE(std::ranges::any_of(offered(october(29)), is_of_the_29th));
    EXPECT_FALSE(offered(october(30)).empty());
    EXPECT_FALSE(std::ranges::any_of(offered(october(30)), is_of_the_29th));
    EXPECT_TRUE(offered(october(31) + days{1}).empty());
}

TEST(Explain, AWayThatEndsInTheDark) {
    Case county = small_county(2, 2);
    county.lines[0].places[0].from_school = Minutes{220};
    const auto explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    EXPECT_THAT(explanation.reasons,
                ElementsAre(Reason{Rule::earliest, three_days}, Reason{Rule::dusk, three_days}));
    EXPECT_EQ(explanation.last_down, Minutes(17 * 60 + 40));
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例甲校第1次放假离校（希望10月30日（周五）15:00，可在10月29日（周四）至10月31日（周六）之间）"
              "没有可用的日期和时间：\n"
              "- 10月29日（周四）至10月31日（周六）：最早14:00放学\n"
              "- 10月29日（周四）至10月31日（周六）：最后一名学生最早17:40到家，17:20天已黑\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 示例甲校可以提前30分钟放学（最早13:30），整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "示例甲校, going home for break 1 (wished Fri 30 Oct 15:00, may be Thu 29 Oct to Sat 31 Oct) has no "
        "day and time left:\n"
        "- Thu 29 Oct to Sat 31 Oct: the school lets its pupils go from 14:00 on\n"
        "- Thu 29 Oct to Sat 31 Oct: the last pupil would be home at 17:40 at the earliest, and it is dark "
        "at 17:20\n"
        "Any one of these helps (each was tried):\n"
        "- 示例甲校 may let its pupils go 30 minutes earlier (from 13:30); then there is a plan for the "
        "whole "
        "term\n");
}

TEST(Explain, AGateThatIsTooNarrow) {
    Case county = small_county(1, 12);
    county.lines[0].places[0].riders = 12 * 45;
    county.schools[0].gate_per_quarter = 1;
    county.schools[0].latest_back = Minutes{17 * 60};
    county.breaks[0].home.reset();
    const auto explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    std::vector<Rule> rules;
    for (const Reason& reason : explanation.reasons) rules.push_back(reason.rule);
    EXPECT_THAT(rules, ElementsAre(Rule::gate, Rule::latest, Rule::earliest));
    expect_reliefs_help(county, explanation);
    EXPECT_THAT(in_words(explanation, county, Language::zh), testing::HasSubstr("校门每刻钟只能过1辆车"));
}

TEST(Explain, APinOnADayOfExamsAndOneOutsideTheTerm) {
    Case county = small_county(2, 2);
    close(county, 30);
    home(county).pinned = Moment{october(30), Minutes{15 * 60}};
    auto explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    EXPECT_THAT(explanation.reasons,
                ElementsAre(Reason{Rule::closed, {october(30)}}, Reason{Rule::pin, {october(30)}}));
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(coordination::Words(county, Language::zh).change(explanation.reliefs[0]),
              "示例甲校第1次放假离校的时间不再固定");

    home(county).pinned->on = october(1);
    explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    EXPECT_THAT(explanation.reasons, ElementsAre(Reason{Rule::pin, {october(1)}}));
    EXPECT_THAT(in_words(explanation, county, Language::en),
                testing::HasSubstr("it is fixed at Thu 1 Oct 15:00, which is not in this term"));
    expect_reliefs_help(county, explanation);
}

TEST(Explain, APinThatIsNotTheCauseIsNotNamed) {
    Case county = small_county(2, 2);
    for (const unsigned of_october : {29U, 30U, 31U}) close(county, of_october);
    home(county).pinned = Moment{october(30), Minutes{15 * 60}};
    EXPECT_THAT(only_explanation(county).reasons, ElementsAre(Reason{Rule::closed, three_days}));
}

TEST(Explain, NobodyComesBackOnAHolidaysFirstDay) {
    Case county = small_county(2, 2);
    back(county).shift_days = 0;
    county.days[13].no_return = true;
    const auto explanation = only_explanation(county);
    expect_fewest_reasons(county, explanation);
    EXPECT_THAT(explanation.reasons, ElementsAre(Reason{Rule::first_holiday, {october(32)}}));
    expect_reliefs_help(county, explanation);
}

// Of a school's days: there is some day for each of the legs alone with which there is a plan.
void expect_fewest_days(const Case& county, const Explanation& explanation) {
    ASSERT_EQ(explanation.kind, Impossible::days);
    EXPECT_TRUE(explanation.minimal);
    EXPECT_FALSE(planned(county));
    for (const LegKey key : explanation.legs) {
        Case freed = county;
        Leg& leg = *freed.breaks[key.of].leg(key.way);
        const auto does = [&](int away) {
            leg.pinned = Moment{leg.wish.on + days{away}, leg.wish.at};
            return freed.holds(leg.pinned->on) && planned(freed).has_value();
        };
        int away = 1;
        while (away < 14 && !does(away) && !does(-away)) ++away;
        EXPECT_LT(away, 14) << key.of;
    }
}

TEST(Explain, RestThatIsOwedAndCannotBeGiven) {
    Case county = small_county(1, 1);
    county.schools[0].owes_rest = true;
    Break later = county.breaks[0];
    county.breaks[0].number = 0;
    county.breaks[0].home.reset();
    back(county).wish.on = october(25);
    back(county).shift_days = 0;
    later.home->wish.on += days{7};
    later.back->wish.on += days{7};
    later.back->shift_days = 0;
    county.breaks.push_back(later);
    const auto explanation = only_explanation(county);
    expect_fewest_days(county, explanation);
    EXPECT_THAT(explanation.reasons, ElementsAre(Reason{Rule::rest_owed, {}}));
    EXPECT_THAT(explanation.legs,
                ElementsAre(LegKey{0, Way::back}, LegKey{1, Way::home}, LegKey{1, Way::back}));
    EXPECT_EQ(explanation.owed, 4);
    EXPECT_EQ(explanation.given, 3);
    expect_reliefs_help(county, explanation);
    EXPECT_THAT(in_words(explanation, county, Language::zh),
                testing::StartsWith("示例甲校的放假日期排不出来：\n"
                                    "- 开学以来应休4天，这样最多只休3天\n"
                                    "相互冲突的是：\n"
                                    "- 示例甲校开学返校（希望10月25日（周日）16:00，日期不能动）\n"));
}

TEST(Explain, BreaksThatFollowEachOtherTooSoon) {
    Case county = small_county(1, 1);
    county.schools[0].least_on_days = 4;
    Break next = county.breaks[0];
    next.number = 2;
    for (Break* of : {&county.breaks[0], &next}) of->home->shift_days = of->back->shift_days = 0;
    next.home->wish.on += days{5};
    next.back->wish.on += days{5};
    county.breaks.push_back(next);
    const auto explanation = only_explanation(county);
    expect_fewest_days(county, explanation);
    EXPECT_THAT(explanation.reasons, ElementsAre(Reason{Rule::least_on_days, {}}));
    EXPECT_THAT(explanation.legs, ElementsAre(LegKey{0, Way::back}, LegKey{1, Way::home}));
    expect_reliefs_help(county, explanation);
    EXPECT_THAT(
        in_words(explanation, county, Language::en),
        testing::HasSubstr("- 示例甲校 may be at school for only 3 days between two breaks; then there is a "
                           "plan for the whole term\n"));
}

TEST(Explain, PinsThatEndABreakBeforeItBegins) {
    Case county = small_county(1, 1);
    home(county).pinned = Moment{october(31), Minutes{15 * 60}};
    back(county).pinned = Moment{october(31), Minutes{16 * 60}};
    const auto explanation = only_explanation(county);
    expect_fewest_days(county, explanation);
    EXPECT_THAT(explanation.reasons, ElementsAre(Reason{Rule::break_length, {}}));
    EXPECT_THAT(explanation.legs, SizeIs(2));
    expect_reliefs_help(county, explanation);
}

}  // namespace
}  // namespace husong::solver
