// What a crew tells of its run on its pages: stored before it is said, taken back, and judged by the rules.
#include "tests/http/crew_fixture.hpp"

#include <fmt/core.h>

namespace husong::http {
namespace {

using access::Role;
using test::CrewDuty;
using test::header_of;
using tracking::EventKind;
using tracking::TripEvent;

TEST_F(CrewDuty, ADriverChecksAndSignsInByOneTap) {
    as_driver();
    EXPECT_TRUE(says(get("/c/t/T1"), "还没有检查"));
    const Response page = get("/c/t/T1/check");
    for (const char* item : {"制动", "转向", "外部照明", "轮胎", "安全门", "座椅", "安全带"})
        EXPECT_TRUE(says(page, item)) << item;
    EXPECT_EQ(header_of(walk_round(), "Location"), "/c/t/T1?told=checked");
    EXPECT_EQ(events().size(), 2U);
    const Response run = get("/c/t/T1", "told=checked");
    EXPECT_TRUE(says(run, "出车前检查已记下"));
    EXPECT_TRUE(says(run, "检查过，7 项都正常"));
    EXPECT_TRUE(says(run, "已签到"));
    EXPECT_TRUE(says(run, "签退"));
}

TEST_F(CrewDuty, FaultsAreTickedNamedAndSaidToStopTheRun) {
    as_driver();
    EXPECT_EQ(tell_of("check", {{"result", "faulty"}}).status, 422U) << "none is ticked";
    EXPECT_EQ(tell_of("check", {{"result", "fine"}, {"item3", "1"}}).status, 422U) << "ticked, and fine?";
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(
        tell_of("check", {{"result", "faulty"}, {"item3", "1"}, {"item6", "1"}, {"note", "左后"}}).status,
        303U);
    const auto all = events();
    const auto walked = std::ranges::find(all, EventKind::walk_round, &TripEvent::kind);
    ASSERT_NE(walked, all.end());
    EXPECT_EQ(walked->number, 2);
    EXPECT_EQ(walked->note, "轮胎 安全带 左后");
    EXPECT_TRUE(says(get("/c/t/T1"), "2 项有问题：不要发车，告诉车企"));
}

TEST_F(CrewDuty, SigningOffTakesASigningInBack) {
    EXPECT_EQ(header_of(sign("on"), "Location"), "/c/t/T1?told=on");
    EXPECT_TRUE(says(get("/c/t/T1"), "已签到"));
    pass(60s);
    EXPECT_EQ(header_of(sign("off"), "Location"), "/c/t/T1?told=off");
    EXPECT_FALSE(says(get("/c/t/T1"), "已签到"));
    EXPECT_EQ(told(), "escort_on E1 0, escort_off E1 0");
}

TEST_F(CrewDuty, RidersAreMarkedByNameAndEachMarkIsTakenBack) {
    EXPECT_EQ(mark("boarded/P1").status, 409U) << "she has not signed in";
    sign("on");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "没有登记站点"));
    for (const auto& [act, state] :
         {std::pair{"boarded/P1", "车上 1 人，还没上车 2 人，已下车 0 人，请假 0 人"},
          std::pair{"unboarded/P1", "车上 0 人，还没上车 3 人"}, std::pair{"boarded/P1", "车上 1 人"},
          std::pair{"alighted/P1", "车上 0 人，还没上车 2 人，已下车 1 人"},
          std::pair{"unalighted/P1", "车上 1 人"},
          std::pair{"excused/P2", "还没上车 1 人，已下车 0 人，请假 1 人"},
          std::pair{"unexcused/P2", "还没上车 2 人，已下车 0 人，请假 0 人"}}) {
        pass(5s);
        EXPECT_EQ(header_of(mark(act), "Location"), "/c/t/T1/riders#s0") << act;
        EXPECT_TRUE(says(get("/c/t/T1/riders"), state)) << act;
    }
}

TEST_F(CrewDuty, WhatIsMarkedIsReadByThatChildsGuardianAndByNoOther) {
    set_clock(16, 10);
    sign("on");
    ride(20s, 0);
    mark("boarded/P1");
    pass(5s);
    EXPECT_TRUE(says(guardian_reads("P1"), "已上车 16:10（校门）"));
    EXPECT_FALSE(says(guardian_reads("P2"), "已上车"));
    mark("excused/P2");
    mark("unboarded/P1");
    pass(5s);
    EXPECT_FALSE(says(guardian_reads("P1"), "已上车"));
    EXPECT_FALSE(says(guardian_reads("P1"), "请假"));
    EXPECT_TRUE(says(guardian_reads("P2"), "请假，这一趟不乘车"));
}

