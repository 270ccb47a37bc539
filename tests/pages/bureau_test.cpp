// The bureau's page and a school's notice: words, cells, escaping.
#include "server/pages/bureau.hpp"

#include "server/pages/school_notice.hpp"

#include <gtest/gtest.h>

namespace husong::pages {
namespace {

using registry::Direction;

const Time made_at = *parse_time("2026-11-27T15:04:05+08:00");  // a Friday

bool says(const std::string& page, std::string_view text) { return page.find(text) != std::string::npos; }

holidays::Plan empty_plan() {
    holidays::Plan plan;
    const auto monday = holidays::monday_of(china_date(made_at));
    for (int i = 0; i < holidays::plan_days; ++i)
        plan.days.push_back({holidays::days_after(monday, i), {}, {}, 0, nullptr});
    return plan;
}

holidays::SchoolRow row(const std::string& code, const std::string& name) {
    return {code, name, 46, std::vector<holidays::SchoolDay>(holidays::plan_days)};
}

BureauPage page_of(const holidays::Plan& plan) {
    return {.plan = plan,
            .made_at = made_at,
            .token = "token",
            .today = {},
            .findings = {},
            .papers = {},
            .day = {},
            .runs = {}};
}

holidays::Published run_of(const registry::Departure& departure) {
    holidays::Published run;
    run.departure = departure;
    run.school = "松岭镇<b>初中";
    run.line = "<i>柳湾线";
    run.plate = {"冀H00318", registry::PlateColour::yellow};
    run.driver = "孙某";
    run.escort = "";
    return run;
}

registry::Departure departure() {
    registry::Departure it;
    it.code = "T1";
    it.school = "S\"1";
    it.leaves_at = *parse_time("2026-11-27T16:22:00+08:00");
    it.seats = 43;
    it.note = "<u>第二趟";
    return it;
}

TEST(BureauPage, WithNothingPublishedItSaysHowToImport) {
    const std::string page = render_bureau(page_of(empty_plan()));
    EXPECT_TRUE(says(page, "这四周还没有公布放假班次"));
    EXPECT_TRUE(says(page, "husongctl import"));
    EXPECT_TRUE(says(page, "今天没有班次"));
    EXPECT_FALSE(says(page, "<table"));
}

TEST(BureauPage, WithLaterDeparturesItLeadsThereInstead) {
    holidays::Plan plan = empty_plan();
    plan.next = china_date(made_at + std::chrono::days{40});
    const std::string page = render_bureau(page_of(plan));
    EXPECT_TRUE(says(page, "href=\"/b?from=2027-01-06\""));
    EXPECT_FALSE(says(page, "husongctl import"));
}

TEST(BureauPage, ACellSaysVehiclesAndSeatsInWords) {
    holidays::Plan plan = empty_plan();
    plan.schools = {row("S1", "松岭镇初中")};
    plan.schools[0].days[4].home = {3, 129};
    plan.schools[0].days[6].to_school = {2, 86};
    plan.schools[0].days[7].cancelled = 4;
    plan.days[4].home = {3, 129};
    const std::string page = render_bureau(page_of(plan));
    EXPECT_TRUE(says(page, "离校 3 辆车 129 座"));
    EXPECT_TRUE(says(page, "返校 2 辆车 86 座"));
    EXPECT_TRUE(says(page, "取消</span>"));
    EXPECT_TRUE(says(page, "<caption"));
    EXPECT_TRUE(says(page, "<th scope=\"row\" class=\"who\"><a href=\"/schedule/S1\">"));
    EXPECT_TRUE(says(page, "aria-label=\"2026-11-27 周五 的班次\"")) << "a day with departures is a link";
    EXPECT_TRUE(says(page, "<span class=\"vh\">2026-11-26 周四</span>")) << "one without is none";
    EXPECT_TRUE(says(page, "<rect y=\"0\" width=\"10\" height=\"40\"/>"));
}

TEST(BureauPage, PublicDaysAreTextAndTellTheirNotice) {
    holidays::Plan plan = empty_plan();
    const registry::PublicDay day{plan.days[3].on, "work", "元旦<b>", "国办\"通知"};
    plan.days[3].public_day = &day;
    plan.schools = {row("S1", "松岭镇初中")};
    const std::string page = render_bureau(page_of(plan));
    EXPECT_TRUE(says(page, ">班</abbr>"));
    EXPECT_TRUE(says(page, "依据：国办&quot;通知"));
    EXPECT_FALSE(says(page, "元旦<b>"));
    EXPECT_FALSE(says(page, "国办\""));
}

TEST(BureauPage, FindingsStandThereOnlyForWhoMayReadThem) {
    const holidays::Plan plan = empty_plan();
    BureauPage page = page_of(plan);
    EXPECT_FALSE(says(render_bureau(page), "/p/flagged"));
    page.findings = OpenFindings{0, false};
    EXPECT_TRUE(says(render_bureau(page), "没有未了结的问题"));
    page.findings = OpenFindings{23, false};
    EXPECT_TRUE(says(render_bureau(page), "href=\"/p/flagged\">23 个问题未了结"));
    page.findings = OpenFindings{200, true};
    EXPECT_TRUE(says(render_bureau(page), "200 个以上问题未了结"));
}

TEST(BureauPage, RunsAreTextWhereverTheyStand) {
    const holidays::Plan plan = empty_plan();
    BureauPage page = page_of(plan);
    const registry::Departure planned = departure();
    const std::vector runs{run_of(planned)};
    page.day = china_date(made_at);
    page.runs = runs;
    const std::string text = render_bureau(page);
    EXPECT_FALSE(says(text, "<b>初中"));
    EXPECT_FALSE(says(text, "<i>柳湾线"));
    EXPECT_FALSE(says(text, "<u>"));
    EXPECT_TRUE(says(text, "/schedule/S%221"));
    EXPECT_TRUE(says(text, "没有登记")) << "no escort";
    EXPECT_TRUE(says(text, "<b>16:22</b> 离校"));
    EXPECT_TRUE(says(text, "计划</span>"));
}

TEST(BureauPage, ARunIsToldByWhatItsVehicleDoes) {
    using holidays::RunState;
    const holidays::Plan plan = empty_plan();
    const registry::Departure planned = departure();
    const auto rendered = [&](RunState state, Time at) {
        BureauPage page = page_of(plan);
        std::vector runs{run_of(planned)};
        runs[0].state = state;
        runs[0].state_at = at;
        page.day = china_date(made_at);
        page.runs = runs;
        return render_bureau(page);
    };
    EXPECT_TRUE(says(rendered(RunState::under_way, {}), "在途</span>"));
    EXPECT_TRUE(says(rendered(RunState::ended, planned.leaves_at + 55min), "到终点 17:17</span>"));
    EXPECT_TRUE(says(rendered(RunState::unreleased, {}), "没有放行就离开</span>"));
    EXPECT_TRUE(says(rendered(RunState::lost, planned.leaves_at + 8min), "失联 16:30</span>"));
}

TEST(SchoolNotice, GroupsByDayAndTellsStopsWithTheirTimes) {
    registry::Departure back = departure();
    back.direction = Direction::to_school;
    holidays::Published run = run_of(back);
    run.stops = {{"后梨树台", {}, 0, back.leaves_at}, {"柳湾站", {}, 0, back.leaves_at + 15min}};
    run.at_school = back.leaves_at + 55min;
    run.escort = "周某";
    const std::vector days{holidays::NoticeDay{china_date(made_at), nullptr, {run}}};
    const std::string page =
        render_school_notice({"松岭镇<b>初中", "S\"1", china_date(made_at), days, made_at, 7, "/g", "名单"});
    EXPECT_TRUE(says(page, "<h2>2026-11-27 周五"));
    EXPECT_TRUE(says(page, "后梨树台 16:22、柳湾站 16:37，到校 17:17"));
    EXPECT_TRUE(says(page, "冀H·00318（黄）"));
    EXPECT_TRUE(says(page, "孙某 / 周某"));
    EXPECT_TRUE(says(page, "2026-11-27 至 2027-01-25"));
    EXPECT_FALSE(says(page, "<b>初中"));
    EXPECT_FALSE(says(page, "已取消"));
    EXPECT_FALSE(says(page, "还没有公布"));
}

TEST(SchoolNotice, ARunTakenBackSaysSoAndAnEmptyOneToo) {
    const registry::Departure planned = departure();
    holidays::Published run = run_of(planned);
    run.state = holidays::RunState::cancelled;
    const std::vector days{holidays::NoticeDay{china_date(made_at), nullptr, {run}}};
    const auto render = [](std::span<const holidays::NoticeDay> of) {
        return render_school_notice({"松岭镇初中", "S1", china_date(made_at), of, made_at, 7, "/g", "名单"});
    };
    EXPECT_TRUE(says(render(days), "<b>已取消</b>"));
    EXPECT_TRUE(says(render({}), "这些天还没有公布接送班次"));
}

TEST(BureauPage, NoStyleStandsInAnElementAndNoScriptInAPage) {
    for (const char* name : {"bureau.html", "school_notice.html"}) {
        EXPECT_EQ(text_of(name).find(" style="), std::string_view::npos) << name;
        EXPECT_EQ(text_of(name).find("<script"), std::string_view::npos) << name;
    }
}

}  // namespace
}  // namespace husong::pages
