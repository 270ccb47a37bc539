// Terms that have no plan, one thing at a time: what is named is what collides, no more, and what is said to
// help does.
#include "server/solver/explain.hpp"

#include "server/solver/case_edits.hpp"
#include "server/solver/coordinate.hpp"
#include "tests/coordination/made_up_county.hpp"
#include "tests/solver/small_county.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace husong::solver {
namespace {

using coordination::Break;
using coordination::Case;
using coordination::Day;
using coordination::Leg;
using coordination::LegKey;
using coordination::Minutes;
using coordination::Moment;
using coordination::october;
using coordination::small_county;
using coordination::Way;
using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr double enough_seconds = 30;

Result<coordination::Plan> planned(const Case& county) { return coordinate(county, {0, 1, {2'000, 1}}); }
bool seats_all(const Case& county) {
    const auto plan = planned(county);
    return plan && plan->unserved == 0;
}

// The others do not travel. Not as the explainer does it.
Case with_only(Case county, const std::vector<LegKey>& legs) {
    for (std::size_t of = 0; of < county.breaks.size(); ++of)
        for (const Way way : coordination::both_ways)
            if (std::ranges::find(legs, LegKey{of, way}) == legs.end()) county.breaks[of].leg(way).reset();
    return county;
}

Explanation only_explanation(const Case& county) {
    const auto all = explain(county, enough_seconds);
    EXPECT_THAT(all, SizeIs(1));
    return all.front();
}

void expect_reliefs_help(const Case& county, const Explanation& explanation) {
    EXPECT_FALSE(explanation.reliefs.empty());
    for (const Relief& relief : explanation.reliefs) {
        const Case freed = apply(relief, county);
        const auto words = relief_in_words(relief, county, Language::en);
        const bool of_days =
            explanation.kind == Impossible::days || explanation.kind == Impossible::not_proven;
        EXPECT_TRUE(seats_all(of_days ? with_only(freed, legs_of_school(freed, explanation.schools.front()))
                                      : with_only(freed, explanation.legs)))
            << words;
        if (relief.frees == Frees::term) EXPECT_TRUE(seats_all(freed)) << words;
    }
}

void expect_fewest_legs(const Case& county, const Explanation& explanation) {
    EXPECT_TRUE(explanation.minimal);
    const auto all = planned(with_only(county, explanation.legs));
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().code, ErrorCode::conflict);
    for (const LegKey leg : explanation.legs) {
        auto rest = explanation.legs;
        std::erase(rest, leg);
        EXPECT_TRUE(planned(with_only(county, rest))) << leg.of;
    }
}

// Of one leg: with its reasons alone there is no moment, and each of them is needed.
void expect_fewest_reasons(const Case& county, const Explanation& explanation) {
    ASSERT_EQ(explanation.kind, Impossible::no_moment);
    EXPECT_TRUE(explanation.minimal);
    ASSERT_THAT(explanation.legs, SizeIs(1));
    const auto with_reasons = [&](std::optional<Rule> without) {
        Case changed = with_only(county, explanation.legs);
        for (const Rule rule : {Rule::gate, Rule::night, Rule::latest, Rule::earliest, Rule::weekday,
                                Rule::forbidden, Rule::first_holiday, Rule::closed, Rule::dusk, Rule::pin})
            if (rule == without ||
                std::ranges::find(explanation.reasons, rule, &Reason::rule) == explanation.reasons.end())
                lift(changed, explanation.legs.front(), rule);
        return planned(changed);
    };
    EXPECT_FALSE(with_reasons(std::nullopt));
    for (const Reason& reason : explanation.reasons)
        EXPECT_TRUE(with_reasons(reason.rule)) << rule_name(reason.rule);
}

const std::vector<Day> three_days{october(29), october(30), october(31)};
Leg& home(Case& county, std::size_t of = 0) { return *county.breaks[of].home; }
Leg& back(Case& county, std::size_t of = 0) { return *county.breaks[of].back; }
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
    EXPECT_TRUE(planned(with_only(county, legs_of_school(county, 0))));
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例乙校的40名学生没有车可坐：没有一辆车可以接送小学生。\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 增加1辆45个学生座位的车（可以接送小学生）：整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "The 40 pupils of 示例乙校 have no vehicle: none may carry primary pupils.\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more vehicle with 45 seats for pupils (for primary pupils): then there is a plan for the whole "
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
    EXPECT_EQ(explanation.excluded.size(), 3U);
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(in_words(explanation, county, Language::zh),
              "示例甲校第1次放假离校（希望10月30日（周五）15:00，可在10月29日（周四）至10月31日（周六）之间）"
              "没有可用的日期和时间：\n"
              "- 10月31日（周六）：学校不在这一天放学\n"
              "- 10月29日（周四）：这一天已注明不行\n"
              "- 10月30日（周五）：学校考试\n"
              "以下任何一个办法都行（已试排）：\n"
              "- 示例甲校第1次放假离校可以用10月29日（周四）：整个学期就能排下\n"
              "- 示例甲校10月30日（周五）不安排考试：整个学期就能排下\n"
              "- 示例甲校可以在周六放学：整个学期就能排下\n"
              "- 示例甲校第1次放假可以再推后2天（最晚11月2日（周一）离校）：整个学期就能排下\n"
              "- 示例甲校第1次放假可以再提前1天（最早10月28日（周三）离校）：整个学期就能排下\n");
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
              "- 示例甲校可以提前30分钟放学（最早13:30）：整个学期就能排下\n");
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "示例甲校, going home for break 1 (wished Fri 30 Oct 15:00, may be Thu 29 Oct to Sat 31 Oct) has no "
        "day and time left:\n"
        "- Thu 29 Oct to Sat 31 Oct: the school lets its pupils go from 14:00 on\n"
        "- Thu 29 Oct to Sat 31 Oct: the last pupil would be home at 17:40 at the earliest, and it is dark "
        "at 17:20\n"
        "Any one of these helps (each was tried):\n"
        "- 示例甲校 may let its pupils go 30 minutes earlier (from 13:30): then there is a plan for the "
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
    EXPECT_EQ(relief_in_words(explanation.reliefs[0], county, Language::zh),
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

// Of a school's days: any day for one of the legs, and there is a plan.
void expect_fewest_days(const Case& county, const Explanation& explanation) {
    ASSERT_EQ(explanation.kind, Impossible::days);
    EXPECT_TRUE(explanation.minimal);
    EXPECT_FALSE(planned(county));
    for (const LegKey leg : explanation.legs) {
        Case freed = county;
        free_leg(freed, leg);
        EXPECT_TRUE(planned(freed)) << leg.of;
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
        testing::HasSubstr("- 示例甲校 may be at school for only 3 days between two breaks: then there is a "
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

TEST(Explain, VehiclesForSomeSchoolsOfADay) {
    Case county = small_county(4, 1);
    county.rules.turn = Minutes{60};  // one vehicle serves two schools in the time, not three
    for (Break& of : county.breaks) {
        of.home->shift_days = 0;
        of.back.reset();
    }
    const auto explanation = only_explanation(county);
    ASSERT_EQ(explanation.kind, Impossible::resources);
    expect_fewest_legs(county, explanation);
    EXPECT_THAT(explanation.legs, SizeIs(3));
    ASSERT_THAT(explanation.scarce, SizeIs(1));
    EXPECT_EQ(explanation.scarce[0].resource, Resource::vehicles);
    EXPECT_EQ(explanation.scarce[0].on, october(30));
    EXPECT_EQ(explanation.scarce[0].available, 1);
    EXPECT_THAT(explanation.pins, IsEmpty());
    expect_reliefs_help(county, explanation);
    EXPECT_THAT(in_words(explanation, county, Language::zh),
                testing::StartsWith("下面这些不能同时排下：\n"
                                    "- 示例乙校期末离校，40人（希望10月30日（周五）15:00，日期不能动）\n"
                                    "- 示例丙校期末离校，40人（希望10月30日（周五）15:00，日期不能动）\n"
                                    "- 示例丁校期末离校，40人（希望10月30日（周五）15:00，日期不能动）\n"
                                    "车不够：10月30日（周五）14:00至18:00最多1辆。\n"
                                    "去掉其中任何一项，其余的就能排下。\n"
                                    "以下任何一个办法都行（已试排）：\n"
                                    "- 10月30日（周五）增加1辆45个学生座位的车：整个学期就能排下\n"));
}

TEST(Explain, PinsThatCollideAtThePolicePosts) {
    Case county = small_county(3, 6);
    for (auto& day : county.days) day.posts = 1;
    for (const std::size_t of : {0U, 2U}) home(county, of).pinned = Moment{october(30), Minutes{15 * 60}};
    const auto explanation = only_explanation(county);
    ASSERT_EQ(explanation.kind, Impossible::resources);
    expect_fewest_legs(county, explanation);
    EXPECT_THAT(explanation.legs, ElementsAre(LegKey{0, Way::home}, LegKey{2, Way::home}));
    EXPECT_EQ(explanation.pins, explanation.legs);
    ASSERT_THAT(explanation.scarce, SizeIs(1));
    EXPECT_EQ(explanation.scarce[0].resource, Resource::posts);
    expect_reliefs_help(county, explanation);
    EXPECT_EQ(
        in_words(explanation, county, Language::en),
        "There is no room for all of these:\n"
        "- 示例甲校, going home for break 1, 40 pupils (fixed at Fri 30 Oct 15:00)\n"
        "- 示例丙校, going home for break 1, 40 pupils (fixed at Fri 30 Oct 15:00)\n"
        "Too few police posts: on Fri 30 Oct from 15:00 to 15:15 at most 1 can be had.\n"
        "Without any one of them there is room for the others.\n"
        "Any one of these helps (each was tried):\n"
        "- 1 more police post on Fri 30 Oct: then there is a plan for the whole term\n"
        "- 示例甲校, going home for break 1: its time is no longer fixed: then there is a plan for the whole "
        "term\n"
        "- 示例丙校, going home for break 1: its time is no longer fixed: then there is a plan for the whole "
        "term\n");
}

// Each of four would do with one post more beside one other; all four need three.
TEST(Explain, WhoNeedsTheSameAtTheSameTimeIsCountedTogether) {
    Case county = small_county(4, 8);
    for (auto& day : county.days) day.posts = 1;
    for (std::size_t of = 0; of < 4; ++of) home(county, of).pinned = Moment{october(30), Minutes{15 * 60}};
    const auto explanation = only_explanation(county);
    EXPECT_THAT(explanation.legs, SizeIs(2));
    ASSERT_FALSE(explanation.reliefs.empty());
    EXPECT_EQ(explanation.reliefs[0].count, 3);
    EXPECT_EQ(explanation.reliefs[0].frees, Frees::term);
    expect_reliefs_help(county, explanation);
}

// The planner decides a break before the next one's rest is asked for.
TEST(Explain, WhatIsNotProvenIsNotCalledImpossible) {
    Case county = small_county(1, 1);
    county.schools[0].owes_rest = true;
    Break first = county.breaks[0], second = county.breaks[0];
    county.breaks[0].number = 0;
    county.breaks[0].home.reset();
    back(county).wish.on = october(25);
    first.home->shift_days = 2;
    second.number = 2;
    second.home->wish.on += days{14};
    second.back->wish.on += days{14};
    first.back->shift_days = second.back->shift_days = back(county).shift_days = 0;
    county.breaks.push_back(first);
    county.breaks.push_back(second);
    if (planned(county)) GTEST_SKIP() << "the planner has learnt to look ahead";
    const auto explanation = only_explanation(county);
    EXPECT_EQ(explanation.kind, Impossible::not_proven);
    EXPECT_FALSE(explanation.minimal);
    EXPECT_THAT(in_words(explanation, county, Language::en), testing::HasSubstr("it is not certain"));
    expect_reliefs_help(county, explanation);
}

// Four schools with riders, ways, hours and days of their own.
Case random_county(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    const auto among = [&](int least, int most) {
        return std::uniform_int_distribution<>{least, most}(random);
    };
    Case county = small_county(4, 12);
    for (std::size_t i = 0; i < 4; ++i) {
        auto& place = county.lines[i].places[0];
        place.riders = among(30, 130);
        place.from_school = Minutes{among(20, 60)};
        home(county, i).shift_days = back(county, i).shift_days = among(0, 1);
        home(county, i).wish.on -= days{among(0, 1)};
        if (among(0, 3) == 0) home(county, i).pinned = home(county, i).wish;
    }
    county.days[11].posts = among(1, 3);
    return county;
}

TEST(Explain, WhateverIsTakenAwayTheFewestAreNamed) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        SCOPED_TRACE(seed);
        Case county = random_county(seed);
        while (planned(county) && !county.vehicles.empty()) county.vehicles.pop_back();
        for (const Explanation& explanation : explain(county, enough_seconds)) {
            ASSERT_TRUE(explanation.kind == Impossible::resources ||
                        explanation.kind == Impossible::no_vehicle);
            expect_fewest_legs(county, explanation);
            expect_reliefs_help(county, explanation);
        }
    }
}

TEST(Explain, OfACountysWeeksTheFewestAreNamed) {
    Case county = coordination::made_up_weeks(3, coordination::TermOf2026::autumn);
    county.vehicles.resize(14);
    for (const Explanation& explanation : explain(county, 2)) {
        ASSERT_EQ(explanation.kind, Impossible::resources);
        if (explanation.minimal) expect_fewest_legs(county, explanation);
    }
}

}  // namespace
}  // namespace husong::solver
