// The power fails at any moment: nothing acknowledged is lost, nothing is stored twice, and the findings are
// those of a morning without failures.
#include "tests/faults/fault_vfs.hpp"
#include "tests/faults/journey.hpp"
#include "tests/support/temp_dir.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace husong::test {
namespace {

constexpr int cuts = 200;
constexpr int cuts_of_the_mutation = 40;
constexpr int journeys = 4;  // different ones, each cut at many places
constexpr int journey_minutes = 12;
constexpr std::size_t window = 16;  // messages sent and not answered

ingest::IntakeSettings small_batches() {
    ingest::IntakeSettings settings;
    settings.batch_entries = 8;
    settings.busy_entries = 1'000'000;  // never gathers
    settings.refold_every = 0ms;
    settings.retry_least = 1ms;
    settings.retry_most = 1ms;
    settings.checkpoint_every = std::chrono::minutes{3};
    return settings;
}

// Sends until all is answered or the store fails; true: all was answered.
bool deliver(Life& life, const std::vector<MessageRecords>& messages,
             const std::vector<std::uint32_t>& numbers) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (!life.send(numbers[i], messages[numbers[i]])) return false;
        if (i >= window && !life.await_answers(i - window)) return false;
    }
    return life.await_answers(numbers.size());
}

// One house on a disk that can lose its power.
struct House {
    faults::FaultVfs vfs;
    TempDir dir;
    std::string synchronous;
    std::unique_ptr<db::Store> store{};

    void open() {
        store = db::open_sqlite(dir / "husong.db", {.vfs = vfs.name(), .synchronous = synchronous}).value();
    }
};

// What has no counterpart in the store although it was answered.
std::size_t count_lost(const Journey& journey, const std::set<std::uint32_t>& answered,
                       const std::multiset<std::string>& stored) {
    std::set<std::string> missing;
    for (const std::uint32_t number : answered)
        for (const tracking::Record& record : journey.messages[number])
            if (!stored.contains(identity_of(record))) missing.insert(identity_of(record));
    return missing.size();
}

std::vector<std::uint32_t> all_numbers(const Journey& journey) {
    std::vector<std::uint32_t> numbers(journey.messages.size());
    for (std::uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
    return numbers;
}

// After the power is back the terminals tell what was not answered, and some of what was: the answer was
// lost.
std::vector<std::uint32_t> told_again(const Journey& journey, const std::set<std::uint32_t>& answered,
                                      std::mt19937_64& random) {
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t number : all_numbers(journey))
        if (!answered.contains(number) || random() % 10 == 0) numbers.push_back(number);
    return numbers;
}

// The morning until the power fails, and what is there when it is back.
struct AfterCut {
    std::set<std::uint32_t> answered;
    std::size_t lost = 0;  // records that were answered and are not there
    bool cut = false;      // it failed before the end
};

AfterCut live_until_cut(House& house, const County& county, const Journey& journey, std::uint64_t seed) {
    AfterCut after;
    {
        Life life{*house.store, small_batches()};
        house.vfs.cut_power_after(20 + seed * 7'919 % 1'100);
        after.cut = !deliver(life, journey.messages, all_numbers(journey));
        after.answered = life.answered();
        if (!house.vfs.power_is_off()) house.vfs.cut_power();
    }
    house.store.reset();
    house.vfs.restore_power(seed);
    house.open();
    after.lost = count_lost(journey, after.answered, stored_identities(*house.store, county));
    return after;
}

void go_on(House& house, const Journey& journey, const AfterCut& after, std::uint64_t seed) {
    std::mt19937_64 random{seed};
    Life life{*house.store, small_batches()};
    EXPECT_TRUE(deliver(life, journey.messages, told_again(journey, after.answered, random)));
    life.drain();
}

struct Calm {
    std::multiset<std::string> stored;
    std::multiset<std::string> findings;
};

Calm run_calmly(std::uint64_t journey_seed) {
    const TempDir dir;
    const auto store = db::open_sqlite(dir / "husong.db", {.vfs = {}, .synchronous = "OFF"}).value();
    const County county = County::put_into(*store);
    const Journey journey = make_journey(county, journey_seed, journey_minutes);
    Life life{*store, small_batches()};
    EXPECT_TRUE(deliver(life, journey.messages, all_numbers(journey)));
    life.drain();
    return {stored_identities(*store, county), canonical_findings(*store)};
}

TEST(PowerCuts, LoseNothingAcknowledgedDoubleNothingAndChangeNoFinding) {
    std::map<std::uint64_t, Calm> calm;
    for (std::uint64_t seed = 0; seed < journeys; ++seed) calm[seed] = run_calmly(seed);
    int really_cut = 0;
    for (std::uint64_t seed = 0; seed < cuts; ++seed) {
        House house{faults::FaultVfs{"power-cut-" + std::to_string(seed)}, {}, "FULL"};
        house.open();
        const County county = County::put_into(*house.store);
        const Journey journey = make_journey(county, seed % journeys, journey_minutes);
        const AfterCut after = live_until_cut(house, county, journey, seed);
        ASSERT_EQ(after.lost, 0U) << "cut " << seed;
        if (after.cut) ++really_cut;
        go_on(house, journey, after, seed);
        ASSERT_EQ(stored_identities(*house.store, county), calm[seed % journeys].stored) << "cut " << seed;
        ASSERT_EQ(canonical_findings(*house.store), calm[seed % journeys].findings) << "cut " << seed;
    }
    EXPECT_GE(really_cut, cuts * 3 / 4);
    EXPECT_FALSE(calm[0].findings.empty());
}

// The test above would mean nothing if it passed without syncs.
TEST(PowerCuts, WouldLoseAcknowledgedRecordsIfCommitsWereNotSynced) {
    int cuts_that_lost = 0;
    for (std::uint64_t seed = 0; seed < cuts_of_the_mutation; ++seed) {
        House house{faults::FaultVfs{"no-sync-" + std::to_string(seed)}, {}, "OFF"};
        house.open();
        const County county = County::put_into(*house.store);
        const Journey journey = make_journey(county, seed % journeys, journey_minutes);
        try {
            if (live_until_cut(house, county, journey, seed).lost > 0) ++cuts_that_lost;
        } catch (const std::exception&) {
            ++cuts_that_lost;  // the file itself did not survive
        }
    }
    EXPECT_GT(cuts_that_lost, 0);
}

}  // namespace
}  // namespace husong::test
