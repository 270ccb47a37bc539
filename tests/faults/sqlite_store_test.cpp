// The SQLite store on a disk that fails: nothing committed is lost, and it goes on when the cause is gone.
#include "db/store.hpp"
#include "tests/faults/fault_vfs.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdlib.h>

namespace husong::faults {
namespace {

const Time morning = parse_time("2026-09-01T07:15:30+08:00").value();

tracking::Record position(VehicleId vehicle, std::uint64_t key) {
    tracking::Record record;
    record.vehicle = vehicle;
    record.measured_at = morning;
    record.received_at = morning + 1s;
    record.key = key;
    tracking::Position told;
    told.items.assign(400, 0xE1);
    record.payload = told;
    return record;
}

struct SqliteStore : ::testing::TestWithParam<int> {
    FaultVfs vfs{"sqlite-store-test"};
    std::filesystem::path folder = [] {
        std::string name = (std::filesystem::temp_directory_path() / "husong_faults_XXXXXX").string();
        return std::filesystem::path{::mkdtemp(name.data())};
    }();
    std::filesystem::path file = folder / "husong.db";
    std::unique_ptr<db::Store> store;
    std::unique_ptr<db::Writer> writer;
    std::unique_ptr<db::Reader> reader;
    VehicleId bus;
    std::uint64_t next_key = 1;

    void SetUp() override { open(); }
    void TearDown() override {
        close();
        std::filesystem::remove_all(folder);
    }

    void open() {
        store = db::open_sqlite(file, {.vfs = vfs.name(), .copies_beside_from = GetParam()}).value();
        bus = store->admin().value()->identify({"冀H00318", registry::PlateColour::yellow}).value();
        writer = store->writer().value();
        reader = store->reader().value();
    }
    void close() {
        reader.reset();
        writer.reset();
        store.reset();
    }

