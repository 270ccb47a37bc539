#include "tests/faults/tellings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace husong::test {
namespace {

constexpr std::size_t records = 2'000;
constexpr std::size_t every_tenth_is_no_location = 10;

bool is_location(std::size_t record) { return record % every_tenth_is_no_location != 0; }

struct Told {
    int singly = 0;
    int in_batches = 0;
};

std::map<std::size_t, Told> count_tellings(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::map<std::size_t, Told> told;
    for (const Telling& telling : plan_tellings(records, is_location, random))
        for (const std::size_t record : telling.records)
            ++(telling.batch ? told[record].in_batches : told[record].singly);
    return told;
}

TEST(Tellings, TellEachRecordOneToFourTimesAndEachNumberOfTimesIsThere) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        std::map<int, int> records_by_times;
        const auto told = count_tellings(seed);
        EXPECT_EQ(told.size(), records);
        for (const auto& [record, how] : told) ++records_by_times[how.singly + how.in_batches];
        ASSERT_EQ(records_by_times.begin()->first, 1);
        ASSERT_EQ(records_by_times.rbegin()->first, 4);
        ASSERT_EQ(records_by_times.size(), 4U);
    }
}

TEST(Tellings, TellManyRecordsSinglyAndAgainInBatchesAndOnlyLocationsInBatches) {
    const auto told = count_tellings(1);
    EXPECT_GT(std::ranges::count_if(
                  told, [](const auto& entry) { return entry.second.singly && entry.second.in_batches; }),
              static_cast<std::ptrdiff_t>(records / 3));
    for (const auto& [record, how] : told) EXPECT_TRUE(is_location(record) || how.in_batches == 0) << record;
}

}  // namespace
}  // namespace husong::test
