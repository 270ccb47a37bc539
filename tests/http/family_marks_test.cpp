// What a guardian's page says of the marks that a crew makes by name, and how long the vehicle's place is
// told.
#include "server/http/gzip.hpp"
#include "tests/http/family_fixture.hpp"

#include <gmock/gmock.h>

namespace husong::http::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;
using tracking::EventKind;

constexpr const char* not_there = "车已离开本站，没有登记孩子上车，请联系照管人员或学校";

class FamilyMarks : public FamilyPage {
protected:
    FamilyMarks() {
        auto back = departure("B1", "L7", county_.lawful, school);
        back.value.direction = registry::Direction::to_school;
        put(back);
    }

    struct Mark {
        EventKind kind{};
        std::string pupil;
        std::string run = "H1";
        EventKind taken_back{};
    };
    void mark(Time at, const Mark& made) {
        tracking::TripEvent event;
        event.kind = made.kind;
        event.trip = made.run;
        event.person = made.pupil;
        event.number = static_cast<std::int32_t>(made.taken_back);
        tell({husong::test::record_of(county_.lawful, at, event, tracking::Source::escort)});
        set(at + 1s);
    }
    void take_back(Time at, EventKind kind, const std::string& pupil, const std::string& run = "H1") {
        mark(at, {EventKind::taken_back, pupil, run, kind});
    }
    void set(Time at) { pass(at - now()); }
    // A fix every 20 seconds, as far as the vehicle comes at an even speed.
    void ride(Time from, Time until, double from_m, double until_m) {
        const auto seconds = [](Milliseconds time) { return static_cast<double>(time.count()) / 1'000; };
        const double speed_mps = (until_m - from_m) / seconds(until - from);
        for (Time at = from; at <= until; at += 20s)
            drive(county_.lawful, at, from_m + speed_mps * seconds(at - from));
        set(until + 1s);
    }
    void stand(Time from, Time until, double north_m) { ride(from, until, north_m, north_m); }
    std::string page_of(const std::string& pupil) { return text(link(pupil)); }

    // At the school from 16:14, away at 16:22.
    void leave_school() {
        stand(leaves_at - 8min, leaves_at, 0);
        ride(leaves_at + 20s, leaves_at + 2min, 300, 1'000);
    }
    // At 东台子 from 16:32 to 16:33.
    void come_to_her_stop() {
        ride(leaves_at + 2min + 20s, leaves_at + 10min, 1'300, 5'000);
        stand(leaves_at + 10min + 20s, leaves_at + 11min, 5'000);
    }
    void leave_her_stop() { ride(leaves_at + 11min + 20s, leaves_at + 14min, 5'200, 7'000); }

    // In the morning: at 柳湾站 until 07:00, at 东台子 from 07:20 to 07:21.
    void fetch_the_first() { stand(school - 5min, school, 15'000); }
    void come_to_the_second() {
        ride(school + 20s, school + 20min, 14'800, 5'000);
        stand(school + 20min + 20s, school + 21min, 5'000);
    }
    void leave_the_second() { ride(school + 21min + 20s, school + 24min, 4'800, 2'500); }
    void come_to_school() {
        ride(school + 24min + 20s, school + 30min, 2'300, 0);
        stand(school + 30min + 20s, school + 31min, 0);
    }

    Time school = husong::test::school_day + std::chrono::hours{24};  // 07:00 of the next morning
};

TEST_F(FamilyMarks, TheGuardianReadsWhenAndWhereTheChildBoardedAndNoOtherGuardianDoes) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    const std::string mine = page_of("P1");
    EXPECT_THAT(mine, HasSubstr("已上车 16:16（校门）"));
    EXPECT_THAT(mine, HasSubstr("车已到学校，16:22 发车"));
    set(leaves_at - 5min);
    const std::string other = page_of("P2");
    EXPECT_THAT(other, Not(HasSubstr("已上车")));
    EXPECT_THAT(other, Not(HasSubstr("16:16")));
    EXPECT_THAT(other, Not(HasSubstr("登记")));
}

TEST_F(FamilyMarks, WhoBoardedTheVehicleBeforeIsStillOnTheWayWhenAnotherTakesTheRunOver) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    registry::Relief relief;
    relief.run = "H1";
    relief.vehicle = county_.private_van;
    registry::RegistryRows rows;
    rows.reliefs = {{.value = relief, .valid_from = leaves_at + 2min}};
    set(leaves_at + 3min);
    store_->admin().value()->put_rows(rows, now()).value();
    restart();
    const std::string mine = page_of("P1");
    EXPECT_THAT(mine, HasSubstr("已上车 16:16"));
    EXPECT_THAT(mine, HasSubstr("冀H·7K206"));
    EXPECT_THAT(mine, Not(HasSubstr("没有登记")));
}

TEST_F(FamilyMarks, AMarkThatWasTakenBackVanishes) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    take_back(leaves_at - 5min, EventKind::boarded, "P1");
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("已上车")));
    mark(leaves_at - 4min, {EventKind::excused, "P1"});
    EXPECT_THAT(page_of("P1"), HasSubstr("请假"));
    take_back(leaves_at - 3min, EventKind::excused, "P1");
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("请假")));
    mark(leaves_at - 2min, {EventKind::boarded, "P1"});
    mark(leaves_at - 1min, {EventKind::alighted, "P1"});
    EXPECT_THAT(page_of("P1"), HasSubstr("已下车 16:21"));
    take_back(leaves_at - 30s, EventKind::alighted, "P1");
    EXPECT_THAT(page_of("P1"), HasSubstr("已上车 16:20（校门）")) << "the mark before it stands again";
}

