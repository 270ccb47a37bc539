// What is committed first when more waits than one commit takes.
#include "server/ingest/lanes.hpp"

#include "tests/ingest/intake_fixture.hpp"

#include <algorithm>
#include <semaphore>

namespace husong::ingest {
namespace {

using test::position;
using test::school_day;

// Four records a commit, and a writer that is held at its next commit until go_on().
class FullLane : public IntakeTest {
protected:
    static constexpr std::size_t batch_entries = 4;

    FullLane() {
        fails_ = [this](std::string_view call) {
            if (call == "begin" && held_.exchange(false)) {
                at_commit_.release();
                goes_on_.acquire();
            }
            return false;
        };
        IntakeSettings settings;
        settings.batch_entries = batch_entries;
        start(settings);
        intake_->drain();
        held_ = true;
        tell_from(99);  // what the writer is held with
        at_commit_.acquire();
    }

    std::uint16_t tell_from(std::int64_t teller, std::uint32_t alarm_bits = 0, std::uint16_t flags = 0) {
        const auto at = school_day + std::chrono::seconds{serial_};
        tracking::Record record = position(county_.lawful, at, 10.0 * serial_, 36);
        record.told_by = teller;
        record.flags = static_cast<std::uint16_t>(record.flags | flags);
        std::get<tracking::Position>(record.payload).alarm_bits = alarm_bits;
        tell(std::move(record));
        return serial_;
    }
    // The serials in the order of their commits, without the one the writer was held with.
    std::vector<std::uint16_t> commit() {
        goes_on_.release();
        intake_->drain();
        std::vector<std::uint16_t> serials;
        for (const Ticket& ticket : listener_.answers()) serials.push_back(ticket.serial);
        EXPECT_FALSE(serials.empty());
        return {serials.begin() + 1, serials.end()};
    }
    static std::size_t commit_of(const std::vector<std::uint16_t>& serials, std::uint16_t serial) {
        return static_cast<std::size_t>(std::ranges::find(serials, serial) - serials.begin()) / batch_entries;
    }

    std::atomic<bool> held_{false};
    std::binary_semaphore at_commit_{0}, goes_on_{0};
};

constexpr std::uint32_t sos = 1;

TEST_F(FullLane, WhoTellsMuchDelaysNobodyElse) {
    for (int i = 0; i < 20; ++i) tell_from(1);
    const std::uint16_t second = tell_from(2);
    const std::uint16_t third = tell_from(3);
    const auto committed = commit();
    ASSERT_EQ(committed.size(), 22U);
    EXPECT_EQ(commit_of(committed, second), 0U);
    EXPECT_EQ(commit_of(committed, third), 0U);
}

TEST_F(FullLane, OneTellersMessagesKeepTheirOrder) {
    std::vector<std::uint16_t> told;
    for (int i = 0; i < 10; ++i) {
        told.push_back(tell_from(1, i == 6 ? sos : 0));
        tell_from(2);
    }
    auto committed = commit();
    ASSERT_EQ(committed.size(), 20U);
    std::erase_if(committed, [&](std::uint16_t serial) { return std::ranges::count(told, serial) == 0; });
    EXPECT_EQ(committed, told);
}

TEST_F(FullLane, AnSosGoesFirst) {
    for (std::int64_t teller = 1; teller <= 20; ++teller) tell_from(teller);
    const std::uint16_t alarm = tell_from(21, sos);
    const auto committed = commit();
    ASSERT_EQ(committed.size(), 21U);
    EXPECT_EQ(committed.front(), alarm);
}

TEST_F(FullLane, AnSosOfTheBlindAreaWaitsLikeTheRest) {
    for (std::int64_t teller = 1; teller <= 20; ++teller) tell_from(teller);
    const std::uint16_t alarm = tell_from(21, sos, tracking::flag::blind_area);
    EXPECT_EQ(commit().back(), alarm);
}

TEST_F(FullLane, ButtonsThatAreStuckLeaveHalfOfEachCommitToTheRest) {
    for (int i = 0; i < 20; ++i) tell_from(1, sos);
    const std::uint16_t other = tell_from(2);
    EXPECT_EQ(commit_of(commit(), other), 0U);
}

TEST_F(FullLane, AMessageOfManyRecordsIsCommittedWhole) {
    for (std::int64_t teller = 1; teller <= 5; ++teller) tell_from(teller);
    std::vector<Entry> message;
    for (int i = 0; i < 10; ++i)
        message.push_back(
            {.what = position(county_.expired, school_day + std::chrono::seconds{i}, 10.0 * i, 36),
             .ticket = {.serial = 1'000},
             .last = i == 9});
    ASSERT_TRUE(intake_->offer(message));
    const auto batches = intake_->counters().batches.load();
    EXPECT_EQ(commit_of(commit(), 1'000), 1U);
    EXPECT_EQ(history(county_.expired).size(), 10U);
    EXPECT_LE(intake_->counters().batches.load() - batches, 4U);
}

TEST(Lanes, AMessageLongerThanTheLaneEntersOnceHalfOfItIsFree) {
    Lanes lanes{8, 1};
    std::vector<Entry> five(5), one(1), longer(20);
    ASSERT_TRUE(lanes.offer(five));
    EXPECT_FALSE(lanes.offer(longer));
    std::vector<Entry> taken;
    lanes.take_entries(taken);
    EXPECT_TRUE(lanes.processed(1));
    EXPECT_TRUE(lanes.offer(longer));
    EXPECT_FALSE(lanes.offer(one));
    EXPECT_EQ(lanes.waiting(), 24U);
}

}  // namespace
}  // namespace husong::ingest
