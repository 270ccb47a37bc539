// The county's own thresholds in rules that look at the register: those of the day looked at.
#include "tests/rules/lawful_register.hpp"

#include <gtest/gtest.h>

namespace husong::rules {
namespace {

using namespace lawful;

reg::Versioned<reg::LocalRule> own_rule(std::string parameter, std::string value,
                                        std::string_view valid_from = "2026-01-01",
                                        std::string_view last = "") {
    return row(reg::LocalRule{std::move(parameter), std::move(value), "细则", "第三条", "县教发〔2026〕3 号"},
               valid_from, last);
}

// 60 in 2028: by the law she may drive.
reg::RegistryRows driver_of_58(std::vector<reg::Versioned<reg::LocalRule>> own) {
    auto rows = county();
    rows.drivers.front().value.birth_on = day("1968-05-10");
    rows.local_rules = std::move(own);
    return rows;
}

reg::RegistryRows trained(std::string_view on, std::vector<reg::Versioned<reg::LocalRule>> own) {
    auto rows = county();
    rows.drivers.front().value.trained_on = day(on);
    rows.local_rules = std::move(own);
    return rows;
}

TEST(OwnRegisterThresholds, AStricterAgeIsBrokenFromTheDayOnWhichItHolds) {
    EXPECT_EQ(Look{}.of(RuleId::dr_03, driver_of_58({})), "");
    const auto own = driver_of_58({own_rule("driver_max_age", "57", "2026-08-01", "2026-09-15")});
    EXPECT_EQ(Look{}.of(RuleId::dr_03, own, "2026-07-31"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_03, own), "D1 since 2026-08-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_03, own, "2026-09-16"), "");
    EXPECT_EQ(Look{}.detail(RuleId::dr_03, own),
              "1968-05-10 出生，2025-05-11 起超过 57 周岁，不得再驾驶；本县规定：校车驾驶人最高年龄 57 "
              "周岁（《细则》第三条，县教发〔2026〕3 号）");
}

TEST(OwnRegisterThresholds, WhoBrokeTheLawsBeforeBreaksItSinceThen) {
    auto rows = driver_of_58({own_rule("driver_max_age", "57", "2026-08-01")});
    rows.drivers.front().value.birth_on = day("1966-03-01");
    EXPECT_EQ(Look{}.of(RuleId::dr_03, rows), "D1 since 2026-03-02");
}

TEST(OwnRegisterThresholds, OfSeveralInTurnEachHoldsForItsTime) {
    const auto own = trained("2026-04-01", {own_rule("driver_edu_days", "120", "2026-07-01", "2026-08-14"),
                                            own_rule("driver_edu_days", "60", "2026-08-20")});
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own, "2026-07-20"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own, "2026-08-01"), "D1 since 2026-07-31");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own, "2026-08-16"), "D1 since 2026-07-31");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own, "2026-09-01"), "D1 since 2026-07-31");
}

TEST(OwnRegisterThresholds, WhenALooserOneEndsTheLawsIsBrokenFromThenOn) {
    const auto own = trained("2026-05-01", {own_rule("driver_edu_days", "180", "2026-01-01", "2026-08-20")});
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own, "2026-08-20"), "");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, own), "D1 since 2026-08-21");
    EXPECT_EQ(Look{}.of(RuleId::dr_10, trained("2026-05-01", {})), "D1 since 2026-07-31");
    EXPECT_EQ(Look{}.detail(RuleId::dr_10, own), "上次安全教育 2026-05-01，超过 90 天");
}

}  // namespace
}  // namespace husong::rules