TEST_F(FamilyMarks, WhoIsExcusedIsToldSoAndNoLongerWhereTheVehicleIs) {
    mark(leaves_at - 9min, {EventKind::excused, "P1"});
    leave_school();
    const std::string mine = page_of("P1");
    EXPECT_THAT(mine, HasSubstr("请假，今天不乘车"));
    EXPECT_THAT(mine, HasSubstr("16:13 登记"));
    EXPECT_THAT(mine, Not(HasSubstr("datetime=")));
    EXPECT_THAT(mine, Not(HasSubstr("沿途站点")));
    const std::string other = page_of("P2");
    EXPECT_THAT(other, Not(HasSubstr("请假")));
    EXPECT_THAT(other, HasSubstr("datetime="));
}

TEST_F(FamilyMarks, WhoIsExcusedFromOneRunOfTwoIsNotSaidToRideNoneToday) {
    auto back = departure("B2", "L7", county_.lawful, leaves_at - 9h);
    back.value.direction = registry::Direction::to_school;
    put(back);
    mark(leaves_at - 9min, {EventKind::excused, "P1"});
    EXPECT_THAT(page_of("P1"), HasSubstr("请假，这一趟不乘车"));
}

TEST_F(FamilyMarks, HomewardThePlaceStaysOpenPastTheStopUntilTheChildIsMarkedAsAlighted) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P2"});
    leave_school();
    come_to_her_stop();
    const std::string there = page_of("P2");
    EXPECT_THAT(there, HasSubstr("已到东台子，还没有登记下车"));
    EXPECT_THAT(there, HasSubstr("已上车 16:16（校门）"));
    leave_her_stop();
    const std::string on_the_way = page_of("P2");
    EXPECT_THAT(on_the_way, HasSubstr("已过东台子，还没有登记下车"));
    EXPECT_THAT(on_the_way, HasSubstr("datetime="));
    EXPECT_THAT(on_the_way, HasSubstr("沿途站点"));
    mark(leaves_at + 15min, {EventKind::alighted, "P2"});
    const std::string off = page_of("P2");
    EXPECT_THAT(off, HasSubstr("已下车 16:37（东台子）"));
    EXPECT_THAT(off, HasSubstr("位置已关闭"));
    EXPECT_THAT(off, Not(HasSubstr("datetime=")));
    EXPECT_THAT(off, Not(HasSubstr("沿途站点")));
    EXPECT_THAT(page_of("P1"), HasSubstr("沿途站点")) << "the other child still rides";
}

TEST_F(FamilyMarks, AMarkIsSaidToHaveBeenMadeAtTheStopOnlyWhereTheVehicleWasThereLast) {
    leave_school();
    mark(leaves_at + 3min, {EventKind::boarded, "P1"});
    come_to_her_stop();
    EXPECT_THAT(page_of("P1"), HasSubstr("已上车 16:25（校门）")) << "a moment after it left";
    take_back(leaves_at + 12min, EventKind::boarded, "P1");
    mark(leaves_at + 12min + 30s, {EventKind::boarded, "P1"});
    EXPECT_THAT(page_of("P1"), HasSubstr("已上车 16:34</b>")) << "it has been at another stop since";
}

TEST_F(FamilyMarks, ToSchoolThePlaceStaysOpenPastTheStopUntilTheChildIsMarkedAsAlighted) {
    fetch_the_first();
    come_to_the_second();
    mark(school + 21min + 1s, {EventKind::boarded, "P2", "B1"});
    leave_the_second();
    const std::string aboard = page_of("P2");
    EXPECT_THAT(aboard, HasSubstr("已上车 07:21（东台子）"));
    EXPECT_THAT(aboard, HasSubstr("到学校"));
    EXPECT_THAT(aboard, HasSubstr("datetime="));
    EXPECT_THAT(aboard, HasSubstr("沿途站点"));
    come_to_school();
    EXPECT_THAT(page_of("P2"), HasSubstr("07:30 已到学校"));
    mark(school + 32min, {EventKind::alighted, "P2", "B1"});
    const std::string there = page_of("P2");
    EXPECT_THAT(there, HasSubstr("已下车 07:32（校门）"));
    EXPECT_THAT(there, Not(HasSubstr("datetime=")));
    set(school + 33min);
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("07:32"))) << "the other child's";
}

