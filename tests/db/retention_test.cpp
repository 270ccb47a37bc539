#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

using tracking::RecordKind;

struct Retention : ::testing::Test {
    TemporaryStore db;
    VehicleId bus = db.vehicle();

    void insert(const tracking::Record& record) {
        db.write([&](Writer& writer) { ASSERT_TRUE(writer.insert(record).value()); });
    }
    bool apply(Time positions_before, Time others_before = {}, std::size_t limit = 100) {
        bool more = false;
        db.write([&](Writer& writer) {
            more = writer.apply_retention({positions_before, others_before, {}}, limit).value();
        });
        return more;
    }
    std::size_t left() { return db.reader->history(bus, Time{}, end_of_time, 1'000).value().size(); }
};

TEST_F(Retention, RecordsThatCameBeforeTheInstantGoWithAllTheyTold) {
    insert(position(bus, morning, 1));
    insert(head_count(bus, morning, 2));
    insert(sighting(bus, morning, 3));
    insert(position(bus, morning + std::chrono::days{1}, 4));
    EXPECT_FALSE(apply(morning + std::chrono::hours{1}));
    EXPECT_EQ(left(), 1U);
    EXPECT_TRUE(db.reader->sightings(std::nullopt, Time{}, 10).value().empty());
}

TEST_F(Retention, ARecordWithoutATimeAgesByItsArrival) {
    auto timeless = position(bus, Time{});
    timeless.received_at = morning;
    insert(timeless);
    EXPECT_FALSE(apply(morning));
    EXPECT_EQ(left(), 1U);
    EXPECT_FALSE(apply(morning + 1ms));
    EXPECT_EQ(left(), 0U);
}

TEST_F(Retention, OneSliceIsBoundedAndSaysThatThereIsMore) {
    for (std::uint64_t key = 0; key < 25; ++key) insert(position(bus, morning, key));
    EXPECT_TRUE(apply(end_of_time, {}, 10));
    EXPECT_EQ(left(), 15U);
    EXPECT_TRUE(apply(end_of_time, {}, 10));
    EXPECT_FALSE(apply(end_of_time, {}, 10));
    EXPECT_EQ(left(), 0U);
}

TEST_F(Retention, AVehicleOfWhichNothingIsLeftHasNoRecordsAndMayBeginAgain) {
    insert(position(bus));
    EXPECT_FALSE(apply(end_of_time));
    EXPECT_TRUE(db.reader->vehicles_with_records().value().empty());
    insert(position(bus));
    EXPECT_EQ(left(), 1U);
}

TEST_F(Retention, ASliceThatWasRolledBackIsTakenAgain) {
    insert(position(bus));
    db.writer->begin().value();
    (void)db.writer->apply_retention({end_of_time, {}, {}}, 10).value();
    db.writer->rollback();
    EXPECT_EQ(left(), 1U);
    apply(end_of_time);
    EXPECT_EQ(left(), 0U);
}

TEST_F(Retention, WhatAFindingRestsOnStays) {
    insert(head_count(bus, morning, 1));
    insert(head_count(bus, morning, 2));
    rules::FindingChange change;
    change.head = {{1}, rules::RuleId::ld_01, bus, china_midnight(morning), 0, rules::Level::confirmed};
    change.episode.from = morning;
    change.episode.evidence[0] = {morning, RecordKind::head_count, 2};
    db.write([&](Writer& writer) { writer.put(change, morning, false).value(); });
    EXPECT_FALSE(apply(end_of_time));
    ASSERT_EQ(left(), 1U);
    EXPECT_TRUE(db.reader->record(bus, change.episode.evidence[0]).value());
}

TEST_F(Retention, OldCheckpointsGoButTheNewestOfAVehicleStays) {
    db.write([&](Writer& writer) {
        for (int i = 0; i < 3; ++i)
            writer.put_checkpoint(bus, {{morning + i * 1s, RecordKind::position, 1}, "state"}).value();
    });
    EXPECT_FALSE(apply({}, end_of_time));
    EXPECT_EQ(db.reader->load_checkpoints().value().at(0).second.last.measured_at, morning + 2s);
    EXPECT_FALSE(db.writer->checkpoint_before(bus, {morning + 2s, RecordKind::position, 1}).value());
}

TEST_F(Retention, OldRefusalsAndEndedSessionsGo) {
    db.admin->put_account({{}, "zhang", "张某", access::Role::police, "", "x", false}).value();
    const AccountId account = db.reader->account("zhang").value()->id;
    db.admin->put_session({"ended", account, morning, morning + 1s}).value();
    db.admin->put_session({"running", account, morning, end_of_time}).value();
    db.write([&](Writer& writer) {
        writer.put(Refusal{"1", "wrong_code", "", "", "", "", morning}).value();
        writer.put(RawMessage{{}, morning, 0x0704, 1, 2, 1, "raw"}).value();
    });
    EXPECT_FALSE(apply({}, morning + 2s));
    EXPECT_TRUE(db.reader->refusals(10).value().empty());
    EXPECT_FALSE(db.reader->session("ended").value());
    EXPECT_TRUE(db.reader->session("running").value());
}

}  // namespace
}  // namespace husong::db::testing
