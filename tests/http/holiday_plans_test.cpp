// Coordinated holidays over the API and the bureau's page: who says what, and what publication does.
#include "tests/http/holiday_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::at;
using test::header_of;
using test::HolidayPlans;
using test::text_at;

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
    const auto runs = [&] { return get("/api/v1/schedules", "school=S1&from=2026-09-04&until=2026-09-06"); };
    wait_until([&] { return says(runs(), "2026-2027-1/S1/1H/L7/1"); });
    EXPECT_TRUE(says(runs(), "2026-2027-1/S1/1B/L7/1"));
    EXPECT_TRUE(says(get("/b", "from=2026-08-31&day=2026-09-04"), "<b>15:00</b>"));
    EXPECT_TRUE(says(get("/schedule/S1", "from=2026-09-01"), "柳湾线"));
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
    EXPECT_TRUE(says(get("/b/holidays"), "href=\"/b/holidays/1/publish\""));
    EXPECT_FALSE(says(get("/b/holidays"), "value=\"published\"")) << "there is a step between";
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

TEST_F(HolidayPlans, ThePublicationSaysWhatItChanged) {
    agree();
    const Response made = step("published");
    ASSERT_EQ(made.status, 201U) << made.text();
    EXPECT_EQ(at(made, "publication.added"), 2);
    EXPECT_EQ(at(made, "publication.too_late"), 0);
}

TEST_F(HolidayPlans, WhatComesTooLateIsToldByTheApi) {
    agree();
    now_ = to_millis(*parse_time("2026-09-04T15:05:00+08:00"));
    sign_in_as(Role::bureau);
    const Response made = step("published");
    ASSERT_EQ(made.status, 201U) << made.text();
    EXPECT_EQ(at(made, "publication.added"), 1);
    EXPECT_EQ(at(made, "publication.too_late"), 1);
}

TEST_F(HolidayPlans, WhatComesTooLateIsToldByThePage) {
    agree();
    now_ = to_millis(*parse_time("2026-09-04T15:05:00+08:00"));
    sign_in_as(Role::bureau);
    const Response made = post_form("/b/holidays/1", {{"act", "published"}, {"reason", ""}});
    EXPECT_EQ(made.status, 303U);
    EXPECT_EQ(header_of(made, "Location"),
              "/b/holidays?plan=1&added=1&changed=0&cancelled=0&taken_over=0&too_late=1");
    const Response page = get("/b/holidays", "plan=1&added=1&changed=0&cancelled=0&taken_over=0&too_late=1");
    EXPECT_TRUE(says(page, "已发布：新增 1 班，改了 0 班，取消 0 班。"));
    EXPECT_TRUE(says(page, "有 1 趟的时间在发布时已经过了"));
    for (const char* none : {"plan=1", "plan=1&too_late=1", "plan=1&added=1&too_late=-1", "plan=1&added=x"})
        EXPECT_FALSE(says(get("/b/holidays", none), "已经过了")) << none;
}

TEST_F(HolidayPlans, BeforePublicationThePageSaysWhatItWouldChange) {
    sign_in_as(Role::bureau);
    const Response early = get("/b/holidays/1/publish");
    EXPECT_EQ(early.status, 409U);
    EXPECT_TRUE(says(early, "不能发布：交警还没有答复方案 1。"));
    EXPECT_FALSE(says(early, "确认发布"));
    agree();
    const Response page = get("/b/holidays/1/publish");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "新增 <b>2</b> 班"));
    EXPECT_TRUE(says(page, "取消 <b>0</b> 班"));
    EXPECT_TRUE(says(page, "value=\"published\">确认发布"));
    EXPECT_FALSE(says(page, "现在执行的是")) << "no plan is in force";
    EXPECT_TRUE(store_->reader().value()->load_registry().value().departures.size() ==
                world().registry()->rows().departures.size())
        << "only asked";
    now_ = to_millis(*parse_time("2026-09-04T15:05:00+08:00"));
    sign_in_as(Role::bureau);
    EXPECT_TRUE(says(get("/b/holidays/1/publish"), "有 1 趟的时间已经过了"));
    EXPECT_EQ(get("/b/holidays/7/publish").status, 404U);
    EXPECT_EQ(get("/b/holidays/x/publish").status, 404U);
    sign_in_as(Role::police);
    EXPECT_EQ(get("/b/holidays/1/publish").status, 409U) << "it is the bureau's step";
}