TEST_F(FamilyMarks, WhoAlightedBeforeTheSchoolIsNotFollowedAnyFurther) {
    fetch_the_first();
    mark(school + 10s, {EventKind::boarded, "P1", "B1"});
    ride(school + 20s, school + 10min, 14'800, 10'000);
    mark(school + 11min, {EventKind::alighted, "P1", "B1"});
    const std::string page = page_of("P1");
    EXPECT_THAT(page, HasSubstr("已下车 07:11</span>")) << "no place: it is not the school";
    EXPECT_THAT(page, Not(HasSubstr("datetime=")));
}

TEST_F(FamilyMarks, AChildThatBoardedElsewhereIsNotCalledToItsStop) {
    fetch_the_first();
    mark(school + 10s, {EventKind::boarded, "P2", "B1"});
    ride(school + 20s, school + 15min, 14'800, 8'000);
    const std::string page = page_of("P2");
    EXPECT_THAT(page, HasSubstr("到学校"));
    EXPECT_THAT(page, HasSubstr("已上车 07:00</b>"));
    EXPECT_THAT(page, Not(HasSubstr("请出门")));
    EXPECT_THAT(page, Not(HasSubstr("分钟到东台子")));
}

TEST_F(FamilyMarks, WhatWasCompletedStaysUntilTheDayEndsAndWhatIsNoLongerKnownDoesNot) {
    fetch_the_first();
    mark(school + 10s, {EventKind::boarded, "P1", "B1"});
    come_to_the_second();
    mark(school + 21min + 1s, {EventKind::boarded, "P2", "B1"});
    leave_the_second();
    come_to_school();
    mark(school + 32min, {EventKind::alighted, "P2", "B1"});
    mark(school + 33min, {EventKind::swept, "E1", "B1"});
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("已上车"))) << "the run is over, nobody knows where it is";
    set(school + 8h);
    EXPECT_THAT(page_of("P2"), HasSubstr("今天 07:00 返校的车：<b>已下车 07:32（校门）</b>"));
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("datetime=")));
    const std::string unknown = page_of("P1");
    EXPECT_THAT(unknown, Not(HasSubstr("上车")));
    EXPECT_THAT(unknown, Not(HasSubstr("已下车"))) << "nothing of the other child";
    set(school + 17h + 1min);
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("已下车")));
}

TEST_F(FamilyMarks, WhoIsNotMarkedWhereOthersAreIsSaidNotToHaveBoarded) {
    fetch_the_first();
    mark(school + 10s, {EventKind::boarded, "P1", "B1"});
    ride(school + 20s, school + 10min, 14'800, 10'000);
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("登记"))) << "it has not been at the stop yet";
    come_to_the_second();
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("登记"))) << "it stands there";
    ride(school + 21min + 20s, school + 22min + 20s, 4'800, 4'400);
    EXPECT_THAT(page_of("P2"), HasSubstr("还没有登记上车"));
    EXPECT_THAT(page_of("P2"), Not(HasSubstr(not_there)));
    leave_the_second();
    const std::string page = page_of("P2");
    EXPECT_THAT(page, HasSubstr(not_there));
    EXPECT_THAT(page, HasSubstr("到学校")) << "and where the vehicle is";
    EXPECT_THAT(page, Not(HasSubstr("学生A")));
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("没有登记")));
    come_to_school();
    EXPECT_THAT(page_of("P2"), HasSubstr(not_there));
    EXPECT_THAT(page_of("P2"), HasSubstr("车 07:30 已到学校"));
    mark(school + 32min, {EventKind::boarded, "P2", "B1"});
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("没有登记"))) << "marked late";
}

TEST_F(FamilyMarks, HomewardWhoIsNotMarkedAtTheSchoolIsSaidNotToHaveBoarded) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    leave_school();
    ride(leaves_at + 2min + 20s, leaves_at + 4min, 1'300, 2'000);
    const std::string warned = "车已离开学校，没有登记孩子上车，请联系照管人员或学校";
    EXPECT_THAT(page_of("P2"), HasSubstr(warned));
    come_to_her_stop();
    EXPECT_THAT(page_of("P2"), HasSubstr(warned));
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("datetime="))) << "closed as the stop was reached";
}

TEST_F(FamilyMarks, WhereNobodyIsMarkedNothingIsSaidToBeMissing) {
    fetch_the_first();
    come_to_the_second();
    leave_the_second();
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("登记")));
    mark(school + 25min, {EventKind::boarded, "P1", "B1"});
    EXPECT_THAT(page_of("P2"), HasSubstr(not_there));
    take_back(school + 26min, EventKind::boarded, "P1", "B1");
    EXPECT_THAT(page_of("P2"), Not(HasSubstr("登记"))) << "the only mark was a mistake";
}

