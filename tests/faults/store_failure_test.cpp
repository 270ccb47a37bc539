// Every call of the store may fail: in each of 1,000 batches one call, drawn at random, does.
#include "tests/faults/life.hpp"
#include "tests/support/failing_store.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <utility>

namespace husong::test {
namespace {

constexpr int failing_journey_minutes = 40;
const db::SqliteOptions no_sync{.vfs = {}, .synchronous = "OFF"};  // nothing loses power here

ingest::IntakeSettings quick_retries() {
    ingest::IntakeSettings settings;
    settings.retry_least = 1ms;
    settings.retry_most = 2ms;
    settings.busy_entries = 1;
    settings.gather = 0ms;
    settings.batch_entries = 4;  // many small batches: many places to fail
    settings.refold_every = 0ms;
    return settings;
}

// In each transaction one of its first calls, or its commit, fails; the next attempt goes through.
class OneFailureABatch {
public:
    bool operator()(std::string_view call) {
        if (call == "begin") {
            if (std::exchange(retrying_, false)) {
                calls_left_ = none;
                return false;
            }
            calls_left_ = static_cast<int>(random_() % 8);
        }
        if (calls_left_ == none) return false;
        if (calls_left_ > 0 && call != "commit") {
            --calls_left_;
            return false;
        }
        calls_left_ = none;
        retrying_ = true;
        ++failures_;
        return true;
    }
    [[nodiscard]] int failures() const { return failures_; }

private:
    static constexpr int none = -1;
    std::mt19937_64 random_{7};
    int calls_left_ = none;
    bool retrying_ = false;
    int failures_ = 0;
};

// In small groups, so that there are many batches.
void deliver_all(db::Store& store, const Journey& journey) {
    Life life{store, quick_retries()};
    ASSERT_TRUE(life.started());
    for (std::uint32_t i = 0; i < journey.messages.size(); ++i) {
        ASSERT_TRUE(life.send(i, journey.messages[i]));
        if (i % 2 == 0) life.drain();
    }
    life.drain();
    EXPECT_EQ(life.answered().size(), journey.messages.size());
}

TEST(StoreFailures, OneCallOfEachBatchFailingLosesNothingAndDoublesNothing) {
    const TempDir dir;
    const auto calm = db::open_sqlite(dir / "calm.db", no_sync).value();
    const auto rough = db::open_sqlite(dir / "rough.db", no_sync).value();
    const County county = County::put_into(*calm);
    ASSERT_EQ(County::put_into(*rough).lawful, county.lawful);
    const Journey journey = make_journey(county, 1, failing_journey_minutes);

    OneFailureABatch fails;
    FailingStore failing{*rough, std::ref(fails)};
    deliver_all(*calm, journey);
    deliver_all(failing, journey);

    EXPECT_GE(fails.failures(), 1'000);
    EXPECT_EQ(stored_identities(*rough, county),
              std::multiset<std::string>(journey.identities.begin(), journey.identities.end()));
    EXPECT_FALSE(canonical_findings(*calm).empty());
    EXPECT_EQ(canonical_findings(*rough), canonical_findings(*calm));
}

}  // namespace
}  // namespace husong::test
