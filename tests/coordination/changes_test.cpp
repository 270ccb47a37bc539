// "What if" as JSON, and what it does to a case.
#include "server/coordination/changes.hpp"

#include "server/coordination/words.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace husong::coordination {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr Day october(unsigned day) {
    return std::chrono::year_month_day{std::chrono::year{2026}, std::chrono::October, std::chrono::day{day}};
}

// One school, one break from the 30th to the 31st.
Case one_school() {
    Case made;
    made.term = "2026-2027-1";
    made.first = october(20);
    made.days.assign(12, {});
    for (CalendarDay& day : made.days) day.posts = 2;
    School school;
    school.code = "S1";
    school.name = "示例中学";
    school.stages = only(Stage::junior_high);
    school.gate = {41, 118};
    made.schools = {school};
    made.lines = {{"L1", 0, {{"示例村", {41.1, 118}, 20min, 20}}}};
    made.vehicles = {{"冀H·示001", 45, every_stage, "D1", {}}};
    Break of{0, 3, Leg{}, Leg{}};
    of.home->wish = {october(30), 15h};
    of.back->wish = {october(31), 17h};
    made.breaks = {of};
    return made;
}

Result<Case> with(std::string_view changes) {
    return with_changes(json::parse(std::string{changes}), one_school());
}
std::string fault_of(std::string_view changes) {
    const auto made = with(changes);
    return made ? "" : made.error().what;
}

TEST(Changes, APinLeavesALegOneMomentAndAForbiddenDayTakesOne) {
    const auto pinned = with(
        R"([{"kind":"pin","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29","at":"14:00"}])");
    ASSERT_TRUE(pinned) << pinned.error().what;
    EXPECT_EQ(pinned->breaks[0].home->pinned, (Moment{october(29), 14h}));
    const Leg& back = *pinned->breaks[0].back;  // comes with it: it was to be one day
    EXPECT_EQ(back.wish, one_school().breaks[0].back->wish);
    std::vector<Day> left;
    const auto [first, last] = days_of(back);
    for (Day day = first; day <= last; day += std::chrono::days{1})
        if (std::ranges::find(back.forbidden, day) == back.forbidden.end()) left.push_back(day);
    EXPECT_EQ(left, std::vector<Day>{october(30)});
    const auto forbidden =
        with(R"([{"kind":"forbid","leg":{"school":"S1","break":3,"way":"back"},"on":"2026-10-31"}])");
    ASSERT_TRUE(forbidden) << forbidden.error().what;
    EXPECT_EQ(forbidden->breaks[0].back->forbidden, std::vector<Day>{october(31)});
}

TEST(Changes, APinWithinTheRuleLeavesTheOtherLegAsItIs) {
    Case movable = one_school();
    movable.breaks[0].home->shift_days = 2;
    const auto pinned = with_changes(
        json::parse(
            R"([{"kind":"pin","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29","at":"14:00"}])"),
        movable);
    ASSERT_TRUE(pinned) << pinned.error().what;
    EXPECT_EQ(pinned->breaks[0].back, movable.breaks[0].back);
}

TEST(Changes, MoreVehiclesAreThereForGoodOrOnOneDay) {
    const auto more = with(R"([{"kind":"vehicles","count":2,"seats":36},
                               {"kind":"vehicles","count":1,"seats":19,"stages":["primary"],"on":"2026-10-30"}])");
    ASSERT_TRUE(more) << more.error().what;
    ASSERT_EQ(more->vehicles.size(), 4U);
    EXPECT_EQ(more->vehicles[1].plate, "+1");
    EXPECT_EQ(more->vehicles[1].stages, every_stage);
    EXPECT_TRUE(more->vehicles[2].busy.empty());
    EXPECT_EQ(more->vehicles[3].stages, only(Stage::primary));
    EXPECT_EQ(more->vehicles[3].busy.size(), 11U) << "on every other day";
}

TEST(Changes, WhatTheCountyAndTheSchoolCanChangeToo) {
    const auto changed = with(R"([{"kind":"posts","count":1,"on":"2026-10-30"},
        {"kind":"gate","leg":{"school":"S1","break":3,"way":"home"},"count":2},
        {"kind":"earlier","leg":{"school":"S1","break":3,"way":"home"},"minutes":60},
        {"kind":"move","leg":{"school":"S1","break":3,"way":"home"},"count":-1}])");
    ASSERT_TRUE(changed) << changed.error().what;
    EXPECT_EQ(changed->day(october(30)).posts, 3);
    EXPECT_EQ(changed->schools[0].gate_per_quarter, one_school().schools[0].gate_per_quarter + 2);
    EXPECT_EQ(changed->schools[0].earliest_home, one_school().schools[0].earliest_home - 1h);
    EXPECT_EQ(changed->breaks[0].back->shift_days, 1) << "the break as a whole";
}

