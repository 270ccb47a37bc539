// Terms planned on request, over the API and the bureau's pages. The planner is a small script; with the real
// one: tests/programs.
#include "server/coordination/changes.hpp"
#include "server/coordination/plan.hpp"
#include "server/holidays/publication.hpp"
#include "server/holidays/term_case.hpp"
#include "tests/http/gate_fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <fstream>

namespace husong::http {
namespace {

namespace json = boost::json;
using access::Role;
using test::at;
using test::header_of;
using test::text_at;

constexpr auto term = "2026-2027-1";

class HolidayPlannings : public test::Gate {
protected:
    HolidayPlannings() {
        const auto always = [](auto value) {
            return registry::Versioned<decltype(value)>{.value = std::move(value),
                                                        .valid_from = husong::test::year_begin};
        };
        using namespace std::chrono;
        registry::RegistryRows rows;
        rows.terms.push_back(always(registry::Term{term, 2026y / 9 / 1, 2027y / 1 / 22}));
        rows.boarders.push_back(always(registry::Boarders{"S1", "柳湾站", 30}));
        rows.vehicles = county_.rows().vehicles;
        plan_by("cat >" + (directory_ / "case.json").string() + "; cat " +
                (directory_ / "plan.json").string());
        store_->admin().value()->put_rows(rows, now()).value();
        restart();
        write_plan();
        sign_in_as(Role::bureau);
    }
    // From the next restart on.
    void plan_by(const std::string& script) {
        planner_ = directory_ / "planner";
        std::ofstream{planner_} << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(planner_, std::filesystem::perms::owner_all);
    }
    // As it is asked without changes.
    coordination::Case question() {
        const auto registered = holidays::case_of_term(*world().registry(), term, now()).value();
        return with_changes(json::array{}, registered.question).value();
    }
    // As everybody wishes or has gone already, each line's riders in the one vehicle; back so much later.
    void write_plan(coordination::Minutes later = {}) {
        const coordination::Case of = question();
        coordination::Plan plan;
        for (std::size_t i = 0; i < of.breaks.size(); ++i)
            for (const coordination::Way way : coordination::both_ways)
                if (const auto& leg = of.breaks[i].leg(way))
                    plan.legs.push_back({i, way, leg->pinned.value_or(leg->wish), {}});
        for (auto& leg : plan.legs) {
            if (leg.way == coordination::Way::back) leg.at.at += later;
            for (std::size_t line = 0; line < of.lines.size(); ++line)
                if (of.lines[line].school == of.breaks[leg.of].school)
                    leg.runs.push_back(run_of(of, line, leg.at.at));
        }
        plan.peak_vehicles = 1;
        plan.stages = {{"peak", 1, 1, 0.5}};
        std::ofstream{directory_ / "plan.json"} << to_json(plan, of);
    }
    static coordination::Run run_of(const coordination::Case& of, std::size_t line,
                                    coordination::Minutes at_gate) {
        const auto& places = of.lines[line].places;
        coordination::Run run;
        run.line = line;
        for (std::size_t place = places.size(); place-- > 0;)
            if (places[place].riders > 0) run.loads.push_back({place, places[place].riders});
        for (const auto& load : run.loads) run.riders += load.riders;
        run.seats = run.riders;
        run.way = places[run.loads.front().place].from_school;
        run.at_gate = at_gate;
        run.vehicle = 0;
        return run;
    }
    Response ask_for(const std::string& more = "") {
        return post("/api/v1/holiday-plannings", std::string{R"({"term":")"} + term + "\"" + more + "}");
    }
    static std::string address(const Response& planning, const std::string& more = "") {
        return "/api/v1/holiday-plannings/" + std::to_string(at(planning, "number").as_int64()) + more;
    }
    Response when(const Response& asked, const std::string& state) {
        Response planning;
        wait_until([&] { return text_at(planning = get(address(asked)), "state") == state; });
        return planning;
    }
    coordination::Case case_that_was_planned() {
        std::ifstream in{directory_ / "case.json"};
        return coordination::read_case(std::string{std::istreambuf_iterator<char>{in}, {}}).value();
    }
    void publish_newest() {
        const auto plan = std::to_string(store_->reader().value()->holiday_plans().value().back().number);
        for (const Role role : {Role::police, Role::transport, Role::bureau}) {
            sign_in_as(role);
            const char* act = role == Role::bureau ? "published" : "agreed";
            ASSERT_EQ(
                post("/api/v1/holiday-plans/" + plan + "/steps", std::string{R"({"act":")"} + act + R"("})")
                    .status,
                201U);
        }
    }
};

TEST_F(HolidayPlannings, ATermIsPlannedFromTheRegistersAndItsPlanSubmitted) {
    const Response asked = ask_for();
    ASSERT_EQ(asked.status, 202U) << asked.text();
    const Response done = when(asked, "done");
    EXPECT_TRUE(case_that_was_planned() == question());
    EXPECT_EQ(at(done, "figures.peak_vehicles"), 1);
    EXPECT_EQ(at(done, "figures.stages.0.bound").to_number<double>(), 1);
    EXPECT_EQ(at(done, "differences"), nullptr) << "no plan of the term is in force";
    EXPECT_GE(at(done, "notes").as_array().size(), 1U);
    const Response submitted = post(address(asked, "/submit"), R"({"reason":"按登记排的"})");
    ASSERT_EQ(submitted.status, 201U) << submitted.text();
    EXPECT_EQ(text_at(submitted, "steps.0.reason"), "按登记排的");
    EXPECT_EQ(at(get(address(asked)), "submitted_as"), at(submitted, "number"));
    const Response again = post(address(asked, "/submit"), "{}");
    EXPECT_EQ(again.status, 409U);
    EXPECT_EQ(text_at(again, "detail"), "it was submitted as plan 1");
}

TEST_F(HolidayPlannings, WhatIfIsAChangeOfTheCase) {
    const Response asked = ask_for(R"(,"seconds":5,"changes":[{"kind":"vehicles","count":2,"seats":36}])");
    ASSERT_EQ(asked.status, 202U) << asked.text();
    const Response done = when(asked, "done");
    EXPECT_EQ(case_that_was_planned().vehicles.size(), question().vehicles.size() + 2);
    EXPECT_EQ(text_at(done, "changes.0.kind"), "vehicles");
    EXPECT_EQ(at(done, "seconds"), 5);
    const Response refused = ask_for(R"(,"changes":[{"kind":"posts","count":1,"on":"2031-01-01"}])");
    EXPECT_EQ(refused.status, 422U);
    EXPECT_EQ(text_at(refused, "detail"), "changes[0].on is no day of this case");
    EXPECT_EQ(ask_for(R"(,"seconds":601)").status, 422U);
    EXPECT_EQ(ask_for(R"(,"changes":[{"kind":"burn"}])").status, 422U);
}

TEST_F(HolidayPlannings, WhatDiffersFromThePlanInForceIsTold) {
    ASSERT_EQ(post(address(when(ask_for(), "done"), "/submit"), "{}").status, 201U);
    publish_newest();
    write_plan(15min);
    const Response done = when(ask_for(R"(,"changes":[{"kind":"vehicles","count":1,"seats":36}])"), "done");
    EXPECT_EQ(at(done, "in_force"), 1);
    EXPECT_EQ(text_at(done, "differences.legs.0.before.at"), "16:00");
    EXPECT_EQ(text_at(done, "differences.legs.0.after.at"), "16:15");
}

TEST_F(HolidayPlannings, ATermThatCannotBeIsExplained) {
    plan_by(R"(if [ $2 = plan ]; then echo 'husongctl: S1 has no day' >&2; exit 1; fi
        echo '{"term":"2026-2027-1","possible":false,"explanations":[{"kind":"no_moment","zh":"没有一天可以",
            "en":"no day is left","reliefs":[{"kind":"vehicles","count":1,"seats":45,"zh":"增加1辆车","en":"x"}]}]}'
        exit 1)");
    restart();
    const Response failed = when(ask_for(), "failed");
    EXPECT_EQ(text_at(failed, "reason"), "S1 has no day");
    const Response no_plan = post(address(failed, "/submit"), "{}");
    EXPECT_EQ(no_plan.status, 409U);
    EXPECT_EQ(text_at(no_plan, "detail"), "it has no plan: it is failed");

