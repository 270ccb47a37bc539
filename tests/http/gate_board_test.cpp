// Signing the gate's computer in, and its list.
#include "tests/http/gate_fixture.hpp"

#include <future>

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

using GateBoard = test::Gate;

TEST_F(GateBoard, WhoIsNotSignedInIsSentToTheForm) {
    sign_out();
    const Response answer = get("/g");
    EXPECT_EQ(answer.status, 303U);
    EXPECT_EQ(header_of(answer, "Location"), "/g/login");
    const Response form = get("/g/login");
    EXPECT_EQ(form.status, 200U);
    EXPECT_TRUE(says(form, "type=\"password\""));
    EXPECT_FALSE(says(form, "<script"));
}

TEST_F(GateBoard, SigningInByTheFormLastsThirtyDays) {
    make_account("gate1", Role::gate, *access::hash_password("correct horse"), "S1");
    sign_out();
    const Response answer = post_form("/g/login", {{"name", "gate1"}, {"password", "correct horse"}});
    EXPECT_EQ(answer.status, 303U);
    EXPECT_EQ(header_of(answer, "Location"), "/g");
    EXPECT_NE(header_of(answer, "Set-Cookie").find("Max-Age=2592000"), std::string::npos);
}

TEST_F(GateBoard, AWrongPasswordIsToldWithTheNameKeptAndThePasswordNot) {
    sign_out();
    const Response answer = post_form("/g/login", {{"name", "<b>gate9"}, {"password", "wrong horse"}});
    EXPECT_EQ(answer.status, 422U);
    EXPECT_TRUE(says(answer, "账号或密码不对"));
    EXPECT_TRUE(says(answer, "&lt;b&gt;gate9"));
    EXPECT_FALSE(says(answer, "wrong horse"));
}

TEST_F(GateBoard, OtherRolesAndOtherScopesGetAClosedPage) {
    for (const Role role : {Role::police, Role::bureau, Role::patrol}) {
        sign_in_as(role);
        const Response answer = get("/g");
        EXPECT_EQ(answer.status, 403U);
        EXPECT_TRUE(says(answer, "这个链接打不开"));
    }
    for (const char* scope : {"", "S9"}) {
        sign_in_as(Role::gate, scope);
        EXPECT_EQ(get("/g").status, 403U) << scope;
    }
}

TEST_F(GateBoard, AGateAccountOfASchoolReachesNothingOfTheCounty) {
    EXPECT_EQ(get("/api/v1/vehicles/冀H00318").status, 403U);
    EXPECT_EQ(get("/api/v1/findings").status, 403U);
}

TEST_F(GateBoard, TheListReloadsItselfUntilItIsStopped) {
    EXPECT_TRUE(says(get("/g"), "<meta http-equiv=\"refresh\" content=\"15\">"));
    EXPECT_FALSE(says(get("/g", "still=1"), "http-equiv"));
}

TEST_F(GateBoard, TheListHoldsTheSchoolsOwnVehiclesByTheTimetable) {
    const Response page = get("/g");
    ASSERT_EQ(page.status, 200U);
    const std::string expected = column(page, "expected");
    EXPECT_NE(expected.find("冀H·00318"), std::string::npos) << page.text();
    EXPECT_NE(expected.find("16:12"), std::string::npos) << "ten minutes before it leaves";
    EXPECT_NE(expected.find("按时刻表"), std::string::npos);
    EXPECT_FALSE(says(page, "7K206")) << "another school's";
    EXPECT_FALSE(says(page, "<script"));
}

TEST_F(GateBoard, AnotherDriversCardIsToldOnTheListAndOnTheVehiclesPage) {
    const auto put_card = [&](const std::string& name, Time at) {
        const db::DriverCard card{.terminal = TerminalId{1},
                                  .vehicle = county_.lawful,
                                  .at = at,
                                  .received_at = at,
                                  .number = {},
                                  .name = name,
                                  .issuer = {},
                                  .valid_until = {},
                                  .key = static_cast<std::uint64_t>(to_millis(at))};
        std::promise<Result<>> stored;
        ingest::Act act{[&](ingest::Transaction& transaction) { return transaction.store().put(card); },
                        [&](const Result<>& result) { stored.set_value(result); }};
        ASSERT_TRUE(services().submit(std::move(act)));
        stored.get_future().get().value();
    };
    EXPECT_FALSE(says(get("/g/t/T1"), "刷卡"));
    put_card("孙大伟", at_clock(14, 20));
    EXPECT_TRUE(says(get("/g/t/T1"), "<dt>刷卡</dt><dd>孙某 14:20 刷卡</dd>"));
    put_card("李小明", at_clock(14, 40));
    const Response vehicle = get("/g/t/T1");
    EXPECT_TRUE(says(vehicle, "李某 14:40 刷卡，不是名单上的驾驶人"));
    EXPECT_FALSE(says(vehicle, "小明")) << "the family name";
    EXPECT_TRUE(says(get("/g"), "李某 14:40 刷卡，不是名单上的驾驶人"));
    const auto told_to_police = [&] {
        sign_in_as(access::Role::police);
        return test::at(get("/api/v1/vehicles/冀H00318", "colour=yellow"), "driver_card");
    };
    EXPECT_EQ(told_to_police(),
              boost::json::value({{"name", "李某"}, {"at", to_iso(at_clock(14, 40))}, {"listed", false}}));
    put_card("孙大伟", at_clock(14, 50));
    EXPECT_EQ(told_to_police().at("listed"), true);
    pass(17h);
    EXPECT_EQ(told_to_police(), nullptr) << "yesterday's";
}

TEST_F(GateBoard, TenMinutesAfterItsTimeAVehicleStandsFirst) {
    set_clock(16, 5);
    EXPECT_NE(column(get("/g"), "near").find("冀H·00318"), std::string::npos);
    set_clock(16, 21);
    EXPECT_NE(column(get("/g"), "near").find("冀H·00318"), std::string::npos);
    set_clock(16, 22);
    const std::string overdue = column(get("/g"), "overdue");
    EXPECT_NE(overdue.find("冀H·00318"), std::string::npos);
    EXPECT_NE(overdue.find("晚 10 分"), std::string::npos);
}

TEST_F(GateBoard, ADayWithoutDeparturesSaysWhenTheNextOneIs) {
    pass(-24h * 2);
    const Response page = get("/g");
    EXPECT_TRUE(says(page, "今天没有接送车"));
    EXPECT_TRUE(says(page, "下一次 2026-09-01 周二"));
    pass(24h * 4);
    sign_in_as(Role::gate, "S1");
    EXPECT_TRUE(says(get("/g"), "以后的班次还没有公布"));
}

TEST_F(GateBoard, SigningOutEndsTheSession) {
    EXPECT_EQ(post_form("/g/logout", {}).status, 303U);
    EXPECT_EQ(header_of(get("/g"), "Location"), "/g/login");
}

TEST_F(GateBoard, AFormWithoutTheSessionsTokenIsRefusedByAPage) {
    const Response answer = post_form("/g/logout", {{"token", "another"}});
    EXPECT_EQ(answer.status, 303U) << "the first one counts";
    sign_in_as(Role::gate, "S1");
    const Response page = post_raw("/g/logout", "token=another");
    EXPECT_EQ(page.status, 403U);
    EXPECT_TRUE(says(page, "这个链接打不开"));
    EXPECT_EQ(get("/g").status, 200U);
}

}  // namespace
}  // namespace husong::http
