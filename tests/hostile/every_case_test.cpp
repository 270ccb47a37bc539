// Every case of the table: counted, without a trace, and the honest terminal notices nothing.
#include "tests/hostile/besieged.hpp"

#include <set>

namespace husong::hostile {
namespace {

class HostileCase : public Besieged, public testing::WithParamInterface<Case> {};

TEST_P(HostileCase, IsCountedAndHarmsNobody) {
    const Case& hostile = GetParam();
    const bool is_silent = hostile.manner == Manner::silent, is_slow = hostile.manner == Manner::trickle;
    const bool is_single = hostile.has_key && hostile.manner != Manner::rival;  // all have the one stolen key
    const std::size_t connections = is_single ? 1 : is_silent ? 24 : 12;
    constexpr std::size_t pieces = 100;
    open();
    expect_heard();

    const std::uint64_t before = metric(hostile.counter);
    Onslaught onslaught{hostile, target()};
    int rounds = 0;
    EXPECT_TRUE(eventually([&] {
        onslaught.round(connections, pieces);
        if (hostile.door == Door::terminals && (is_silent || is_slow)) advance(11s);
        if (hostile.manner == Manner::deaf) advance(1s);  // it may go on
        if (++rounds % 8 == 1) {
            expect_heard();
            expect_served();
        }
        return metric(hostile.counter) > before;
    })) << hostile.counter
        << " does not rise";
    onslaught.round(connections, pieces);
    expect_heard();
    onslaught.end();
    expect_alone();
    expect_heard();
    expect_nothing_lost();
    if (!hostile.has_key) EXPECT_TRUE(history(county.expired).empty());
    EXPECT_EQ(metric("http_failed_total") + metric("messages_broken_total") + metric("rollbacks_total"), 0U);
}

INSTANTIATE_TEST_SUITE_P(Table, HostileCase, testing::ValuesIn(cases().begin(), cases().end()),
                         [](const auto& named) { return std::string{named.param.name}; });

TEST(HostileCases, AreAtLeastFifteenAndOfDistinctNames) {
    std::set<std::string_view> names;
    for (const Case& each : cases()) names.insert(each.name);
    EXPECT_GE(names.size(), 15U);
    EXPECT_EQ(names.size(), cases().size());
}

}  // namespace
}  // namespace husong::hostile
