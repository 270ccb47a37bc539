// Legs that find no room together, and what is not proven.
#include "server/solver/collisions.hpp"
#include "server/solver/rounds.hpp"
#include "tests/coordination/made_up_county.hpp"
#include "tests/solver/explain_checks.hpp"

#include <random>

namespace husong::solver {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

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
                                    "- 10月30日（周五）增加1辆45个学生座位的车，整个学期就能排下\n"));
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
        "- 1 more police post on Fri 30 Oct; then there is a plan for the whole term\n"
        "- 示例甲校, going home for break 1: its time is no longer fixed; then there is a plan for the whole "
        "term\n"
        "- 示例丙校, going home for break 1: its time is no longer fixed; then there is a plan for the whole "
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
    ASSERT_FALSE(planned(county)) << "the planner looks ahead now: this test needs a harder term";
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
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        SCOPED_TRACE(seed);
        Case county = random_county(seed);
        while (planned(county) && !county.vehicles.empty()) county.vehicles.pop_back();
        for (const Explanation& explanation : explain(county, 4)) {
            ASSERT_TRUE(explanation.kind == Impossible::resources ||
                        explanation.kind == Impossible::no_vehicle);
            expect_fewest_legs(county, explanation);
            expect_reliefs_help(county, explanation);
        }
    }
}

TEST(Explain, OfACountysWeekTheFewestAreNamed) {
    Case county = coordination::made_up_weeks(3, coordination::TermOf2026::autumn);
    county.vehicles.resize(14);
    const auto weeks = weeks_of(county);
    const auto found = explain_room(county, legs_of_breaks(county, weeks.front()), Deadline{enough_seconds});
    ASSERT_THAT(found, SizeIs(1));
    expect_fewest_legs(county, found[0].explanation);
}

}  // namespace
}  // namespace husong::solver
