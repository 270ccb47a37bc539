#include "db/restore.hpp"
#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

namespace husong::db::testing {
namespace {

std::size_t records_in(const std::filesystem::path& file, VehicleId vehicle) {
    const auto store = open_sqlite(file).value();
    return store->reader().value()->history(vehicle, Time{}, end_of_time, 100).value().size();
}

void write_file(const std::filesystem::path& file, std::string_view text) {
    std::ofstream{file, std::ios::binary} << text;
}

struct Backup : ::testing::Test {
    std::optional<TemporaryStore> db{std::in_place};
    TemporaryFolder elsewhere;
    std::filesystem::path copy = elsewhere / "copy.db";
    std::filesystem::path other = elsewhere / "other.db";
    VehicleId bus = db->vehicle();

    void SetUp() override {
        db->write([&](Writer& writer) { ASSERT_TRUE(writer.insert(position(bus)).value()); });
    }
};

TEST_F(Backup, ABackupHoldsWhatWasCommittedBeforeIt) {
    db->admin->backup(copy).value();
    db->write([&](Writer& writer) { ASSERT_TRUE(writer.insert(position(bus, morning + 1s)).value()); });
    EXPECT_EQ(records_in(copy, bus), 1U);
    EXPECT_TRUE(check_sqlite(copy));
}

TEST_F(Backup, ABackupIsTakenWhileTheWriterIsInATransaction) {
    db->writer->begin().value();
    ASSERT_TRUE(db->writer->insert(position(bus, morning + 1s)).value());
    db->admin->backup(copy).value();
    db->writer->commit().value();
    EXPECT_EQ(records_in(copy, bus), 1U);
}

TEST_F(Backup, ABackupReplacesAnOlderOneOfThatName) {
    db->admin->backup(copy).value();
    db->write([&](Writer& writer) { ASSERT_TRUE(writer.insert(position(bus, morning + 1s)).value()); });
    db->admin->backup(copy).value();
    EXPECT_EQ(records_in(copy, bus), 2U);
}

TEST_F(Backup, ABackupThatCannotBeWrittenSaysSoAndLeavesNothing) {
    EXPECT_EQ(db->admin->backup(elsewhere / "no/such/folder.db").error().code, ErrorCode::unavailable);
    EXPECT_TRUE(std::filesystem::is_empty(elsewhere / ""));
}

TEST_F(Backup, ARestoredBackupIsTheDatabaseOfThatMoment) {
    db->admin->backup(copy).value();
    ASSERT_TRUE(restore_sqlite(copy, other, false));
    EXPECT_EQ(records_in(other, bus), 1U);
}

TEST_F(Backup, ARestoreDoesNotOverwriteUnlessToldTo) {
    db->admin->backup(copy).value();
    ASSERT_TRUE(restore_sqlite(copy, other, false));
    EXPECT_EQ(restore_sqlite(copy, other, false).error().code, ErrorCode::conflict);
}

TEST_F(Backup, ARestoreOverADatabaseLeavesNothingOfTheOldOne) {
    db->admin->backup(copy).value();
    db->write([&](Writer& writer) { ASSERT_TRUE(writer.insert(position(bus, morning + 1s)).value()); });
    const auto file = db->file;
    db->admin.reset();
    db->reader.reset();
    db->writer.reset();
    db->store.reset();
    ASSERT_TRUE(restore_sqlite(copy, file, true));
    EXPECT_EQ(records_in(file, bus), 1U);
}

TEST_F(Backup, ARestoreIsRefusedWhileTheDatabaseIsOpen) {
    db->admin->backup(copy).value();
    EXPECT_EQ(restore_sqlite(copy, db->file, true).error().code, ErrorCode::conflict);
    EXPECT_EQ(db->reader->history(bus, Time{}, end_of_time, 100).value().size(), 1U);
}

TEST_F(Backup, ADamagedBackupIsNotRestored) {
    db->admin->backup(copy).value();
    const auto size = std::filesystem::file_size(copy);
    {
        std::fstream damage{copy, std::ios::binary | std::ios::in | std::ios::out};
        damage.seekp(static_cast<std::streamoff>(size / 2));
        damage << std::string(size / 4, 'x');
    }
    EXPECT_FALSE(check_sqlite(copy));
    EXPECT_FALSE(restore_sqlite(copy, other, false));
    EXPECT_FALSE(std::filesystem::exists(other));
}

TEST_F(Backup, WhatIsNoBackupIsNotRestored) {
    write_file(copy, "plate,colour\n");
    EXPECT_FALSE(restore_sqlite(copy, other, false));
    EXPECT_EQ(restore_sqlite(elsewhere / "missing.db", other, false).error().code, ErrorCode::not_found);
    EXPECT_FALSE(std::filesystem::exists(other));
}

}  // namespace
}  // namespace husong::db::testing