TEST_F(FamilyMarks, OfSeveralRunsNobodyIsSaidToBeMissingAndTheOneThatTheChildIsInIsToldAlone) {
    put(departure("H4", "L7", county_.expired, leaves_at + 3min));
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    leave_school();
    ride(leaves_at + 2min + 20s, leaves_at + 6min, 1'300, 2'500);
    const std::string other = page_of("P2");
    EXPECT_THAT(other, HasSubstr("离校有 2 趟车"));
    EXPECT_THAT(other, Not(HasSubstr("登记")));
    const std::string mine = page_of("P1");
    EXPECT_THAT(mine, HasSubstr("已上车 16:16（校门）"));
    EXPECT_THAT(mine, HasSubstr("沿途站点"));
    EXPECT_THAT(mine, Not(HasSubstr("趟车")));
    EXPECT_THAT(mine, Not(HasSubstr("00419"))) << "the vehicle that it is not in";
}

TEST_F(FamilyMarks, AfterTheRunThatTheChildRodeALaterOneOfTheDayIsNotItsToFollow) {
    put(departure("H4", "L7", county_.lawful, leaves_at + 2h));
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P2"});
    leave_school();
    come_to_her_stop();
    mark(leaves_at + 11min + 5s, {EventKind::alighted, "P2"});
    set(leaves_at + 2h + 5min);
    const std::string page = page_of("P2");
    EXPECT_THAT(page, HasSubstr("已下车 16:33"));
    EXPECT_THAT(page, Not(HasSubstr("datetime=")));
    EXPECT_THAT(page, Not(HasSubstr("18:22 该发车")));
}

TEST_F(FamilyMarks, AMarkOfAnotherRunOfTheVehicleIsNotTakenForThisOnes) {
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1", "B1"});
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("已上车")));
}

TEST_F(FamilyMarks, ThePageWithMarksAndTheDaysRecordsStaysWithin12Kilobytes) {
    for (int i = 0; i < 6; ++i) {
        auto earlier = departure("E" + std::to_string(i), "L7", county_.lawful, leaves_at - 9h + i * 1h);
        earlier.value.direction = registry::Direction::to_school;
        put(earlier);
        mark(leaves_at - 8h + i * 1h, {EventKind::alighted, "P1", "E" + std::to_string(i)});
    }
    set(leaves_at - 9min);
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    leave_school();
    const Response page = get(link("P1"));
    EXPECT_THAT(std::string{page.text()}, HasSubstr("返校的车：<b>已下车"));
    EXPECT_LE(gzip(page.text(), Effort::quick).size(), 12'000U);
}

TEST_F(FamilyMarks, WhoIsAboardIsToldOfWhateverRunTheTimetableHasNextUntilTheVehicleWasThere) {
    auto next = departure("B2", "L7", county_.lawful, leaves_at + 45min);
    next.value.direction = registry::Direction::to_school;
    put(next);
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    leave_school();
    ride(leaves_at + 2min + 20s, leaves_at + 14min, 1'300, 7'000);
    for (const auto later : {31min, 40min, 50min}) {  // out of signal, past its own time, into the next one's
        set(leaves_at + later);
        const std::string page = page_of("P1");
        EXPECT_THAT(page, HasSubstr("已上车 16:16（校门）")) << later.count();
        EXPECT_THAT(page, HasSubstr("暂时收不到车的位置")) << later.count();
        EXPECT_THAT(page, Not(HasSubstr("车还没到"))) << later.count();
    }
    EXPECT_THAT(page_of("P2"), HasSubstr("17:07")) << "nobody has marked this child";
    ride(leaves_at + 51min, leaves_at + 60min, 8'000, 15'000);
    stand(leaves_at + 60min + 20s, leaves_at + 61min, 15'000);
    EXPECT_THAT(page_of("P1"), Not(HasSubstr("已上车"))) << "it was at the last stop";
}

TEST_F(FamilyMarks, WhoGotIntoALaterRunIsNotInTheEarlierOneAnyMore) {
    auto next = departure("B2", "L7", county_.lawful, leaves_at + 45min);
    next.value.direction = registry::Direction::to_school;
    put(next);
    stand(leaves_at - 8min, leaves_at - 7min, 0);
    mark(leaves_at - 6min, {EventKind::boarded, "P1"});
    mark(leaves_at + 46min, {EventKind::boarded, "P1", "B2"});
    const std::string page = page_of("P1");
    EXPECT_THAT(page, HasSubstr("已上车 17:08"));
    EXPECT_THAT(page, Not(HasSubstr("16:16")));
}

}  // namespace
}  // namespace husong::http::test