    // One batch, as the server commits it. On success `next_key` moves on.
    Result<> write_batch(std::uint64_t count = 20) {
        auto result = writer->begin();
        for (std::uint64_t i = 0; result && i < count; ++i) {
            const auto inserted = writer->insert(position(bus, next_key + i));
            if (!inserted) result = inserted.error();
            if (inserted && !*inserted) result = Error{ErrorCode::conflict, "a failed commit came through"};
        }
        if (result) result = writer->commit();
        if (!result) writer->rollback();
        if (result) next_key += count;
        return result;
    }
    std::size_t stored() { return reader->history(bus, Time{}, end_of_time, 1'000'000).value().size(); }
};

TEST_P(SqliteStore, OnAFullDiskCommitsAreUnavailableUntilThereIsRoom) {
    ASSERT_TRUE(write_batch());
    vfs.leave_room(10'000);
    bool refused = false;
    for (int i = 0; i < 100 && !refused; ++i) refused = !write_batch();
    ASSERT_TRUE(refused);
    const auto error = write_batch();
    ASSERT_FALSE(error);
    EXPECT_EQ(error.error().code, ErrorCode::unavailable);
    EXPECT_NE(error.error().what.find("full"), std::string::npos) << error.error().what;
    EXPECT_EQ(stored(), next_key - 1);
    vfs.make_room();
    EXPECT_TRUE(write_batch());
    EXPECT_EQ(stored(), next_key - 1);
}

TEST_P(SqliteStore, WhicheverCallOfABatchFailsTheBatchIsWholeWhenItIsRetried) {
    int failures = 0;
    for (std::uint64_t call = 0; call < 60; ++call) {
        vfs.fail_after(call, FaultVfs::Failing::once);
        int tries = 0;
        while (tries < 4) {
            ++tries;
            const auto result = write_batch();
            if (result) break;
            ++failures;
            ASSERT_EQ(result.error().code, ErrorCode::unavailable) << result.error().what;
        }
        ASSERT_LT(tries, 4) << "call " << call;
        vfs.heal();
        ASSERT_EQ(stored(), next_key - 1) << "call " << call;
    }
    EXPECT_GT(failures, 10);
}

TEST_P(SqliteStore, AFailedCommitDoesNotComeThroughWhenTheFileIsOpenedAgain) {
    reader.reset();  // nobody else holds the log open
    int failures = 0;
    for (std::uint64_t call = 0; call < 60; ++call) {
        vfs.fail_after(call, FaultVfs::Failing::until_healed);
        for (int tries = 0; tries < 2; ++tries) {
            const auto result = write_batch();
            if (result) continue;
            ++failures;
            ASSERT_EQ(result.error().code, ErrorCode::unavailable)
                << result.error().what << ", call " << call;
        }
        vfs.heal();
        const auto result = write_batch();
        ASSERT_TRUE(result) << result.error().what << ", call " << call;
    }
    EXPECT_GT(failures, 10);
    reader = store->reader().value();
    EXPECT_EQ(stored(), next_key - 1);
}

TEST_P(SqliteStore, AfterALongFaultWriterAndReaderGoOnByThemselves) {
    ASSERT_TRUE(write_batch());
    vfs.fail_after(0, FaultVfs::Failing::until_healed);
    for (int i = 0; i < 5; ++i) {
        const auto result = write_batch();
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::unavailable) << result.error().what;
        (void)reader->vehicles_with_records();
    }
    vfs.heal();
    EXPECT_TRUE(write_batch());
    EXPECT_EQ(stored(), next_key - 1);
}

// A disk that fell out of its mount and came back, a folder that was renamed.
TEST_P(SqliteStore, WhileTheFileIsAwayNoneIsMadeInItsPlaceAndWhenItIsBackTheWriterGoesOn) {
    ASSERT_TRUE(write_batch());
    vfs.fail_after(0, FaultVfs::Failing::once);
    ASSERT_FALSE(write_batch());
    const std::filesystem::path away = folder / "away.db";
    std::filesystem::rename(file, away);
    for (int i = 0; i < 3; ++i) {
        const auto result = write_batch();
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().code, ErrorCode::unavailable) << result.error().what;
        EXPECT_FALSE(std::filesystem::exists(file));
    }
    std::filesystem::rename(away, file);
    const auto result = write_batch();
    ASSERT_TRUE(result) << result.error().what;
    EXPECT_EQ(stored(), next_key - 1);
}

TEST_P(SqliteStore, AnotherFileInItsPlaceIsLeftAloneAndIsNoReasonToEnd) {
    ASSERT_TRUE(write_batch());
    vfs.fail_after(0, FaultVfs::Failing::once);
    ASSERT_FALSE(write_batch());
    const std::filesystem::path away = folder / "away.db";
    std::filesystem::rename(file, away);
    db::open_sqlite(folder / "other.db").value();
    std::filesystem::rename(folder / "other.db", file);
    const auto refused = write_batch();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
    EXPECT_NE(refused.error().what.find("another"), std::string::npos) << refused.error().what;
    std::filesystem::rename(away, file);
    const auto result = write_batch();
    ASSERT_TRUE(result) << result.error().what;
    EXPECT_EQ(stored(), next_key - 1);
}

TEST_P(SqliteStore, AnEmptiedFileIsNotTakenForANewOne) {
    ASSERT_TRUE(write_batch());
    vfs.fail_after(0, FaultVfs::Failing::once);
    ASSERT_FALSE(write_batch());
    const std::filesystem::path copy = folder / "copy.db";
    std::filesystem::copy_file(file, copy);
    std::filesystem::resize_file(file, 0);
    for (int i = 0; i < 2; ++i) {
        const auto refused = write_batch();
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::unavailable) << refused.error().what;
    }
    std::ofstream{file, std::ios::binary} << std::ifstream{copy, std::ios::binary}.rdbuf();
    const auto result = write_batch();
    ASSERT_TRUE(result) << result.error().what;
    EXPECT_EQ(stored(), next_key - 1);
}

TEST_P(SqliteStore, WhatWasCommittedOutlivesThePowerAndWhatWasNotIsNotHalfThere) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        vfs.cut_power_after(10 + seed * 7);
        for (int i = 0; i < 1'000 && write_batch(); ++i) {
        }
        ASSERT_TRUE(vfs.power_is_off());
        close();
        vfs.restore_power(seed);
        open();
        const std::size_t left = stored();
        ASSERT_GE(left, next_key - 1) << "seed " << seed;
        ASSERT_EQ(left % 20, 0U) << "batches are whole";
        next_key = left + 1;  // the commit that was being made may have come through
    }
}

// With the log copied by its commits, and beside them from a few pages on.
INSTANTIATE_TEST_SUITE_P(Copied, SqliteStore, ::testing::Values(0, 10));

}  // namespace
}  // namespace husong::faults
