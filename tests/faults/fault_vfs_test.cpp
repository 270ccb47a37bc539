// The faults themselves: SQLite, alone, on a disk that loses what was not synced.
#include "tests/faults/fault_vfs.hpp"

#include "tests/faults/simulated_disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <set>
#include <stdlib.h>

namespace husong::faults {
namespace {

struct Folder {
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "husong_vfs_XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

// A table of numbers on a FaultVfs; every call says whether it worked.
class Numbers {
public:
    Numbers(const FaultVfs& vfs, const std::filesystem::path& file, const std::string& synchronous) {
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        ok_ = sqlite3_open_v2(file.c_str(), &db_, flags, vfs.name().c_str()) == SQLITE_OK;
        ok_ = ok_ && run("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 20") &&
              run("PRAGMA synchronous = " + synchronous) &&
              run("CREATE TABLE IF NOT EXISTS number (n INTEGER PRIMARY KEY, filler BLOB)");
    }
    ~Numbers() { sqlite3_close(db_); }
    Numbers(const Numbers&) = delete;
    Numbers& operator=(const Numbers&) = delete;

    [[nodiscard]] bool ok() const { return ok_; }
    bool run(const std::string& sql) {
        return sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }
    // A few rows in one transaction.
    bool insert(int first, int count) {
        bool good = run("BEGIN IMMEDIATE");
        for (int n = first; good && n < first + count; ++n)
            good = run("INSERT INTO number VALUES (" + std::to_string(n) + ", randomblob(700))");
        if (good && run("COMMIT")) return true;
        run("ROLLBACK");
        return false;
    }
    std::set<int> all() {
        std::set<int> numbers;
        if (column("PRAGMA integrity_check") != std::vector<std::string>{"ok"}) return numbers;
        for (const std::string& n : column("SELECT n FROM number NOT INDEXED")) numbers.insert(std::stoi(n));
        return numbers;
    }

private:
    std::vector<std::string> column(const char* sql) {
        std::vector<std::string> values;
        const auto add = [](void* out, int, char** row, char**) {
            static_cast<std::vector<std::string>*>(out)->emplace_back(row[0]);
            return 0;
        };
        if (sqlite3_exec(db_, sql, add, &values, nullptr) != SQLITE_OK) values.clear();
        return values;
    }

