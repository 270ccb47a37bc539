#include "tests/ingest/intake_fixture.hpp"

#include <algorithm>
#include <future>

namespace husong::ingest {
namespace {

using test::head_count;
using test::position;
using test::school_day;

TEST_F(IntakeTest, EveryMessageIsAnsweredOnceItIsStored) {
    start();
    for (int i = 0; i < 100; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    EXPECT_EQ(listener_.answered(), 100U);
    EXPECT_EQ(history(county_.lawful).size(), 100U);
}

TEST_F(IntakeTest, TheSameLocationToldThriceIsStoredOnceAndAnsweredThrice) {
    start();
    for (int i = 0; i < 3; ++i) tell(position(county_.lawful, school_day, 0, 36));
    intake_->drain();
    EXPECT_EQ(listener_.answered(), 3U);
    EXPECT_EQ(history(county_.lawful).size(), 1U);
    EXPECT_EQ(intake_->counters().records_duplicate.load(), 2U);
}

TEST_F(IntakeTest, ARecordOfATimeThatHasNotComeIsStoredCountedAndNotJudged) {
    start();
    tracking::Record ahead = head_count(county_.lawful, school_day + 100s, 45, 2);
    ahead.received_at = school_day;
    finish(ahead);
    tell(ahead);
    intake_->drain();
    EXPECT_EQ(intake_->counters().clock_ahead.load(), 1U);
    EXPECT_EQ(history(county_.lawful).size(), 1U);
    EXPECT_TRUE(findings().empty());
}

TEST_F(IntakeTest, NothingIsAnsweredWhileTheStoreFailsAndAllIsStoredAfterwards) {
    std::atomic<int> failures{0};
    fails_ = [&](std::string_view call) { return call == "commit" && failures.fetch_add(1) < 3; };
    IntakeSettings settings;
    settings.retry_least = 1ms;
    start(settings);
    for (int i = 0; i < 20; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    EXPECT_EQ(history(county_.lawful).size(), 20U);
    EXPECT_EQ(listener_.answered(), 20U);
    EXPECT_GE(intake_->counters().rollbacks.load(), 3U);
    EXPECT_TRUE(world_->health().ready);
}

TEST_F(IntakeTest, OldRowsAreDroppedInOneTransaction) {
    std::vector<std::string> calls;
    fails_ = [&](std::string_view call) {
        calls.emplace_back(call);
        return false;
    };
    IntakeSettings settings;
    settings.keep_positions = std::chrono::days{1};
    start(settings);
    now_ += 120'000;
    tell(position(county_.lawful, school_day, 0, 36));
    intake_->drain();
    intake_->stop();
    const auto dropped = std::find(calls.begin(), calls.end(), "apply_retention");
    ASSERT_NE(dropped, calls.end());
    EXPECT_EQ(*std::prev(dropped), "begin");
    EXPECT_EQ(*std::next(dropped), "commit");
}

TEST_F(IntakeTest, AFullLaneRefusesAndKeepsNothing) {
    std::atomic<bool> stuck{true};
    fails_ = [&](std::string_view call) { return call == "begin" && stuck.load(); };
    IntakeSettings settings;
    settings.telemetry_capacity = 8;
    settings.retry_least = 1ms;
    start(settings);
    int taken = 0;
    for (int i = 0; i < 20; ++i) {
        Entry entry{.what = position(county_.lawful, school_day + std::chrono::seconds{i}, 10.0 * i, 36),
                    .ticket = {}};
        if (intake_->offer(entry)) ++taken;
    }
    EXPECT_EQ(taken, 8);
    stuck = false;
    intake_->drain();
    EXPECT_EQ(history(county_.lawful).size(), 8U);
}

TEST_F(IntakeTest, AnActThatFailsEndsAloneAndTellsWhy) {
    start();
    std::promise<Result<>> told;
    tell(position(county_.lawful, school_day, 0, 36));
    ASSERT_TRUE(intake_->submit({[](Transaction&) -> Result<> {
                                     return Error{ErrorCode::conflict, "another already"};
                                 },
                                 [&](const Result<>& result) { told.set_value(result); }}));
    const Result<> result = told.get_future().get();
    intake_->drain();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().what, "another already");
    EXPECT_EQ(history(county_.lawful).size(), 1U);
}

TEST_F(IntakeTest, WhatAnActWroteBeforeItFailedIsTakenBackAlone) {
    start();
    const registry::Plate plate{"冀HZ0001", registry::PlateColour::blue};
    std::promise<Result<>> told;
    ASSERT_TRUE(intake_->submit({[&](Transaction& transaction) -> Result<> {
                                     if (auto made = transaction.store().identify(plate); !made)
                                         return made.error();
                                     auto told = position(county_.lawful, school_day - 10s, 0, 36);
                                     if (auto put = transaction.insert(std::move(told)); !put)
                                         return put.error();
                                     return Error{ErrorCode::conflict, "on second thoughts"};
                                 },
                                 [&](const Result<>& result) { told.set_value(result); }}));
    tell(position(county_.lawful, school_day, 0, 36));
    EXPECT_FALSE(told.get_future().get());
    intake_->drain();
    EXPECT_EQ(history(county_.lawful).size(), 1U);
    EXPECT_EQ(intake_->counters().records_committed, 1U);
    EXPECT_FALSE(store_->reader().value()->load_registry().value().identities.contains(plate));
}

TEST_F(IntakeTest, AnActIsRefusedAtOnceWhileTheStoreFailsAndTheOutageIsOnRecord) {
    std::atomic<bool> full{false};
    fails_ = [&](std::string_view call) { return full && call == "commit"; };
    start();
    full = true;
    std::promise<Result<>> told;
    ASSERT_TRUE(intake_->submit({[this](Transaction& transaction) -> Result<> {
                                     const auto inserted =
                                         transaction.insert(position(county_.lawful, school_day, 0, 36));
                                     return inserted ? Result<>{} : inserted.error();
                                 },
                                 [&](const Result<>& result) { told.set_value(result); }}));
    const Result<> result = told.get_future().get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::unavailable);
    EXPECT_FALSE(world_->health().ready);
    full = false;
    intake_->drain();
    EXPECT_TRUE(world_->health().ready);
    EXPECT_TRUE(history(county_.lawful).empty());
    intake_->stop();
}

TEST_F(IntakeTest, AMessageNoTransactionTakesIsNotAnsweredAndDoesNotStopTheOthers) {
    start();
    const VehicleId nobody{999'999};
    std::vector<Entry> broken;
    for (int i = 0; i < 3; ++i)
        broken.push_back({.what = position(nobody, school_day + std::chrono::seconds{i}, 0, 36),
                          .ticket = {},
                          .last = i == 2});
    ASSERT_TRUE(intake_->offer(broken));
    tell(position(county_.lawful, school_day, 0, 36));
    intake_->drain();
    EXPECT_EQ(listener_.answered(), 1U);
    EXPECT_EQ(intake_->counters().broken.load(), 1U);
    EXPECT_EQ(listener_.broken(), 1U);
    EXPECT_EQ(history(county_.lawful).size(), 1U);
}

TEST_F(IntakeTest, NewPlatesDoNotKeepTheWriterReadingTheRegister) {
    IntakeSettings settings;
    settings.registry_share = 1e-9;  // after the start it is read again in a year
    start(settings);
    const auto read = intake_->counters().registry_loads.load();
    const auto tell_of = [this](const registry::Plate& plate) {
        std::promise<Result<>> told;
        EXPECT_TRUE(intake_->submit({[&](Transaction& transaction) -> Result<> {
                                         const auto id = transaction.identify(plate);
                                         return id ? Result<>{} : id.error();
                                     },
                                     [&](const Result<>& result) { told.set_value(result); }}));
        EXPECT_TRUE(told.get_future().get());
    };
    const registry::Plate strangers[] = {{"冀H0001A", registry::PlateColour::blue},
                                         {"冀H0002A", registry::PlateColour::blue},
                                         {"冀H0003A", registry::PlateColour::blue}};
    for (const auto& plate : strangers) tell_of(plate);
    EXPECT_EQ(intake_->counters().registry_loads.load(), read);
    intake_->drain();
    EXPECT_EQ(intake_->counters().registry_loads.load(), read + 1);
    for (const auto& plate : strangers) EXPECT_TRUE(world_->registry()->find(plate));
}

TEST_F(IntakeTest, ACountOverTheApprovedNumberBecomesAConfirmedFinding) {
    start();
    for (int i = 0; i < 10; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    tell(head_count(county_.lawful, school_day + 100s, 45, 2));
    intake_->drain();
    const auto found = findings();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].head.rule, rules::RuleId::ld_01);
    EXPECT_EQ(found[0].head.level, rules::Level::confirmed);
    EXPECT_EQ(found[0].episodes.back().worst.lower, 47);
}

TEST_F(IntakeTest, ACountThatComesLateIsFoundAtItsOwnInstant) {
    start();
    for (int i = 0; i < 60; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    EXPECT_TRUE(findings().empty());
    tell(head_count(county_.lawful, school_day + 95s, 45, 2));
    intake_->drain();
    const auto found = findings();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].found_late);
    EXPECT_EQ(found[0].episodes.front().from, school_day + 95s);
    EXPECT_FALSE(world_->provisional(county_.lawful));
}

// A terminal whose clock is slow, or that tells its blind area bit by bit.
TEST_F(IntakeTest, RecordsThatAreAlwaysAsLongOnTheWayAreNotLate) {
    start();
    constexpr auto on_the_way = std::chrono::minutes{20};
    const auto arrives = [&](tracking::Record record) {
        record.received_at = record.measured_at + on_the_way;
        now_ = to_millis(record.received_at);
        tell(std::move(record));
        intake_->drain();
    };
    arrives(head_count(county_.lawful, school_day, 30, 2));  // fresh for a while: something that silence ends
    for (int i = 1; i < 30; ++i) arrives(position(county_.lawful, school_day + i * 30s, 300.0 * i, 36));
    EXPECT_EQ(intake_->counters().late_records.load(), 0U);

    const Time deadline = world_->state(county_.lawful)->next_deadline();
    ASSERT_LT(deadline, school_day + 1h);
    now_ = to_millis(deadline + on_the_way + 31s);
    tell(position(county_.expired, deadline, 0, 0));
    intake_->drain();
    EXPECT_GT(world_->state(county_.lawful)->next_deadline(), deadline);
}

TEST_F(IntakeTest, AnEditOfThePastIsJudgedAgainAlsoWhenItCameWhileNothingRan) {
    start();
    for (int i = 0; i < 10; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    tell(head_count(county_.lawful, school_day + 100s, 45, 2));
    intake_->drain();
    ASSERT_EQ(findings().size(), 1U);
    intake_->stop();

    registry::RegistryRows corrected;
    corrected.vehicles = {test::vehicle_row(county_.lawful, test::lawful_plate, 'S', 49)};
    store_->admin().value()->put_rows(corrected, school_day).value();
    start();
    intake_->drain();
    ASSERT_EQ(findings().size(), 1U);
    EXPECT_TRUE(findings()[0].withdrawn_at.has_value());
    for (const auto& [vehicle, from] : store_->reader().value()->load_dirty().value())
        EXPECT_NE(vehicle, county_.lawful);
}

TEST_F(IntakeTest, AFindingThatLateDataOnlyShortensIsToldAgain) {
    now_ = to_millis(school_day);  // no silence passes while they are told
    start();
    tell(head_count(county_.lawful, school_day, 45, 2));
    for (int i = 1; i < 60; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    const auto before = findings();
    ASSERT_EQ(before.size(), 1U);
    EXPECT_FALSE(listener_.heard_correction_of(before[0].head.id));
    tell(head_count(county_.lawful, school_day + 305s, 30, 2, tracking::Source::police));
    intake_->drain();
    const auto after = findings();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].head.id, before[0].head.id);
    EXPECT_FALSE(after[0].open());
    EXPECT_TRUE(listener_.heard_correction_of(after[0].head.id));
}

TEST_F(IntakeTest, ARestartGoesOnFromTheCheckpointWithTheSameStateAndFindings) {
    start();
    for (int i = 0; i < 200; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    tell(head_count(county_.lawful, school_day + 1'995s, 45, 2));
    intake_->drain();
    const auto state = world_->state(county_.lawful);
    const auto before = findings();
    restart();
    intake_->drain();
    EXPECT_EQ(world_->state(county_.lawful), state);
    const auto after = findings();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after[0].head.id, before[0].head.id);
    EXPECT_EQ(after[0].episodes, before[0].episodes);
    EXPECT_FALSE(after[0].withdrawn_at);
}

TEST_F(IntakeTest, AnEditOfThePastIsJudgedAgain) {
    start();
    for (int i = 0; i < 10; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    tell(head_count(county_.lawful, school_day + 100s, 45, 2));
    intake_->drain();
    ASSERT_EQ(findings().size(), 1U);

    // The licence says 49, not 45: the register was wrong from the beginning.
    registry::RegistryRows corrected;
    corrected.vehicles = {test::vehicle_row(county_.lawful, test::lawful_plate, 'S', 49)};
    store_->admin().value()->put_rows(corrected, school_day).value();
    now_ += 2'000;
    tell(position(county_.lawful, school_day + 110s, 1'100, 36));
    intake_->drain();
    now_ += 2'000;
    intake_->drain();
    const auto found = findings();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].withdrawn_at.has_value());
}

TEST_F(IntakeTest, ADepartureThatIsPublishedAfterItLeftIsJudgedAgain) {
    start();
    const tracking::TripEvent boarded{tracking::EventKind::boarded, "R1", "P1", "", 0, ""};
    tell(test::record_of(county_.lawful, school_day, boarded, tracking::Source::escort));
    for (int i = 1; i < 40; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    ASSERT_EQ(world_->state(county_.lawful)->track.trip.riders.count, 0);  // nobody knows of the run

    registry::Departure run;
    run.code = "R1";
    run.school = "S01";
    run.leaves_at = school_day + 60s;
    run.vehicle = county_.lawful;
    registry::School school;
    school.code = "S01";
    school.stage = "primary";
    registry::RegistryRows published;
    published.schools = {{.value = school, .valid_from = test::year_begin}};
    published.departures = {{.value = run, .valid_from = school_day + 400s}};
    store_->admin().value()->put_rows(published, school_day + 400s).value();
    now_ += 2'000;
    tell(position(county_.lawful, school_day + 410s, 4'100, 36));
    intake_->drain();
    now_ += 2'000;
    intake_->drain();
    EXPECT_EQ(world_->state(county_.lawful)->track.trip.departure, tracking::code_hash("R1"));
    EXPECT_EQ(world_->state(county_.lawful)->track.trip.riders.aboard(), 1);
}

TEST_F(IntakeTest, ADepartureInTheTimetablesPlaceTakesTheRunFromItsVehicle) {
    registry::RegistryRows rows;
    rows.lines = {{.value = {"L7", "", "S01"}, .valid_from = test::year_begin}};
    rows.timetables = {{.value = {.code = "TT1",
                                  .line = "L7",
                                  .direction = registry::Direction::to_school,
                                  .weekdays = "1234567",
                                  .leaves_at = 7h + 1min,
                                  .vehicle = county_.lawful,
                                  .driver = "",
                                  .escort = ""},
                        .valid_from = test::year_begin}};
    store_->admin().value()->put_rows(rows, school_day).value();
    start();
    for (int i = 1; i < 40; ++i)
        tell(position(county_.lawful, school_day + std::chrono::seconds{10 * i}, 100.0 * i, 36));
    intake_->drain();
    ASSERT_EQ(world_->state(county_.lawful)->track.trip.departure, tracking::code_hash("TT1/2026-09-01"));

    registry::Departure instead;  // hours later, by another vehicle
    instead.code = "R1";
    instead.school = "S01";
    instead.line = "L7";
    instead.direction = registry::Direction::to_school;
    instead.leaves_at = school_day + 3h;
    instead.vehicle = county_.expired;
    registry::RegistryRows published;
    published.departures = {{.value = instead, .valid_from = test::year_begin}};
    store_->admin().value()->put_rows(published, school_day + 400s).value();
    now_ += 2'000;
    tell(position(county_.lawful, school_day + 410s, 4'100, 36));
    intake_->drain();
    now_ += 2'000;
    intake_->drain();
    const tracking::Trip trip = world_->state(county_.lawful)->track.trip;
    EXPECT_EQ(trip.departure, 0U);
    EXPECT_EQ(trip.stage, tracking::TripStage::none);
    EXPECT_EQ(trip.leaves_at, Time{}) << "folded again from the day's beginning: it was never expected";
}

}  // namespace
}  // namespace husong::ingest
