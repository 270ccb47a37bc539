#include "server/pages/paper_groups.hpp"

#include <gtest/gtest.h>

namespace husong::pages {
namespace {

using rules::RuleId;

const Time now = *parse_time("2026-09-01T09:00:00+08:00");

rules::Finding finding(RuleId rule, std::string subject, Milliseconds age, VehicleId vehicle = {}) {
    rules::Finding made;
    made.head.id = {age.count()};
    made.head.rule = rule;
    made.head.vehicle = vehicle;
    made.head.subject = std::move(subject);
    made.episodes = {{}};
    made.episodes[0].from = now - age;
    made.episodes[0].detail = "since " + std::to_string(age.count());
    return made;
}

registry::Registry county() {
    registry::RegistryRows rows;
    rows.identities = {{{"冀H00318", registry::PlateColour::yellow}, {7}}};
    registry::Driver driver;
    driver.code = "D1";
    driver.name = "张某";
    rows.drivers = {{driver}};
    rows.schools = {{registry::School{.code = "X1", .name = "第一小学", .stage = "primary"}}};
    rows.operators = {{registry::Operator{"C1", "甲校车公司", ""}}};
    return registry::Registry{std::move(rows)};
}

TEST(PaperGroups, NameWhomTheyAreAbout) {
    const auto registry = county();
    const std::vector findings{finding(RuleId::dr_03, "D1", 1ms), finding(RuleId::dr_09, "D2", 1ms),
                               finding(RuleId::ga_08, "X1", 1ms), finding(RuleId::ld_08, "C1", 1ms),
                               finding(RuleId::vl_07, "", 1ms, VehicleId{7})};
    std::string whom;
    for (const PaperGroup& group : group_papers(findings, registry, now))
        whom += std::string{group.rule->code} + " " + group.first.at(0).whom + "; ";
    EXPECT_EQ(whom, "DR-03 驾驶人 张某; DR-09 驾驶人 D2; VL-07 冀H·00318; LD-08 甲校车公司; GA-08 第一小学; ")
        << "the worst first";
}

TEST(PaperGroups, TellOfManyOnlyThoseThatHaveStoodLongest) {
    std::vector<rules::Finding> findings;
    for (int i = 1; i <= 300; ++i) findings.push_back(finding(RuleId::dr_10, "D1", Milliseconds{i}));
    const auto registry = county();
    const auto groups = group_papers(findings, registry, now);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].count, 300U);
    ASSERT_EQ(groups[0].first.size(), 5U);
    EXPECT_EQ(groups[0].first[0].detail, "since 300");
}

}  // namespace
}  // namespace husong::pages