    pass(std::chrono::seconds{2});
    const Response told = when(ask_for(R"(,"explain":true)"), "done");
    EXPECT_EQ(at(told, "figures"), nullptr);
    EXPECT_EQ(text_at(told, "explanation.explanations.0.en"), "no day is left");
    const Response page = get("/b/holidays/plannings/" + std::to_string(at(told, "number").as_int64()));
    EXPECT_TRUE(says(page, "没有一天可以"));
    EXPECT_TRUE(says(page, "再排一次：增加1辆车")) << "each relief is tried by a button";
    EXPECT_TRUE(says(page, "&quot;kind&quot;:&quot;vehicles&quot;"));
}

TEST_F(HolidayPlannings, AreTheBureausAndAudited) {
    for (const Role role : {Role::police, Role::transport, Role::gate}) {
        sign_in_as(role);
        EXPECT_EQ(ask_for().status, 403U);
        EXPECT_EQ(get("/api/v1/holiday-plannings").status, 403U);
        EXPECT_EQ(get("/b/holidays/plannings").status, 403U);
    }
    sign_in_as(Role::bureau);
    EXPECT_EQ(at(get("/api/v1/holiday-plannings"), "plannings").as_array().size(), 0U);
    refuse_acts_ = true;
    EXPECT_EQ(ask_for().status, 503U) << "what cannot be audited is not done";
    EXPECT_EQ(at(get("/api/v1/holiday-plannings"), "plannings").as_array().size(), 0U);
}

