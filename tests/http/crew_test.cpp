// The pages of a driver and an escort: whose runs they show, and what the escort's count does.
#include "tests/http/gate_fixture.hpp"

namespace husong::http {
namespace {

using access::Role;
using test::header_of;

class Crew : public test::Gate {
protected:
    Crew() { sign_in_as(Role::escort, "E1"); }

    // As the run's page sends it.
    Response count(const std::string& departure, const std::string& pupils, const std::string& adults,
                   const std::string& key = "key-of-a-form", const std::string& vehicle = "冀H00318 yellow") {
        return post_form(
            "/c/t/" + departure,
            {{"act", "counted"}, {"key", key}, {"vehicle", vehicle}, {"pupils", pupils}, {"adults", adults}});
    }
    void publish(const registry::Departure& run) {
        registry::RegistryRows rows;
        rows.departures = {{.value = run, .valid_from = husong::test::year_begin}};
        put(rows);
    }
    std::vector<tracking::Record> counts_of(VehicleId vehicle) {
        auto records = store_->reader().value()->history(vehicle, now() - 2h, now() + 2h, 100).value();
        std::erase_if(records, [](const auto& it) { return it.kind() != tracking::RecordKind::head_count; });
        return records;
    }
};

TEST_F(Crew, ShowsTheRunsThatNameWhoAsks) {
    const Response page = get("/c");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "周小梅 · 照管员"));
    EXPECT_TRUE(says(page, "16:22 离校"));
    EXPECT_TRUE(says(page, "17:00 离校"));
    EXPECT_TRUE(says(page, "/c/t/T1"));
    sign_in_as(Role::driver, "D1");
    EXPECT_TRUE(says(get("/c"), "孙大伟 · 驾驶人"));
}

TEST_F(Crew, ARunHasItsStopsAndWhoRidesWithIt) {
    set_clock(15, 30);
    const Response page = get("/c/t/T1");
    EXPECT_EQ(page.status, 200U);
    EXPECT_TRUE(says(page, "柳湾站"));
    EXPECT_TRUE(says(page, "17:02"));
    EXPECT_TRUE(says(page, "孙某"));
    EXPECT_TRUE(says(page, "记下人数"));
}

TEST_F(Crew, ADriverReadsAndDoesNotCount) {
    sign_in_as(Role::driver, "D1");
    EXPECT_FALSE(says(get("/c/t/T1"), "记下人数"));
    EXPECT_EQ(count("T1", "40", "2").status, 403U);
    EXPECT_TRUE(counts_of(county_.lawful).empty());
}

TEST_F(Crew, AnotherPersonsRunIsAsIfItWereNotThere) {
    registry::RegistryRows rows = county_.rows();
    rows.escorts = {{.value = {"E2", "李小红", ""}, .valid_from = husong::test::year_begin}};
    registry::Departure other = departure("T3", county_.lawful, at_clock(18, 0));
    other.escort = "E2";
    rows.departures = {{.value = other, .valid_from = husong::test::year_begin}};
    put(rows);
    EXPECT_FALSE(says(get("/c"), "/c/t/T3"));
    const Response foreign = get("/c/t/T3");
    const Response none = get("/c/t/T99");
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(none.status, 404U);
    EXPECT_EQ(foreign.text(), none.text());
    EXPECT_EQ(count("T3", "40", "2").status, 404U);
}

TEST_F(Crew, ACountIsTheEscortsAndIsJudged) {
    set_clock(16, 10);
    EXPECT_EQ(header_of(count("T1", "44", "2"), "Location"), "/c/t/T1?counted=1");
    EXPECT_TRUE(says(get("/c/t/T1", "counted=1"), "人数已记下"));
    const auto counts = counts_of(county_.lawful);
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts[0].source, tracking::Source::escort);
    EXPECT_EQ(counts[0].payload, tracking::Payload(tracking::HeadCount{44, 2, 0}));
    const Response page = get("/c/t/T1");
    EXPECT_TRUE(says(page, "超员 1 人"));
    EXPECT_TRUE(says(page, "不要发车"));
    sign_in_as(Role::police);
    EXPECT_EQ(test::text_at(get("/api/v1/vehicles/冀H00318", "colour=yellow"), "verdict.word"), "over");
}