TEST_F(CrewDuty, AStopOrTheWholeVehicleIsMarkedByOneTap) {
    sign("on");
    mark("boarded/*柳湾站");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 2 人，还没上车 1 人"));
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "柳湾站 2 人都下车"));
    mark("boarded/**");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "车上 3 人"));
    mark("alighted/**");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "已下车 3 人"));
    EXPECT_EQ(events().size(), 7U);
}

TEST_F(CrewDuty, EverybodyBoardsByOneTapWhereAllBoardAndNobodyElsewhere) {
    sign("on");
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "全车 3 人都上车"));  // at the school
    mark("boarded/**");
    EXPECT_FALSE(says(get("/c/t/T1/riders"), "全车"));  // they get off one stop after the other
}

TEST_F(CrewDuty, WhatCannotBeMarkedChangesNothing) {
    sign("on");
    for (const char* what :
         {"alighted/P1", "boarded/P9", "boarded/", "boarded", "", "flown/P1", "boarded/*无此站"})
        EXPECT_EQ(mark(what).status, 303U) << what;
    EXPECT_EQ(told(), "escort_on E1 0");
}

TEST_F(CrewDuty, AFormPressedTwiceIsOneAct) {
    sign("on");
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(
            post_form("/c/t/T1/riders", {{"mark", "counted"}, {"number", "3"}, {"key", "the-same-form"}})
                .status,
            303U);
    EXPECT_EQ(told(), "escort_on E1 0, stop_counted E1 3");
    EXPECT_EQ(
        post_form("/c/t/T1/riders", {{"mark", "counted"}, {"number", "4"}, {"key", "the-same-form"}}).status,
        409U);
}

TEST_F(CrewDuty, ACountThatCannotBeReadKeepsWhatWasTyped) {
    sign("on");
    for (const char* typed : {"", "三", "100", "-1"}) {
        const Response page = count_stop(typed);
        EXPECT_EQ(page.status, 422U) << typed;
        EXPECT_TRUE(says(page, fmt::format("value=\"{}\"", typed)));
    }
    EXPECT_EQ(count_stop("０").status, 303U) << "full width, and nobody boarded";
}

TEST_F(CrewDuty, WhatWasNotStoredIsNotSaidToBe) {
    as_driver();
    refuse_acts_ = true;
    const Response page = tell_of("check", {{"result", "faulty"}, {"item0", "1"}, {"note", "偏软"}});
    EXPECT_EQ(page.status, 503U);
    EXPECT_TRUE(says(page, "没有保存成功"));
    EXPECT_TRUE(says(page, "value=\"偏软\""));
    EXPECT_TRUE(says(page, "还没有检查"));
    EXPECT_EQ(walk_round().status, 503U);
}

TEST_F(CrewDuty, EachPostTellsItsOwn) {
    EXPECT_EQ(get("/c/t/T1/check").status, 403U);
    EXPECT_EQ(walk_round().status, 403U);
    as_driver();
    for (const char* page : {"/c/t/T1/riders", "/c/t/T1/sweep"}) EXPECT_EQ(get(page).status, 403U);
    EXPECT_EQ(mark("boarded/P1").status, 403U);
    EXPECT_EQ(sweep().status, 403U);
    sign_in_as(Role::driver, "D9");
    EXPECT_EQ(get("/c/t/T1/check").status, 404U);
    EXPECT_EQ(walk_round().status, 404U);
    sign_in_as(Role::gate, "S1");
    EXPECT_EQ(sign("on").status, 403U);
    EXPECT_TRUE(events().empty());
}

TEST_F(CrewDuty, NothingIsToldBeforeOrAfterTheRunOrOfOneThatWasTakenBack) {
    set_clock(15, 21);
    EXPECT_TRUE(says(get("/c/t/T1"), "还早"));
    EXPECT_EQ(sign("on").status, 409U);
    set_clock(19, 2);
    EXPECT_EQ(sign("on").status, 409U);
    registry::RegistryRows rows;
    registry::Departure gone = departure("T1", county_.lawful, at_clock(16, 22));
    gone.status = registry::DepartureStatus::cancelled;
    rows.departures = {{.value = gone, .valid_from = husong::test::year_begin}};
    put(rows);
    set_clock(15, 40);
    EXPECT_EQ(sign("on").status, 409U);
    EXPECT_TRUE(events().empty());
}

TEST_F(CrewDuty, ADriverPressesNothingWhileTheVehicleMoves) {
    as_driver();
    ride(120s, 40);
    EXPECT_TRUE(says(get("/c/t/T1/check"), "车在走：停稳以后再按"));
    EXPECT_EQ(walk_round().status, 409U);
    ride(60s, 0);
    EXPECT_EQ(walk_round().status, 303U);
}

