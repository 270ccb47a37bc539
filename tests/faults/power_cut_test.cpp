// The power fails at any moment: nothing acknowledged is lost, nothing is stored twice, and the findings are
// those of a morning without failures.
#include "tests/faults/house.hpp"
#include "tests/faults/life.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace husong::test {
namespace {

constexpr int cuts = 200;
constexpr int cuts_beside_copies = 60;
constexpr int cuts_of_the_mutation = 40;
constexpr int cut_journeys = 4;  // different ones, each cut at many places
constexpr int cut_journey_minutes = 12;

// The morning until the power fails, and what is there when it is back.
struct AfterCut {
    std::set<std::uint32_t> answered;
    std::size_t lost = 0;  // records that were answered and are not there
    bool cut = false;      // it failed before the end
};

// Calls of the disk in one undisturbed morning, so that cuts fall everywhere within it.
std::uint64_t disk_calls_of(std::uint64_t journey_seed) {
    House house{faults::FaultVfs{"calm-" + std::to_string(journey_seed)}, {}, "FULL", 0};
    house.open();
    const Journey journey = make_journey(County::put_into(*house.store), journey_seed, cut_journey_minutes);
    Life life{*house.store, small_batches()};
    const std::uint64_t before = house.vfs.calls();
    EXPECT_TRUE(deliver(life, journey, all_numbers(journey)));
    return house.vfs.calls() - before;
}

AfterCut live_until_cut(House& house, const County& county, const Journey& journey, std::uint64_t seed) {
    static std::map<std::uint64_t, std::uint64_t> calls;
    std::uint64_t& of_journey = calls[seed % cut_journeys];
    if (of_journey == 0) of_journey = disk_calls_of(seed % cut_journeys);
    AfterCut after;
    {
        Life life{*house.store, small_batches()};
        house.vfs.cut_power_after(20 + seed * 7'919 % of_journey);
        after.cut = !deliver(life, journey, all_numbers(journey));
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
    EXPECT_TRUE(deliver(life, journey, told_again(journey, after.answered, random)));
    life.drain();
}

// Of how many the power really failed before the end.
int cut_again_and_again(int cuts, int copies_beside_from) {
    std::map<std::uint64_t, Calm> calm;
    for (std::uint64_t seed = 0; seed < cut_journeys; ++seed) {
        calm[seed] = run_calmly(seed, cut_journey_minutes, small_batches());
        EXPECT_FALSE(calm[seed].findings.empty()) << "nothing would be compared of journey " << seed;
    }
    int really_cut = 0;
    for (int cut = 0; cut < cuts; ++cut) {
        const auto seed = static_cast<std::uint64_t>(cut);
        House house{faults::FaultVfs{"power-cut-" + std::to_string(seed)}, {}, "FULL", copies_beside_from};
        house.open();
        const County county = County::put_into(*house.store);
        const Journey journey = make_journey(county, seed % cut_journeys, cut_journey_minutes);
        const AfterCut after = live_until_cut(house, county, journey, seed);
        EXPECT_EQ(after.lost, 0U) << "cut " << seed;
        if (after.cut) ++really_cut;
        go_on(house, journey, after, seed);
        EXPECT_EQ(stored_identities(*house.store, county), calm[seed % cut_journeys].stored)
            << "cut " << seed;
        EXPECT_EQ(canonical_findings(*house.store), calm[seed % cut_journeys].findings) << "cut " << seed;
        if (::testing::Test::HasFailure()) break;
    }
    return really_cut;
}

TEST(PowerCuts, LoseNothingAcknowledgedDoubleNothingAndChangeNoFinding) {
    EXPECT_GE(cut_again_and_again(cuts, 0), cuts * 3 / 4);
}

// So early that the log is copied all the time.
TEST(PowerCuts, LoseNothingWhileTheLogIsCopiedBesideTheCommits) {
    constexpr int pages = 10;
    EXPECT_GE(cut_again_and_again(cuts_beside_copies, pages), cuts_beside_copies * 3 / 4);
}

// The tests above would mean nothing if they passed without syncs.
TEST(PowerCuts, WouldLoseAcknowledgedRecordsIfCommitsWereNotSynced) {
    int cuts_that_lost = 0;  // records that were answered, counted in a file that is whole
    int files_broken = 0;
    for (std::uint64_t seed = 0; seed < cuts_of_the_mutation; ++seed) {
        House house{faults::FaultVfs{"no-sync-" + std::to_string(seed)}, {}, "OFF", 0};
        house.open();
        const County county = County::put_into(*house.store);
        const Journey journey = make_journey(county, seed % cut_journeys, cut_journey_minutes);
        try {
            if (live_until_cut(house, county, journey, seed).lost > 0) ++cuts_that_lost;
        } catch (const std::exception&) {
            ++files_broken;  // tells nothing of what was answered
        }
    }
    EXPECT_GT(cuts_that_lost, 0) << files_broken << " files did not survive at all";
}

}  // namespace
}  // namespace husong::test