TEST(Changes, AreWrittenAsTheyAreRead) {
    const Case county = one_school();
    for (const char* text :
         {R"({"kind":"pin","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29","at":"14:00"})",
          R"({"kind":"forbid","leg":{"school":"S1","break":3,"way":"back"},"on":"2026-10-29"})",
          R"({"kind":"unpin","leg":{"school":"S1","break":3,"way":"back"}})",
          R"({"kind":"allow_day","leg":{"school":"S1","break":3,"way":"back"},"on":"2026-10-29"})",
          R"({"kind":"open_day","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29"})",
          R"({"kind":"weekday","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29"})",
          R"({"kind":"later","leg":{"school":"S1","break":3,"way":"home"},"minutes":30})",
          R"({"kind":"at_school","leg":{"school":"S1","break":3,"way":"home"},"count":9})",
          R"({"kind":"vehicles","on":"2026-10-29","count":2,"seats":45,"stages":["junior_high"]})"}) {
        const json::value written = json::parse(text);
        const auto read = read_changes(json::array{written}, county);
        ASSERT_TRUE(read) << read.error().what;
        EXPECT_EQ(json::value(to_value(read->front(), county)), written);
    }
}

TEST(Changes, ThatAreNoneOfTheCaseAreRefusedWithTheirPlace) {
    EXPECT_EQ(fault_of(R"({})"), "changes is no list");
    EXPECT_EQ(fault_of(R"([{"kind":"burn"}])"), "changes[0].kind is no kind of change: burn");
    EXPECT_EQ(fault_of(R"([{"kind":"unpin","leg":{"school":"S9","break":3,"way":"home"}}])"),
              "changes[0].leg.school names nothing of this case: S9");
    EXPECT_EQ(fault_of(R"([{"kind":"unpin","leg":{"school":"S1","break":4,"way":"home"}}])"),
              "changes[0].leg.break is no such leg of this case");
    EXPECT_EQ(fault_of(R"([{"kind":"unpin","leg":{"school":"S1","break":3,"way":"up"}}])"),
              "changes[0].leg.way is neither home nor back");
    EXPECT_EQ(fault_of(R"([{"kind":"posts","count":1,"on":"2026-11-30"}])"),
              "changes[0].on is no day of this case");
    EXPECT_EQ(fault_of(R"([{"kind":"vehicles","count":0,"seats":45}])"),
              "changes[0].count is no whole number from 1 to 200");
    EXPECT_EQ(fault_of(R"([{"kind":"pin","leg":{"school":"S1","break":3,"way":"home"},"on":"2026-10-29"}])"),
              "changes[0].at is no text");
    EXPECT_THAT(
        fault_of(R"([{"kind":"earlier","leg":{"school":"S1","break":3,"way":"home"},"minutes":1440}])"),
        testing::HasSubstr("with these changes schools[0].earliest_home"));
    EXPECT_EQ(fault_of("[" + std::string(R"({"kind":"vehicles","count":1,"seats":1},)") +
                       [] {
                           std::string many;
                           for (int i = 0; i < 64; ++i)
                               many += std::string(i == 0 ? "" : ",") +
                                       R"({"kind":"vehicles","count":1,"seats":1})";
                           return many;
                       }() +
                       "]"),
              "changes has 65 entries, more than 64");
}

TEST(Changes, TogetherAddNoMoreVehiclesThanACountyHasAndAreRefusedBeforeAnyIsMade) {
    const auto vehicles = [](int count) {
        return R"({"kind":"vehicles","count":)" + std::to_string(count) + R"(,"seats":45})";
    };
    const auto two = [&](int first, int second) {
        return "[" + vehicles(first) + "," + vehicles(second) + "]";
    };
    EXPECT_EQ(with(two(150, 50))->vehicles.size(), 201U);
    EXPECT_EQ(fault_of(two(150, 51)),
              "changes[1].count makes 201 added vehicles, and 200 are the most of all changes");
}

TEST(Changes, HaveWordsForASchoolsOffice) {
    const Case county = one_school();
    const Change pin{.kind = ChangeKind::pin,
                     .school = 0,
                     .leg = LegKey{0, Way::home},
                     .on = october(29),
                     .count = 0,
                     .seats = 0,
                     .stages = 0,
                     .minutes = {},
                     .at = 14h};
    EXPECT_EQ(Words(county, Language::zh).change(pin), "示例中学第3次放假离校只能在10月29日（周四）14:00");
    EXPECT_EQ(Words(county, Language::en).change(pin),
              "示例中学, going home for break 3: only Thu 29 Oct 14:00");
}

}  // namespace
}  // namespace husong::coordination