TEST_F(CrewDuty, NobodySweepsBeforeTheEndNorWithoutLooking) {
    sign("on");
    EXPECT_TRUE(says(get("/c/t/T1/sweep"), "还没到终点"));
    EXPECT_EQ(sweep().status, 409U);
    set_clock(16, 10);
    board(2);
    mark("boarded/*柳湾站");
    drive_to_the_stop();
    const Response page = tell_of("sweep", {{"empty", "1"}});
    EXPECT_EQ(page.status, 422U);
    EXPECT_TRUE(says(page, "每个座位和座位底下都看过再勾"));
    EXPECT_TRUE(says(page, "还有 2 人没有记下车：学生A、学生B"));
    EXPECT_EQ(sweep().status, 422U) << "two are still aboard";
    mark("alighted/P1");
    EXPECT_TRUE(says(sweep(), "还有 1 人记着在车上"));
    mark("alighted/**");
    EXPECT_EQ(header_of(sweep(), "Location"), "/c/t/T1?told=swept");
    EXPECT_TRUE(says(get("/c/t/T1"), "清过车"));
}

TEST_F(CrewDuty, TheWalkRoundToldOnThePageClearsDr08) {
    set_clock(16, 10);
    sign("on");
    board(5);
    set_clock(16, 22);
    ride(60s, 40);
    EXPECT_TRUE(is_open("DR-08"));
    ride(60s, 0);
    as_driver();
    EXPECT_EQ(walk_round().status, 303U);
    EXPECT_FALSE(is_open("DR-08"));
}

TEST_F(CrewDuty, AnEscortWhoSignsInClearsEs01) {
    set_clock(16, 10);
    as_driver();
    walk_round();
    board(5);
    set_clock(16, 22);
    ride(240s, 40);
    EXPECT_TRUE(is_open("ES-01"));
    EXPECT_FALSE(is_open("DR-08"));
    as_escort();
    EXPECT_EQ(sign("on").status, 303U);
    EXPECT_FALSE(is_open("ES-01"));
}

TEST_F(CrewDuty, ACountOfTheStopClearsEs02) {
    set_clock(16, 10);
    sign("on");
    board(5);
    set_clock(16, 22);
    ride(240s, 40);
    EXPECT_TRUE(is_open("ES-02"));
    EXPECT_TRUE(says(get("/c/t/T1/riders"), "还没有点人数"));
    EXPECT_EQ(count_stop("5").status, 303U);
    EXPECT_FALSE(is_open("ES-02"));
}

TEST_F(CrewDuty, TheSweepClearsSw01) {
    bring_two_to_their_stop();
    mark("alighted/**");
    ride(std::chrono::minutes{6}, 0);
    EXPECT_TRUE(is_open("SW-01"));
    EXPECT_EQ(sweep().status, 303U);
    EXPECT_FALSE(is_open("SW-01"));
}

TEST_F(CrewDuty, ASweepThatIsMissingIsMadeGoodWhenTheNextRunIsExpected) {
    registry::RegistryRows rows;
    rows.departures = {
        {.value = departure("T3", county_.lawful, at_clock(22, 0)), .valid_from = husong::test::year_begin}};
    put(rows);
    bring_two_to_their_stop();
    mark("alighted/**");
    ride(std::chrono::minutes{6}, 0);
    for (const auto& [hour, minute] : {std::pair{20, 0}, std::pair{21, 10}}) {
        set_clock(hour, minute);
        ride(20s, 0);
        ASSERT_TRUE(is_open("SW-01"));
        EXPECT_TRUE(says(get("/c/t/T1"), "还没有清车")) << hour;
        EXPECT_TRUE(says(get("/c/t/T1/sweep"), "清车完毕，签名")) << hour;
    }
    EXPECT_TRUE(says(get("/c/t/T3/sweep"), "清车完毕，签名"));
    EXPECT_EQ(header_of(sweep(), "Location"), "/c/t/T1?told=swept");
    EXPECT_FALSE(is_open("SW-01"));
    EXPECT_FALSE(says(get("/c/t/T3/sweep"), "清车完毕，签名")) << "its own is told at its end";
    EXPECT_EQ(sweep().status, 409U);
}

TEST_F(CrewDuty, ADriverWithoutSignalMaySignOnWhateverTheLastFixWas) {
    as_driver();
    ride(120s, 40);
    pass(120s);
    EXPECT_TRUE(says(get("/c/t/T1/check"), "车在走：停稳以后再按"));
    pass(1s);
    EXPECT_FALSE(says(get("/c/t/T1/check"), "车在走"));
    EXPECT_EQ(sign("on").status, 303U);
}

}  // namespace
}  // namespace husong::http