    sqlite3* db_ = nullptr;
    bool ok_ = false;
};

// How many of so many power cuts lost a committed row. The same database lives through all of them, and is
// begun anew when it was lost.
struct Outcome {
    int cuts = 0;
    int losses = 0;
    std::size_t committed = 0;
};

Outcome cut_power_again_and_again(const std::string& synchronous, int cuts) {
    FaultVfs vfs{"fault-vfs-test"};
    Folder folder;
    auto file = folder.path / "numbers.db";
    std::set<int> committed;
    Outcome outcome;
    int next = 1;
    for (int seed = 0; seed < cuts; ++seed) {
        std::mt19937 random{static_cast<unsigned>(seed)};
        vfs.cut_power_after(1 + random() % 150);
        {
            Numbers numbers{vfs, file, synchronous};
            for (int i = 0; numbers.ok() && i < 1'000 && !vfs.power_is_off(); ++i) {
                const int count = 1 + static_cast<int>(random() % 5);
                if (numbers.insert(next, count))
                    for (int n = next; n < next + count; ++n) committed.insert(n);
                next += count;
            }
        }
        vfs.cut_power();
        vfs.restore_power(static_cast<std::uint64_t>(seed));
        ++outcome.cuts;

        Numbers after{vfs, file, synchronous};
        const auto left = after.all();
        outcome.committed = std::max(outcome.committed, committed.size());
        if (std::includes(left.begin(), left.end(), committed.begin(), committed.end())) continue;
        ++outcome.losses;
        committed.clear();
        file = folder.path / ("numbers" + std::to_string(seed) + ".db");
    }
    return outcome;
}

TEST(FaultVfs, SyncedInFullSqliteNeverLosesACommittedRow) {
    const Outcome outcome = cut_power_again_and_again("FULL", 200);
    EXPECT_EQ(outcome.cuts, 200);
    EXPECT_EQ(outcome.losses, 0);
    EXPECT_GT(outcome.committed, 1'000U) << "there was something to lose";
}

TEST(FaultVfs, NotSyncedSqliteLosesCommittedRows) {
    EXPECT_GT(cut_power_again_and_again("OFF", 200).losses, 10);
}

struct OneDatabase : ::testing::Test {
    FaultVfs vfs{"fault-vfs-test"};
    Folder folder;
    std::filesystem::path file = folder.path / "numbers.db";
};

TEST_F(OneDatabase, AFullDiskRefusesWhatNeedsRoomAndGoesOnWhenThereIsSome) {
    Numbers numbers{vfs, file, "FULL"};
    ASSERT_TRUE(numbers.insert(1, 5));
    vfs.leave_room(2'000);
    EXPECT_FALSE(numbers.insert(10, 5));
    EXPECT_EQ(numbers.all(), (std::set<int>{1, 2, 3, 4, 5}));
    vfs.make_room();
    EXPECT_TRUE(numbers.insert(10, 5));
    EXPECT_EQ(numbers.all().size(), 10U);
}

TEST_F(OneDatabase, ACallThatFailsOnceFailsOnce) {
    Numbers numbers{vfs, file, "FULL"};
    vfs.fail_after(0, FaultVfs::Failing::once);
    EXPECT_FALSE(numbers.insert(1, 5));
    EXPECT_TRUE(numbers.insert(1, 5));
}

TEST_F(OneDatabase, CallsThatFailGoOnFailingUntilHealed) {
    Numbers numbers{vfs, file, "FULL"};
    vfs.fail_after(0, FaultVfs::Failing::until_healed);
    EXPECT_FALSE(numbers.insert(1, 5));
    EXPECT_FALSE(numbers.insert(1, 5));
    vfs.heal();
    EXPECT_TRUE(numbers.insert(1, 5));
}

TEST_F(OneDatabase, NothingWorksWhileThePowerIsOff) {
    {
        Numbers numbers{vfs, file, "FULL"};
        vfs.cut_power();
        EXPECT_FALSE(numbers.insert(1, 1));
        EXPECT_FALSE(Numbers(vfs, file, "FULL").ok());
    }
    vfs.restore_power(1);
    EXPECT_TRUE(Numbers(vfs, file, "FULL").ok());
}

// Survival of 0 and 1 among many seeds: everything lost, and nothing.
std::set<Content> outcomes(const DiskFile& file) {
    std::set<Content> seen;
    std::mt19937_64 random{1};
    for (int i = 0; i < 200; ++i) seen.insert(file.after_cut(random, 0.5));
    return seen;
}

TEST(SimulatedDisk, WhatWasSyncedIsThereAfterEveryCut) {
    DiskFile file;
    file.write(0, Content(1'024, 'a'));
    file.sync();
    EXPECT_EQ(outcomes(file), std::set<Content>{Content(1'024, 'a')});
}

TEST(SimulatedDisk, AWriteIsTornAtSectorsAndNowhereElse) {
    DiskFile file{Content(1'024, 'a')};
    file.write(256, Content(512, 'b'));
    Content first(1'024, 'a');
    std::fill_n(first.begin() + 256, 256, 'b');
    Content second(1'024, 'a');
    std::fill_n(second.begin() + 512, 256, 'b');
    Content both(1'024, 'a');
    std::fill_n(both.begin() + 256, 512, 'b');
    EXPECT_EQ(outcomes(file), (std::set<Content>{Content(1'024, 'a'), first, second, both}));
}

TEST(SimulatedDisk, ATruncationMayBeForgotten) {
    DiskFile file{Content(1'024, 'a')};
    file.truncate(100);
    EXPECT_EQ(outcomes(file), (std::set<Content>{Content(1'024, 'a'), Content(100, 'a')}));
}

TEST(SimulatedDisk, ANewNameIsCertainOnlyWhenItsFolderWasSynced) {
    int there = 0;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        SimulatedDisk disk;
        disk.open("kept");
        disk.sync_folder();
        disk.open("new")->sync();
        disk.remove("kept");
        const auto left = disk.cut(seed);
        there += static_cast<int>(left.count("new"));
        there += static_cast<int>(left.count("kept"));
    }
    EXPECT_GT(there, 20);
    EXPECT_LT(there, 180);
}

}  // namespace
}  // namespace husong::faults