TEST_F(Crew, AFormPressedTwiceIsOneCountAndAnotherNumberUnderItsKeyIsRefused) {
    set_clock(16, 10);
    EXPECT_EQ(count("T1", "40", "2").status, 303U);
    pass(20s);
    EXPECT_EQ(count("T1", "40", "2").status, 303U);
    EXPECT_EQ(counts_of(county_.lawful).size(), 1U);
    EXPECT_EQ(count("T1", "39", "2").status, 409U);
    EXPECT_EQ(count("T1", "39", "2", "key-of-another").status, 303U);
    EXPECT_EQ(counts_of(county_.lawful).size(), 2U);
}

TEST_F(Crew, ACountThatCannotBeReadSaysWhatIsWrongAndKeepsWhatWasTyped) {
    set_clock(16, 10);
    const Response page = count("T1", "四十", "0");
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "有 2 处要改"));
    EXPECT_TRUE(says(page, "value=\"四十\""));
    EXPECT_EQ(count("T1", "40", "2", "short").status, 422U);
    EXPECT_TRUE(counts_of(county_.lawful).empty());
}

TEST_F(Crew, NobodyCountsLongBeforeOrAfterARun) {
    set_clock(15, 21);
    EXPECT_TRUE(says(get("/c/t/T1"), "还早"));
    EXPECT_EQ(count("T1", "40", "2").status, 409U);
    set_clock(15, 22);
    EXPECT_TRUE(says(get("/c/t/T1"), "记下人数"));
    set_clock(19, 2);  // two hours after the last stop
    EXPECT_TRUE(says(get("/c/t/T1"), "这一趟结束了"));
    EXPECT_EQ(count("T1", "40", "2").status, 409U);
    EXPECT_TRUE(counts_of(county_.lawful).empty());
}

TEST_F(Crew, ARunTakenBackSaysSoAndTakesNoCount) {
    registry::Departure gone = departure("T1", county_.lawful, at_clock(16, 22));
    gone.status = registry::DepartureStatus::cancelled;
    publish(gone);
    set_clock(16, 10);
    EXPECT_TRUE(says(get("/c"), "已取消"));
    EXPECT_TRUE(says(get("/c/t/T1"), "这一趟取消了"));
    EXPECT_EQ(count("T1", "40", "2").status, 409U);
}

TEST_F(Crew, ACountForAVehicleThatWasExchangedMeanwhileIsNotTakenForTheOther) {
    set_clock(16, 10);
    EXPECT_EQ(count("T1", "15", "2").status, 303U);
    publish(departure("T1", county_.expired, at_clock(16, 22)));
    const Response page = count("T1", "15", "2");
    EXPECT_EQ(page.status, 409U);
    EXPECT_TRUE(says(page, "这一趟换了车"));
    EXPECT_TRUE(says(page, "value=\"冀H00419 yellow\""));
    EXPECT_TRUE(counts_of(county_.expired).empty());
}

TEST_F(Crew, WhileTheVehicleIsOnItsNextRunTheOneBeforeTakesNoCount) {
    registry::Departure next = departure("T3", county_.lawful, at_clock(17, 30));
    next.escort = "E2";
    publish(next);
    set_clock(17, 19);
    EXPECT_EQ(count("T1", "12", "2").status, 303U) << "late, and still on its way";
    set_clock(17, 20);
    EXPECT_EQ(count("T1", "12", "2", "another-key").status, 409U);
    EXPECT_FALSE(says(get("/c/t/T1"), "清点")) << "nor does it tell of the other run";
    EXPECT_EQ(counts_of(county_.lawful).size(), 1U);
}

TEST_F(Crew, OutsideItsTimeARunTellsThePapersAndNothingOfWhoIsAboard) {
    set_clock(16, 10);
    EXPECT_EQ(count("T1", "44", "2").status, 303U);
    publish(departure("T3", county_.lawful, at_clock(16, 22) + std::chrono::days{7}));
    const Response page = get("/c/t/T3");
    EXPECT_TRUE(says(page, "校车标牌"));
    EXPECT_TRUE(says(page, "还没到时间"));
    for (const char* text : {"超员", "清点", "车上 46", "位置</dt>"}) EXPECT_FALSE(says(page, text)) << text;
    publish(departure("T4", county_.expired, at_clock(16, 22) + std::chrono::days{7}));
    sign_in_as(Role::police);
    ASSERT_EQ(post("/api/v1/vehicles/冀H00419/recounts", R"({"pupils":50,"adults":2})", "recount-1").status,
              201U);
    sign_in_as(Role::escort, "E1");
    const Response forbidden = get("/c/t/T4");
    EXPECT_TRUE(says(forbidden, "禁止载运学生")) << "papers are told at any time";
    EXPECT_FALSE(says(forbidden, "超员")) << "who is aboard is not, beside what forbids";
}

