// Coordinated holidays over the API and the bureau's page: who says what, and what publication does.
#include "server/coordination/plan.hpp"
#include "server/holidays/publication.hpp"
#include "tests/http/gate_fixture.hpp"

#include <boost/json/parse.hpp>

namespace husong::http {
namespace {

using access::Role;
using coordination::Minutes;
using coordination::Way;
using test::at;
using test::header_of;
using test::text_at;

const coordination::Day friday = std::chrono::sys_days{std::chrono::year{2026} / 9 / 4};

// The school of the fixture goes home on Friday and comes back on Sunday; it wished to go on Thursday.
coordination::Case question() {
    coordination::Case made;
    made.term = "2026-2027-1";
    made.first = friday - std::chrono::days{4};
    made.days.assign(14, {});
    coordination::School school;
    school.code = "S1";
    school.name = "松岭镇初中";
    school.stages = only(coordination::Stage::junior_high);
    school.gate = {40.77, 118.17};
    made.schools = {school};
    made.lines = {{"L7", 0, {{"柳湾站", {40.9, 118.17}, 40min, 32}}}};
    made.vehicles = {{"冀H00318", 43, coordination::every_stage, "D1", {}}};
    coordination::Break of{0, 1, coordination::Leg{}, coordination::Leg{}};
    of.home->wish = {friday - std::chrono::days{1}, 15h};
    of.back->wish = {friday + std::chrono::days{2}, 17h};
    of.home->shift_days = of.back->shift_days = 2;
    made.breaks = {of};
    return made;
}

coordination::Run run_of_line(Minutes at_gate) {
    return {.line = 0,
            .loads = {{0, 32}},
            .riders = 32,
            .seats = 43,
            .way = 40min,
            .at_gate = at_gate,
            .vehicle = 0,
            .stand = {}};
}

class HolidayPlans : public test::Gate {
protected:
    HolidayPlans() { submit(); }

