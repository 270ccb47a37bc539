// The bureau's pages: who may open them, and what stands in them.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

class Bureau : public test::Gate {
protected:
    Bureau() { sign_in_as(Role::bureau); }

    // The cell of a school on the day with that number after Monday, 31 August 2026.
    static std::string cell(const Response& page, const std::string& school, int day) {
        const std::string text{page.text()};
        auto from = text.find("<tr id=\"" + school + "\"");
        for (int i = 0; i <= day && from != std::string::npos; ++i) from = text.find("<td", from + 1);
        if (from == std::string::npos) return "";
        return text.substr(from, text.find("</td>", from) - from);
    }
};

TEST_F(Bureau, WhoIsNotSignedInIsSentToTheForm) {
    sign_out();
    for (const char* path : {"/b", "/schedule/S1"}) {
        const Response answer = get(path);
        EXPECT_EQ(answer.status, 303U) << path;
        EXPECT_EQ(header_of(answer, "Location"), "/b/login") << path;
    }
    const Response form = get("/b/login");
    EXPECT_EQ(form.status, 200U);
    EXPECT_TRUE(says(form, "教育局登录"));
    EXPECT_TRUE(says(form, "action=\"/b/login\""));
}

TEST_F(Bureau, SigningInByTheFormLeadsToTheWeeksAndOutBackToTheForm) {
    make_account("bureau1", Role::bureau, *access::hash_password("correct horse"));
    sign_out();
    const Response in = post_form("/b/login", {{"name", "bureau1"}, {"password", "correct horse"}});
    EXPECT_EQ(in.status, 303U);
    EXPECT_EQ(header_of(in, "Location"), "/b");
    EXPECT_NE(header_of(in, "Set-Cookie").find("Max-Age=43200"), std::string::npos) << "a shift, no gate";
    const Response wrong = post_form("/b/login", {{"name", "bureau1"}, {"password", "wrong horse"}});
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_TRUE(says(wrong, "action=\"/b/login\""));
    sign_in_as(Role::bureau);
    EXPECT_EQ(header_of(post_form("/b/logout", {}), "Location"), "/b/login");
    EXPECT_EQ(get("/b").status, 303U);
}

TEST_F(Bureau, WhoCameToAnothersFormLandsOnTheirOwnPage) {
    make_account("gate1", Role::gate, *access::hash_password("correct horse"), "S1");
    make_account("officer1", Role::police, *access::hash_password("correct horse"));
    sign_out();
    const auto landing = [&](const std::string& form, const std::string& name) {
        return header_of(post_form(form, {{"name", name}, {"password", "correct horse"}}), "Location");
    };
    EXPECT_EQ(landing("/b/login", "gate1"), "/g");
    EXPECT_EQ(landing("/b/login", "officer1"), "/p");
    EXPECT_EQ(landing("/g/login", "officer1"), "/p");
}

TEST_F(Bureau, DaysAtTheEndsOfTheCalendarAndTextsThatAreNoneBreakNothing) {
    for (const char* day : {"0001-01-01", "9999-12-31", "2026-02-30", "x", "", "-1"}) {
        EXPECT_EQ(get("/b", std::string{"from="} + day + "&day=" + day).status, 200U) << day;
        EXPECT_EQ(get("/schedule/S1", std::string{"from="} + day).status, 200U) << day;
    }
}

TEST_F(Bureau, TheWeeksAreForWhoReadsTheCountysSchedule) {
    for (const Role role : {Role::bureau, Role::transport, Role::police}) {
        sign_in_as(role);
        EXPECT_EQ(get("/b").status, 200U);
        EXPECT_EQ(get("/schedule/S2").status, 200U);
    }
    for (const Role role : {Role::patrol, Role::hotline, Role::operator_staff}) {
        sign_in_as(role);
        EXPECT_EQ(get("/b").status, 403U);
        EXPECT_EQ(get("/schedule/S2").status, 403U);
    }
    sign_in_as(Role::gate, "S1");
    EXPECT_EQ(get("/b").status, 403U);
    EXPECT_TRUE(says(get("/b"), "这个链接打不开"));
}

TEST_F(Bureau, FindingsAreForRolesThatReadThem) {
    EXPECT_TRUE(says(get("/b"), "问题"));
    sign_in_as(Role::transport);
    EXPECT_FALSE(says(get("/b"), "问题"));
}

TEST_F(Bureau, OpenFindingsAreCountedWithALinkToTheList) {
    EXPECT_TRUE(says(get("/b"), "没有未了结的问题"));
    sign_in_as(Role::police);
    ASSERT_EQ(
        post(
            "/api/v1/sightings",
            R"({"plate":"冀H7K206","colour":"blue","place":"北沟镇初中门前","pupils":9,"pupils_seen":"some"})",
            "sighting-1")
            .status,
        201U);
    sign_in_as(Role::bureau);
    wait_until([&] { return says(get("/b"), "href=\"/p/flagged\">2 个问题未了结"); });  // VL-01 and VL-04
}

