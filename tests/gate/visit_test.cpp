// In which column of the gate's list a vehicle stands, and what its card says.
#include "server/gate/board.hpp"
#include "server/gate/words.hpp"
#include "tests/support/county.hpp"

#include <gtest/gtest.h>

namespace husong::gate {
namespace {

using registry::Direction;
using test::school_day;
using tracking::GateAct;
using tracking::GateActKind;

const Time leaves_at = school_day + 9h + 22min;  // 16:22
constexpr VehicleId bus{1};

struct AtTheGate : ::testing::Test {
    AtTheGate() {
        registry::RegistryRows rows;
        rows.vehicles = {test::vehicle_row(bus, test::lawful_plate, 'S', 45)};
        rows.school_bus_plates = {
            {.value = {"校0318", bus, "县公安局交警大队", "L07", {}}, .valid_from = test::year_begin}};
        rows.permits = {{.value = {"许0318", bus, "", "L07"}, .valid_from = test::year_begin}};
        rows.lines = {{.value = {"L7", "柳湾线 L07", "S1"}, .valid_from = test::year_begin}};
        registry::Driver driver;
        driver.code = "D1";
        driver.name = "孙大伟";
        driver.licence_class = "A1";
        driver.qualified_until = school_day + 90 * 24h;
        rows.drivers = {{.value = driver, .valid_from = test::year_begin}};
        rows.identities = {{test::lawful_plate, bus}};
        registry = std::make_unique<registry::Registry>(std::move(rows));
    }
    void driver(void (*change)(registry::Driver&)) {
        registry::RegistryRows rows = registry->rows();
        change(rows.drivers.front().value);
        registry = std::make_unique<registry::Registry>(std::move(rows));
    }

    Visit visit(Time now) {
        const registry::Stop stop{"L7", 1, "柳湾站", 40.8 + 15'000 / 111'000.0, 118.2, 40min};
        const std::array<const registry::Stop*, 1> stops{&stop};
        const auto plan = tracking::plan_trip(departure, school, stops, settings.trip);
        const auto trace = tracking::trace_trip(plan, records, settings.trip);
        const rules::FoldContext context{*registry, tracking, rules};
        std::vector<rules::FindingChange> changes;
        rules::VehicleFold state;
        for (const auto& record : records) rules::fold(state, record, context, changes);
        const rules::VerdictSettings verdict{tracking, rules};
        return make_visit(
            {departure, *registry, plan, trace, acts, records.empty() ? nullptr : &state, false, card}, now,
            {settings, verdict});
    }
    Column column(Time now) { return visit(now).column; }

    void at(Time when, double north_m) {
        tracking::Position position;
        position.latitude_deg = 40.8 + north_m / 111'000.0;
        position.longitude_deg = 118.2;
        position.located = true;
        position.status_bits = 0b11;
        position.satellites = 11;
        records.push_back(test::record_of(bus, when, position));
    }
    GateAct& act(GateActKind kind, Time when) {
        GateAct act;
        act.id = static_cast<std::int64_t>(acts.size()) + 1;
        act.kind = kind;
        act.at = when;
        act.keeper = "张某";
        return acts.emplace_back(act);
    }
    void count(Time when, std::uint16_t pupils, std::uint16_t adults) {
        records.push_back(test::head_count(bus, when, pupils, adults, tracking::Source::gate));
        act(GateActKind::counted, when).heads = tracking::HeadCount{pupils, adults, 0};
    }

