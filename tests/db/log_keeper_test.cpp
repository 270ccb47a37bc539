// The write-ahead log, copied beside the commits.
#include "tests/db/records.hpp"
#include "tests/db/temporary_store.hpp"

#include <gtest/gtest.h>

namespace husong::db::testing {
namespace {

namespace fs = std::filesystem;

constexpr int pages_of_log = 50;
constexpr std::uintmax_t page = 4'096;

struct LogKeeper : ::testing::Test {
    TemporaryFolder folder;
    fs::path file = folder / "husong.db";
    std::unique_ptr<Store> store = open_sqlite(file, {.vfs = {}, .copies_beside_from = pages_of_log}).value();
    std::unique_ptr<Writer> writer = store->writer().value();
    VehicleId bus = store->admin().value()->identify({"冀H00318", registry::PlateColour::yellow}).value();
    std::uint64_t written = 0;

    void commit_some() {
        constexpr int records = 100;
        ASSERT_TRUE(writer->begin());
        for (int i = 0; i < records; ++i, ++written)
            ASSERT_TRUE(writer->insert(position(bus, morning + Milliseconds{written}, written)).value());
        ASSERT_TRUE(writer->commit());
    }
    [[nodiscard]] std::uintmax_t log_bytes() const { return fs::file_size(file.string() + "-wal"); }
};

TEST_F(LogKeeper, CopiesTheLogWhileCommitsGoOn) {
    const std::uintmax_t before = fs::file_size(file);
    constexpr int most_commits = 100'000;
    for (int i = 0; i < most_commits && fs::file_size(file) == before; ++i) commit_some();
    EXPECT_GT(fs::file_size(file), before);
}

TEST_F(LogKeeper, LetsTheLogGrowToAnEnd) {
    std::uintmax_t longest = 0;
    constexpr int commits = 1'000;
    for (int i = 0; i < commits; ++i) {
        commit_some();
        longest = std::max(longest, log_bytes());
    }
    constexpr std::uintmax_t one_commit = 50;  // pages, and no more
    EXPECT_LE(longest, (10 * pages_of_log + one_commit) * (page + 100));
    EXPECT_EQ(store->reader().value()->history(bus, Time{}, end_of_time, 200'000).value().size(), written);
}

}  // namespace
}  // namespace husong::db::testing