TEST_F(Crew, APolicemansCountStandsAndTheEscortIsToldSo) {
    set_clock(16, 10);
    sign_in_as(Role::police);
    ASSERT_EQ(post("/api/v1/vehicles/冀H00318/recounts", R"({"pupils":45,"adults":2})", "recount-1").status,
              201U);
    sign_in_as(Role::escort, "E1");
    pass(10s);
    EXPECT_EQ(post_form("/c/t/T1", {{"act", "counted"},
                                    {"key", "key-of-a-form"},
                                    {"vehicle", "冀H00318 yellow"},
                                    {"sure", "40+2"},
                                    {"pupils", "40"},
                                    {"adults", "2"}})
                  .status,
              303U);
    const Response page = get("/c/t/T1");
    EXPECT_TRUE(says(page, "超员 2 人"));
    EXPECT_TRUE(says(page, "请他们再点一次"));
}

TEST_F(Crew, ACountThatWouldClearAnOverloadOrIsFarTooHighIsAskedForOnceMore) {
    set_clock(16, 10);
    const Response high = count("T1", "250", "2");
    EXPECT_EQ(high.status, 422U);
    EXPECT_TRUE(says(high, "核载 45 人，填的是 252 人"));
    EXPECT_TRUE(says(high, "name=\"sure\" value=\"250+2\""));
    EXPECT_EQ(count("T1", "50", "2").status, 303U);
    pass(5s);
    const Response low = count("T1", "5", "2", "another-key");
    EXPECT_EQ(low.status, 422U);
    EXPECT_TRUE(says(low, "刚才点的是 52 人，超员，现在填的是 7 人"));
    EXPECT_EQ(counts_of(county_.lawful).size(), 1U);
}

TEST_F(Crew, OnTheRoadItIsSaidToStopAndNotToStayAtTheGate) {
    set_clock(16, 25);
    tracking::Position position;
    position.latitude_deg = 40.80;
    position.longitude_deg = 118.17;
    position.speed_mps = 12;
    position.satellites = 11;
    position.located = true;
    for (int i = 0; i < 8; ++i) {
        position.latitude_deg += 0.001;
        tell({husong::test::record_of(county_.lawful, now() - 80s + i * 10s, position)});
    }
    EXPECT_EQ(count("T1", "44", "2").status, 303U);
    EXPECT_TRUE(says(get("/c/t/T1"), "到安全的地方停车"));
}

TEST_F(Crew, WhatWasNotStoredKeepsItsKeySoThatPressedAgainItIsOne) {
    set_clock(16, 10);
    refuse_acts_ = true;
    const Response page = count("T1", "40", "2");
    EXPECT_EQ(page.status, 503U);
    EXPECT_TRUE(says(page, "value=\"key-of-a-form\""));
    EXPECT_TRUE(says(page, "value=\"40\""));
}

TEST_F(Crew, AFormWithoutTheSessionsTokenIsRefused) {
    set_clock(16, 10);
    EXPECT_EQ(post_raw("/c/t/T1", "act=counted&key=key-of-a-form&pupils=40&adults=2").status, 403U);
    EXPECT_TRUE(counts_of(county_.lawful).empty());
}

TEST_F(Crew, ARunThatShouldHaveEndedStandsBelowTheNextOne) {
    set_clock(17, 5);  // T1 came to its last stop at 17:02, T2 left at 17:00
    const std::string page{get("/c").text()};
    EXPECT_LT(page.find("/c/t/T2"), page.find("/c/t/T1"));
}

TEST_F(Crew, ADriverWhoseQualificationHasEndedReadsItFirst) {
    registry::RegistryRows rows;
    registry::Driver driver;
    driver.code = "D1";
    driver.name = "孙大伟";
    driver.qualified_until = husong::test::school_day - 24h;
    rows.drivers = {{.value = driver, .valid_from = husong::test::year_begin}};
    put(rows);
    sign_in_as(Role::driver, "D1");
    EXPECT_TRUE(says(get("/c"), "校车驾驶资格已于"));
    sign_in_as(Role::escort, "E1");
    EXPECT_FALSE(says(get("/c"), "校车驾驶资格"));
}