TEST_F(HolidayPlannings, WhatIsUnknownIsRefusedByName) {
    const Response no_term = post("/api/v1/holiday-plannings", R"({"term":"2031-1"})");
    EXPECT_EQ(no_term.status, 404U);
    EXPECT_EQ(text_at(no_term, "detail"), "there is no term '2031-1' in the register terms");
    EXPECT_EQ(get("/api/v1/holiday-plannings/7").status, 404U);
    EXPECT_EQ(post("/api/v1/holiday-plannings/7/submit", "{}").status, 404U);
    EXPECT_EQ(get("/b/holidays/plannings/7").status, 404U);
    EXPECT_EQ(get("/api/v1/holiday-plannings/x").status, 404U);
}

TEST_F(HolidayPlannings, TooManyAreRefusedWithAClearWordAndARestartForgetsThem) {
    plan_by("sleep 1000");
    restart();
    Response last;
    for (std::size_t i = 0; i <= planning::PlanningDesk::most_waiting + 1 && last.status != 503; ++i)
        last = ask_for();
    EXPECT_EQ(last.status, 503U);
    EXPECT_EQ(text_at(last, "detail"), "3 plannings wait already; ask again when one is done");
    const Response page = post_form("/b/holidays/plannings", {{"term", term}, {"seconds", "10"}});
    EXPECT_EQ(page.status, 503U);
    EXPECT_TRUE(says(page, "已经有几次在排队"));
    restart();
    EXPECT_EQ(at(get("/api/v1/holiday-plannings"), "plannings").as_array().size(), 0U);
}

TEST_F(HolidayPlannings, ThePageAsksWaitsAndSubmitsWithoutAScript) {
    EXPECT_TRUE(says(get("/b/holidays"), "href=\"/b/holidays/plannings\""));
    EXPECT_TRUE(says(get("/b/holidays/plannings"), "<option value=\"2026-2027-1\" selected>"));
    const Response asked = post_form("/b/holidays/plannings", {{"term", term},
                                                               {"seconds", "10"},
                                                               {"explain", "1"},
                                                               {"school", "S1"},
                                                               {"way", "home"},
                                                               {"only", "only"},
                                                               {"on", "2026-11-06"},
                                                               {"at", "15:00"},
                                                               {"vehicles", "2"},
                                                               {"seats", "36"}});
    ASSERT_EQ(asked.status, 303U) << asked.text();
    const std::string page = header_of(asked, "Location");
    wait_until([&] { return says(get(page), "排好了"); });
    EXPECT_TRUE(says(get(page), "离校只能在11月6日（周五）15:00"));
    EXPECT_TRUE(says(get(page), "增加2辆36个学生座位的车"));
    EXPECT_FALSE(says(get(page), "http-equiv=\"refresh\"")) << "only while it goes on";
    const Response submitted = post_form(page + "/submit", {{"reason", "试排"}});
    EXPECT_EQ(submitted.status, 303U);
    EXPECT_EQ(header_of(submitted, "Location"), "/b/holidays?plan=1");
    EXPECT_TRUE(says(get(page), "已经提出：<a href=\"/b/holidays?plan=1\">"));
    EXPECT_EQ(post_form(page + "/submit", {{"reason", ""}}).status, 409U);
}

TEST_F(HolidayPlannings, TheFormKeepsWhatWasTypedAndSaysWhatIsWrong) {
    const Response wrong = post_form("/b/holidays/plannings", {{"term", term},
                                                               {"seconds", "300"},
                                                               {"school", "S1"},
                                                               {"on", ""},
                                                               {"vehicles", "2"},
                                                               {"seats", "36"}});
    EXPECT_EQ(wrong.status, 409U);
    EXPECT_TRUE(says(wrong, "请填日期"));
    EXPECT_TRUE(says(wrong, "<option value=\"S1\" selected>"));
    EXPECT_TRUE(says(wrong, "<option value=\"300\" selected>"));
    EXPECT_TRUE(says(wrong, "name=\"seats\" min=\"1\" max=\"100\" value=\"36\""));
    EXPECT_EQ(post_form("/b/holidays/plannings", {{"term", term}, {"changes", "{"}}).status, 409U);
}

