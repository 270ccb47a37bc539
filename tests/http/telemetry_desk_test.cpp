#include "server/http/telemetry_desk.hpp"

#include "tests/support/county.hpp"

#include <gtest/gtest.h>

namespace husong::http {
namespace {

using husong::test::position;
using husong::test::school_day;

class Desk : public testing::Test {
protected:
    Desk() { desk_.health_changed({.ready = true, .cause = {}, .since = {}}); }

    void tell(std::size_t count, std::int64_t device = 1) {
        std::vector<tracking::Record> records;
        for (std::size_t i = 0; i < count; ++i) {
            records.push_back(position(VehicleId{1}, school_day + std::chrono::seconds{i}, 10, 36));
            records.back().told_by = device;
        }
        desk_.take(std::move(records),
                   [this](const Result<TelemetryDesk::Told>& told) { told_.push_back(told); });
    }
    void commit(std::uint32_t stored) {
        ingest::Ticket ticket = tickets_.back();
        ticket.stored = stored;
        desk_.committed({.answers = {&ticket, 1}, .changes = {}, .corrected = {}, .at = {}, .broken = {}});
    }

    bool room_ = true;
    std::vector<ingest::Ticket> tickets_;  // of what was offered
    std::vector<Result<TelemetryDesk::Told>> told_;
    TelemetryDesk desk_{[this](std::vector<ingest::Entry>& entries) {
        if (room_) tickets_.push_back(entries.back().ticket);
        return room_;
    }};
};

TEST_F(Desk, TellsHowManyWereNewAfterTheCommitAndNotBefore) {
    tell(3);
    EXPECT_TRUE(told_.empty());
    commit(2);
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0]->stored, 2U);
    EXPECT_EQ(told_[0]->duplicates, 1U);
}

TEST_F(Desk, TellsAtOnceThatThereIsNoRoom) {
    room_ = false;
    tell(1);
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].error().code, ErrorCode::unavailable);
}

TEST_F(Desk, KeepsSoManyRecordsOfOneDeviceWaitingAndNoMore) {
    tell(most_records_waiting - 1);
    tell(2);
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].error().code, ErrorCode::unavailable);
    tell(2, 2);
    EXPECT_EQ(told_.size(), 1U) << "another device waits as ever";
    tickets_.pop_back();
    commit(1);
    tell(2);
    EXPECT_EQ(tickets_.size(), 2U) << "after the commit there is room";
}

TEST_F(Desk, TellsEverybodyAtOnceThatCommitsFailAndTakesNothingUntilTheyGoOn) {
    tell(1);
    desk_.health_changed({.ready = false, .cause = "disk full", .since = {}});
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].error().code, ErrorCode::unavailable);
    tell(1);
    EXPECT_EQ(told_.size(), 2U);
    EXPECT_EQ(tickets_.size(), 1U);
    commit(1);  // it was in the batch that failed and is stored now
    EXPECT_EQ(told_.size(), 2U) << "nobody is told twice";
    desk_.health_changed({.ready = true, .cause = {}, .since = {}});
    tell(1);
    EXPECT_EQ(tickets_.size(), 2U);
}

TEST_F(Desk, TellsWhenNoTransactionTakesTheRecords) {
    tell(1);
    desk_.committed(
        {.answers = {}, .changes = {}, .corrected = {}, .at = {}, .broken = {&tickets_.back(), 1}});
    ASSERT_EQ(told_.size(), 1U);
    EXPECT_EQ(told_[0].error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace husong::http
