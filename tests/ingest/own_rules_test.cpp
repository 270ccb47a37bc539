// The county's own thresholds in the intake: an edit judges the past again, late data is judged by what held
// then, and the register is looked at again.
#include "tests/ingest/intake_fixture.hpp"

#include <gtest/gtest.h>

namespace husong::ingest {
namespace {

using rules::RuleId;
using std::chrono::hours;
using std::chrono::minutes;
using test::position;
using test::school_day;

class OwnRulesTest : public IntakeTest {
protected:
    OwnRulesTest() { now_ = to_millis(school_day + hours{3}); }

    // The county lets nobody drive longer than two hours.
    void set_two_hours(Time from, Time until = end_of_time) {
        set("day_driving_minutes", "120", from, until);
    }
    void set(std::string parameter, std::string value, Time from, Time until = end_of_time) {
        registry::RegistryRows rows;
        rows.local_rules = {
            {.value = {std::move(parameter), std::move(value), "细则", "第三条", "县教发〔2026〕3 号"},
             .valid_from = from,
             .valid_until = until}};
        store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    }
    // More than two hours, and less than the law's four.
    void drive(Time from) {
        for (int minute = 0; minute < 135; ++minute)
            tell(position(county_.lawful, from + minutes{minute}, 600.0 * minute, 36));
        intake_->drain();
    }
    void notice_edit() {
        for (int turn = 0; turn < 2; ++turn) {
            now_ += 2'000;
            intake_->drain();
        }
    }
    [[nodiscard]] std::vector<rules::Finding> standing(RuleId rule) {
        auto all = findings();
        std::erase_if(all, [&](const auto& finding) {
            return finding.head.rule != rule || finding.withdrawn_at ||
                   finding.head.level < rules::Level::likely;
        });
        return all;
    }
    [[nodiscard]] bool is_marked() {
        const auto marks = store_->reader().value()->load_dirty().value();
        return std::ranges::any_of(marks, [&](const auto& mark) { return mark.first == county_.lawful; });
    }
};

TEST_F(OwnRulesTest, AnEditJudgesThePastAgainAndItsEndTakesThatBack) {
    start();
    drive(school_day);
    EXPECT_TRUE(standing(RuleId::dr_07).empty());
    set_two_hours(school_day - hours{7});
    notice_edit();
    const auto found = standing(RuleId::dr_07);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].head.vehicle, county_.lawful);
    EXPECT_NE(found[0].episodes.back().detail.find("；本县规定：连续驾驶 120 分钟（《细则》第三条"),
              std::string::npos)
        << found[0].episodes.back().detail;
    set_two_hours(school_day - hours{7}, school_day - hours{6});
    notice_edit();
    EXPECT_TRUE(standing(RuleId::dr_07).empty());
}

TEST_F(OwnRulesTest, AnEditThatCameWhileNothingRanIsJudgedAtTheNextStart) {
    start();
    drive(school_day);
    restart();  // judges what the county's first import marked
    intake_->stop();
    ASSERT_FALSE(is_marked());
    set_two_hours(school_day - hours{7});
    EXPECT_TRUE(is_marked());
    start();
    intake_->drain();
    EXPECT_EQ(standing(RuleId::dr_07).size(), 1U);
    EXPECT_FALSE(is_marked());
}

TEST_F(OwnRulesTest, WhatHoldsFromTomorrowOnOrJudgesNoRecordsMarksNobody) {
    start();
    drive(school_day);
    restart();  // judges what the county's first import marked
    intake_->stop();
    ASSERT_FALSE(is_marked());
    set_two_hours(school_day + hours{17});
    set("driver_edu_days", "60", school_day - hours{7});
    EXPECT_FALSE(is_marked());
    start();
    intake_->drain();
    EXPECT_TRUE(standing(RuleId::dr_07).empty());
}

TEST_F(OwnRulesTest, LateDataIsJudgedByWhatHeldThen) {
    set_two_hours(school_day - hours{7}, school_day + hours{3});
    now_ = to_millis(school_day + hours{6});
    start();
    tell(position(county_.lawful, school_day + hours{5}, 0, 0));
    intake_->drain();
    drive(school_day);  // it comes three hours late, when the law's four hold again
    notice_edit();
    EXPECT_GT(intake_->counters().refolds.load(), 0U);
    EXPECT_EQ(standing(RuleId::dr_07).size(), 1U);
}

TEST_F(OwnRulesTest, AnEditMakesTheRegisterBeLookedAtAgain) {
    now_ = to_millis(china_midnight(school_day) + std::chrono::days{6});
    registry::RegistryRows rows;
    auto bus = test::vehicle_row(county_.lawful, test::lawful_plate, 'S', 45);
    bus.valid_from = china_midnight(school_day);
    bus.value.status = registry::VehicleStatus::retired;
    rows.vehicles = {bus};
    store_->admin().value()->put_rows(rows, from_millis(now_)).value();
    start();
    intake_->drain();
    EXPECT_TRUE(standing(RuleId::vl_12).empty());  // ten days to give the plate back
    set("plate_return_days", "3", china_midnight(school_day) + std::chrono::days{5});
    notice_edit();
    const auto found = standing(RuleId::vl_12);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].episodes[0].from, china_midnight(school_day) + std::chrono::days{5});
    EXPECT_NE(found[0].episodes[0].detail.find("超过 3 天没有交回记录；本县规定：标牌交回 3 天"),
              std::string::npos)
        << found[0].episodes[0].detail;
}

}  // namespace
}  // namespace husong::ingest
