// The disk is full or its calls fail while the morning is told: no answers, health says why, and it goes on
// by itself when the cause is gone; nothing acknowledged is lost, nothing is stored twice, and the findings
// are those of a morning without failures.
#include "tests/faults/house.hpp"
#include "tests/faults/life.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <random>

namespace husong::test {
namespace {

using faults::FaultVfs;

constexpr std::uint64_t seeds = 50;
constexpr std::uint64_t disk_journeys = 3;  // different ones, each disturbed at many places
constexpr int disk_journey_minutes = 12;
constexpr std::size_t messages_told_during_the_fault = 5;
constexpr std::uint64_t refusals_looked_at = 3;

// One morning over a disk of its own, told message by message.
struct Morning {
    House house;
    County county;
    Journey journey;
    std::unique_ptr<Life> life;
    std::uint32_t told = 0;

    Morning(const std::string& name, std::uint64_t seed) : house{FaultVfs{name}, {}, "FULL"} {
        house.open();
        county = County::put_into(*house.store);
        journey = make_journey(county, seed % disk_journeys, disk_journey_minutes);
        life = std::make_unique<Life>(*house.store, small_batches());
        life->drain();  // the first look at what is too old to keep is over
    }

    [[nodiscard]] bool all_told() const { return told == journey.messages.size(); }
    void tell_next() {
        ASSERT_TRUE(life->send(told, journey.messages[told]));
        ++told;
    }
    // Waits for each answer, until one does not come since its commit is refused again and again. (While the
    // disk is nearly full, what is smaller still gets through.)
    void tell_until_stuck() {
        while (!all_told()) {
            tell_next();
            if (life->await_answers(told)) continue;
            if (life->await_refusals(refusals_looked_at) && life->answered().size() < told) return;
        }
    }
    void tell_the_rest() {
        while (!all_told()) tell_next();
    }
    std::size_t lost() {
        const auto store = house.seen_from_outside();
        return count_lost(journey, life->answered(), stored_identities(*store, county));
    }
};

// What terminals and health see while nothing can be committed.
void expect_refusals_with_a_cause(Morning& morning, std::initializer_list<std::string_view> causes) {
    Life& life = *morning.life;
    const std::set<std::uint32_t> before = life.answered();
    for (std::size_t i = 0; i < messages_told_during_the_fault && !morning.all_told(); ++i)
        morning.tell_next();
    ASSERT_TRUE(life.await_refusals(refusals_looked_at));
    EXPECT_EQ(life.answered(), before);
    EXPECT_FALSE(life.health().ready);
    const std::string told = life.health().cause;
    EXPECT_TRUE(std::ranges::any_of(causes, [&](std::string_view cause) {
        return told.find(cause) != std::string::npos;
    })) << told;
}

void expect_silence_with_a_cause(Morning& morning, std::initializer_list<std::string_view> causes) {
    expect_refusals_with_a_cause(morning, causes);
    EXPECT_EQ(morning.lost(), 0U);
}

// All of it is answered by the same life: nobody started the server anew.
void expect_a_whole_morning(Morning& morning, const Calm& calm) {
    Life& life = *morning.life;
    ASSERT_TRUE(life.await_ready());
    morning.tell_the_rest();
    life.drain();
    ASSERT_TRUE(life.await_ready());
    EXPECT_EQ(life.answered().size(), morning.journey.messages.size());
    EXPECT_EQ(life.answered_while_failing(), 0U);
    EXPECT_EQ(morning.lost(), 0U);
    EXPECT_EQ(stored_identities(*morning.house.store, morning.county), calm.stored);
    EXPECT_EQ(canonical_findings(*morning.house.store), calm.findings);
}

struct DiskFailures : ::testing::Test {
    static void SetUpTestSuite() {
        for (std::uint64_t seed = 0; seed < disk_journeys; ++seed)
            calm.push_back(run_calmly(seed, disk_journey_minutes, small_batches()));
    }
    static const Calm& calm_of(std::uint64_t seed) { return calm[seed % disk_journeys]; }
    static inline std::vector<Calm> calm;
};

TEST_F(DiskFailures, OnAFullDiskNothingIsAnsweredAndWithRoomAllOfItIs) {
    std::uint64_t filled = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random{seed};
        Morning morning{"full-" + std::to_string(seed), seed};
        ASSERT_TRUE(morning.life->started());
        morning.house.vfs.leave_room(random() % 1'000'000);
        morning.tell_until_stuck();
        if (!morning.life->health().ready) {
            ++filled;
            expect_silence_with_a_cause(morning, {"full"});
        }
        morning.house.vfs.make_room();
        expect_a_whole_morning(morning, calm_of(seed));
        if (HasFailure()) return;
    }
    EXPECT_GE(filled, seeds * 3 / 4);
}

TEST_F(DiskFailures, WhileCallsOfTheDiskFailNothingIsAnsweredAndAfterwardsAllOfItIs) {
    std::uint64_t failed = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random{seed};
        Morning morning{"failing-" + std::to_string(seed), seed};
        ASSERT_TRUE(morning.life->started());
        morning.house.vfs.fail_after(random() % 1'000, FaultVfs::Failing::until_healed);
        morning.tell_until_stuck();
        if (!morning.life->health().ready) {
            ++failed;
            expect_silence_with_a_cause(morning, {"disk I/O error", "unable to open"});
        }
        morning.house.vfs.heal();
        expect_a_whole_morning(morning, calm_of(seed));
        if (HasFailure()) return;
    }
    EXPECT_GE(failed, seeds * 3 / 4);
}

// The database file in other hands: seen past the faults, as another process would have it.
struct FileFailures : DiskFailures {
    Morning morning{"file", 0};
    std::filesystem::path file = morning.house.dir / "husong.db";
    std::string whole;