    void submit() {
        coordination::Plan plan;
        plan.legs = {{0, Way::home, {friday, 15h}, {run_of_line(15h)}},
                     {0, Way::back, {friday + std::chrono::days{2}, 17h}, {run_of_line(17h)}}};
        plan.peak_vehicles = 1;
        const auto made = holidays::submission_of(to_json(question()), to_json(plan, question()));
        ASSERT_TRUE(made) << made.error().what;
        store_->admin().value()->put_holiday_plan(*made, {.who = "教育局 王某", .at = now()}).value();
    }
    Response step(const std::string& act, const std::string& reason = "") {
        return post("/api/v1/holiday-plans/1/steps",
                    R"({"act":")" + act + R"(","reason":")" + reason + R"("})");
    }
    void agree() {
        for (const Role role : {Role::police, Role::transport}) {
            sign_in_as(role);
            ASSERT_EQ(step("agreed").status, 201U);
        }
        sign_in_as(Role::bureau);
    }
};

TEST_F(HolidayPlans, AreForThoseWhoHaveAPartInThem) {
    for (const Role role : {Role::police, Role::transport, Role::bureau}) {
        sign_in_as(role);
        EXPECT_EQ(get("/api/v1/holiday-plans").status, 200U);
        EXPECT_EQ(get("/b/holidays").status, 200U);
    }
    for (const Role role : {Role::gate, Role::patrol, Role::operator_staff, Role::driver}) {
        sign_in_as(role);
        EXPECT_EQ(get("/api/v1/holiday-plans").status, 403U);
        EXPECT_EQ(step("agreed").status, 403U);
        EXPECT_EQ(get("/b/holidays").status, 403U);
    }
}

TEST_F(HolidayPlans, APlanIsToldWithItsCaseAndItsRuns) {
    sign_in_as(Role::police);
    EXPECT_EQ(text_at(get("/api/v1/holiday-plans"), "plans.0.steps.0.act"), "submitted");
    const Response plan = get("/api/v1/holiday-plans/1");
    EXPECT_EQ(text_at(plan, "case.term"), "2026-2027-1");
    EXPECT_EQ(at(plan, "plan.legs").as_array().size(), 2U);
    for (const char* none : {"2", "0", "-1", "x", "99999999999999999999"})
        EXPECT_EQ(get(std::string{"/api/v1/holiday-plans/"} + none).status, 404U) << none;
}

TEST_F(HolidayPlans, EachPartyTakesItsOwnSteps) {
    sign_in_as(Role::police);
    EXPECT_EQ(step("published").status, 409U);
    EXPECT_EQ(step("objected").status, 400U) << "without a reason";
    EXPECT_EQ(step("objected", "那天有集市").status, 201U);
    sign_in_as(Role::bureau);
    EXPECT_EQ(step("agreed").status, 409U);
    const Response refused = step("published");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_NE(text_at(refused, "detail").find("那天有集市"), std::string::npos);
}

TEST_F(HolidayPlans, PublicationFeedsTheScheduleAndEverythingThatReadsIt) {
    agree();
    EXPECT_EQ(step("published").status, 201U);
    wait_until([&] {
        return says(get("/b", "from=2026-08-31&day=2026-09-04"), "15:00") &&
               says(get("/schedule/S1", "from=2026-09-01"), "柳湾线");
    });
    const Response schedule = get("/api/v1/schedules", "school=S1&from=2026-09-04&until=2026-09-06");
    EXPECT_NE(schedule.text().find("2026-2027-1/S1/1H/L7/1"), std::string_view::npos);
    EXPECT_NE(schedule.text().find("2026-2027-1/S1/1B/L7/1"), std::string_view::npos);
    EXPECT_EQ(step("published").status, 409U) << "a second time";
}

TEST_F(HolidayPlans, TheSchedulesGateSeesARunOfThePlanOnItsDay) {
    agree();
    ASSERT_EQ(step("published").status, 201U);
    now_ = to_millis(*parse_time("2026-09-04T14:30:00+08:00"));
    sign_in_as(Role::gate, "S1");
    wait_until([&] { return says(get("/g"), "2026-2027-1/S1/1H/L7/1") || says(get("/g"), "15:00"); });
}

TEST_F(HolidayPlans, ThePageTellsWhatWasMovedAndWhatIsMissing) {
    sign_in_as(Role::bureau);
    const Response page = get("/b/holidays", "plan=1&from=2026-08-31");
    EXPECT_TRUE(says(page, "<small>15:00</small><small>1 趟</small>"));
    EXPECT_TRUE(says(page, "<small>17:00</small>"));
    EXPECT_TRUE(says(page, "原申报 2026-09-03 周四 15:00"));
    EXPECT_TRUE(says(page, "<b>1</b>/2 次与申报不同"));
    EXPECT_TRUE(says(page, "现在不能发布：交警还没有答复，运管还没有答复"));
    EXPECT_FALSE(says(page, "value=\"published\""));
    agree();
    EXPECT_TRUE(says(get("/b/holidays"), "value=\"published\""));
    EXPECT_EQ(get("/b/holidays", "plan=7").status, 404U);
}

TEST_F(HolidayPlans, TheFormKeepsWhatWasTypedAndSaysWhatIsWrong) {
    submit();
    sign_in_as(Role::police);
    const Response empty = post_form("/b/holidays/1", {{"act", "objected"}, {"reason", ""}});
    EXPECT_EQ(empty.status, 409U);
    EXPECT_TRUE(says(empty, "请写明原因"));
    EXPECT_TRUE(says(empty, "<h2 id=\"plan\">方案 1 ")) << "the plan that was answered, not the newest";
    const Response told = post_form("/b/holidays/1", {{"act", "objected"}, {"reason", "那天有集市"}});
    EXPECT_EQ(told.status, 303U);
    EXPECT_EQ(header_of(told, "Location"), "/b/holidays?plan=1");
    EXPECT_TRUE(says(get("/b/holidays", "plan=1"), "那天有集市"));
    EXPECT_FALSE(says(get("/b/holidays"), "那天有集市")) << "the newest is shown";
    EXPECT_EQ(post_form("/b/holidays/1", {{"act", "burned"}}).status, 404U);
}

}  // namespace
}  // namespace husong::http
