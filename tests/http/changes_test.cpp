// Whom a changed run concerns is told of it on their own first page, in their own words.
#include "tests/http/crew_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;

class ChangesTold : public test::CrewDuty {
protected:
    ChangesTold() {
        pass(10min);
        registry::RegistryRows rows;
        registry::Operator company{"W1", "示例运输公司", "passenger_company"};
        rows.operators = {{.value = company}};
        rows.vehicles = county_.rows().vehicles;
        for (auto& row : rows.vehicles) row.value.operator_code = "W1";
        registry::Departure later = departure("T1", county_.lawful, at_clock(16, 40));
        registry::Departure cancelled = departure("T2", county_.expired, at_clock(17, 0));
        cancelled.status = registry::DepartureStatus::cancelled;
        for (auto* row : {&later, &cancelled})
            rows.departures.push_back({.value = *row, .valid_from = husong::test::year_begin});
        put(rows);
    }
    static constexpr const char* moved = "原来 16:22";
};

TEST_F(ChangesTold, SchoolTeacherOperatorAndCrew) {
    sign_in_as(Role::gate, "S1");
    EXPECT_TRUE(says(get("/g"), "最近变更 2 项，今天的 2 项"));
    EXPECT_TRUE(says(get("/g"), moved));
    EXPECT_TRUE(says(get("/g"), "取消 <small>"));
    sign_in_as(Role::gate, "S2");
    EXPECT_FALSE(says(get("/g"), "最近变更 "));
    EXPECT_FALSE(says(get("/g"), moved));
    sign_in_as(Role::class_teacher, "S1/七1班");
    EXPECT_TRUE(says(get("/t"), moved));
    sign_in_as(Role::operator_staff, "W1");
    EXPECT_TRUE(says(get("/o"), moved));
    as_driver();
    EXPECT_TRUE(says(get("/c"), moved));
    EXPECT_TRUE(says(get("/c"), "16:40 离校"));
    as_escort();
    EXPECT_TRUE(says(get("/c"), moved));
    sign_in_as(Role::driver, "D9");
    EXPECT_FALSE(says(get("/c"), moved));
}

TEST_F(ChangesTold, ATeacherReadsOfTheLinesOfTheClassAndOfNoDriver) {
    registry::RegistryRows rows;
    registry::Line other{"L8", "东沟线", "S1"};
    rows.lines = {{.value = other, .valid_from = husong::test::year_begin}};
    registry::Departure named = departure("T1", county_.lawful, at_clock(16, 40));
    named.driver = "D9";
    registry::Departure elsewhere = departure("T9", county_.lawful, at_clock(16, 50));
    elsewhere.line = "L8";
    for (auto* row : {&named, &elsewhere})
        rows.departures.push_back({.value = *row, .valid_from = husong::test::year_begin});
    pass(10min);
    put(rows);
    sign_in_as(Role::gate, "S1");
    EXPECT_TRUE(says(get("/g"), "驾驶人"));
    EXPECT_TRUE(says(get("/g"), "东沟线"));
    sign_in_as(Role::class_teacher, "S1/七1班");
    EXPECT_TRUE(says(get("/t"), moved));
    EXPECT_FALSE(says(get("/t"), "驾驶人由"));
    EXPECT_FALSE(says(get("/t"), "驾驶人换成"));
    EXPECT_FALSE(says(get("/t"), "16:50"));
}

TEST_F(ChangesTold, WhoTakesOverIsToldAndHasTheRunOnHisPage) {
    registry::Relief relief;
    relief.run = "T1";
    relief.vehicle = county_.expired;
    relief.driver = "D9";
    registry::Driver driver;
    driver.code = "D9";
    driver.name = "周某";
    registry::RegistryRows rows;
    rows.drivers = {{.value = driver, .valid_from = husong::test::year_begin}};
    rows.reliefs = {{.value = relief, .valid_from = at_clock(16, 55)}};
    put(rows);
    constexpr auto taken = "接替 冀H·00318，16:55 起";
    sign_in_as(Role::gate, "S1");
    EXPECT_TRUE(says(get("/g"), taken));
    sign_in_as(Role::operator_staff, "W1");
    EXPECT_TRUE(says(get("/o"), taken));
    as_driver();
    EXPECT_TRUE(says(get("/c"), taken));
    sign_in_as(Role::driver, "D9");
    EXPECT_TRUE(says(get("/c"), taken));
    EXPECT_TRUE(says(get("/c"), "/c/t/T1"));
    EXPECT_TRUE(says(guardian_reads("P1"), "16:55 起换一辆车接"));
}

TEST_F(ChangesTold, AGuardianOfTheLineAndNobodyElse) {
    const Response page = guardian_reads("P1");
    EXPECT_TRUE(says(page, moved));
    EXPECT_TRUE(says(page, "取消 <small>"));
    registry::RegistryRows rows;
    auto other = rider("P9", "学生I");
    other.value.line = "L8";
    rows.pupils = {other};
    put(rows);
    EXPECT_FALSE(says(guardian_reads("P9"), moved));
}

}  // namespace
}  // namespace husong::http