    std::optional<DutyCard> card;
    GateSettings settings;
    tracking::TrackingSettings tracking;
    rules::RuleSettings rules;
    std::unique_ptr<registry::Registry> registry;
    registry::School school{.code = "S1",
                            .name = "松岭镇初中",
                            .stage = "junior_high",
                            .boarding = true,
                            .latitude_deg = 40.8,
                            .longitude_deg = 118.2,
                            .gate_radius_m = 100};
    registry::Departure departure{.code = "T1",
                                  .school = "S1",
                                  .direction = Direction::home,
                                  .leaves_at = leaves_at,
                                  .line = "L7",
                                  .vehicle = bus,
                                  .driver = "D1",
                                  .escort = {},
                                  .seats = 43,
                                  .status = {},
                                  .note = {},
                                  .sequence = 0};
    std::vector<tracking::Record> records;
    std::vector<GateAct> acts;
};

TEST_F(AtTheGate, HomeItIsDueTenMinutesBeforeItLeaves) {
    EXPECT_EQ(visit(leaves_at - 2h).due_at, leaves_at - 10min);
    EXPECT_EQ(visit(leaves_at).driver, "孙某");
    EXPECT_EQ(visit(leaves_at).people_planned(), 44) << "43 pupils and the driver; no escort is named";
}

TEST_F(AtTheGate, ToSchoolItIsDueWhenItsLineHasBeenDriven) {
    departure.direction = Direction::to_school;
    EXPECT_EQ(visit(leaves_at).due_at, leaves_at + 40min);
}

TEST_F(AtTheGate, ByTheTimetableItIsExpectedThenNearThenOverdue) {
    const Time due = leaves_at - 10min;
    EXPECT_EQ(column(due - 10min - 1ms), Column::expected);
    EXPECT_EQ(column(due - 10min), Column::near);
    EXPECT_EQ(column(due + 10min - 1ms), Column::near);
    EXPECT_EQ(column(due + 10min), Column::overdue) << "RT-04";
    EXPECT_EQ(visit(due + 18min).late, 18min);
}

TEST_F(AtTheGate, AVehicleThatIsLostShortlyBeforeItsTimeIsOverdue) {
    const Time due = leaves_at - 10min;
    at(due - 13min, 5'000);
    EXPECT_EQ(column(due - 8min), Column::near) << "five minutes are not lost yet";
    EXPECT_EQ(column(due - 8min + 1ms), Column::overdue);
    EXPECT_EQ(visit(due - 7min).position, PositionAge::lost);
    records.clear();
    EXPECT_EQ(column(due - 7min), Column::near) << "never heard today is not lost";
}

TEST_F(AtTheGate, OnTheWayToSchoolTheEstimateDecidesWhatIsNear) {
    departure.direction = Direction::to_school;
    at(leaves_at, 15'000);
    at(leaves_at + 2min, 14'000);
    at(leaves_at + 30min, 7'500);  // half way, ten minutes late
    const Visit half_way = visit(leaves_at + 30min);
    ASSERT_TRUE(half_way.estimate);
    EXPECT_EQ(std::chrono::round<std::chrono::minutes>(half_way.estimate->median), leaves_at + 50min);
    EXPECT_EQ(half_way.column, Column::expected);
    at(leaves_at + 41min, 3'000);
    EXPECT_EQ(column(leaves_at + 41min), Column::near);
}

TEST_F(AtTheGate, WhoIsSeenAtTheGateStandsThereBeforeAnybodyTellsIt) {
    at(leaves_at - 12min, 20);
    const Visit seen = visit(leaves_at - 11min);
    EXPECT_EQ(seen.column, Column::at_gate);
    EXPECT_FALSE(seen.arrived_at);
    EXPECT_EQ(seen.seen_at_gate, leaves_at - 12min);
}

TEST_F(AtTheGate, ArrivingIsNoCount) {
    act(GateActKind::arrived, leaves_at - 12min);
    const Visit visited = visit(leaves_at - 11min);
    EXPECT_EQ(visited.column, Column::at_gate);
    EXPECT_FALSE(visited.count);
    ASSERT_TRUE(visited.hindrance);
    EXPECT_EQ(visited.hindrance->hindrance, Hindrance::not_counted);
    EXPECT_EQ(refusal_zh(*visited.hindrance), "点过人数才能放行");
}

TEST_F(AtTheGate, ACountWithinTheLimitMayLeaveAndOneBeyondItMayNot) {
    act(GateActKind::arrived, leaves_at - 12min);
    count(leaves_at - 5min, 43, 2);
    EXPECT_FALSE(visit(leaves_at - 4min).hindrance) << "45 of 45";
    count(leaves_at - 3min, 44, 2);
    const Visit over = visit(leaves_at - 2min);
    ASSERT_TRUE(over.hindrance);
    EXPECT_EQ(over.hindrance->hindrance, Hindrance::over);
    EXPECT_EQ(refusal_zh(*over.hindrance), "不能放行：还超 1 人");
}

TEST_F(AtTheGate, ACountWithoutADriverReleasesNobody) {
    at(leaves_at - 6min, 10);
    act(GateActKind::arrived, leaves_at - 6min);
    count(leaves_at - 5min, 45, 0);
    ASSERT_TRUE(visit(leaves_at - 4min).hindrance);
    EXPECT_EQ(visit(leaves_at - 4min).hindrance->why, "点数里没有司机，请再点一次");
}

TEST_F(AtTheGate, AnotherPlateThanTheListsIsNotReleasedUntilItIsLookedAtAgain) {
    at(leaves_at - 6min, 10);
    act(GateActKind::arrived, leaves_at - 6min);
    count(leaves_at - 5min, 40, 2);
    ASSERT_FALSE(visit(leaves_at - 4min).hindrance);
    act(GateActKind::checked, leaves_at - 4min).plate_matches = false;
    ASSERT_TRUE(visit(leaves_at - 3min).hindrance);
    EXPECT_EQ(visit(leaves_at - 3min).hindrance->why, "车牌与名单不符，请按名单外的车登记");
    act(GateActKind::checked, leaves_at - 2min).plate_matches = true;
    EXPECT_FALSE(visit(leaves_at - 1min).hindrance);
}

TEST_F(AtTheGate, ADriverWhoseQualificationHasEndedIsNotLetGo) {
    count(leaves_at - 5min, 40, 2);
    ASSERT_FALSE(visit(leaves_at - 4min).hindrance);
    driver([](registry::Driver& each) { each.qualified_until = china_midnight(school_day); });
    const Visit held = visit(leaves_at - 4min);
    ASSERT_TRUE(held.hindrance);
    EXPECT_EQ(refusal_zh(*held.hindrance), "不能放行：驾驶人孙某校车驾驶资格已于 2026-08-31 到期");
    EXPECT_EQ(held.verdict.headline.word, rules::VerdictWord::must_not);
}

TEST_F(AtTheGate, ADriverWhoseLicenceIsSuspendedIsNotLetGo) {
    count(leaves_at - 5min, 40, 2);
    driver([](registry::Driver& each) { each.licence = registry::LicenceState::suspended; });
    ASSERT_TRUE(visit(leaves_at - 4min).hindrance);
    EXPECT_EQ(visit(leaves_at - 4min).hindrance->why, "驾驶人孙某驾驶证状态为暂扣，不得驾驶");
}

TEST_F(AtTheGate, ADriverWhomNobodyRegisteredIsNotLetGo) {
    count(leaves_at - 5min, 40, 2);
    departure.driver = "D9";
    ASSERT_TRUE(visit(leaves_at - 4min).hindrance);
    EXPECT_EQ(visit(leaves_at - 4min).hindrance->hindrance, Hindrance::not_valid);
}

TEST_F(AtTheGate, WhoeverElseIsAtTheWheelIsNotHeldByThePapersOfTheListsDriver) {
    driver([](registry::Driver& each) { each.qualified_until = china_midnight(school_day); });
    count(leaves_at - 5min, 40, 2);
    act(GateActKind::checked, leaves_at - 4min).driver_matches = false;
    const Visit other = visit(leaves_at - 3min);
    EXPECT_FALSE(other.hindrance);
    EXPECT_TRUE(other.mismatched());
    EXPECT_EQ(other.verdict.headline.word, rules::VerdictWord::check) << "nobody knows who drives";
}

TEST_F(AtTheGate, AYearlyReviewThatIsOverdueIsLookedAtAndHoldsNobody) {
    count(leaves_at - 5min, 40, 2);
    driver([](registry::Driver& each) { each.period_end_on = china_date(school_day - 40 * 24h); });
    EXPECT_FALSE(visit(leaves_at - 4min).hindrance);
    EXPECT_EQ(visit(leaves_at - 4min).verdict.headline.word, rules::VerdictWord::check);
}

TEST_F(AtTheGate, OnlyOnItsOwnDayItIsReleased) {
    departure.leaves_at = leaves_at + std::chrono::days{7};
    at(leaves_at - 6min, 10);
    act(GateActKind::arrived, leaves_at - 6min);
    count(leaves_at - 5min, 40, 2);
    ASSERT_TRUE(visit(leaves_at - 4min).hindrance);
    EXPECT_EQ(visit(leaves_at - 4min).hindrance->why, "还没到这趟车的日子");
}

TEST_F(AtTheGate, ACountHoldsForAnHour) {
    count(leaves_at, 40, 2);
    EXPECT_FALSE(visit(leaves_at + 60min).hindrance);
    EXPECT_TRUE(visit(leaves_at + 60min + 1ms).hindrance);
}

TEST_F(AtTheGate, ACountOfTheRunBeforeIsNoneOfThisOne) {
    records.push_back(test::head_count(bus, leaves_at - 25min, 40, 2));
    EXPECT_FALSE(visit(leaves_at - 5min).count) << "the escort's, before it came here";
    act(GateActKind::arrived, leaves_at - 9min);
    records.push_back(test::head_count(bus, leaves_at - 8min, 41, 2));
    ASSERT_TRUE(visit(leaves_at - 5min).count);
    EXPECT_EQ(visit(leaves_at - 5min).count->heads.pupils, 41);
}

TEST_F(AtTheGate, AnUndoneCountIsNoCount) {
    count(leaves_at - 5min, 40, 2);
    ASSERT_TRUE(visit(leaves_at - 4min).undoable);
    act(GateActKind::undone, leaves_at - 4min).undoes = 1;
    EXPECT_TRUE(visit(leaves_at - 3min).hindrance);
    EXPECT_FALSE(visit(leaves_at - 3min).arrived_at);
}

TEST_F(AtTheGate, ReleasedItIsDoneUntilThatIsUndone) {
    count(leaves_at - 5min, 40, 2);
    act(GateActKind::released, leaves_at - 2min);
    const Visit gone = visit(leaves_at);
    EXPECT_EQ(gone.column, Column::released);
    EXPECT_EQ(gone.hindrance->hindrance, Hindrance::released);
    ASSERT_TRUE(gone.undoable);
    EXPECT_EQ(gone.undoable->id, 2);
    EXPECT_TRUE(visit(leaves_at + 8min).undoable);
    EXPECT_FALSE(visit(leaves_at + 8min + 1ms).undoable) << "ten minutes after it";
    act(GateActKind::undone, leaves_at).undoes = 2;
    EXPECT_EQ(column(leaves_at + 1min), Column::at_gate);
}

TEST_F(AtTheGate, ACountBeyondTheLimitAfterTheReleaseIsSaid) {
    at(leaves_at - 6min, 10);
    act(GateActKind::arrived, leaves_at - 6min);
    count(leaves_at - 5min, 43, 2);
    act(GateActKind::released, leaves_at - 4min);
    EXPECT_FALSE(visit(leaves_at - 3min).over_after_release);
    count(leaves_at - 2min, 50, 2);
    EXPECT_TRUE(visit(leaves_at - 1min).over_after_release);
}

TEST_F(AtTheGate, WhoPutTheCardInIsComparedWithTheList) {
    EXPECT_FALSE(visit(leaves_at).card);
    card = DutyCard{"孙大伟", leaves_at - 1h};
    EXPECT_EQ(visit(leaves_at).card.value().name, "孙某");
    EXPECT_FALSE(visit(leaves_at).other_driver);
    card->name = "孙小伟";
    EXPECT_TRUE(visit(leaves_at).other_driver) << "the same family name, another person";
    card->name = "";
    EXPECT_FALSE(visit(leaves_at).other_driver) << "a card without a name says nothing";
}

TEST_F(AtTheGate, LeavingWithoutReleaseIsSaid) {
    at(leaves_at - 10min, 10);
    at(leaves_at + 1min, 900);
    const Visit gone = visit(leaves_at + 2min);
    EXPECT_EQ(gone.column, Column::released);
    EXPECT_EQ(gone.left_unreleased_at, leaves_at + 1min);
}

TEST_F(AtTheGate, ReleasingAVehicleThatHasLeftDoesNotHideThatItLeft) {
    at(leaves_at - 10min, 10);
    at(leaves_at + 1min, 900);
    act(GateActKind::released, leaves_at + 4min);
    const Visit gone = visit(leaves_at + 5min);
    EXPECT_TRUE(gone.released);
    EXPECT_EQ(gone.left_unreleased_at, leaves_at + 1min);
}

TEST_F(AtTheGate, ReleasingItWhileItRollsOutIsNothing) {
    at(leaves_at - 10min, 10);
    at(leaves_at + 1min, 900);
    act(GateActKind::released, leaves_at + 2min);
    EXPECT_FALSE(visit(leaves_at + 5min).left_unreleased_at);
}

TEST_F(AtTheGate, WhatDiffersFromTheListIsKept) {
    GateAct& checked = act(GateActKind::checked, leaves_at - 5min);
    checked.plate_matches = true;
    checked.driver_matches = false;
    checked.escort_matches = true;
    EXPECT_TRUE(visit(leaves_at).mismatched());
}

TEST_F(AtTheGate, ACountFarBelowTheDoorCounterIsCountedAgain) {
    at(leaves_at - 30min, 5'000);
    records.push_back(test::head_count(bus, leaves_at - 29min, 0, 1));
    records.push_back(test::passenger_flow(bus, leaves_at - 20min, leaves_at - 19min, 60, 0));
    act(GateActKind::arrived, leaves_at - 10min);
    count(leaves_at - 9min, 40, 2);
    const Visit disputed = visit(leaves_at - 8min);
    ASSERT_TRUE(disputed.hindrance);
    EXPECT_EQ(disputed.hindrance->hindrance, Hindrance::disputed);
    EXPECT_EQ(disputed.hindrance->why, "与车门计数不符，请再点一次，还不符请交警复点");
}

TEST_F(AtTheGate, WhoBoardsAfterTheCountIsSeenByTheDoorCounter) {
    at(leaves_at - 12min, 10);
    count(leaves_at - 9min, 40, 2);
    records.push_back(test::passenger_flow(bus, leaves_at - 8min, leaves_at - 7min, 3, 0));
    EXPECT_FALSE(visit(leaves_at - 6min).hindrance) << "45 by the counter, its error is two";
    records.push_back(test::passenger_flow(bus, leaves_at - 6min, leaves_at - 5min, 10, 0));
    const Visit crowded = visit(leaves_at - 4min);
    ASSERT_TRUE(crowded.hindrance);
    EXPECT_EQ(crowded.hindrance->hindrance, Hindrance::likely_over);
    EXPECT_EQ(refusal_zh(*crowded.hindrance), "不能放行：车门计数至少 53 人，请再点一次");
}

TEST_F(AtTheGate, ADepartureThatWasTakenBackIsNotReleasedAndNotOnTheBoard) {
    departure.status = registry::DepartureStatus::cancelled;
    count(leaves_at - 5min, 40, 2);
    EXPECT_EQ(visit(leaves_at).hindrance->hindrance, Hindrance::cancelled);
    const Board board = make_board({visit(leaves_at)});
    EXPECT_EQ(board.vehicles, 0);
    EXPECT_EQ(board.cancelled, 1);
}

TEST(GateWords, AgesPeopleAndDays) {
    EXPECT_EQ(age_zh(school_day, school_day + 4s), "刚刚");
    EXPECT_EQ(age_zh(school_day, school_day + 9s), "9 秒前");
    EXPECT_EQ(age_zh(school_day, school_day + 3min), "3 分钟前");
    EXPECT_EQ(age_zh(school_day, school_day + 60min), "07:00");
    EXPECT_EQ(family_name_zh("孙大伟"), "孙某");
    EXPECT_EQ(family_name_zh("欧阳明"), "欧阳某");
    EXPECT_EQ(family_name_zh("张某"), "张某");
    EXPECT_EQ(family_name_zh(""), "");
    EXPECT_EQ(day_zh(china_date(school_day)), "2026-09-01 周二");
}

}  // namespace
}  // namespace husong::gate
