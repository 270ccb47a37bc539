// Over the API and the bureau's pages: a plan submitted, two compared, a day planned anew.
#include "server/coordination/answers_json.hpp"
#include "tests/http/holiday_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <sqlite3.h>

namespace husong::http {
namespace {

namespace json = boost::json;
using access::Role;
using test::at;
using test::friday;
using test::header_of;
using test::text_at;
using testing::HasSubstr;

constexpr auto breakdown = R"({"vehicle":"冀H00318","at":"2026-09-04T14:00"})";

class HolidayAnswers : public test::HolidayPlans {
protected:
    // On Friday the other vehicle drives, and everybody comes back an hour later.
    static coordination::Plan other_plan() {
        coordination::Plan plan = plan_of_friday();
        plan.legs[0].runs[0].vehicle = 1;
        plan.legs[1].at.at = plan.legs[1].runs[0].at_gate = 18h;
        return plan;
    }
    static std::string submission(const coordination::Plan& plan,
                                  const coordination::Case& of = test::case_of_friday()) {
        return R"({"reason":"第二稿","case":)" + to_json(of) + R"(,"plan":)" + to_json(plan, of) + "}";
    }
    static json::value value_of(const Response& response) { return json::parse(response.text()); }
    // What was done, by the last act that was audited: "holidays submitted plan 2 of …".
    std::string last_audit() {
        std::string deed;
        sqlite3* file = nullptr;
        sqlite3_open_v2((directory_ / "husong.db").c_str(), &file, SQLITE_OPEN_READONLY, nullptr);
        sqlite3_exec(
            file, "SELECT account > 0, peer || ' ' || action || ' ' || object FROM audit ORDER BY id",
            [](void* to, int, char** cells, char**) {
                *static_cast<std::string*>(to) = std::string{cells[0]} + " " + cells[1];
                return 0;
            },
            &deed, nullptr);
        sqlite3_close(file);
        return deed;
    }
};

TEST_F(HolidayAnswers, TheBureauSubmitsAPlanWithItsCase) {
    sign_in_as(Role::bureau);
    const Response told = post("/api/v1/holiday-plans", submission(other_plan()));
    ASSERT_EQ(told.status, 201U) << told.text();
    EXPECT_EQ(at(told, "number"), 2);
    EXPECT_EQ(text_at(told, "steps.0.act"), "submitted");
    EXPECT_EQ(text_at(told, "steps.0.reason"), "第二稿");
    EXPECT_EQ(text_at(told, "steps.0.who"), "交警二中队 王某") << "the account's display name";
    const Response kept = get("/api/v1/holiday-plans/2");
    EXPECT_EQ(at(kept, "case"), json::parse(to_json(test::case_of_friday())));
    EXPECT_EQ(at(kept, "plan"), json::parse(to_json(other_plan(), test::case_of_friday())));
    EXPECT_EQ(last_audit(), "1 10.1.2.3 holidays submitted plan 2 of 2026-2027-1");
}

TEST_F(HolidayAnswers, OnlyTheBureauLaysPlansBeforeTheOthers) {
    for (const Role role : {Role::police, Role::transport, Role::gate}) {
        sign_in_as(role);
        EXPECT_EQ(post("/api/v1/holiday-plans", submission(other_plan())).status, 403U);
        EXPECT_EQ(post("/api/v1/holiday-plans/1/replan/submit", breakdown).status, 403U);
        EXPECT_EQ(post_form("/b/holidays/1/replan", {{"vehicle", "冀H00318"}}).status, 403U);
    }
    EXPECT_EQ(store_->reader().value()->holiday_plans().value().size(), 1U);
}

TEST_F(HolidayAnswers, WhatIsNoPlanOfItsCaseIsRefusedWithThePlaceAndNotStored) {
    sign_in_as(Role::bureau);
    coordination::Case smaller = test::case_of_friday();
    smaller.vehicles.pop_back();
    const Response refused =
        post("/api/v1/holiday-plans", R"({"case":)" + to_json(smaller) + R"(,"plan":)" +
                                          to_json(other_plan(), test::case_of_friday()) + "}");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_THAT(text_at(refused, "detail"),
                HasSubstr("冀H00999: the case has no such vehicle (legs[0].runs[0])"));
    EXPECT_EQ(post("/api/v1/holiday-plans", R"({"case":{},"plan":{}})").status, 422U);
    EXPECT_EQ(post("/api/v1/holiday-plans", R"({"case":{}})").status, 422U);
    EXPECT_EQ(store_->reader().value()->holiday_plans().value().size(), 1U);
}

TEST_F(HolidayAnswers, TwoPlansDifferAsTheCoordinationSays) {
    submit(other_plan());
    sign_in_as(Role::police);
    const Response told = get("/api/v1/holiday-plans/2/differences", "with=1");
    ASSERT_EQ(told.status, 200U) << told.text();
    const auto found = differences_of(plan_of_friday(), other_plan(), test::case_of_friday());
    EXPECT_EQ(value_of(told), json::value(to_value(found, test::case_of_friday())));
    EXPECT_EQ(text_at(told, "legs.0.after.at"), "18:00");
    EXPECT_EQ(text_at(told, "runs.0.changed.0"), "vehicle");
    EXPECT_EQ(text_at(told, "concerned.vehicles.1.plate"), "冀H00999");
    EXPECT_EQ(at(get("/api/v1/holiday-plans/1/differences", "with=1"), "same"), true);
}

TEST_F(HolidayAnswers, PlansOfTwoCasesAreComparedToo) {
    coordination::Case richer = test::case_of_friday();
    richer.vehicles.insert(richer.vehicles.begin(), {"冀H00777", 50, coordination::every_stage, "D7", {}});
    richer.lines[0].places.insert(richer.lines[0].places.begin(), {"近村", {40.8, 118.17}, 10min, 4});
    coordination::Plan plan = plan_of_friday();
    plan.legs[0].runs[0].loads = {{1, 32}, {0, 4}};
    plan.legs[0].runs[0].riders = 36;
    plan.legs[1].runs[0].loads = {{1, 32}, {0, 4}};
    plan.legs[1].runs[0].riders = 36;
    submit(plan, richer);
    sign_in_as(Role::bureau);
    const Response told = get("/api/v1/holiday-plans/2/differences", "with=1");
    ASSERT_EQ(told.status, 200U) << told.text();
    ASSERT_EQ(at(told, "runs").as_array().size(), 2U);
    EXPECT_EQ(text_at(told, "runs.0.before.plate"), "冀H00318");
    EXPECT_EQ(text_at(told, "runs.0.after.plate"), "冀H00777");
    EXPECT_EQ(text_at(told, "runs.0.after.loads.1.place"), "近村");
}

TEST_F(HolidayAnswers, PlansOfTwoTermsAreNotCompared) {
    coordination::Case other = test::case_of_friday();
    other.term = "2026-2027-2";
    submit(plan_of_friday(), other);
    sign_in_as(Role::bureau);
    const Response refused = get("/api/v1/holiday-plans/2/differences", "with=1");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(text_at(refused, "detail"), "plan 1 is of the term 2026-2027-1, plan 2 of 2026-2027-2");
    EXPECT_EQ(get("/b/holidays/2/differences", "with=1").status, 409U);
    EXPECT_EQ(get("/api/v1/holiday-plans/2/differences", "with=7").status, 404U);
    EXPECT_EQ(get("/api/v1/holiday-plans/2/differences").status, 400U);
    EXPECT_EQ(get("/b/holidays/2/differences", "with=x").status, 404U);
}

TEST_F(HolidayAnswers, ThePageSaysWhatDiffersAndWhomItConcerns) {
    submit(other_plan());
    sign_in_as(Role::transport);
    EXPECT_TRUE(says(get("/b/holidays", "plan=2"), "<option value=\"1\">方案 1（征求意见）</option>"));
    const Response page = get("/b/holidays/2/differences", "with=1");
    EXPECT_TRUE(says(page, "<td role=\"cell\">松岭镇初中 柳湾线 L07 <b>离校</b>"));
    EXPECT_TRUE(says(page, "<li>松岭镇初中 柳湾线 L07 柳湾站"));
    EXPECT_TRUE(says(page, "<b>1 所学校</b>：松岭镇初中"));
    EXPECT_TRUE(says(page, "2026-09-06 周日 18:00"));
    EXPECT_TRUE(says(page, "换车"));
    EXPECT_TRUE(says(page, "冀H00999"));
    EXPECT_TRUE(says(page, "柳湾线 L07 柳湾站 <span class=\"mut\">32 人</span>"));
    EXPECT_TRUE(says(page, "孙某")) << "the driver's family name";
    EXPECT_TRUE(says(get("/b/holidays/1/differences", "with=1"), "两个方案完全一样"));
}

TEST_F(HolidayAnswers, WhoTakesOverIsToldAsTheCoordinationSays) {
    for (const Role role : {Role::police, Role::transport, Role::bureau}) {
        sign_in_as(role);
        const Response told = post("/api/v1/holiday-plans/1/replan", breakdown);
        ASSERT_EQ(told.status, 200U) << told.text();
        const auto answer = replan(test::case_of_friday(), plan_of_friday(), {{0}, {friday, 14h}, {}});
        EXPECT_EQ(value_of(told), json::value(to_value(*answer, plan_of_friday(), test::case_of_friday())));
        EXPECT_EQ(text_at(told, "needed"), "free_vehicle");
        EXPECT_EQ(text_at(told, "affected.0.after.0.plate"), "冀H00999");
        EXPECT_EQ(text_at(told, "differences.concerned.vehicles.1.driver"), "D9");
    }
    const Response driver =
        post("/api/v1/holiday-plans/1/replan", R"({"driver":"D1","at":"2026-09-04T14:50"})");
    EXPECT_EQ(text_at(driver, "needed"), "later");
    EXPECT_EQ(text_at(driver, "why_not.0.means"), "free_vehicle");
    EXPECT_EQ(store_->reader().value()->holiday_plans().value().size(), 1U) << "asking stores nothing";
}

TEST_F(HolidayAnswers, ABreakdownThatNobodyUnderstandsIsRefused) {
    sign_in_as(Role::police);
    const auto refused = [&](const std::string& body) {
        const Response told = post("/api/v1/holiday-plans/1/replan", body);
        return std::to_string(told.status) + " " + text_at(told, "detail");
    };
    EXPECT_EQ(refused(R"({"at":"2026-09-04T14:00"})"), "400 either vehicle or driver");
    EXPECT_EQ(refused(R"({"vehicle":"冀H00318","at":"14:00"})"),
              "400 no moment like 2026-10-30T15:10: 14:00");
    EXPECT_EQ(refused(R"({"vehicle":"冀H00318","at":"2026-09-04T14:00","until":"x"})"),
              "400 no time of day like 16:30: x");
    EXPECT_EQ(refused(R"({"vehicle":"冀H11111","at":"2026-09-04T14:00"})"),
              "404 the case has no vehicle of 冀H11111");
    EXPECT_EQ(refused(R"({"vehicle":"冀H00318","at":"2027-09-04T14:00"})"),
              "400 the breakdown is on no day of the case");
    EXPECT_EQ(post("/api/v1/holiday-plans/9/replan", breakdown).status, 404U);
}

TEST_F(HolidayAnswers, ADayPlannedAnewIsSubmittedAndGoesThroughTheSameHands) {
    sign_in_as(Role::bureau);
    const Response told = post("/api/v1/holiday-plans/1/replan/submit", breakdown);
    ASSERT_EQ(told.status, 201U) << told.text();
    EXPECT_EQ(at(told, "number"), 2);
    EXPECT_EQ(text_at(get("/api/v1/holiday-plans/2"), "plan.legs.0.runs.0.plate"), "冀H00999");
    EXPECT_EQ(text_at(get("/api/v1/holiday-plans/2"), "plan.legs.1.runs.0.plate"), "冀H00318");
    EXPECT_EQ(last_audit(), "1 10.1.2.3 holidays submitted plan 2 of 2026-2027-1");
    EXPECT_EQ(post("/api/v1/holiday-plans/2/steps", R"({"act":"published"})").status, 409U)
        << "nobody has agreed yet";
}

// It was wished for Saturday; the plan in force has let them go on Friday, which its own case does not know.
TEST_F(HolidayAnswers, ADayOfThePlanInForceIsPlannedAnewThoughItWasWishedForAnotherOne) {
    coordination::Case wished = test::case_of_friday();
    wished.breaks[0].home->wish = {friday + std::chrono::days{1}, 15h};
    wished.breaks[0].home->pinned.reset();
    submit(plan_of_friday(), wished);
    const auto step_of_2 = [&](Role role, const char* act) {
        sign_in_as(role);
        return post("/api/v1/holiday-plans/2/steps", std::string{R"({"act":")"} + act + R"("})").status;
    };
    EXPECT_EQ(step_of_2(Role::police, "agreed"), 201U);
    EXPECT_EQ(step_of_2(Role::transport, "agreed"), 201U);
    const auto on_the_way = R"({"vehicle":"冀H00318","at":"2026-09-04T15:20"})";
    const Time friday_afternoon = *parse_time("2026-09-04T15:25:00+08:00");
    EXPECT_EQ(step_of_2(Role::bureau, "published"), 201U);
    pass(std::chrono::duration_cast<std::chrono::seconds>(friday_afternoon - now()));
    sign_in_as(Role::bureau);
    const Response told = post("/api/v1/holiday-plans/2/replan/submit", on_the_way);
    EXPECT_EQ(told.status, 201U) << told.text();
}

TEST_F(HolidayAnswers, ThePageAsksAndAnswersWithoutAScript) {
    sign_in_as(Role::police);
    EXPECT_TRUE(says(get("/b/holidays"), "name=\"on\" value=\"2026-09-04\"")) << "the next day with runs";
    const Response page = get("/b/holidays/1/replan", "vehicle=冀H00318&on=2026-09-04&at=14:00&until=");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "由别的车在空闲时接上"));
    EXPECT_TRUE(says(page, "<option value=\"冀H00318\" selected>"));
    EXPECT_TRUE(says(page, "冀H00999"));
    EXPECT_FALSE(says(page, "作为新方案提出")) << "that is the bureau's";
    EXPECT_TRUE(says(get("/b/holidays/1/replan", "vehicle=冀H00318&on=2026-09-04&at=14:50"),
                     "只由一辆空闲的车接不行：柳湾线 L07的 32 人"));
    const Response wrong = get("/b/holidays/1/replan", "vehicle=冀H00318&on=2026-09-04&at=x");
    EXPECT_EQ(wrong.status, 400U);
    EXPECT_TRUE(says(wrong, "没有看懂"));
    EXPECT_EQ(get("/b/holidays/9/replan").status, 404U);
    EXPECT_TRUE(says(get("/b/holidays/1/replan", "vehicle=冀H·00318&on=2026-09-04&at=14:00"),
                     "<option value=\"冀H00318\" selected>"))
        << "as people write it";
    EXPECT_EQ(
        post("/api/v1/holiday-plans/1/replan", R"({"vehicle":"冀H·00318","at":"2026-09-04T14:00"})").status,
        200U);
}

TEST_F(HolidayAnswers, TheBureauSubmitsTheDayByThePagesForm) {
    sign_in_as(Role::bureau);
    EXPECT_TRUE(
        says(get("/b/holidays/1/replan", "vehicle=冀H00318&on=2026-09-04&at=14:00"), "作为新方案提出"));
    const Fields fields{
        {"vehicle", "冀H00318"}, {"on", "2026-09-04"}, {"at", "14:00"}, {"until", ""}, {"reason", "爆胎"}};
    const Response told = post_form("/b/holidays/1/replan", fields);
    EXPECT_EQ(told.status, 303U);
    EXPECT_EQ(header_of(told, "Location"), "/b/holidays?plan=2");
    EXPECT_TRUE(says(get("/b/holidays", "plan=2"), "爆胎"));
    refuse_acts_ = true;
    const Response busy = post_form("/b/holidays/1/replan", fields);
    EXPECT_EQ(busy.status, 503U);
    EXPECT_TRUE(says(busy, "爆胎")) << "what was typed stays";
}

// Friday was never published: on Friday nobody is put before Saturday's wish any more.
TEST_F(HolidayAnswers, ThePageSaysWhyADayIsNotTaken) {
    coordination::Case wished = test::case_of_friday();
    wished.breaks[0].home->wish = {friday + std::chrono::days{1}, 15h};
    wished.breaks[0].home->pinned.reset();
    submit(plan_of_friday(), wished);
    const Time friday_afternoon = *parse_time("2026-09-04T15:25:00+08:00");
    pass(std::chrono::duration_cast<std::chrono::seconds>(friday_afternoon - now()));
    sign_in_as(Role::bureau);
    const Response refused = post_form(
        "/b/holidays/2/replan",
        {{"vehicle", "冀H00318"}, {"on", "2026-09-04"}, {"at", "15:20"}, {"until", ""}, {"reason", "爆胎"}});
    EXPECT_EQ(refused.status, 409U);
    EXPECT_TRUE(says(refused, "没有提出，检查发现"));
    EXPECT_TRUE(says(refused, "已经走了的改了日期，或者排到了过去"));
    EXPECT_TRUE(says(refused, "爆胎")) << "what was typed stays";
}

}  // namespace
}  // namespace husong::http