TEST_F(Crew, ADriverWhoseLicenceIsSuspendedIsToldNotToDrive) {
    registry::RegistryRows rows;
    registry::Driver driver;
    driver.code = "D1";
    driver.name = "孙大伟";
    driver.licence_class = "A1";
    driver.qualified_until = husong::test::school_day + 90 * 24h;
    driver.licence = registry::LicenceState::suspended;
    rows.drivers = {{.value = driver, .valid_from = husong::test::year_begin}};
    put(rows);
    sign_in_as(Role::driver, "D1");
    EXPECT_TRUE(says(get("/c"), "驾驶证状态为暂扣，不得驾驶"));
    set_clock(16, 10);
    const auto page = get("/c/t/T1");
    EXPECT_TRUE(says(page, "禁止载运学生"));
    EXPECT_TRUE(says(page, "不要载学生，马上告诉车企和学校"));
    sign_in_as(Role::escort, "E1");
    EXPECT_TRUE(says(get("/c/t/T1"), "禁止载运学生")) << "who rides along has to know, too";
}

TEST_F(Crew, OnlyACountSentWithoutASessionIsSaidToBeLost) {
    sign_out();
    EXPECT_EQ(header_of(count("T1", "40", "2"), "Location"), "/c/login?lost=1");
    EXPECT_EQ(header_of(post_form("/c/logout", {}), "Location"), "/c/login");
}

TEST_F(Crew, WhoHasNoScopeOrHasLeftTheRegisterSeesAClosedPage) {
    sign_in_as(Role::escort);
    EXPECT_EQ(get("/c").status, 403U);
    sign_in_as(Role::escort, "E9");
    EXPECT_EQ(get("/c").status, 403U);
    EXPECT_EQ(get("/c/t/T1").status, 404U);
    EXPECT_EQ(count("T1", "40", "2").status, 404U);
    sign_in_as(Role::driver, "E1");  // a code of the other register
    EXPECT_EQ(get("/c").status, 403U);
}

TEST_F(Crew, NobodyElseOpensThesePages) {
    for (const auto& [role, scope] : {std::pair{Role::gate, "S1"}, std::pair{Role::operator_staff, "OP1"},
                                      std::pair{Role::police, ""}, std::pair{Role::bureau, ""}}) {
        sign_in_as(role, scope);
        EXPECT_EQ(get("/c").status, 403U);
        EXPECT_EQ(count("T1", "40", "2").status, 403U);
    }
    sign_out();
    EXPECT_EQ(header_of(get("/c"), "Location"), "/c/login");
}

TEST_F(Crew, TheCrewOpensNothingElse) {
    for (const Role role : {Role::driver, Role::escort}) {
        sign_in_as(role, role == Role::driver ? "D1" : "E1");
        for (const char* path : {"/g", "/b", "/o", "/schedule/S1", "/api/v1/vehicles/冀H00318",
                                 "/api/v1/findings", "/api/v1/schedules"})
            EXPECT_EQ(get(path).status, 403U) << path;
    }
}

TEST_F(Crew, WithoutARunTodayTheNextOnesStandThere) {
    pass(24h);
    sign_in_as(Role::escort, "E1");  // a session lasts a shift
    EXPECT_TRUE(says(get("/c"), "今天没有排您的班次"));
    pass(-48h);
    const Response page = get("/c");
    EXPECT_TRUE(says(page, "以后的班次"));
    EXPECT_TRUE(says(page, "/c/t/T2"));
    EXPECT_TRUE(says(page, "柳湾线 L07"));
}

TEST_F(Crew, AFortnightOfManyRunsIsListedAndTheRestCounted) {
    registry::RegistryRows rows;
    for (int i = 0; i < 45; ++i) {
        registry::Departure run =
            departure("M" + std::to_string(i), county_.lawful, at_clock(16, 0) + 24h + 5min * i);
        rows.departures.push_back({.value = run, .valid_from = husong::test::year_begin});
    }
    put(rows);
    sign_in_as(Role::escort, "E1");
    EXPECT_TRUE(says(get("/c"), "/c/t/M29\""));
    EXPECT_TRUE(says(get("/c"), "另有 5 班。"));
}

}  // namespace
}  // namespace husong::http