TEST_F(Bureau, ADepartureStandsInTheCellOfItsSchoolAndDay) {
    const Response page = get("/b");
    ASSERT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "2026-08-31 至 09-27"));
    EXPECT_NE(cell(page, "S1", 1).find("离校 2 辆车 86 座"), std::string::npos) << cell(page, "S1", 1);
    EXPECT_NE(cell(page, "S2", 1).find("离校 1 辆车 43 座"), std::string::npos);
    EXPECT_EQ(cell(page, "S1", 0).find("离校"), std::string::npos);
    EXPECT_EQ(cell(page, "S1", 2).find("离校"), std::string::npos);
    EXPECT_TRUE(says(page, "<b>3</b> 趟计划"));
    EXPECT_TRUE(says(page, "孙某")) << "the runs of today stand below";
    EXPECT_FALSE(says(page, "孙大伟"));
    EXPECT_FALSE(says(page, "<script"));
    EXPECT_TRUE(says(page, "http-equiv=\"refresh\""));
}

TEST_F(Bureau, WhatWasTakenBackIsNotCounted) {
    registry::RegistryRows rows;
    registry::Departure gone = departure("T2", county_.expired, at_clock(17, 0));
    gone.status = registry::DepartureStatus::cancelled;
    rows.departures = {{.value = gone, .valid_from = husong::test::year_begin}};
    put(rows);
    const Response page = get("/b");
    EXPECT_NE(cell(page, "S1", 1).find("离校 1 辆车 43 座"), std::string::npos) << cell(page, "S1", 1);
    EXPECT_TRUE(says(page, "<b>2</b> 趟计划"));
    EXPECT_TRUE(says(page, "<b>1</b> 趟已取消"));
    EXPECT_TRUE(says(page, "已取消</span>"));
}

TEST_F(Bureau, WeeksBeginOnTheMondayOfTheDayAskedFor) {
    const Response later = get("/b", "from=2026-10-01");
    EXPECT_TRUE(says(later, "2026-09-28 至 10-25"));
    EXPECT_TRUE(says(later, "href=\"/b?from=2026-10-26\" aria-label=\"后 4 周\""));
    EXPECT_TRUE(says(later, "href=\"/b?from=2026-08-31\" aria-label=\"前 4 周\""));
    EXPECT_TRUE(says(later, "国庆节"));
    EXPECT_TRUE(says(later, "这四周还没有公布放假班次"));
    EXPECT_TRUE(says(get("/b", "from=yesterday"), "2026-08-31 至 09-27"));
    EXPECT_EQ(get("/b", "from=0001-01-01").status, 200U);
    EXPECT_EQ(get("/b", "from=9999-12-31").status, 200U);
}

TEST_F(Bureau, ADayAskedForShowsItsRuns) {
    EXPECT_TRUE(says(get("/b", "day=2026-09-02"), "这一天没有班次"));
    EXPECT_TRUE(says(get("/b", "day=2026-09-01"), "冀H·00318"));
}

TEST_F(Bureau, TheNoticeIsOfOneSchoolAndForItsOwnGate) {
    sign_in_as(Role::gate, "S1");
    const Response own = get("/schedule/S1");
    EXPECT_EQ(own.status, 200U);
    EXPECT_TRUE(says(own, "柳湾站 17:02"));
    EXPECT_TRUE(says(own, "孙某 / 周某"));
    EXPECT_FALSE(says(own, "7K206")) << "another school's";
    EXPECT_TRUE(says(own, "href=\"/g\""));
    EXPECT_TRUE(says(get("/g"), "href=\"/schedule/S1\""));
    const Response others = get("/schedule/S2");
    EXPECT_EQ(others.status, 403U);
    EXPECT_TRUE(says(others, "这个链接打不开"));
    EXPECT_FALSE(says(others, "石门镇初中"));
}

TEST_F(Bureau, WhatTheGateDidStandsInTheDaysFigures) {
    sign_in_as(Role::gate, "S1");
    const Response told =
        post_form("/g/t/T1", {{"act", "arrived"}, {"keeper", "张某"}, {"pin", pin}, {"key", "arrived-0001"}});
    ASSERT_EQ(told.status, 303U) << told.text();
    sign_in_as(Role::bureau);
    const Response page = get("/b");
    EXPECT_TRUE(says(page, "<b>1</b> 趟在校门"));
    EXPECT_TRUE(says(page, "在校门 15:00</span>"));
}

TEST_F(Bureau, TheNoticeOfASchoolThatIsNotThereIsClosed) {
    EXPECT_EQ(get("/schedule/S9").status, 404U);
    EXPECT_TRUE(says(get("/schedule/S2"), "石门镇初中放假接送班次"));
    EXPECT_TRUE(says(get("/schedule/S2", "from=2026-09-02"), "还没有公布接送班次"));
}

}  // namespace
}  // namespace husong::http