    void SetUp() override {
        ASSERT_TRUE(morning.life->started());
        for (int i = 0; i < 20; ++i) morning.tell_next();
        morning.life->drain();
    }
    // All commits are in the file itself; what is written over it is not hidden by the log.
    void empty_the_log() {
        sqlite3* other = open();
        run(other, "PRAGMA wal_checkpoint(TRUNCATE)");
        sqlite3_close(other);
        whole = bytes();
    }
    [[nodiscard]] sqlite3* open() const {
        sqlite3* other = nullptr;
        EXPECT_EQ(sqlite3_open(file.c_str(), &other), SQLITE_OK);
        return other;
    }
    static void run(sqlite3* on, const char* sql) {
        EXPECT_EQ(sqlite3_exec(on, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(on);
    }
    [[nodiscard]] std::string bytes() const {
        std::ifstream in{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    void write_over(const std::string& bytes) const {
        std::fstream{file, std::ios::in | std::ios::out | std::ios::binary} << bytes;
    }
    // What is done to the file while its calls fail anyway: the writer has to open it afresh, and so to read
    // it.
    template <class Damage>
    void damage(Damage damage) {
        morning.house.vfs.fail_after(0, FaultVfs::Failing::until_healed);
        morning.tell_next();
        ASSERT_TRUE(morning.life->await_failing());
        damage();
        morning.house.vfs.heal();
    }
};

TEST_F(FileFailures, WhileAnotherProcessHoldsTheLockNothingIsAnsweredAndAfterwardsAllOfItIs) {
    sqlite3* other = open();
    run(other, "BEGIN IMMEDIATE");
    morning.tell_next();
    ASSERT_TRUE(morning.life->await_failing());
    EXPECT_LT(morning.life->answered().size(), morning.told);
    EXPECT_NE(morning.life->health().cause.find("locked"), std::string::npos) << morning.life->health().cause;
    run(other, "ROLLBACK");
    sqlite3_close(other);
    expect_a_whole_morning(morning, calm_of(0));
}

TEST_F(FileFailures, WhilePagesAreOverwrittenNothingIsAnsweredAndWhenTheyAreRestoredAllOfItIs) {
    constexpr std::size_t first_page_bytes = 4'096;
    empty_the_log();
    ASSERT_GT(whole.size(), 10 * first_page_bytes);
    damage([&] {
        write_over(whole.substr(0, first_page_bytes) + std::string(whole.size() - first_page_bytes, '\x5A'));
    });
    expect_refusals_with_a_cause(morning, {"malformed"});
    write_over(whole);
    expect_a_whole_morning(morning, calm_of(0));
}

TEST_F(FileFailures, WhileTheFileIsAllZeroNothingIsAnsweredAndWhenItIsRestoredAllOfItIs) {
    empty_the_log();
    damage([&] { write_over(std::string(whole.size(), '\0')); });
    expect_refusals_with_a_cause(morning, {"not a database", "malformed", "no longer this program's"});
    write_over(whole);
    expect_a_whole_morning(morning, calm_of(0));
}

TEST_F(FileFailures, WhileTheFileIsAwayNothingIsAnsweredAndWhenItIsBackAllOfItIs) {
    const auto away = morning.house.dir / "away.db";
    damage([&] { std::filesystem::rename(file, away); });
    expect_refusals_with_a_cause(morning, {"is not there"});
    EXPECT_FALSE(std::filesystem::exists(file));
    std::filesystem::rename(away, file);
    expect_a_whole_morning(morning, calm_of(0));
}

TEST_F(DiskFailures, CallsThatFailOnceNowAndThenAreGotOverWithoutHelp) {
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937_64 random{seed};
        Morning morning{"once-" + std::to_string(seed), seed};
        ASSERT_TRUE(morning.life->started());
        while (!morning.all_told()) {
            morning.house.vfs.fail_after(random() % 40, FaultVfs::Failing::once);
            for (std::uint64_t i = random() % 10; i > 0 && !morning.all_told(); --i) morning.tell_next();
            morning.life->drain();
            ASSERT_TRUE(morning.life->await_ready())
                << "though nothing waits: " << morning.life->health().cause;
            ASSERT_EQ(morning.life->answered().size(), morning.told);
        }
        morning.house.vfs.heal();  // should the last one not have come yet
        expect_a_whole_morning(morning, calm_of(seed));
        if (HasFailure()) return;
    }
}

}  // namespace
}  // namespace husong::test