// Two plans of a term: whichever is newer and published holds.
class TwoPlans : public HolidayPlans {
protected:
    void publish(int plan) {
        const std::string address = "/api/v1/holiday-plans/" + std::to_string(plan) + "/steps";
        for (const Role role : {Role::police, Role::transport, Role::bureau}) {
            sign_in_as(role);
            const char* act = role == Role::bureau ? "published" : "agreed";
            ASSERT_EQ(post(address, std::string{R"({"act":")"} + act + R"("})").status, 201U);
        }
    }
};

TEST_F(TwoPlans, OnlyTheNewestPublishedOneIsInForce) {
    submit();
    publish(1);
    restart();
    sign_in_as(Role::bureau);
    EXPECT_TRUE(says(get("/b/holidays", "plan=1"), ">已发布</span>"));
    for (const Role role : {Role::police, Role::transport}) {
        sign_in_as(role);
        ASSERT_EQ(post("/api/v1/holiday-plans/2/steps", R"({"act":"agreed"})").status, 201U);
    }
    sign_in_as(Role::bureau);
    EXPECT_TRUE(says(get("/b/holidays/2/publish"), "href=\"/b/holidays/2/differences?with=1\""));
    publish(2);
    EXPECT_TRUE(says(get("/b/holidays", "plan=1"), "已被方案 2 替代"));
    EXPECT_TRUE(says(get("/b/holidays", "plan=2"), ">已发布</span>"));
}

TEST_F(TwoPlans, AnOlderOneIsNeitherAnsweredNorPublished) {
    submit();
    publish(2);
    sign_in_as(Role::police);
    EXPECT_FALSE(says(get("/b/holidays", "plan=1"), "value=\"agreed\""));
    EXPECT_TRUE(says(get("/b/holidays", "plan=1"), "已经发布了更新的方案 2"));
    sign_in_as(Role::bureau);
    const Response page = get("/b/holidays", "plan=1");
    EXPECT_FALSE(says(page, "/publish"));
    EXPECT_TRUE(says(page, "已经发布了更新的方案 2"));
    EXPECT_TRUE(says(page, "value=\"withdrawn\""));
}

// The server reads the register again within a second; what was told in between is in the store only.
class OlderRegister : public HolidayPlans {
protected:
    void tell_meanwhile(const registry::RegistryRows& rows) {
        store_->admin().value()->put_rows(rows, now()).value();
        ASSERT_LT(world().registry()->version(), store_->reader().value()->load_registry().value().version);
    }
};

TEST_F(OlderRegister, ItsVehiclesAreLookedAtAnewBeforePublication) {
    agree();
    registry::RegistryRows told;
    told.vehicles = {husong::test::vehicle_row(county_.lawful, husong::test::lawful_plate, 'S', 30)};
    tell_meanwhile(told);
    const Response refused = step("published");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_NE(text_at(refused, "detail").find("has 28 seats for pupils"), std::string::npos)
        << refused.text();
}

TEST_F(OlderRegister, WhatWasRegisteredMeanwhileIsNotRefused) {
    registry::RegistryRows told;
    told.vehicles = {husong::test::vehicle_row(county_.lawful, husong::test::lawful_plate, 'S', 30)};
    put(told);
    agree();
    told.vehicles[0].value.approved_persons = 45;
    tell_meanwhile(told);
    EXPECT_EQ(step("published").status, 201U);
}

TEST_F(OlderRegister, TheEscortWhomAnOperatorNamedMeanwhileStays) {
    agree();
    ASSERT_EQ(step("published").status, 201U);
    restart();
    submit();
    registry::RegistryRows told;
    for (auto& row : store_->reader().value()->load_registry().value().departures)
        if (row.value.code == "2026-2027-1/S1/1H/L7/1") told.departures.push_back(row);
    ASSERT_EQ(told.departures.size(), 1U);
    told.departures[0].value.escort = "E1";
    for (const Role role : {Role::police, Role::transport, Role::bureau}) {
        sign_in_as(role);
        if (role == Role::bureau) tell_meanwhile(told);
        const char* act = role == Role::bureau ? "published" : "agreed";
        ASSERT_EQ(post("/api/v1/holiday-plans/2/steps", std::string{R"({"act":")"} + act + R"("})").status,
                  201U);
    }
    for (const auto& row : store_->reader().value()->load_registry().value().departures)
        if (row.value.code == "2026-2027-1/S1/1H/L7/1") EXPECT_EQ(row.value.escort, "E1");
}

}  // namespace
}  // namespace husong::http