TEST_F(HolidayPlannings, WhatIsWrongInTheFormIsSaidInItsOwnWords) {
    const auto told = [&](Fields fields) {
        fields.insert(fields.begin(), {"term", term});
        const Response page = post_form("/b/holidays/plannings", fields);
        EXPECT_EQ(page.status, 409U);
        EXPECT_FALSE(says(page, "changes["));
        return page;
    };
    EXPECT_TRUE(says(told({{"school", "S1"}, {"only", "only"}, {"on", "2026-11-06"}}),
                     "第 1 个假如：只能在11月6日（周五）要写时间，如 15:30"));
    EXPECT_TRUE(says(told({{"on", "2026-11-06"}}), "写了日期或时间，没有选学校"));
    EXPECT_TRUE(
        says(told({{"school", "S1"}, {"on", "2031-01-01"}, {"only", "not"}}), "2031-01-01 不在这个学期里"));
    EXPECT_TRUE(says(told({{"seats", "36"}}), "没有写多几辆车"));
    EXPECT_TRUE(says(told({{"vehicles", "2"}}), "每辆学生座位要写 1 到 100 的数"));
    EXPECT_TRUE(says(told({{"vehicles", "0"}, {"seats", "36"}}), "多几辆车要写 1 到 200 的数"));
    EXPECT_TRUE(says(
        told({{"school", "S1"}, {"only", "not"}, {"on", "2026-11-06"}, {"vehicles", "2"}, {"seats", "x"}}),
        "第 2 个假如："));
    EXPECT_TRUE(says(told({{"changes", R"([{"kind":"burn"}])"}}), "第 1 个假如不能这样定"));
}

TEST_F(HolidayPlannings, TheFormOpensOnTheNextTermThatHasNotBegun) {
    using namespace std::chrono;
    EXPECT_TRUE(says(get("/b/holidays/plannings"), "<option value=\"2026-2027-1\" selected>"));
    registry::RegistryRows rows;
    rows.terms.push_back(
        {.value = {"2026-2027-2", 2027y / 3 / 1, 2027y / 7 / 9}, .valid_from = husong::test::year_begin});
    put(rows);
    EXPECT_TRUE(says(get("/b/holidays/plannings"), "<option value=\"2026-2027-2\" selected>"));
}

TEST_F(HolidayPlannings, ATermOfWhichNothingIsLeftSaysSo) {
    constexpr auto nothing = "学期 2026-2027-1 的放假都已经过了，没有要编排的。";
    const auto at_moment = [&](const char* moment) {
        now_ = to_millis(*parse_time(moment));
        sign_in_as(Role::bureau);
    };
    at_moment("2027-01-22T08:00:00+08:00");  // in the afternoon everybody goes home
    EXPECT_FALSE(says(get("/b/holidays/plannings"), nothing));
    at_moment("2027-01-22T20:00:00+08:00");
    EXPECT_TRUE(says(get("/b/holidays/plannings"), nothing));
    const Response over = post_form("/b/holidays/plannings", {{"term", term}, {"seconds", "10"}});
    EXPECT_EQ(over.status, 409U);
    EXPECT_TRUE(says(over, nothing));
}

TEST_F(HolidayPlannings, PoliceAndTransportReadWhatThePlanSupposes) {
    const Response done = when(ask_for(R"(,"changes":[{"kind":"vehicles","count":2,"seats":36}])"), "done");
    ASSERT_EQ(post(address(done, "/submit"), R"({"reason":"租车以后"})").status, 201U);
    sign_in_as(Role::police);
    EXPECT_TRUE(says(get("/b/holidays"), "假如：增加2辆36个学生座位的车。租车以后"));
}

TEST_F(HolidayPlannings, WhileItGoesOnThePageLooksAgainByItself) {
    plan_by("sleep 1000");
    restart();
    const Response asked = post_form("/b/holidays/plannings", {{"term", term}, {"seconds", "10"}});
    ASSERT_EQ(asked.status, 303U);
    const Response page = get(header_of(asked, "Location"));
    EXPECT_TRUE(says(page, "http-equiv=\"refresh\" content=\"5\""));
    EXPECT_TRUE(says(page, "停止自动刷新"));
    EXPECT_FALSE(says(get(header_of(asked, "Location"), "still=1"), "http-equiv=\"refresh\""));
}

}  // namespace
}  // namespace husong::http
